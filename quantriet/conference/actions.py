"""Recording a conference."""

from datetime import datetime

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.cascade.actions import Evidence, record_fulfilment
from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.evidence import Shortfall
from quantriet.conference import queries, verbs
from quantriet.conference.models import Conference
from quantriet.conference.rules import Said
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.kernel.text import nfc


@transaction.atomic
def record_conference(
    *, actor: Actor, obligation: Obligation, said: Said, at: datetime, by_unit_id: int | None = None
) -> tuple[Conference, list[Shortfall]]:
    """Write the conference down and answer the obligation with it; gives what is missing, if anything is."""
    presenter = queries.presenter_of(obligation.unit_id, said)
    conference = Conference.objects.create(
        unit_id=obligation.unit_id,
        held_on=said.held_on,
        form=said.form,
        presenter_id=presenter.person_id,
        presenter_name=presenter.name,
        presenter_position=presenter.position,
        presenter_was_head=presenter.was_head,
        **said.populations,
        note=nfc(said.note.strip()),
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    conference.documents.set(obligation.cascade.documents.all())
    evidence = Evidence(
        source_type=queries.SOURCE,
        source_id=conference.pk,
        facts=queries.facts(obligation.unit_id, said, local_day(at)) | {"conference": conference.pk},
        note=said.note,
        by_unit_id=by_unit_id,
    )
    missing = record_fulfilment(actor=actor, obligation=obligation, evidence=evidence, at=at)
    audit.record(
        actor=actor,
        verb=verbs.CONFERENCE_RECORDED,
        subject=conference,
        at=at,
        unit_id=obligation.unit_id,
        facts={"day": f"{said.held_on:%d/%m/%Y}", "presenter": presenter.name},
    )
    return conference, missing
