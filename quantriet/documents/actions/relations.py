"""How a document stands to another, said by a person."""

from datetime import datetime

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.documents import errors, verbs
from quantriet.documents.actions.links import Links
from quantriet.documents.models import Document, Reference
from quantriet.documents.rules.findings import Relation
from quantriet.kernel.actor import Actor


@transaction.atomic
def add_reference(*, actor: Actor, source: Document, target: Document, relation: str, at: datetime) -> Reference:
    """Say how a document stands to another; what the text says too is then said twice and kept once."""
    if source.pk == target.pk:
        raise errors.RelatesToItself
    reference, is_new = Reference.objects.get_or_create(
        source=source, target=target, relation=Relation(relation), defaults={"by_hand": True}
    )
    if not is_new:
        Reference.objects.filter(pk=reference.pk).update(by_hand=True)
    _note(actor, verbs.REFERENCE_ADDED, reference, at)
    return reference


@transaction.atomic
def remove_reference(*, actor: Actor, reference: Reference, at: datetime) -> None:
    """Take back what a person said; what the text says stays."""
    _note(actor, verbs.REFERENCE_REMOVED, reference, at)
    reference.delete()
    Links(reference.source, at).renew_references()


def _note(actor: Actor, verb: str, reference: Reference, at: datetime) -> None:
    source = reference.source
    audit.record(
        actor=actor,
        verb=verb,
        subject=source,
        at=at,
        unit_id=source.owner_unit_id,
        facts={"target": reference.target_id, "relation": str(reference.relation)},
        topics=(f"document:{source.pk}", f"document:{reference.target_id}"),
    )
