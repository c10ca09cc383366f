"""Sentences of a normal text, with list items as sentences of their own."""

from __future__ import annotations

import re
from bisect import bisect_right

from .normal import Normal
from .words import LO, UP

# One sign first, what stands around it after: so most of the text is passed over fast.
_MARK = "[.!?…]"
_END = re.compile(
    rf"[\f.!?…:;\n](?:(?<=\f)"
    rf"|(?<!\A\d{_MARK})(?<![\n\f]\d{_MARK})(?<![\n\f]\d\d{_MARK})"
    rf"(?<![\n\f]\d\.\d{_MARK})(?<![\n\f]\d\.\d\d{_MARK})(?<![\n\f][IVX]{{3}}{_MARK})(?<![\n\f][IVX]{{4}}{_MARK})"
    rf"(?:(?<=[{LO}\d)\"%]{_MARK})|(?<=[{UP}]{{3}}{_MARK})|(?<=/\.)){_MARK}*(?=[ \n\f\"]|[{UP}]|$)(?![ ][{LO}])"
    rf"|(?<=[:;.])[ ]?\n|(?<=\n)(?=[-+•*]|\d{{1,2}}[.)]|[a-zđ][.)] ))"
)


def sentence_bounds(normal: Normal) -> list[int]:
    """Where sentences end, in order, the end of the text included."""
    return [*(found.end() for found in _END.finditer(normal.text)), len(normal.text)]


def sentence_around(bounds: list[int], at: int) -> tuple[int, int]:
    """The sentence that holds a place."""
    index = bisect_right(bounds, at)
    return (bounds[index - 1] if index else 0, bounds[index] if index < len(bounds) else bounds[-1])
