"""What a reading makes of the text itself: a first proposal of kind, symbol, issuer, day and subject."""

import re
from datetime import date

from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.kinds import KINDS
from quantriet.documents.rules.reading.model import Mention, Reading
from quantriet.kernel.text import nfc

REPORT, UNKNOWN = "report", "other"
_TOP_LINES = 5  # where a title stands
_LONGEST_TITLE = 250
_TITLE_REACH = 3000  # characters in which the title of an official document stands
# A date line, a remark in brackets, or a sentence.
_NO_TITLE = re.compile(
    r"^\(|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}|[.;:]$", re.IGNORECASE
)


def proposed_facts(text: str, reading: Reading) -> DocumentFacts:
    """What the text most plausibly is; a person confirms or corrects it before it is registered."""
    header = reading.header
    if header.layout != "news":
        return _of_header(text, reading)
    title = title_of(text)
    named = _named_by_title(title, reading.mentions)
    if named:
        return named
    published = date.fromisoformat(reading.published) if reading.published else None
    return DocumentFacts(kind=REPORT if published else UNKNOWN, issued_on=published, subject=title)


def title_of(text: str) -> str:
    """The longest of the first lines that is neither a date line nor a paragraph."""
    lines = [" ".join(line.split()) for line in nfc(text[:5000]).splitlines() if line.strip()][:_TOP_LINES]
    titles = [line for line in lines if len(line) <= _LONGEST_TITLE and not _NO_TITLE.search(line)]
    return max(titles, key=len, default="")


def _of_header(text: str, reading: Reading) -> DocumentFacts:
    header = reading.header
    plenum, name = _plenum_of_title(reading) or (None, "")
    subject = _without_kind(" ".join((header.subject or "").split()), header.kind)
    symbol = re.search(r"/((?:19|20)\d\d)/", header.symbol or "")
    return DocumentFacts(
        kind=header.kind or UNKNOWN,
        number=header.number or "",
        suffix=header.suffix or "",
        issuer=_as_written_in_body(text, header.issuer or ""),
        issued_on=date.fromisoformat(header.date) if header.date else None,
        subject=subject.removeprefix(name).strip(" ,:-–"),
        year=int(symbol[1]) if symbol else None,
        term=(plenum.term or "") if plenum else "",
        plenum=(plenum.plenum or "") if plenum else "",
    )


def _plenum_of_title(reading: Reading) -> tuple[Mention, str] | None:
    """The plenum whose own document this is, and its name as it stands in the title behind the kind in capitals."""
    for mention in reading.mentions:
        kind = KINDS[mention.type].words if mention.type == reading.header.kind else ()
        words = " ".join(nfc(mention.text).split())
        lead = next((word for word in kind if words.startswith(word.upper())), None)
        if lead and mention.plenum and mention.term and not mention.number and mention.start < _TITLE_REACH:
            return mention, words[len(lead) :].strip()
    return None


def _without_kind(subject: str, kind: str | None) -> str:
    """The subject without the name of the kind that is printed above it."""
    words = KINDS[kind].words if kind else ()
    lead = next((word for word in words if subject.casefold().startswith(f"{word} ")), "")
    return subject[len(lead) :].strip()


def _as_written_in_body(text: str, capitals: str) -> str:
    """A head prints its issuer in capitals; the body often names it in the ordinary way."""
    plain = " ".join(nfc(capitals).split())
    pattern = r"\s+".join(re.escape(word) for word in plain.split())
    written = [" ".join(found.split()) for found in re.findall(pattern, nfc(text), re.IGNORECASE)] if plain else []
    return next((words for words in written if not words.isupper()), plain)


def _named_by_title(title: str, mentions: tuple[Mention, ...]) -> DocumentFacts | None:
    """A text without a head whose title begins with its own name: “Kế hoạch số 91-KH/TU về …”."""
    first = mentions[0] if mentions else None
    if first is None or not first.number or not title.startswith(" ".join(nfc(first.text).split())):
        return None
    return DocumentFacts(
        kind=first.type,
        number=first.number,
        suffix=first.suffix or "",
        issuer=first.issuer or "",
        issued_on=date.fromisoformat(first.date) if first.date else None,
        subject=title[len(" ".join(first.text.split())) :].strip(" ,:-–"),
        year=first.year,
    )
