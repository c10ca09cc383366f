"""What looks wrong in the symbol of a document: it is said beside the field and never stops anybody.

Numbers run from 01 for each kind within a committee's term (Party) or a calendar year (State). Gaps are normal:
secret documents share the numbers and are not kept here, so nobody is ever asked to fill one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quantriet.documents.rules.authority import body_of, denial_of, signed_by_standing
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.kinds import KINDS, kind_by_abbreviation
from quantriet.kernel.errors import _
from quantriet.kernel.text import fold, nfc

_PARTY = "Hướng dẫn 36-HD/VPTW, 03/4/2018, mục 1.3"
_STATE = "Nghị định 30/2020/NĐ-CP, Phụ lục I"
_AMBIGUOUS = "Hướng dẫn 05-HD/VPTW, năm 2026; Nghị định 30/2020/NĐ-CP"
# The first days of the terms of the Central Committee; numbers of /TW begin anew with each. A term begins with its
# first plenum where that is held during the congress (Hướng dẫn 36, 1.3), as each of these was.
_CENTRAL_TERMS = (
    date(2001, 4, 22),  # IX: wikimili.com, 9th Central Committee
    date(2006, 4, 25),  # X: wikimili.com, 10th Central Committee
    date(2011, 1, 18),  # XI: en.vietnamplus.vn/congress-names-new-party-central-committee/25759.vnp
    date(2016, 1, 27),  # XII: nhipcaudautu.vn/kinh-doanh/tong-bi-thu-nguyen-phu-trong-tai-dac-cu-3299074
    date(2021, 1, 31),  # XIII: baogiaothong.vn/…-d494369.html
    date(2026, 1, 23),  # XIV: vnexpress.net/…-5009461.html
)
_NEIGHBOURS = 366  # days in which one number of one kind stands twice only where a congress was held in between
_TITLE_REACH = 3000  # characters in which the kind is printed
_SHARED = {"QĐ": ("decision", "regulation"), "QD": ("decision", "regulation")}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at again: at which field, why, and which rule says so."""

    field: str
    message: str  # msgid, translated where it is shown
    facts: dict[str, object]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """Another document of the registry, as far as numbers go."""

    label: str
    facts: DocumentFacts


def doubts_of(facts: DocumentFacts, others: Iterable[Registered], *, text: str = "", level: str = "") -> list[Doubt]:
    """Everything that looks wrong; an empty list is no promise. `level` is that of the unit that issues."""
    known = list(others)
    found = [*(_about_numbers(facts, known) or _about_congress_years(facts, known)), *_about_kind(facts, text)]
    body = body_of(facts.issuer, facts.suffix, level=level, by_standing=signed_by_standing(text))
    denied = denial_of(facts.kind, body, facts.issued_on)
    if denied:
        found.append(
            Doubt("kind", _("By the rules in force a body of this level does not issue this kind."), {}, denied.source)
        )
    return found


def is_party(suffix: str) -> bool:
    """Whether a symbol is written in the Party's way: NQ/TW, and not QĐ-UBND."""
    return "/" in suffix


def series_of(facts: DocumentFacts) -> tuple[object, ...] | None:
    """What documents share whose numbers follow one another; None where that cannot be told."""
    if not _value(facts.number) or not facts.suffix:
        return None
    suffix = fold(facts.suffix)
    if not is_party(facts.suffix):
        year = facts.year or (facts.issued_on.year if facts.issued_on else None)
        return ("state", facts.kind, suffix, fold(facts.issuer), year) if year else None
    if facts.issued_on is None:
        return None
    organ = facts.suffix.rpartition("/")[2].upper()
    if organ == "ĐH":  # one sequence for all kinds of one congress
        return ("congress", fold(facts.issuer), facts.issued_on.year)
    if organ in ("TW", "TƯ"):
        term = sum(day <= facts.issued_on for day in _CENTRAL_TERMS)
        return ("party", facts.kind, suffix, term)
    if _in_congress_year(facts.issued_on) or not facts.issuer:
        return None  # the day of the change differs from place to place
    return ("party", facts.kind, suffix, fold(facts.issuer), facts.issued_on.year // 5)


def _about_numbers(facts: DocumentFacts, others: list[Registered]) -> list[Doubt]:
    series = series_of(facts)
    number = _value(facts.number)
    if series is None or number is None:
        return []
    source = _STATE if series[0] == "state" else _PARTY
    same = [other for other in others if series_of(other.facts) == series]
    twin = next((o for o in same if fold(o.facts.number).lstrip("0") == fold(facts.number).lstrip("0")), None)
    if twin:
        message = _("This number is already used in the same series: %(label)s, %(day)s.")
        return [Doubt("number", message, {"label": twin.label, "day": twin.facts.issued_on}, source)]
    earlier = [o for o in same if (_value(o.facts.number) or 0) > number and _is_before(o.facts, facts)]
    later = [o for o in same if 0 < (_value(o.facts.number) or 0) < number and _is_before(facts, o.facts)]
    if earlier:
        other = min(earlier, key=lambda o: _value(o.facts.number) or 0)
        message = _("The number is lower than that of a document issued earlier: %(label)s, %(day)s.")
    elif later:
        other = max(later, key=lambda o: _value(o.facts.number) or 0)
        message = _("The number is higher than that of a document issued later: %(label)s, %(day)s.")
    else:
        return []
    return [Doubt("number", message, {"label": other.label, "day": other.facts.issued_on}, source)]


def _in_congress_year(day: date) -> bool:
    """Whether the local congresses were held in the year: from place to place on another day."""
    return day.year % 5 == 0


def _about_congress_years(facts: DocumentFacts, others: list[Registered]) -> list[Doubt]:
    """A number that stands twice around a local congress, whose day nobody here knows."""
    for other in others:
        if _value(other.facts.number) == _value(facts.number) and _around_a_congress(facts, other.facts):
            message = _(
                "%(label)s, %(day)s, has the same number. That is right only if the local congress was held in between."
            )
            return [Doubt("number", message, {"label": other.label, "day": other.facts.issued_on}, _PARTY)]
    return []


def _around_a_congress(one: DocumentFacts, other: DocumentFacts) -> bool:
    """Whether two documents are of one local series, near each other, and a congress may stand between them."""
    if one.issued_on is None or other.issued_on is None or not one.issuer or not is_party(one.suffix):
        return False
    if one.suffix.rpartition("/")[2].upper() in ("TW", "TƯ", "ĐH"):
        return False
    alike = [(facts.kind, fold(facts.suffix), fold(facts.issuer)) for facts in (one, other)]
    near = abs((one.issued_on - other.issued_on).days) <= _NEIGHBOURS
    return alike[0] == alike[1] and near and (_in_congress_year(one.issued_on) or _in_congress_year(other.issued_on))


def _about_kind(facts: DocumentFacts, text: str) -> list[Doubt]:
    sign = re.split(r"[/-]", nfc(facts.suffix).upper())[0].strip()
    if not sign:
        return []
    party = is_party(facts.suffix)
    allowed = _SHARED.get(sign, ()) if party else ()
    if facts.kind in allowed:
        if _prints(text, facts.kind):
            return []
        message = _("QĐ stands for a decision and for a regulation alike. See which of the two the title says.")
        return [Doubt("kind", message, {}, _AMBIGUOUS)]
    said = kind_by_abbreviation(sign, party=party)
    if said is None or said.code == facts.kind or sign in _abbreviations(facts.kind, party=party):
        return []
    if sign == "TT":
        message = _("TT in a Party symbol is a Party circular, in a State symbol a State circular.")
        return [Doubt("kind", message, {}, _AMBIGUOUS)]
    message = _("The symbol %(sign)s is that of another kind: %(kind)s.")
    return [Doubt("suffix", message, {"sign": sign, "kind": said.code}, _PARTY if party else _STATE)]


def _abbreviations(kind: str, *, party: bool) -> set[str]:
    return {abbreviation.upper() for abbreviation in (KINDS[kind].party if party else KINDS[kind].state)}


def _prints(text: str, kind: str) -> bool:
    """Whether a line of the text's beginning is the name of the kind and nothing else."""
    lines = {" ".join(line.split()).casefold() for line in nfc(text[:_TITLE_REACH]).splitlines()}
    return any(word in lines for word in KINDS[kind].words)


def _is_before(one: DocumentFacts, other: DocumentFacts) -> bool:
    return one.issued_on is not None and other.issued_on is not None and one.issued_on < other.issued_on


def _value(number: str) -> int | None:
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else None
