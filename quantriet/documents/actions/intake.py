"""A text comes in: its file is kept byte for byte, it is read, and what was found waits for a person."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.documents import errors, verbs
from quantriet.documents.actions.files import store_file
from quantriet.documents.models import Document, Finding, StoredFile
from quantriet.documents.queries.labels import label_of
from quantriet.documents.queries.registry import twin_of
from quantriet.documents.rules.content import SCAN, WAITING, Content, content_of_paste
from quantriet.documents.rules.facts import DocumentFacts, columns_of
from quantriet.documents.rules.findings import Category
from quantriet.documents.rules.proposal import UNKNOWN, proposed_facts
from quantriet.documents.rules.reading import read
from quantriet.documents.rules.reading.model import DateMention, Reading
from quantriet.jobs import queue
from quantriet.kernel.actor import Actor

_PLACE = ("start", "end", "text", "confidence")  # columns of a finding; everything else read stands in its data


@transaction.atomic
def take_in(  # noqa: PLR0913 - a text comes with its day
    *,
    actor: Actor,
    unit_id: int,
    text: str = "",
    file: Content | None = None,
    published: date | None = None,
    again: bool = False,
    at: datetime,
) -> Document:
    """Take a pasted text, or a file whose text has been won, into the unit's registry to be reviewed.

    The same content is refused, unless it shall be kept `again`.
    """
    content = file or content_of_paste(text)
    reading = read(content.text, published=published)
    stored = store_file(raw=content.raw, at=at)
    StoredFile.objects.select_for_update().only("pk").get(pk=stored.pk)  # a double click waits here for the first
    if not again:
        _require_new(unit_id, stored, content.text)
    document = _write(unit_id, stored, content, reading, at)
    found = Finding.objects.bulk_create(findings_of(document, reading), batch_size=500)
    if content.note == SCAN:
        queue.defer("documents.recognise", document_id=document.pk)
    audit.record(
        actor=actor,
        verb=verbs.DOCUMENT_TAKEN_IN,
        subject=document,
        at=at,
        unit_id=unit_id,
        facts={"file": content.name if content.text else "", "sha256": stored.sha256, "findings": len(found)},
        topics=(f"document:{document.pk}", f"unit:{unit_id}"),
    )
    return document


def _require_new(unit_id: int, file: StoredFile, text: str) -> None:
    twin = twin_of(unit_id, file.sha256, text)
    if twin is not None:
        raise errors.AlreadyKept(pk=twin.pk, label=label_of(twin))


def _write(unit_id: int, file: StoredFile, content: Content, reading: Reading, at: datetime) -> Document:
    facts = proposed_facts(content.text, reading) if content.text else DocumentFacts(UNKNOWN, subject=content.name)
    return Document.objects.create(
        **columns_of(facts, content.text),
        text=content.text,
        file=file,
        file_name=content.name[:255],
        media_type=content.media_type,
        intake_note=WAITING if content.note == SCAN else content.note,
        published_on=date.fromisoformat(reading.published) if reading.published else None,
        owner_unit_id=unit_id,
        created_at=at,
    )


def findings_of(document: Document, reading: Reading, offset: int = 0) -> list[Finding]:
    """What was read, each place once, not yet written down; `offset` is where the text that was read begins."""
    kinds: dict[str, list[tuple[Any, float]]] = {
        Category.MENTION: [(m, m.confidence) for m in reading.mentions],
        Category.DATE: [(d, _confidence_of(d)) for d in reading.dates],
        Category.PERSON: [(p, 0.9 if p.positions else 0.6) for p in reading.people],
        Category.DUTY: [(d, d.confidence) for d in reading.duties],
    }
    rows = {
        (category, value.start, value.end): _finding(
            document, category, asdict(value) | {"confidence": confidence}, offset
        )
        for category, values in kinds.items()
        for value, confidence in values
        if value.end > value.start
    }
    return list(rows.values())


def _finding(document: Document, category: str, value: dict[str, Any], offset: int) -> Finding:
    data = {key: part for key, part in value.items() if key not in _PLACE}
    start, end = value["start"] + offset, value["end"] + offset
    return Finding(
        document=document,
        category=category,
        start=start,
        end=end,
        text=document.text[start:end],
        data=data,
        confidence=value["confidence"],
    )


def _confidence_of(found: DateMention) -> float:
    """A day that is written in full is certain; one whose year was inferred, or which has none, wants a look."""
    if found.iso_start is None:
        return 0.4
    return 0.75 if found.year_inferred else 0.95
