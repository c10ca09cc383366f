"""Scans: the recognised text is written and read; a corrected word has its page read anew."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from quantriet.audit import actions as audit
from quantriet.documents import errors, verbs
from quantriet.documents.actions.batch import forget_secret
from quantriet.documents.actions.files import forget_file, note_secret
from quantriet.documents.actions.intake import findings_of
from quantriet.documents.models import Document, Finding, ScanPage
from quantriet.documents.rules.content import (
    ILLEGIBLE,
    RECOGNISED,
    RECOGNISED_IN_PART,
    SCAN,
    WAITING,
    WITHDRAWN,
    storable,
)
from quantriet.documents.rules.facts import DocumentFacts, columns_of
from quantriet.documents.rules.ocr import RecognisedPage
from quantriet.documents.rules.proposal import UNKNOWN, proposed_facts
from quantriet.documents.rules.reading import read
from quantriet.documents.rules.scans import joined
from quantriet.jobs import queue
from quantriet.kernel.actor import Actor

_FACTS = ("kind", "number", "suffix", "issuer", "issued_on", "subject", "year", "term", "plenum")


@transaction.atomic
def ask_recognition(*, actor: Actor, document: Document, at: datetime) -> None:
    """Have a kept scan recognised that could not be before."""
    asked = Document.objects.filter(pk=document.pk, intake_note__in=(SCAN, ILLEGIBLE)).update(intake_note=WAITING)
    if asked:
        queue.defer("documents.recognise", document_id=document.pk)
        _note(actor, verbs.RECOGNITION_ASKED, document, at)


@transaction.atomic
def leave_unrecognised(*, actor: Actor, document_id: int, note: str, at: datetime) -> None:
    """The scan stays a picture for now, for the reason that the note says."""
    document = _waiting(document_id)
    if document is not None:
        Document.objects.filter(pk=document_id).update(intake_note=note)
        _note(actor, verbs.SCAN_RECOGNISED, document, at, result=note)


@transaction.atomic
def write_recognised(*, actor: Actor, document_id: int, pages: list[RecognisedPage], at: datetime) -> None:
    """Give a scan the text that was recognised, and read it; once done, nothing is done again."""
    document = _waiting(document_id)
    if document is None:
        return
    text, places = joined([storable(page.text) for page in pages])
    if not text.strip():
        leave_unrecognised(actor=actor, document_id=document_id, note=ILLEGIBLE, at=at)
        return
    document.text = text
    document.intake_note = RECOGNISED if len(pages) == pages[-1].pages else RECOGNISED_IN_PART
    reading = read(text, published=document.published_on)
    if reading.published:
        document.published_on = datetime.fromisoformat(reading.published).date()
    facts = _facts_of(document) if document.registered_at else proposed_facts(text, reading)
    _save(document, facts)
    ScanPage.objects.bulk_create(
        ScanPage(
            document=document, number=number, start=start, end=end, doubtful=[list(word) for word in page.doubtful]
        )
        for number, (page, (start, end)) in enumerate(zip(pages, places, strict=True), 1)
    )
    found = Finding.objects.bulk_create(findings_of(document, reading), batch_size=500)
    facts_told = {"file": document.file_name, "pages": len(pages), "findings": len(found)}
    _note(actor, verbs.SCAN_RECOGNISED, document, at, **facts_told)


@transaction.atomic
def withdraw_secret(*, actor: Actor, document_id: int, refusal: errors.MarkedSecret, at: datetime) -> None:
    """Keep nothing of a scan that turned out to be stamped secret; its empty place in the registry says so."""
    document = _waiting(document_id)
    if document is None or document.file is None or document.owner_unit_id is None:
        return
    sha256, file_id = document.file.sha256, document.file.pk
    document.file, document.file_name, document.media_type, document.text = None, "", "", ""
    document.intake_note = WITHDRAWN
    _save(document, DocumentFacts(UNKNOWN))
    forget_secret(document_id=document_id, refusal=refusal)
    forget_file(pk=file_id)
    note_secret(actor=actor, unit_id=document.owner_unit_id, sha256=sha256, at=at)
    _note(actor, verbs.SCAN_RECOGNISED, document, at, result=WITHDRAWN)


def _waiting(document_id: int) -> Document | None:
    """The document, locked, if it still waits to be recognised."""
    return Document.objects.select_for_update(of=("self",)).filter(pk=document_id, intake_note=WAITING).first()


def _facts_of(document: Document) -> DocumentFacts:
    return DocumentFacts(**{name: getattr(document, name) for name in _FACTS})


def _save(document: Document, facts: DocumentFacts) -> None:
    columns = columns_of(facts, document.text)
    for name, value in columns.items():
        setattr(document, name, value)
    document.version = F("version") + 1
    document.save(
        update_fields=[
            *columns,
            "text",
            "file",
            "file_name",
            "media_type",
            "intake_note",
            "published_on",
            "version",
        ]  # fmt: skip
    )


def _note(actor: Actor, verb: str, document: Document, at: datetime, **facts: object) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject=document,
        at=at,
        unit_id=document.owner_unit_id,
        facts=facts,
        topics=(f"document:{document.pk}",),
    )
