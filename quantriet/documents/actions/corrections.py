"""A corrected word of a scan: its page is read anew, other pages and what was decided stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from quantriet.audit import actions as audit
from quantriet.documents import verbs
from quantriet.documents.actions.intake import findings_of
from quantriet.documents.actions.links import Links
from quantriet.documents.models import Document, Finding, ScanPage
from quantriet.documents.rules.content import storable
from quantriet.documents.rules.facts import columns_of
from quantriet.documents.rules.findings import Category, Status
from quantriet.documents.rules.proposal import proposed_facts
from quantriet.documents.rules.reading import read
from quantriet.documents.rules.scans import Change
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.kernel.text import nfc

_ASIDE = 1_000_000_000  # places are moved out of each other's way first: two may not be the same even for an instant


@transaction.atomic
def correct_word(*, actor: Actor, document: Document, start: int, seen: str, word: str, at: datetime) -> None:
    """Put the right word in the place of a doubtful one; the same word again says that it is right."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    change = Change(start, start + len(seen), storable(" ".join(nfc(word).split())))
    page = document.scan_pages.filter(start__lte=start, end__gte=change.end).first()
    doubtful = page and [begin for begin, *_ in page.doubtful if page.start + begin == start]
    if not page or not doubtful or document.text[change.start : change.end] != seen:
        raise ChangedMeanwhile
    before = page.end
    _mend(document, page, change)
    if change.words != seen:
        _read_again(document, page, before, change, at)
    audit.record(
        actor=actor,
        verb=verbs.WORD_CORRECTED,
        subject=document,
        at=at,
        unit_id=document.owner_unit_id,
        facts={"page": page.number, "read": seen, "correction": change.words},
        topics=(f"document:{document.pk}",),
    )


def _mend(document: Document, page: ScanPage, change: Change) -> None:
    """Change the text, and move what stands behind the word."""
    document.text = change.of(document.text)
    document.version = F("version") + 1
    document.save(update_fields=["text", "version"])
    others = [
        (*change.place(page.start + begin, page.start + end), confidence)
        for begin, end, confidence in page.doubtful
        if page.start + begin != change.start
    ]
    page.doubtful = [[begin - page.start, end - page.start, confidence] for begin, end, confidence in others]
    page.end += change.growth
    page.save(update_fields=["doubtful", "end"])
    later = document.scan_pages.filter(number__gt=page.number)
    later.update(start=F("start") + change.growth, end=F("end") + change.growth)


def _read_again(document: Document, page: ScanPage, before: int, change: Change, at: datetime) -> None:
    """Read the page anew; a decision holds where its words are the same, or are read as they were."""
    published = document.published_on or document.issued_on
    reading = read(document.text[page.start : page.end], published=published)
    found = findings_of(document, reading, page.start)
    old = list(document.findings.filter(start__gte=page.start, start__lt=before))
    kept = [row for row in old if row.status != Status.PROPOSED and _still_holds(row, found, change)]
    _remove(document, [row for row in old if row not in kept], at)
    _move(document, kept, page, before, change)
    taken = {(row.category, row.start, row.end) for row in kept}
    fresh = [row for row in found if (row.category, row.start, row.end) not in taken]
    Finding.objects.bulk_create(fresh, batch_size=500)
    if page.number == 1 and document.registered_at is None:
        columns = columns_of(proposed_facts(document.text, read(document.text, published=published)), document.text)
        Document.objects.filter(pk=document.pk).update(**columns)
    Links(document, at).renew_references()


def _still_holds(row: Finding, found: list[Finding], change: Change) -> bool:
    if not change.touches(row.start, row.end):
        return True
    place = change.place(row.start, row.end)
    return any((f.start, f.end) == place and f.category == row.category and f.data == row.data for f in found)


def _remove(document: Document, rows: list[Finding], at: datetime) -> None:
    leading = [row for row in rows if row.category == Category.MENTION and row.target_id]
    if leading:
        Links(document, at).cut(leading)
    Finding.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _move(document: Document, kept: list[Finding], page: ScanPage, before: int, change: Change) -> None:
    """Let the places of the findings be where their words are now."""
    aside = document.findings.filter(start__gte=page.start)
    aside.update(start=F("start") + _ASIDE, end=F("end") + _ASIDE)
    back = change.growth - _ASIDE
    document.findings.filter(start__gte=before + _ASIDE).update(start=F("start") + back, end=F("end") + back)
    for row in kept:
        row.start, row.end = change.place(row.start, row.end)
        row.text = document.text[row.start : row.end]
    Finding.objects.bulk_update(kept, ["start", "end", "text"], batch_size=500)
