"""The text of a scan: its pages one after the other, and what becomes of places when a word is corrected."""

from dataclasses import dataclass
from itertools import accumulate

GAP = "\n\n"


def joined(pages: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """The pages as one text, and where each begins and ends in it."""
    ends = list(accumulate((len(page) + len(GAP) for page in pages), initial=0))
    return GAP.join(pages), [(begin, begin + len(page)) for begin, page in zip(ends, pages, strict=False)]


@dataclass(frozen=True, slots=True)
class Change:
    """Some characters of a text are replaced."""

    start: int
    end: int
    words: str

    @property
    def growth(self) -> int:
        """By how much everything behind it moves."""
        return len(self.words) - (self.end - self.start)

    def of(self, text: str) -> str:
        """The text after the change."""
        return text[: self.start] + self.words + text[self.end :]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a place is after the change."""
        return self._moved(start), self._moved(end) if end > self.start else end

    def touches(self, start: int, end: int) -> bool:
        """Whether the change is inside a place, or reaches into it."""
        return start < self.end and self.start < end

    def _moved(self, at: int) -> int:
        if at <= self.start:
            return at
        return max(at + self.growth, self.start)
