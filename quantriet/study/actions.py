"""Recording how many have studied."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.cascade.actions import Evidence, record_fulfilment
from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.evidence import Shortfall
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.kernel.text import nfc
from quantriet.study import verbs
from quantriet.study.models import StudyCount
from quantriet.study.rules import Counted, facts_of, require_sound

SOURCE = "study"  # how fulfilments name what they rest on


@transaction.atomic
def record_count(
    *,
    actor: Actor,
    obligation: Obligation,
    counted: Counted,
    note: str,
    at: datetime,
    by_unit_id: int | None = None,
) -> tuple[StudyCount, list[Shortfall]]:
    """Write the count down and answer the obligation with it; gives what is missing, if anything is."""
    require_sound(counted, local_day(at))
    count = StudyCount.objects.create(
        unit_id=obligation.unit_id,
        **asdict(counted),
        note=nfc(note.strip()),
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    count.documents.set(obligation.cascade.documents.all())
    evidence = Evidence(
        source_type=SOURCE, source_id=count.pk, facts=facts_of(counted), note=note, by_unit_id=by_unit_id
    )
    missing = record_fulfilment(actor=actor, obligation=obligation, evidence=evidence, at=at)
    audit.record(
        actor=actor,
        verb=verbs.STUDY_COUNTED,
        subject=count,
        at=at,
        unit_id=obligation.unit_id,
        facts={"studied": counted.studied, "obliged": counted.obliged, "day": f"{counted.counted_on:%d/%m/%Y}"},
    )
    return count, missing
