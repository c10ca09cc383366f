"""Plenums and congresses of the Party: "Trung ương 6 (khóa 12)", "Hội nghị lần thứ sáu …", "Đại hội XIII của Đảng"."""

from __future__ import annotations

from typing import NamedTuple

from .words import LEVEL, PROVINCES, UP, one_of, soft

_ORDINALS = {
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "mười ba": 13, "mười bốn": 14, "mười lăm": 15, "mười sáu": 16,
}  # fmt: skip
_ORDINAL = one_of(*_ORDINALS)
_NUMBER = r"(?:[ivx]{1,5}|\d{1,2})(?!\w)(?![./-]\d)"
_N = rf"(?:{_NUMBER}|(?:{_ORDINAL})(?!\w))"
_TERM = rf" ?,? ?\(? ?(?:khóa|nhiệm kỳ khóa|k) ?(?P<term>{_NUMBER})(?: ?\))?"
_CENTRAL = r"(?:(?:ban chấp hành|bch) )?(?:trung ương|tw|tư|t\.ư)(?: đảng)?"
_LIST = rf"(?P<numbers>{_N}(?: ?(?:,|và|;|-) ?(?:(?:trung ương|tw) )?{_NUMBER}){{0,6}})"

PLENUM = soft(
    rf" ?(?:(?:của )?hội nghị )?(?:(?:toàn thể )?lần thứ (?P<ordinal>{_N}),? ?(?:của )?{_CENTRAL}"
    rf"|{_CENTRAL} ?(?:\(?lần thứ |lần )?{_LIST})",
    any_case=True,
)
TERM = soft(_TERM, any_case=True)
CONGRESS = soft(
    rf" ?(?:của )?(?:đại hội(?: đại biểu)?|đhđb|đh)(?: toàn quốc)?"
    rf"(?P<party1> đảng(?: bộ(?: (?:{LEVEL})(?!\w))?(?: (?:{PROVINCES})(?!\w)|"
    rf"(?: (?-i:[{UP}]\w+)){{1,3}}(?= lần))?)?)?"
    rf"(?: toàn quốc)?,? ?(?:lần thứ )?(?P<number>{_N})"
    rf"(?P<party2> (?:của )?(?:đảng bộ(?: (?:{LEVEL})(?!\w))?(?: (?:{PROVINCES})(?!\w))?|đảng(?! (?:bộ|viên|ủy))))?",
    any_case=True,
)
_MORE_TERM = soft(r" ?(?:,|và) ?(?:khóa )?(?P<term>[IVX]{1,5})(?!\w)")
_CENTRAL_BODY = soft(r"(?:ban chấp hành|bch) (?:trung ương|tw|tư)(?: đảng)?", any_case=True)
_RESULT = soft(r"kết quả(?= hội nghị)", any_case=True)
_ITEM = soft(_N, any_case=True)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_VALUES = {"i": 1, "v": 5, "x": 10}


class SetName(NamedTuple):
    """One plenum or congress as named in the text."""

    start: int
    end: int
    plenum: str | None = None
    term: str | None = None
    issuer: tuple[int, int] | None = None


def set_at(text: str, at: int) -> list[SetName]:
    """The plenums or the congress named at a place, one for each number."""
    return plenums_at(text, at) or congress_at(text, at)


def plenums_at(text: str, at: int) -> list[SetName]:
    """The plenums named at a place: one for each number of a list, sharing the term."""
    found = PLENUM.match(text, at)
    if not found:
        return []
    term, end = term_at(text, found.end())
    if found["ordinal"]:
        body = _CENTRAL_BODY.search(text, at, found.end())
        return [SetName(found.start(), end, str(_value(found["ordinal"])), term, body.span() if body else None)]
    items = list(_ITEM.finditer(text, *found.span("numbers")))
    if len(items) == 1 and term:
        first = SetName(found.start(), end, str(_value(items[0].group())), term)
        return [first, *_same_plenum_of_more_terms(text, first)]
    starts = [found.start(), *(item.start() for item in items[1:])]
    ends = [*(item.end() for item in items[:-1]), end]
    return [SetName(s, e, str(_value(item.group())), term) for s, e, item in zip(starts, ends, items, strict=True)]


def _same_plenum_of_more_terms(text: str, first: SetName) -> list[SetName]:
    """The same plenum of further terms: "Trung ương 4 khóa XI, XII"."""
    names, at = [], first.end
    while more := _MORE_TERM.match(text, at):
        names.append(SetName(more.start("term"), more.end(), first.plenum, roman(_value(more["term"]))))
        at = more.end()
    return names


def congress_at(text: str, at: int) -> list[SetName]:
    """The congress named at a place, its number given as the term."""
    found = CONGRESS.match(text, at)
    if not found:
        return []
    begin = found.start()
    while text[begin] in " \n":
        begin += 1
    return [SetName(found.start(), found.end(), None, roman(_value(found["number"])), (begin, found.end()))]


def term_at(text: str, at: int) -> tuple[str | None, int]:
    """The term named at a place in Roman numerals, and where it ends."""
    found = TERM.match(text, at)
    return (roman(_value(found["term"])), found.end()) if found else (None, at)


def plenum_result_at(text: str, at: int) -> list[SetName]:
    """The results of a plenum, which are circulated as a document: "kết quả Hội nghị Trung ương 10"."""
    found = _RESULT.match(text, at)
    return plenums_at(text, found.end()) if found else []


def roman(value: int) -> str:
    """A number from 1 to 39 in Roman numerals."""
    signs = ""
    for unit, sign in _ROMAN:
        signs += sign * (value // unit)
        value %= unit
    return signs


def _value(written: str) -> int:
    small = " ".join(written.lower().split())
    if small.isdigit():
        return int(small)
    if small in _ORDINALS:
        return _ORDINALS[small]
    total = 0
    for sign, following in zip(small, [*small[1:], ""], strict=True):
        value = _VALUES[sign]
        total += -value if value < _VALUES.get(following, 0) else value
    return total
