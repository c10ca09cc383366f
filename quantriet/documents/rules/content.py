"""What came in, as bytes and as the text that is read; the text of a file is won in a process of its own."""

from dataclasses import dataclass

from quantriet.documents import errors
from quantriet.documents.rules.extraction import CannotExtract
from quantriet.documents.rules.reading.encoding import UndecodableText, decode
from quantriet.documents.rules.sandbox import extract_apart
from quantriet.kernel.text import nfc

SCAN = "scan_without_text"  # the note of a document whose file is kept although it has no text yet
_PASTED = "text/plain"


@dataclass(frozen=True, slots=True)
class Content:
    """A file with its text; the text is empty where the file is a picture of one."""

    raw: bytes
    text: str
    name: str = ""
    media_type: str = _PASTED
    note: str = ""


def content_of_file(name: str, raw: bytes) -> Content:
    """The text of a file; a scan has none and is kept all the same, anything else without text is refused."""
    name = nfc(name)
    if len(raw) > errors.LARGEST_MB * 1024 * 1024:
        raise errors.TooLarge(name=name, limit=errors.LARGEST_MB)
    try:
        found = extract_apart(name, raw)
    except CannotExtract as refused:
        if refused.code == SCAN:
            return Content(raw, "", name, refused.media_type or "", SCAN)
        raise errors.UNREADABLE[refused.code](name=name, limit=errors.LARGEST_MB) from refused
    return Content(raw, storable(found.text), name, found.media_type, _note(found.note, found.encoding))


def content_of_paste(text: str) -> Content:
    """A pasted text, with the line ends of a text and not of a form."""
    plain = storable(text.replace("\r\n", "\n"))
    if not plain.strip():
        raise errors.NothingGiven
    raw = plain.encode()
    try:
        found = decode(raw)  # a text copied out of an old program still has its old letters
    except UndecodableText:
        return Content(raw, plain)
    return Content(raw, storable(found.text), note=_note(found.note, found.encoding))


def _note(note: str | None, encoding: str | None) -> str:
    return f"{note}_{encoding}" if note and encoding else note or ""


def storable(text: str) -> str:
    """The text without the few characters that a database cannot keep; its length stays the same."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()
