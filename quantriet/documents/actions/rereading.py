"""A text is read again by the reader of today."""

from datetime import datetime

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.documents import verbs
from quantriet.documents.actions.intake import findings_of
from quantriet.documents.actions.links import Links
from quantriet.documents.models import Document, Finding
from quantriet.documents.rules.findings import Category
from quantriet.documents.rules.reading import read
from quantriet.documents.rules.rereading import Merge, merged
from quantriet.kernel.actor import Actor

_READ = ("text", "data", "confidence")


@transaction.atomic
def read_again(*, actor: Actor, document: Document, at: datetime) -> int:
    """Read the text again and keep every decision; gives how many things are newly proposed."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    reading = read(document.text, published=document.published_on)
    found = merged(document.findings.order_by("pk"), findings_of(document, reading))
    Finding.objects.filter(pk__in=[row.pk for row in found.gone]).delete()
    _renew(found)
    Finding.objects.bulk_create(found.fresh, batch_size=500)
    _decide_alike(document, found, at)
    audit.record(
        actor=actor,
        verb=verbs.DOCUMENT_READ_AGAIN,
        subject=document,
        at=at,
        unit_id=document.owner_unit_id,
        facts={"new": len(found.fresh), "gone": len(found.gone), "alike": len(found.twins)},
        topics=(f"document:{document.pk}",),
    )
    return len(found.fresh)


def _renew(found: Merge) -> None:
    """What was proposed and is still read says what the reader of today says."""
    for row, reading in found.kept:
        for name in _READ:
            setattr(row, name, getattr(reading, name))
    Finding.objects.bulk_update([row for row, _ in found.kept], _READ, batch_size=500)


def _decide_alike(document: Document, found: Merge, at: datetime) -> None:
    """The same words at another place are decided as they were decided before."""
    for reading, twin in found.twins:
        reading.status, reading.correction, reading.target_id = twin.status, twin.correction, twin.target_id
        reading.decided_at, reading.decided_by_id = twin.decided_at, twin.decided_by_id
    made = Finding.objects.bulk_create([reading for reading, _ in found.twins], batch_size=500)
    if any(row.category == Category.MENTION for row in made):
        Links(document, at).renew_references()
