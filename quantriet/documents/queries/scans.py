"""The words of a scan that were hard to make out."""

from dataclasses import dataclass

from quantriet.documents.models import Document
from quantriet.documents.rules.content import RECOGNISED, RECOGNISED_IN_PART

_AROUND = 40  # characters on each side
SHOWN = 100  # words listed at once; the next ones follow when these are settled


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful word with its neighbours."""

    page: int
    start: int
    end: int
    word: str
    before: str
    after: str
    confidence: int


def doubts_of(document: Document) -> list[Doubt]:
    """The doubtful words of a document in the order of its text."""
    if document.intake_note not in (RECOGNISED, RECOGNISED_IN_PART):
        return []
    text = document.text
    found = []
    for page in document.scan_pages.order_by("number"):
        for begin, end, confidence in page.doubtful:
            start, stop = page.start + begin, page.start + end
            before = text[max(page.start, start - _AROUND) : start]
            after = text[stop : min(page.end, stop + _AROUND)]
            found.append(Doubt(page.number, start, stop, text[start:stop], before, after, confidence))
    return found
