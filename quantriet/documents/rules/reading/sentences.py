"""Sentences of a normal text, with list items as sentences of their own."""

from __future__ import annotations

import re
from bisect import bisect_right

from .normal import Normal
from .words import LO, UP

_END = re.compile(
    rf"\f|(?<!\A\d)(?<![\n\f]\d)(?<![\n\f]\d\d)"
    rf"(?:(?<=[{LO}\d)\"%])[.!?…]+|(?<=[{UP}]{{3}})[.!?…]+|(?<=/)\.)(?=[ \n\f\"]|[{UP}]|$)(?![ ][{LO}])"
    rf"|[:;.][ ]?\n|\n(?=[-+•*]|\d{{1,2}}[.)]|[a-zđ][.)] )"
)


def sentence_bounds(normal: Normal) -> list[int]:
    """Where sentences end, in order, the end of the text included."""
    return [*(found.end() for found in _END.finditer(normal.text)), len(normal.text)]


def sentence_around(bounds: list[int], at: int) -> tuple[int, int]:
    """The sentence that holds a place."""
    index = bisect_right(bounds, at)
    return (bounds[index - 1] if index else 0, bounds[index] if index < len(bounds) else bounds[-1])
