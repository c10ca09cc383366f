"""Which document a reference means: the same, perhaps the same, or another one, and on what grounds.

A symbol repeats every term, so it is weighed together with issuer and day; a number alone never decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Protocol

from quantriet.documents.rules.facts import DocumentFacts
from quantriet.kernel.text import fold

TERM_YEARS = 5  # after so long the numbers have begun anew


class Match(Enum):
    """How sure it is that two descriptions mean one document."""

    SAME = "same"
    MAYBE = "maybe"
    OTHER = "other"


class Ground(Enum):
    """Why a document is thought to be the one that is meant, or why one must look."""

    SYMBOL = "symbol"
    NUMBER = "number"  # the number alone
    ISSUER = "issuer"
    DAY = "day"
    YEAR = "year"
    PLENUM = "plenum"
    TERM = "term"
    LATEST = "latest"  # of several with the same symbol, the last one issued before the text
    OTHER_ISSUER = "other_issuer"
    OLD = "old"  # issued more than a term before the text


class Described(Protocol):
    """What one knows of a document: DocumentFacts, or a row of the registry."""

    @property
    def kind(self) -> str: ...

    @property
    def number(self) -> str: ...

    @property
    def suffix(self) -> str: ...

    @property
    def year(self) -> int | None: ...

    @property
    def issuer(self) -> str: ...

    @property
    def issued_on(self) -> date | None: ...

    @property
    def term(self) -> str: ...

    @property
    def plenum(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document of the registry that a reference may mean."""

    pk: int
    match: Match
    grounds: tuple[Ground, ...] = ()


def facts_of_mention(data: dict[str, Any]) -> DocumentFacts:
    """What a reference says of the document that it means."""
    day = data.get("date")
    return DocumentFacts(
        kind=data["type"],
        number=data.get("number") or "",
        suffix=data.get("suffix") or "",
        issuer=data.get("issuer") or "",
        issued_on=date.fromisoformat(day) if day else None,
        year=data.get("year"),
        term=data.get("term") or "",
        plenum=data.get("plenum") or "",
    )


def compare(wanted: Described, known: Described, *, until: date | None = None) -> Match:
    """Whether `known` is the document that `wanted` describes; nothing refers to what was issued after `until`."""
    if wanted.kind != known.kind or _number(wanted.number) != _number(known.number):
        return Match.OTHER
    if until and known.issued_on and known.issued_on > until:
        return Match.OTHER
    if _clash(wanted.issued_on, known.issued_on) or _clash(wanted.year, known.year):
        return Match.OTHER
    if _clash(_suffix(wanted.suffix), _suffix(known.suffix)) or _clash(wanted.term, known.term):
        return Match.OTHER
    if not wanted.number:
        return _compare_unnumbered(wanted, known)
    return _compare_numbered(wanted, known, until)


def grounds_of(wanted: Described, known: Described, *, until: date | None = None) -> tuple[Ground, ...]:
    """In what the two descriptions agree, and what makes one doubt."""
    same_symbol = _agree(_suffix(wanted.suffix), _suffix(known.suffix))
    issuers_agree = _issuers_agree(wanted.issuer, known.issuer)
    told = {
        Ground.SYMBOL: bool(wanted.number) and same_symbol,
        Ground.NUMBER: bool(wanted.number) and not same_symbol,
        Ground.ISSUER: issuers_agree,
        Ground.DAY: _agree(wanted.issued_on, known.issued_on),
        Ground.YEAR: _agree(wanted.year, known.year),
        Ground.PLENUM: _agree(wanted.plenum, known.plenum),
        Ground.TERM: _agree(wanted.term, known.term),
        Ground.OTHER_ISSUER: bool(wanted.issuer) and bool(known.issuer) and not issuers_agree,
        Ground.OLD: bool(wanted.number) and _is_outlived(wanted, known, until),
    }
    return tuple(ground for ground, holds in told.items() if holds)


def _compare_numbered(wanted: Described, known: Described, until: date | None) -> Match:
    issuers_agree = _issuers_agree(wanted.issuer, known.issuer)
    if wanted.issuer and known.issuer and not issuers_agree:
        # 45-NQ/TW stands for a resolution of the Politburo and for one of the Central Committee.
        return Match.MAYBE if wanted.suffix and known.suffix else Match.OTHER
    if _is_outlived(wanted, known, until):
        return Match.MAYBE
    agrees = issuers_agree or _agree(_suffix(wanted.suffix), _suffix(known.suffix))
    return Match.SAME if agrees or _agree(wanted.issued_on, known.issued_on) else Match.MAYBE


def _is_outlived(wanted: Described, known: Described, until: date | None) -> bool:
    """Whether a newer document may bear the symbol by now, and nothing the reference says rules that out."""
    if until is None or known.issued_on is None or wanted.issued_on or wanted.term or wanted.year:
        return False
    return (until - known.issued_on).days > TERM_YEARS * 366


def _compare_unnumbered(wanted: Described, known: Described) -> Match:
    """A resolution of a plenum or a congress has no number of its own; anything else without a number is unknown."""
    if wanted.plenum != known.plenum or not (wanted.plenum or wanted.term):
        return Match.OTHER
    if wanted.term != known.term or (not wanted.plenum and not _issuers_agree(wanted.issuer, known.issuer)):
        return Match.MAYBE
    return Match.SAME


def is_nameless(wanted: Described) -> bool:
    """Whether nothing tells this document from others of its kind: neither a number nor a plenum nor a congress."""
    return not (wanted.number or wanted.plenum or wanted.term)


def means_set(wanted: Described) -> bool:
    """Whether all documents of a plenum are meant: “Nghị quyết Trung ương 6 (khóa XII)”."""
    return not wanted.number and bool(wanted.plenum) and bool(wanted.term)


def weigh(wanted: Described, known: Mapping[int, Described], *, until: date | None = None) -> list[Candidate]:
    """The documents that may be meant, the surest first; where some are surely meant, the doubtful are left out.

    Of several with one symbol a text of a known day means the latest; the others follow as doubtful.
    """
    found = {pk: compare(wanted, document, until=until) for pk, document in known.items()}
    sure = [pk for pk, match in found.items() if match is Match.SAME]
    kept = sure or [pk for pk, match in found.items() if match is Match.MAYBE]
    kept.sort(key=lambda pk: known[pk].issued_on or date.min, reverse=True)
    weighed = [Candidate(pk, found[pk], grounds_of(wanted, known[pk], until=until)) for pk in kept]
    return _latest_first(wanted, known, weighed) if until and len(sure) > 1 else weighed


def _latest_first(wanted: Described, known: Mapping[int, Described], found: list[Candidate]) -> list[Candidate]:
    days = [known[candidate.pk].issued_on for candidate in found]
    if wanted.issued_on or None in days or days[0] == days[1]:
        return found  # one whose day is unknown may be the latest
    latest = Candidate(found[0].pk, Match.SAME, (*found[0].grounds, Ground.LATEST))
    return [latest, *(Candidate(other.pk, Match.MAYBE, other.grounds) for other in found[1:])]


def chosen(candidates: list[Candidate]) -> int | None:
    """The one document that is surely meant; None when there is none, or when a person must choose."""
    sure = [candidate.pk for candidate in candidates if candidate.match is Match.SAME]
    return sure[0] if len(sure) == 1 else None


def _number(number: str) -> str:
    return number.lstrip("0").casefold()


def _suffix(suffix: str) -> str:
    """NQ/TƯ, nq/tw and NQ.TW are one suffix."""
    return "".join(char for char in fold(suffix.replace("Ư", "W").replace("ư", "w")) if char.isalnum())


def _clash(one: object, other: object) -> bool:
    return bool(one) and bool(other) and one != other


def _agree(one: object, other: object) -> bool:
    return bool(one) and one == other


def _issuers_agree(one: str, other: str) -> bool:
    """The same body, perhaps named more shortly: “Thành ủy” and “Thành ủy Hải Phòng”."""
    short, long = sorted((fold(one), fold(other)), key=len)
    return bool(short) and (long == short or long.startswith(f"{short} "))
