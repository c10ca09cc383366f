"""A text is read again: what a person decided stays decided, and what was rejected does not come back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from quantriet.documents.rules.findings import Category, Status
from quantriet.documents.rules.resolution import Match, compare, facts_of_mention


class Found(Protocol):
    """A finding: where it stands, what was read, and what a person said of it."""

    category: str
    start: int
    end: int
    text: str
    data: dict[str, Any]
    status: str


@dataclass
class Merge:
    """What becomes of a reading when a text is read again."""

    kept: list[tuple[Any, Any]] = field(default_factory=list)  # proposed before and now: the old row, the new reading
    fresh: list[Any] = field(default_factory=list)
    twins: list[tuple[Any, Any]] = field(default_factory=list)  # new places of what is decided already, and that
    gone: list[Any] = field(default_factory=list)  # proposed before, no longer read


def merged(old: Iterable[Found], new: Iterable[Found]) -> Merge:
    """The new reading beside the decisions: a place, or the same words elsewhere, is not asked about twice."""
    old = list(old)
    decided = [row for row in old if row.status != Status.PROPOSED]
    waiting: dict[tuple[str, int, int], Any] = {
        (row.category, row.start, row.end): row for row in old if row.status == Status.PROPOSED
    }
    places = _Places(decided)
    by_words: dict[tuple[str, str], list[Found]] = {}
    for row in decided:
        by_words.setdefault(_words(row), []).append(row)
    result = Merge()
    for reading in new:
        if places.hold(reading):
            continue
        twin = next((row for row in by_words.get(_words(reading), ()) if _stays_decided(row, reading)), None)
        row = waiting.pop((reading.category, reading.start, reading.end), None)
        if row is not None and twin is None:
            result.kept.append((row, reading))
        elif twin is not None:
            result.twins.append((reading, twin))
            if row is not None:
                result.gone.append(row)
        else:
            result.fresh.append(reading)
    result.gone += waiting.values()
    return result


def _words(row: Found) -> tuple[str, str]:
    return row.category, " ".join(row.text.split()).casefold()


def _stays_decided(decided: Found, reading: Found) -> bool:
    """The same words were rejected, or were confirmed and mean the same."""
    if decided.status == Status.REJECTED or decided.data == reading.data:
        return True
    if decided.category != Category.MENTION:
        return False
    return compare(facts_of_mention(reading.data), facts_of_mention(decided.data)) is Match.SAME


class _Places:
    """The decided places of each category, to be asked in the order of the text."""

    def __init__(self, decided: list[Found]) -> None:
        self._by_category: dict[str, list[Found]] = {}
        for row in sorted(decided, key=lambda row: row.start):
            self._by_category.setdefault(row.category, []).append(row)

    def hold(self, reading: Found) -> bool:
        """Whether a decided finding of the category covers more than half of the shorter of the two."""
        for row in self._by_category.get(reading.category, ()):
            if row.start >= reading.end:
                return False
            shared = min(row.end, reading.end) - max(row.start, reading.start)
            if shared * 2 > min(row.end - row.start, reading.end - reading.start):
                return True
        return False
