"""The outline of a text: which sentences are items of a list, how deep, and what their openers say for all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .normal import Normal
from .words import UP, soft

Span = tuple[int, int]

_MARK = re.compile(
    r"[ \n\f]*(?:(?P<part>[ivx]{1,5}[.)/-](?= ?[^\W\d])|(?:điều|phần|chương|mục) [0-9ivx]{1,4}[.:]?)|"
    r"(?P<number>\(?[0-9]{1,2}(?:\.|/|\)|-|:)(?![0-9])(?= ?[^\W\d]))|"
    r"(?P<second>[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,2})?[.)]?(?= [^\W\d]))|"
    r"(?P<letter>[a-zđ]\))|(?P<dash>[-•*])|(?P<plus>\+)) ?"
)
_LEVELS = {"part": 1, "number": 2, "second": 3, "letter": 4, "dash": 5, "plus": 6}
_MARKED_LINE = re.compile(
    r"[\n\f] ?(?:[-+•*]|\(?[0-9]{1,2}[.)/:-](?![0-9])|[0-9]{1,2}\.[0-9]{1,2}[. ]|[a-zđ][.)/]|[IVX]{1,5}[.)/-]|"
    r"Điều [0-9])"
)
_SECOND_MARK = re.compile(r"[\n\f] ?(?:[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,2})?|[IVX]{1,5})\.(?= )")
_FIRST_MARK = re.compile(r" ?[IVX]{1,5}\.(?= )")
_TITLE_LINE = re.compile(
    rf"[\n\f] ?(?:\(?[0-9]{{1,2}}[.)/:-](?![0-9])|[0-9]{{1,2}}\.[0-9]{{1,2}}[. ]|[a-zđ][.)/]|[IVX]{{1,5}}[.)/-])"
    rf"[^\n\f]{{1,70}}(?<![.;:,])\n(?=[{UP}])"
)
_NEW_LINE = re.compile(r"[\n\f] ?[^ \n\f]")
_SHARED_OUT = soft(
    r"tổ chức thực hiện|phân công (?:nhiệm vụ|thực hiện|trách nhiệm)|nhiệm vụ cụ thể|trách nhiệm (?:của|thực hiện)|"
    r"giao nhiệm vụ|triển khai thực hiện"
)
_HEADING = 160


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence with its place in the outline; its level is 0 for prose, None where it goes on in the same line."""

    start: int
    end: int
    body: int  # where the words begin behind the mark
    level: int | None


@dataclass(slots=True)
class Frame:
    """What an opener says for the items below it: who, by when, and whether they are orders."""

    level: int
    who: Span | None = None
    due: str | None = None
    ordered: bool = False
    title: bool = False  # a line that no sign ends, with prose under it


def with_items(normal: Normal, bounds: list[int]) -> list[int]:
    """Where sentences end, the items of lists by any mark being sentences of their own."""
    lines = (found.start() + 1 for found in _MARKED_LINE.finditer(normal.text))
    under = (found.end() for found in _TITLE_LINE.finditer(normal.text))
    cut_off = {found.end() for found in _SECOND_MARK.finditer(normal.text)}
    first = _FIRST_MARK.match(normal.text)
    return sorted({*bounds, *lines, *under} - cut_off - {first.end() if first else 0})


def parts_of(normal: Normal, bounds: list[int], wanted: Iterable[int]) -> list[Part]:
    """The sentences that hold a wanted place, and every item of a list."""
    lines = (found.start() + 1 for found in _MARKED_LINE.finditer(normal.text))
    indexes = {0, *(bisect_right(bounds, at) for at in wanted), *(bisect_right(bounds, at) for at in lines)}
    return [
        part_at(normal, bounds[index - 1] if index else 0, bounds[index])
        for index in sorted(indexes)
        if index < len(bounds)
    ]


def part_at(normal: Normal, start: int, end: int) -> Part:
    """One sentence with the mark it begins with, if it begins a line."""
    text = normal.text
    begins = start == 0 or text[start - 1] in "\n\f" or text[start : start + 2].lstrip(" ")[:1] in ("\n", "\f")
    if not begins:
        return Part(start, end, start, None)
    mark = _MARK.match(normal.low, start, end)
    if not mark or not mark.lastgroup:
        return Part(start, end, start, 0)
    return Part(start, end, mark.end(), _LEVELS[mark.lastgroup])


def broken_off(normal: Normal, last: int, start: int) -> bool:
    """Whether prose of its own lines stands between two sentences, so that a list does not go on."""
    return start - last > 1500 or bool(_NEW_LINE.search(normal.text, last, start))


def is_opener(normal: Normal, part: Part) -> bool:
    """Whether a sentence ends in a colon at the end of its line."""
    return normal.text[part.start : part.end].rstrip()[-1:] == ":"


def is_heading(normal: Normal, part: Part) -> bool:
    """Whether a sentence is a short line that no sign ends."""
    if part.end - part.body > _HEADING:
        return False
    ends = part.end >= len(normal.text) or normal.text[part.end - 1] in "\n\f" or normal.text[part.end] in "\n\f"
    return ends and normal.text[part.start : part.end].rstrip()[-1:] not in tuple('.;!?…"/,')


def is_headline(normal: Normal, part: Part) -> bool:
    """Whether a sentence is a paragraph of its own that no full stop ends, and not all of the text."""
    text = normal.text
    if part.start == 0 and part.end >= len(text.rstrip()):
        return False
    ends = part.end >= len(text) or text[part.end - 1] == "\f" or text[part.end] == "\f"
    return ends and text[part.start : part.end].rstrip()[-1:] not in tuple('.;:!?…"/')


def shares_out(normal: Normal, part: Part) -> bool:
    """Whether a heading begins the part of a plan that says who does what."""
    return bool(_SHARED_OUT.search(normal.low, part.body, part.end)) and part.end - part.body < _HEADING


def governing(frames: list[Frame], level: int) -> Iterator[Frame]:
    """The openers above an item, the nearest first."""
    return (frame for frame in reversed(frames) if frame.level < level)
