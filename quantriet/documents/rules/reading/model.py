"""What a reading gives: frozen values with exact spans in the text as it was given."""

from __future__ import annotations

from dataclasses import dataclass

DUTY_TYPES = ("conference_held", "plan_issued", "study_done", "report_sent", "other")
DATE_ROLES = ("deadline", "event", "printed", "issued", "other")


@dataclass(frozen=True, slots=True)
class Mention:
    """One reference to one document, or to the documents of one plenum or congress."""

    start: int
    end: int
    text: str
    type: str
    number: str | None = None
    suffix: str | None = None
    year: int | None = None
    issuer: str | None = None
    date: str | None = None
    plenum: str | None = None
    term: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date or period; without a year in the text and none to infer it from, both ISO ends are None."""

    start: int
    end: int
    text: str
    iso_start: str | None
    iso_end: str | None
    is_deadline: bool = False
    year_inferred: bool = False
    role: str = "other"


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One person named with at least one position; the span is that of the name where it is first met."""

    start: int
    end: int
    name: str
    positions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a duty is meant for, where the words are clear: a body, a person, or a class of units at some level."""

    kind: str  # "body", "person", "heads", "members", "direct_subordinates", "all_levels" or "level"
    level: str | None = None  # "province", "district", "commune", "grassroots" or "branch"
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something somebody is told to do: who, what, by when, and whether the head must do it in person."""

    start: int
    end: int
    who: str | None
    what: str
    type: str
    due: str | None
    head_in_person: bool
    confidence: float
    sentence: str
    who_class: Addressee | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The head of an official document, or of a news text no more than its date line."""

    layout: str  # "party", "state" or "news"
    issuer: str | None = None
    superior: str | None = None
    number: str | None = None
    suffix: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: str | None = None
    kind: str | None = None
    subject: str | None = None
    signer: str | None = None
    signer_position: str | None = None
    authority: str | None = None  # on whose behalf it is signed: "T/M BAN THƯỜNG VỤ"
    recipients: tuple[str, ...] = ()
    urgency: str | None = None
    plenum: str | None = None  # of the Central Committee, where it is a document of one
    term: str | None = None  # of that plenum, or the number of the congress it comes from


@dataclass(frozen=True, slots=True)
class EventItem:
    """One item of an event: who presented which documents, in which session."""

    presenter: str
    documents: tuple[str, ...]
    session: str | None = None  # "morning", "afternoon" or "evening"


@dataclass(frozen=True, slots=True)
class Event:
    """What a news text reports: the event, when, where, in which form, who chaired, its items."""

    what: str
    held_on: str | None = None
    held_until: str | None = None  # of an event of more than one day
    place: str | None = None
    form: str | None = None  # "in_person", "online" or "hybrid"
    organised_by: str | None = None
    chaired_by: tuple[str, ...] = ()
    items: tuple[EventItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one text."""

    published: str | None
    mentions: tuple[Mention, ...]
    dates: tuple[DateMention, ...]
    people: tuple[PersonMention, ...]
    duties: tuple[Duty, ...]
    header: Header
    event: Event | None = None
