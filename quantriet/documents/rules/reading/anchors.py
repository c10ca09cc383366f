"""The places of a text where a reference may begin: kind words, their abbreviations, numbers that begin a symbol.

Looked at only as far as tells whether they are worth reading; what stands at an anchor is read in mentions.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from .normal import Normal
from .places import KIND_OF, SHORT, places_in
from .words import UP

# What must follow a kind word for it to be worth a closer look.
_PROMISING = re.compile(
    r" ?[:(]? ?(?:\d|số|sô|của |do |trung ương|tw|tư|t\.ư|hội nghị|đại hội|đh|lần thứ|"
    r"chuyên đề|liên tịch|hành động|mang|bầu cử trong đảng|thi hành điều lệ|(?:về )?những điều đảng viên)"
)
_BEFORE_NUMBER = frozenset("/.,-_")
_NOTICE_OF_CONCLUSION = "thông báo kết luận"
# Here "thông báo" is a verb: "thông báo Kết luận số 14", or the symbol says so.
_IS_CONCLUSION = re.compile(r"thông báo[ \n]K|(?i:luận)[ \n](?:(?i:số)[ \n])?\d{1,4} ?- ?KL")
_LAWS = frozenset(("law", "ordinance"))
_BY_THEMSELVES = frozenset(("statute", "result"))


# A place where a reference may begin, where its first word ends, and as what: a kind's code, "symbol", "result",
# "statute" or "ordinance".
Anchor: TypeAlias = "tuple[int, int, str]"


def anchors_in(normal: Normal) -> list[Anchor]:
    """All anchors of a text in order."""
    return sorted([*_kind_words(normal), *_abbreviations(normal), *_numbers(normal)])


def _kind_words(normal: Normal) -> Iterator[Anchor]:
    flat, text = normal.flat, normal.text
    for start, word in places_in(normal).kinds:
        sort, end = KIND_OF[word], start + len(word)
        if word == _NOTICE_OF_CONCLUSION and _IS_CONCLUSION.search(text, start, end + 16):
            start, sort = start + len("thông báo "), "conclusion"
        if sort in _LAWS:
            promising = not (flat[start - 1 : start].isalnum() or flat[end : end + 1].isalnum())
        else:
            promising = (
                text[start].isupper()
                or text[end + 1 : end + 2].isupper()
                or sort in _BY_THEMSELVES
                or bool(_PROMISING.match(flat, end))
            )
        if promising:
            yield start, end, sort


def _abbreviations(normal: Normal) -> Iterator[Anchor]:
    text = normal.text
    for start, word in places_in(normal).short_kinds:
        before = text[start - 1 : start]
        if not (before.isalnum() or before in ("/", "-")):
            yield start, start + len(word), SHORT[word]


def _numbers(normal: Normal) -> Iterator[Anchor]:
    flat, text = normal.flat, normal.text
    for start, end in places_in(normal).symbols:
        after = text[end : end + 1]
        if after.isspace():
            after = text[end + 1 : end + 2]
        if flat[start - 1 : start] not in _BEFORE_NUMBER and (after in UP or after.isdigit() or after in "-/"):
            yield start, end, "symbol"
