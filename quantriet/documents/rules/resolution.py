"""Which document a reference means: the same, perhaps the same, or another one.

A symbol repeats every term, so it is weighed together with issuer and day; a number alone never decides.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Protocol

from quantriet.documents.rules.facts import DocumentFacts
from quantriet.kernel.text import fold


class Match(Enum):
    """How sure it is that two descriptions mean one document."""

    SAME = "same"
    MAYBE = "maybe"
    OTHER = "other"


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
    return _compare_numbered(wanted, known)


def _compare_numbered(wanted: Described, known: Described) -> Match:
    issuers_agree = _issuers_agree(wanted.issuer, known.issuer)
    if wanted.issuer and known.issuer and not issuers_agree:
        # 45-NQ/TW stands for a resolution of the Politburo and for one of the Central Committee.
        return Match.MAYBE if wanted.suffix and known.suffix else Match.OTHER
    agrees = issuers_agree or _agree(_suffix(wanted.suffix), _suffix(known.suffix))
    return Match.SAME if agrees or _agree(wanted.issued_on, known.issued_on) else Match.MAYBE


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


def weigh(wanted: Described, known: dict[int, Described], *, until: date | None = None) -> list[Candidate]:
    """The documents that may be meant, the surest first; where some are surely meant, the doubtful are left out."""
    found = [Candidate(pk, compare(wanted, document, until=until)) for pk, document in known.items()]
    sure = [c for c in found if c.match is Match.SAME]
    return sure or [c for c in found if c.match is Match.MAYBE]


def chosen(candidates: list[Candidate]) -> int | None:
    """The one document that is surely meant; None when there is none, or when a person must choose."""
    return candidates[0].pk if len(candidates) == 1 and candidates[0].match is Match.SAME else None


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
