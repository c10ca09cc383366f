"""The places of a text where a reference may begin: kind words, their abbreviations, numbers that begin a symbol.

One fast pass each, without looking around; what stands at an anchor is read in mentions.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quantriet.documents.rules.kinds import KINDS

from .normal import Normal
from .words import UP, any_literal, one_of

_KIND_OF = {word: kind.code for kind in KINDS.values() for word in kind.words}
_KIND_OF |= {word.replace(" ", ""): code for word, code in _KIND_OF.items()}  # glued by a lost blank
_WORDS = re.compile(any_literal(*_KIND_OF, "kết quả hội nghị"))
_SHORT = {
    "NQ": "resolution", "CT": "directive", "KL": "conclusion", "QĐ": "decision", "NĐ": "decree", "HD": "guidance",
    "KH": "plan", "CTr": "action_programme", "CTHĐ": "action_programme", "TB": "notice", "CV": "official_letter",
    "BC": "report",
}  # fmt: skip
_ABBREVIATIONS = re.compile(rf"(?:{one_of(*_SHORT)})(?=\s?(?:[Ss]ố|\d|TW|TƯ|[Tt]rung|Đại))")
_NUMBERS = re.compile(r"[0-9][0-9]{0,4}[a-z]? ?[-/]")  # a set first: it is looked for fast
# What must follow a kind word for it to be worth a closer look.
_PROMISING = re.compile(
    r" ?[:(]? ?(?:\d|số|sô|của |do |trung ương|tw|tư|t\.ư|hội nghị|đại hội|đh|lần thứ|"
    r"chuyên đề|liên tịch|hành động|mang|bầu cử trong đảng|thi hành điều lệ|(?:về )?những điều đảng viên)"
)
_BEFORE_NUMBER = frozenset("/.,-_")


class Anchor(NamedTuple):
    """A place where a reference may begin, and as what: a kind's code, "symbol", "result", "statute" or "ordinance"."""

    start: int
    end: int
    sort: str


def anchors_in(normal: Normal) -> list[Anchor]:
    """All anchors of a text in order."""
    return sorted([*_kind_words(normal), *_abbreviations(normal.text), *_numbers(normal)])


def _kind_words(normal: Normal) -> Iterator[Anchor]:
    flat, text = normal.flat, normal.text
    for match in _WORDS.finditer(flat):
        start, end = match.span()
        sort = _sort(match.group())
        if sort in ("law", "ordinance"):
            promising = not (flat[start - 1 : start].isalnum() or flat[end : end + 1].isalnum())
        else:
            capital = text[start].isupper() or text[end + 1 : end + 2].isupper()
            promising = capital or sort in ("statute", "result") or bool(_PROMISING.match(flat, end))
        if promising:
            yield Anchor(start, end, sort)


def _abbreviations(text: str) -> Iterator[Anchor]:
    for match in _ABBREVIATIONS.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not (before.isalnum() or before in ("/", "-")):
            yield Anchor(match.start(), match.end(), _SHORT[match.group()])


def _numbers(normal: Normal) -> Iterator[Anchor]:
    flat, text = normal.flat, normal.text
    for match in _NUMBERS.finditer(flat):
        before = flat[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 2].strip()[:1]
        if not (before.isalnum() or before in _BEFORE_NUMBER) and (after in UP or after.isdigit() or after in "-/"):
            yield Anchor(match.start(), match.end(), "symbol")


def _sort(word: str) -> str:
    if word == "kết quả hội nghị":
        return "result"
    if word == "pháp lệnh":
        return "ordinance"
    return "statute" if word.startswith("điều") else _KIND_OF[word]
