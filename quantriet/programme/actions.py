"""Registering a plan."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quantriet.cascade.actions import Evidence, record_fulfilment
from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.evidence import Shortfall
from quantriet.documents.actions import register_own, store_file
from quantriet.documents.models import Document
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.programme.rules import plan_facts

SOURCE = "plan"  # how fulfilments name what they rest on


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The plan's own file as it was sent."""

    name: str
    raw: bytes


@transaction.atomic
def register_plan(
    *,
    actor: Actor,
    obligation: Obligation,
    facts: DocumentFacts,
    file: PlanFile | None,
    at: datetime,
    by_unit_id: int | None = None,
) -> tuple[Document, list[Shortfall]]:
    """Enter the unit's plan into the registry and answer the obligation with it; gives what is missing."""
    document = register_own(
        actor=actor,
        facts=facts,
        unit_id=obligation.unit_id,
        file=store_file(raw=file.raw, at=at) if file else None,
        file_name=file.name if file else "",
        implements=list(obligation.cascade.documents.all()),
        at=at,
    )
    evidence = Evidence(
        source_type=SOURCE,
        source_id=document.pk,
        facts=plan_facts(facts, recorded_on=local_day(at)) | {"document": document.pk},
        file=document.file,
        file_name=document.file_name,
        by_unit_id=by_unit_id,
    )
    return document, record_fulfilment(actor=actor, obligation=obligation, evidence=evidence, at=at)
