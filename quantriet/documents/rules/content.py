"""What came in, as bytes and as the text that is read; the text of a file is won in a process of its own."""

import unicodedata
from dataclasses import dataclass

from quantriet.documents import errors
from quantriet.documents.rules.limits import CannotExtract
from quantriet.documents.rules.reading.encoding import Decoded, UndecodableText, decode
from quantriet.documents.rules.sandbox import extract_apart
from quantriet.documents.rules.secrecy import secrecy_of
from quantriet.kernel.text import nfc

SCAN = "scan_without_text"  # the note of a document whose file is kept although it has no text yet
WAITING = "scan_waiting"  # its text is being recognised
RECOGNISED = "scan_recognised"
RECOGNISED_IN_PART = "scan_recognised_in_part"  # the file has more pages than are recognised
ILLEGIBLE = "scan_illegible"
WITHDRAWN = "withdrawn_secret"  # recognition showed a stamp: nothing of it is left
UNREAD = (SCAN, WAITING, ILLEGIBLE)  # whether it is secret is not known yet
_PASTED = "text/plain"
_LONGEST_NAME = 255


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
    name = safe_name(name)
    if len(raw) > errors.LARGEST_MB * 1024 * 1024:
        raise errors.TooLarge(name=name, limit=errors.LARGEST_MB)
    try:
        found = extract_apart(name, raw)
    except CannotExtract as refused:
        if refused.code == SCAN:
            return Content(raw, "", name, refused.media_type or "", SCAN)
        raise errors.UNREADABLE[refused.code](name=name, limit=errors.LARGEST_MB) from refused
    require_open(f"{found.margins}\n{found.text}")
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
        found = Decoded(plain, "utf-8")
    require_open(found.text)
    return Content(raw, storable(found.text), note=_note(found.note, found.encoding))


def require_open(text: str, *, blurred: bool = False) -> None:
    """Refuse what is stamped secret; `blurred` where the text was recognised in a picture."""
    level = secrecy_of(text, blurred=blurred)
    if level:
        raise errors.MarkedSecret(level=level)


def safe_name(name: str) -> str:
    """The last part of a file's name without signs that are not seen; the ending of a long one is kept."""
    seen = "".join(sign for sign in nfc(name) if unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    last = seen.replace("\\", "/").rpartition("/")[2].strip()
    return last if len(last) <= _LONGEST_NAME else last[: _LONGEST_NAME - 20] + "…" + last[-19:]


def _note(note: str | None, encoding: str | None) -> str:
    return f"{note}_{encoding}" if note and encoding else note or ""


def storable(text: str) -> str:
    """The text without the few characters that a database cannot keep; its length stays the same."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()
