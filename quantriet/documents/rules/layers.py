"""A text cut into pieces so that overlapping findings can be shown as properly nested marks."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Where one finding stands in the text."""

    pk: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Open:
    """A mark begins; `is_first` tells the first piece of a finding that another one cuts in two."""

    pk: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Characters of the text, and the innermost finding they belong to."""

    text: str
    pk: int | None


@dataclass(frozen=True, slots=True)
class Close:
    """The innermost mark ends."""


def layered(text: str, spans: list[Span]) -> Iterator[Open | Words | Close]:
    """The text as opening marks, words and closing marks; every mark that opens also closes, in order."""
    waiting = sorted((s for s in spans if 0 <= s.start < s.end <= len(text)), key=lambda s: (s.start, -s.end, s.pk))
    stack: list[Span] = []
    at = begun = 0
    while begun < len(waiting) or stack:
        opens = waiting[begun].start if begun < len(waiting) else len(text)
        closes = min((s.end for s in stack), default=len(text))
        here = min(opens, closes)
        if here > at:
            yield Words(text[at:here], stack[-1].pk if stack else None)
            at = here
        if stack and closes <= here:
            yield from _close(stack, here)
        else:
            stack.append(waiting[begun])
            begun += 1
            yield Open(stack[-1].pk, is_first=True)
    if at < len(text):
        yield Words(text[at:], None)


def _close(stack: list[Span], here: int) -> Iterator[Open | Close]:
    """End every finding that ends here; those opened inside it that go on are cut and opened again."""
    lowest = next(i for i, span in enumerate(stack) if span.end <= here)
    going_on = [span for span in stack[lowest:] if span.end > here]
    for _ in stack[lowest:]:
        yield Close()
    del stack[lowest:]
    for span in going_on:
        stack.append(span)
        yield Open(span.pk, is_first=False)
