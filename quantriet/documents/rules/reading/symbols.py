"""The grammar of symbols, Party and State, with the slips that are seen in print."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from quantriet.documents.rules.kinds import KINDS, kind_by_abbreviation

from .words import FUNCTION_WORDS, LO, UP, soft

_ABBREVIATIONS = sorted(
    {slip for kind in KINDS.values() for a in kind.party + kind.state for slip in (a, a.replace("Đ", "D"))}
    | {"QCh", "CTR", "TTR"},
    key=lambda a: (-len(a), a),
)
_KIND = "|".join(map(re.escape, _ABBREVIATIONS))
# Central, province, district, grassroots; then any abbreviation of capitals ("BGDĐT", "VPTW", "HĐND13").
_ORGAN = (
    rf"(?:(?:[A-ZĐ]{{2,8}})?(?:T\.?[ƯWU](?![{UP}{LO}])|TW|TƯ|TU|ĐU|QU|HU|ĐH|CP|TTg|TTG|"
    rf"UBND)(?![{UP}{LO}0-9])"
    rf"|T\.?[ƯW]|TU(?=[{LO}])|TTg|[{UP}](?:[{LO}]{{0,2}}[{UP}0-9])*(?![{LO}]))"
)
_ORGANS = rf"{_ORGAN}(?: ?[-&] ?(?=[{UP}0-9]{{2}}|[{UP}](?![{LO}{UP}])){_ORGAN})*"
_MARK = r" ?[-/.]{1,2} ?"
_MARK_OR_BLANK = rf"(?:{_MARK}| ?)"
_TERM_NUMBER = r"QH ?\d{1,2}|UBTVQH ?\d{1,2}"

SYMBOL = soft(
    rf"(?P<number>\d{{1,5}}[a-zA-Z]?)(?:"
    rf"{_MARK}(?P<year>(?:19|20)\d\d){_MARK}(?P<state>(?:{_TERM_NUMBER})(?!\w)|"
    rf"(?:{_KIND}){_MARK_OR_BLANK}{_ORGANS}|{_ORGANS})"
    rf"|{_MARK_OR_BLANK}(?P<kinded>(?:{_KIND}){_MARK}{_ORGANS})"
    rf"|{_MARK}(?P<glued>(?:{_KIND}) ?(?:TW|TƯ|T\.Ư|TU|ĐU|QU|HU|TTg|CP|UBND|HĐND)(?![{UP}0-9]))"
    rf"| ?[/-] ?(?P<letter>[{UP}]{{2}}[{UP}0-9]* ?[-/] ?{_ORGANS}))"
)
SMALL_SYMBOL = re.compile(SYMBOL.pattern, re.IGNORECASE)
_LIKELY = soft(r"\d{1,5}[a-zA-Z]? ?(?:[-/.]|[^\W\d_]{2,5} ?[-/.])")
BARE_NUMBER = soft(
    rf"(?!(?:19|20)\d\d(?!\d))(?P<number>\d{{1,4}}(?:[a-zA-Z](?!\w))?)(?![\d%]|[.,/-]\d| ?[-/] ?[{UP}\d]{{2}}|\w)"
)
# Before 1992 a symbol had but one mark: "78-CP", "63-SL", "13-TBXH".
SHORT_SYMBOL = soft(rf"(?P<number>\d{{1,4}}[a-z]?) ?[-/] ?(?P<tail>TTg|[{UP}]{{2,6}})(?![\w&]| ?[-/] ?\w)")
DATED_NUMBER = soft(r"(?P<number>\d{1,4}) ?/ ?(?P<year>(?:19|20)\d\d)(?!\w| ?[-/.] ?\w)")
_CENTRAL = soft(r"T\.?[ƯW]\.?", any_case=True)
_SPLIT = soft(r"[-/.\s]+")
_FUNCTION = soft(
    rf" (?:(?:{FUNCTION_WORDS})(?!\w)|năm \d{{4}}(?! ?-)|ngày \d{{1,2}}(?: tháng| ?[/.-])|[^{LO}])|[^\s\w]|\f|\n|$"
)
_COUNTS = soft(r" (?:năm(?! \d{4})|tháng|tuần|giờ|điểm|triệu|tỷ)(?!\w)", any_case=True)
_LEVEL_NEXT = soft(r" (?:tỉnh|huyện|xã|thành phố|quận|phường|quốc gia|trung ương)(?!\w)")
_COMMITTEES = soft(r"(?:VP|B\w*|UBKT)?(?:TW|TU|ĐU|QU|HU|ThU|ĐUK|CB|ĐH)$")


class Symbol(NamedTuple):
    """A number with what its symbol says."""

    start: int
    end: int
    number: str
    suffix: str | None = None
    year: int | None = None
    type: str | None = None  # by the symbol alone


def symbol_at(text: str, at: int, *, any_case: bool = False) -> Symbol | None:
    """The full symbol that begins at a place."""
    if not _LIKELY.match(text, at):
        return None
    found = SYMBOL.match(text, at)
    if not found and any_case:
        found = SMALL_SYMBOL.match(text, at)
    return symbol_from(found) if found else None


def symbol_from(found: re.Match[str]) -> Symbol:
    """The symbol that a match of SYMBOL stands for."""
    tail = found["state"] or found["kinded"] or found["glued"] or found["letter"]
    suffix = normal_suffix(tail)
    year = int(found["year"]) if found["year"] else None
    return Symbol(found.start(), found.end(), found["number"], suffix, year, type_of(suffix, bool(year)))


def short_symbol_at(text: str, at: int) -> Symbol | None:
    """The symbol of the older kind, number and organ alone, that begins at a place."""
    found = SHORT_SYMBOL.match(text, at)
    return Symbol(found.start(), found.end(), found["number"], normal_suffix(found["tail"])) if found else None


def dated_number_at(text: str, at: int) -> Symbol | None:
    """The number with no more than its year, as the press has it: "Nghị định 178/2024"."""
    found = DATED_NUMBER.match(text, at)
    return Symbol(found.start(), found.end(), found["number"], None, int(found["year"])) if found else None


def number_at(text: str, at: int) -> Symbol | None:
    """The bare number that begins at a place, unless it counts things ("18 đại biểu")."""
    found = BARE_NUMBER.match(text, at)
    if not found or _COUNTS.match(text, found.end()):
        return None
    known = found["number"].startswith("0") and _LEVEL_NEXT.match(text, found.end())
    if not known and not _FUNCTION.match(text, found.end()):
        return None
    return Symbol(found.start(), found.end(), found["number"])


@lru_cache(maxsize=512)
def normal_suffix(tail: str) -> str:
    """The tail of a symbol without blanks and with TW for TƯ; any other slip stays as written."""
    joined = "".join(tail.split()).rstrip(".")
    return _CENTRAL.sub(lambda found: "TW" if found.group().isupper() else "tw", joined)


def organ_of(suffix: str) -> str:
    """The issuing organ in a suffix: TW in NQ/TW, CP in NQ-CP."""
    return suffix.rpartition("/")[2] if "/" in suffix else suffix.partition("-")[2]


@lru_cache(maxsize=512)
def type_of(suffix: str, has_year: bool) -> str:
    """The kind of document that a symbol shows by itself."""
    if suffix.upper().startswith("QH"):
        return "law"
    parts = [part for part in _SPLIT.split(suffix) if part]
    party = not has_year and len(parts) > 1 and bool(_COMMITTEES.match(parts[-1]))
    kind = kind_by_abbreviation(parts[0], party=party) if parts else None
    if kind:
        return kind.code
    return "official_letter" if len(parts) > 1 and not has_year else "other"
