"""What a document is: the fields by which it stands in the registry, and the words by which it is found."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from quantriet.documents.rules.kinds import KINDS
from quantriet.kernel.text import fold, nfc

SEARCHED_TEXT = 100_000  # characters of the text that are searched: an index entry has a limit


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Kind and symbol, who issued it, when, about what."""

    kind: str
    number: str = ""
    suffix: str = ""
    issuer: str = ""
    issued_on: date | None = None
    subject: str = ""
    year: int | None = None
    term: str = ""
    plenum: str = ""

    @property
    def symbol(self) -> str:
        """The symbol as it is printed."""
        return symbol_of(self.number, self.suffix, self.year)


def symbol_of(number: str, suffix: str, year: int | None) -> str:
    """The symbol as it is printed: 45-NQ/TW, 30/2020/NĐ-CP, 123/QĐ-UBND, 91."""
    if not suffix:
        return number
    if year:
        return f"{number}/{year}/{suffix}"
    dash = "-" if "/" in suffix else "/"  # the Party writes 45-NQ/TW, the State 123/QĐ-UBND
    return f"{number}{dash}{suffix}"


def search_words(text: str) -> str:
    """The words one searches by: no diacritics, and a symbol falls into its parts (45-NQ/TW: 45 nq tw)."""
    return " ".join(re.findall(r"[0-9a-z]+", fold(text)))


def search_name(facts: DocumentFacts) -> str:
    """The words of what the registry says of a document."""
    year = str(facts.year) if facts.year else ""
    words = (*KINDS[facts.kind].words, facts.number, year, facts.suffix, facts.issuer, facts.subject)
    term = (f"khóa {facts.term}" if facts.term else "", f"trung ương {facts.plenum}" if facts.plenum else "")
    return search_words(" ".join((*words, *term)))


def search_text(facts: DocumentFacts, text: str = "") -> str:
    """Everything of a document that is searched."""
    return f"{search_name(facts)} {search_words(text[:SEARCHED_TEXT])}".strip()


def columns_of(facts: DocumentFacts, text: str = "") -> dict[str, Any]:
    """The columns of the registry that the facts fill."""
    return {
        "kind": facts.kind,
        "number": nfc(facts.number).strip()[:20],
        "suffix": nfc(facts.suffix).strip()[:40],
        "year": facts.year,
        "issuer": nfc(facts.issuer).strip()[:300],
        "issued_on": facts.issued_on,
        "term": facts.term,
        "plenum": facts.plenum,
        "subject": nfc(facts.subject).strip(),
        "search_text": search_text(facts, text),
        "search_name": search_name(facts),
    }
