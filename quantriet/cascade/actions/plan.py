"""The plan by which a unit passes a cascade on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.cascade import verbs
from quantriet.cascade.models import Cascade
from quantriet.cascade.rules.states import EDITABLE
from quantriet.documents.actions import DocumentFacts, register_own, store_file
from quantriet.documents.models import Document
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import ChangedMeanwhile


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan as it is registered here: what it is, and its file if there is one."""

    facts: DocumentFacts
    raw: bytes = b""
    file_name: str = ""


@transaction.atomic
def attach_plan(*, actor: Actor, cascade: Cascade, plan: Document | None, at: datetime) -> None:
    """Say by which plan of its own the unit passes this on; what others are writing in the draft stays untouched."""
    if not Cascade.objects.filter(pk=cascade.pk, state__in=EDITABLE).update(plan=plan):
        raise ChangedMeanwhile
    cascade.plan = plan
    audit.record(
        actor=actor,
        verb=verbs.CASCADE_CHANGED,
        subject=cascade,
        at=at,
        unit_id=cascade.unit_in_charge_id,
        facts={"plan": plan.pk if plan else None},
        topics=(f"cascade:{cascade.pk}",),
    )


@transaction.atomic
def register_plan(*, actor: Actor, cascade: Cascade, plan: NewPlan, at: datetime) -> Document:
    """Register the unit's own plan, which implements the documents of the cascade, and attach it."""
    document = register_own(
        actor=actor,
        facts=plan.facts,
        unit_id=cascade.unit_in_charge_id,
        file=store_file(raw=plan.raw, at=at) if plan.raw else None,
        file_name=plan.file_name,
        implements=list(cascade.documents.all()),
        at=at,
    )
    attach_plan(actor=actor, cascade=cascade, plan=document, at=at)
    return document
