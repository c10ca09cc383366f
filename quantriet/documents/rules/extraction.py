"""Files to text: what is inside is believed, not the name; every refusal has a code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from quantriet.documents.rules.reading.encoding import UndecodableText, decode

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
LARGEST_PART = 100 * 1024 * 1024
MOST_ENTRIES = 2000
MOST_PAGES = 2000
CODES = ("empty", "too_large", "encrypted", "unreadable", "wrong_name", "scan_without_text", "unsupported")

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_MEDIA = {
    "txt": "text/plain", "docx": _DOCX, "odt": _ODT, "pdf": "application/pdf",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
}  # fmt: skip
_MAGIC = (
    (b"%PDF-", "application/pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"{\\rtf", "rtf"), (b"GIF8", "gif"),
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"\x1f\x8b", "gzip"), (b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"),
)  # fmt: skip
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class CannotExtract(Exception):
    """A file gives no text, for the reason its code says."""

    def __init__(self, code: str, media_type: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.media_type = media_type


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file and how it was come by."""

    text: str
    media_type: str
    encoding: str | None = None
    note: str | None = None
    pages: int | None = None


def extract(name: str, raw: bytes) -> Extracted:
    """The text of a file, by its content; raises CannotExtract with one of CODES."""
    if not raw:
        raise CannotExtract("empty")
    if len(raw) > LARGEST_FILE:
        raise CannotExtract("too_large")
    media = media_type_of(name, raw)
    extracted = _READERS[media](raw)
    if not extracted.text.strip():
        raise CannotExtract("empty", media)
    return extracted


def media_type_of(name: str, raw: bytes) -> str:
    """The media type that both the name and the content say; raises where they disagree or none is known."""
    ending = name.rpartition(".")[2].lower() if "." in name else "txt"
    claimed = _MEDIA.get(ending)
    inside = next((media for magic, media in _MAGIC if raw.startswith(magic)), None)
    if claimed is None:
        raise CannotExtract("unsupported")
    if inside == "ole" and claimed in (_DOCX, _ODT):
        raise CannotExtract("encrypted" if _ENCRYPTED_PACKAGE in raw else "wrong_name", claimed)
    if inside == "zip" and claimed in (_DOCX, _ODT):
        return claimed
    if (inside or "text/plain") != claimed:
        raise CannotExtract("wrong_name", claimed)
    return claimed


def _text(raw: bytes) -> Extracted:
    try:
        decoded = decode(raw)
    except UndecodableText as problem:
        raise CannotExtract("unreadable", "text/plain") from problem
    return Extracted(decoded.text, "text/plain", decoded.encoding, decoded.note)


def _image(raw: bytes) -> Extracted:
    raise CannotExtract("scan_without_text", "image/png" if raw.startswith(b"\x89") else "image/jpeg")


def _pdf(raw: bytes) -> Extracted:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(io.BytesIO(raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotExtract("encrypted", "application/pdf")
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            raise CannotExtract("too_large", "application/pdf")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
    except (CannotExtract, MemoryError):
        raise
    except DependencyError as problem:
        raise CannotExtract("encrypted", "application/pdf") from problem
    except Exception as problem:  # a broken file breaks the reader in more ways than can be named
        raise CannotExtract("unreadable", "application/pdf") from problem
    if not text.strip():
        raise CannotExtract("scan_without_text", "application/pdf")
    return Extracted(text, "application/pdf", pages=pages)


def _docx(raw: bytes) -> Extracted:
    return Extracted(_xml_text(_part(raw, "word/document.xml", _DOCX), _DOCX, _WordReader()), _DOCX)


def _odt(raw: bytes) -> Extracted:
    return Extracted(_xml_text(_part(raw, "content.xml", _ODT), _ODT, _OpenReader()), _ODT)


def _part(raw: bytes, name: str, media: str) -> bytes:
    """One part of a zipped document, after the whole was found harmless in size."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise CannotExtract("too_large", media)
            names = [entry.filename for entry in entries]
            if name not in names or names.count(name) > 1 or any(n.endswith("vbaProject.bin") for n in names):
                raise CannotExtract("wrong_name", media)
            entry = archive.getinfo(name)
            if entry.flag_bits & 1:
                raise CannotExtract("encrypted", media)
            with archive.open(entry) as part:
                content = part.read(LARGEST_PART + 1)  # the size an entry claims may be a lie
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as problem:
        raise CannotExtract("unreadable", media) from problem
    if len(content) > LARGEST_PART:
        raise CannotExtract("too_large", media)
    return content


class _WordReader:
    """Collects the visible text of a word-processing document; deleted text and field codes are not visible."""

    hidden = frozenset({f"{_WORD} del", f"{_WORD} instrText", f"{_WORD} delText", f"{_WORD} moveFrom"})
    visible = frozenset({f"{_WORD} t"})
    breaks = frozenset({f"{_WORD} p"})
    signs = {
        f"{_WORD} tab": "\t", f"{_WORD} br": "\n", f"{_WORD} cr": "\n", f"{_WORD} noBreakHyphen": "-",
    }  # fmt: skip


class _OpenReader:
    """Collects the text of an OpenDocument text."""

    hidden = frozenset({f"{_TEXT} tracked-changes", f"{_TEXT} note-citation"})
    visible = frozenset({f"{_TEXT} p", f"{_TEXT} h"})
    breaks = frozenset({f"{_TEXT} p", f"{_TEXT} h"})
    signs = {f"{_TEXT} tab": "\t", f"{_TEXT} line-break": "\n", f"{_TEXT} s": " "}


def _xml_text(content: bytes, media: str, shape: _WordReader | _OpenReader) -> str:
    pieces: list[str] = []
    depth = {"hidden": 0, "visible": 0}

    def start(name: str, _attributes: dict[str, str]) -> None:
        depth["hidden"] += name in shape.hidden
        depth["visible"] += name in shape.visible
        if name in shape.signs and not depth["hidden"]:
            pieces.append(shape.signs[name])

    def end(name: str) -> None:
        depth["hidden"] -= name in shape.hidden
        depth["visible"] -= name in shape.visible
        if name in shape.breaks:
            pieces.append("\n")

    def characters(text: str) -> None:
        if depth["visible"] and not depth["hidden"]:
            pieces.append(text)

    def refuse(*_: object) -> None:
        raise CannotExtract("unreadable", media)  # an office document declares no document type and no entities

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as problem:
        raise CannotExtract("unreadable", media) from problem
    return "".join(pieces)


_READERS: dict[str, Callable[[bytes], Extracted]] = {
    "text/plain": _text,
    "application/pdf": _pdf,
    "image/png": _image,
    "image/jpeg": _image,
    _DOCX: _docx,
    _ODT: _odt,
}
