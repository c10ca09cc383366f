"""Entering documents into the registry."""

from datetime import datetime
from typing import Any

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.documents import verbs
from quantriet.documents.models import Document, Reference, StoredFile
from quantriet.documents.rules.facts import DocumentFacts, search_text
from quantriet.documents.rules.findings import Relation
from quantriet.kernel.actor import Actor
from quantriet.kernel.text import nfc


def written(facts: DocumentFacts, text: str = "") -> dict[str, Any]:
    """The columns of a document that its facts fill."""
    return {
        "kind": facts.kind,
        "number": nfc(facts.number).strip(),
        "suffix": nfc(facts.suffix).strip(),
        "year": facts.year,
        "issuer": nfc(facts.issuer).strip()[:300],
        "issued_on": facts.issued_on,
        "term": facts.term,
        "plenum": facts.plenum,
        "subject": nfc(facts.subject).strip(),
        "search_text": search_text(facts, text),
    }


@transaction.atomic
def register_own(  # noqa: PLR0913 - an act names its actor, its thing and its instant
    *,
    actor: Actor,
    facts: DocumentFacts,
    unit_id: int,
    file: StoredFile | None,
    file_name: str,
    implements: list[Document],
    at: datetime,
) -> Document:
    """Register a document that the unit wrote itself, such as its plan, with what it implements."""
    document = Document.objects.create(
        **written(facts),
        file=file,
        file_name=nfc(file_name)[:255],
        owner_unit_id=unit_id,
        created_at=at,
        registered_at=at,
        registered_by_id=actor.user_id,
    )
    Reference.objects.bulk_create(
        Reference(source=document, target=target, relation=Relation.IMPLEMENTS)
        for target in {t.pk: t for t in implements}.values()
    )
    audit.record(
        actor=actor,
        verb=verbs.DOCUMENT_REGISTERED,
        subject=document,
        at=at,
        unit_id=unit_id,
        facts={"implements": [t.pk for t in implements]},
        topics=(f"document:{document.pk}", f"unit:{unit_id}"),
    )
    return document
