"""Reading: every reference, date, person and duty in a Vietnamese official text, with its exact span."""

from __future__ import annotations

from datetime import date

from .closing import further_signers
from .duties import duties_in
from .events import event_in
from .header import HEAD, header_of, published_in
from .issuers import Draft
from .mentions import drafts_in
from .model import Addressee, DateMention, Duty, Event, EventItem, Header, Mention, PersonMention, Reading
from .normal import Normal, normalise
from .people import people_in
from .years import date_mentions

__all__ = [
    "Addressee", "DateMention", "Duty", "Event", "EventItem", "Header", "Mention", "PersonMention", "Reading", "read",
]  # fmt: skip


def read(text: str, *, published: date | None = None) -> Reading:
    """All that a text says of documents, dates, people and duties; published gives the day where the text has none."""
    normal = normalise(text)
    header = header_of(normal)
    day = published or published_in(normal, header)
    drafts = _without_own(drafts_in(normal), header)
    dates = date_mentions(normal, day, [(draft.start, draft.end) for draft in drafts], header)
    mentions = tuple(_mention(normal, draft) for draft in drafts)
    people = tuple(people_in(normal, _signed(normal, header)))
    placed = [(draft.start, draft.end, mention.text) for draft, mention in zip(drafts, mentions, strict=True)]
    return Reading(
        published=day.isoformat() if day else None,
        mentions=mentions,
        dates=tuple(dated.mention for dated in dates),
        people=people,
        duties=tuple(duties_in(normal, dates, header, day.isoformat() if day else None)),
        header=header,
        event=event_in(normal, dates, people, placed) if header.layout == "news" else None,
    )


def _signed(normal: Normal, header: Header) -> list[tuple[str, str]]:
    """Who signed a text, and as what."""
    if not header.signer or not header.signer_position:
        return []
    return [(header.signer, header.signer_position), *further_signers(normal, header.signer)]


def _without_own(drafts: list[Draft], header: Header) -> list[Draft]:
    """The references without the document's own symbol at its head."""
    symbol = (header.number, header.suffix)
    own = (
        next((d for d in drafts if d.start < HEAD and (d.number, d.suffix) == symbol), None) if header.symbol else None
    )
    return [draft for draft in drafts if draft is not own]


def _mention(normal: Normal, draft: Draft) -> Mention:
    start, end = normal.span(draft.start, draft.end)
    return Mention(
        start=start,
        end=end,
        text=normal.raw[start:end],
        type=draft.type,
        number=draft.number,
        suffix=draft.suffix,
        year=draft.year,
        issuer=normal.written(*draft.issuer) if draft.issuer else None,
        date=draft.date,
        plenum=draft.plenum,
        term=draft.term,
        confidence=draft.confidence,
    )
