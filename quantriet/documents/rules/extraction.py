"""Files to text: what is inside is believed, not the name; every refusal has a code."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from quantriet.documents.rules.limits import CODES, LARGEST_FILE, LARGEST_PART, CannotExtract, Extracted
from quantriet.documents.rules.pdfs import PDF, extract_pdf
from quantriet.documents.rules.pictures import JPEG, PNG, TIFF, pages_of
from quantriet.documents.rules.reading.encoding import UndecodableText, decode
from quantriet.documents.rules.zipped import Parts

__all__ = ["CODES", "LARGEST_FILE", "LARGEST_PART", "CannotExtract", "Extracted", "extract", "media_type_of"]

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_MEDIA = {
    "txt": "text/plain", "docx": _DOCX, "odt": _ODT, "pdf": PDF,
    "png": PNG, "jpg": JPEG, "jpeg": JPEG, "tif": TIFF, "tiff": TIFF,
}  # fmt: skip
_MAGIC = (
    (b"%PDF-", PDF), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF), (b"MM\x00*", TIFF),
    (b"\xff\xd8\xff", JPEG), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"{\\rtf", "rtf"), (b"GIF8", "gif"),
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"\x1f\x8b", "gzip"), (b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"),
)  # fmt: skip
_PAGE_OF_THE_WEB = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|script|svg|\?xml|\?php)", re.IGNORECASE)
_DRAWN_WORDS = "urn:schemas-microsoft-com:vml textpath"
_DEEPEST = 1000  # elements inside each other; an office document has some dozens
_DDE = re.compile(rb"instrText[^>]*>\s*DDE(?:AUTO)?\b|instr\s*=\s*[\"']\s*DDE", re.IGNORECASE)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


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
    if (inside or "text/plain") != claimed or _is_also_something_else(raw, claimed):
        raise CannotExtract("wrong_name", claimed)
    return claimed


def _is_also_something_else(raw: bytes, claimed: str) -> bool:
    """Whether another program would take the same bytes for another kind of file."""
    if claimed == "text/plain":
        return bool(_PAGE_OF_THE_WEB.match(raw))
    return zipfile.is_zipfile(io.BytesIO(raw))


def _text(raw: bytes) -> Extracted:
    try:
        decoded = decode(raw)
    except UndecodableText as problem:
        raise CannotExtract("unreadable", "text/plain") from problem
    return Extracted(decoded.text, "text/plain", decoded.encoding, decoded.note)


def _image(media: str) -> Callable[[bytes], Extracted]:
    def read(raw: bytes) -> Extracted:
        pages_of(raw, media)
        raise CannotExtract("scan_without_text", media)

    return read


def _docx(raw: bytes) -> Extracted:
    parts = Parts(raw, "word/document.xml", _DOCX)
    main = parts.read("word/document.xml")
    if _DDE.search(main):
        raise CannotExtract("active", _DOCX)
    around = [
        _xml_text(parts.read(name), _DOCX, _WordReader()) for name in parts.like(r"word/(?:header|footer)\d*\.xml")
    ]
    return Extracted(_xml_text(main, _DOCX, _WordReader()), _DOCX, margins="\n".join(around))


def _odt(raw: bytes) -> Extracted:
    parts = Parts(raw, "content.xml", _ODT)
    text = _xml_text(parts.read("content.xml"), _ODT, _OpenReader())
    around = [_xml_text(parts.read(name), _ODT, _OpenReader()) for name in parts.like(r"styles\.xml")]
    return Extracted(text, _ODT, margins="\n".join(around))


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
    depth = {"hidden": 0, "visible": 0, "all": 0}

    def start(name: str, attributes: dict[str, str]) -> None:
        depth["all"] += 1
        if depth["all"] > _DEEPEST:
            raise CannotExtract("unreadable", media)
        if name == _DRAWN_WORDS and attributes.get("string"):
            pieces.append(f"\n{attributes['string']}\n")  # a stamp laid over the page
        depth["hidden"] += name in shape.hidden
        depth["visible"] += name in shape.visible
        if name in shape.signs and not depth["hidden"]:
            pieces.append(shape.signs[name])

    def end(name: str) -> None:
        depth["all"] -= 1
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
    PDF: extract_pdf,
    PNG: _image(PNG),
    JPEG: _image(JPEG),
    TIFF: _image(TIFF),
    _DOCX: _docx,
    _ODT: _odt,
}
