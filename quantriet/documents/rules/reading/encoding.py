"""Bytes to text: Unicode in its usual forms, and the two old Vietnamese encodings TCVN3 (ABC) and VNI."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from .words import syllables

_TCVN3 = dict(
    zip(
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadae b5b6b7b8b9 bbbcbdbec6 c7c8c9cacb cccecfd0d1 d2d3d4d5d6 d7d8dcddde dfe1e2e3e4"
            " e5e6e7e8e9 eaebecedee eff1f2f3f4 f5f6f7f8f9 fafbfcfdfe"
        ),
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
# VNI writes a letter and then its marks; a few letters stand for themselves.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300",
    "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
_VNI_PAIR = re.compile("([aeouyôöAEOUYÔÖ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])|([ñôöæóòîÑÔÖÆÓÒÎ])")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = syllables(
    "của và các là có được trong đảng nghị quyết ủy số về thực hiện ngày tháng năm thành phố tổ chức bộ "
    "hội đồng nhân dân cho với không những đã này người việc theo khi đến từ tại một công tác phát triển "
    "kế hoạch cấp cơ sở đại biểu tỉnh huyện xã phường trung ương chính trị thường vụ bí thư chủ tịch kết "
    "quả nhà nước việt nam phải để trên quán triệt"
)
_SURE = 0.15


class UndecodableText(ValueError):
    """The bytes are no text in an encoding that could be told with certainty."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it came in, and what a person should be told about it."""

    text: str
    encoding: str
    note: str | None = None  # "converted" where an old encoding was turned into Unicode


def decode(raw: bytes) -> Decoded:
    """The text that bytes stand for; raises UndecodableText rather than guess."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return Decoded(_strict(raw, name), name)
    if wide := _utf16_without_mark(raw):
        return Decoded(_strict(raw, wide), wide)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(raw)
    if "\x00" in text:
        raise UndecodableText("zero bytes")
    return _repaired(text) or Decoded(text, "utf-8")


def _strict(raw: bytes, name: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as problem:
        raise UndecodableText(name) from problem


def _utf16_without_mark(raw: bytes) -> str | None:
    sample = raw[:4000]
    if len(sample) < 4 or len(raw) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.3 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.02:
        return "utf-16-be"
    return None


def _legacy(raw: bytes) -> Decoded:
    if b"\x00" in raw:
        raise UndecodableText("zero bytes")
    candidates = {
        "tcvn3": _from_tcvn3(raw.decode("latin-1")),
        "vni": _from_vni(raw.decode("cp1252", errors="replace")),
        "cp1258": unicodedata.normalize("NFC", raw.decode("cp1258", errors="replace")),
    }
    return _surest(candidates)


def _repaired(text: str) -> Decoded | None:
    """A text whose old encoding was taken for Western letters when it was saved as Unicode."""
    if text.isascii() or vietnamese_share(text) >= _SURE or not re.search(r"[\u00a1-\u00ff]", text):
        return None
    if any(letter > "ÿ" and letter not in "–—‘’“”…•€ŒœŠšŸŽžƒˆ˜†‡‰‹›™" for letter in set(text)):
        return None
    try:
        return _surest({"tcvn3": _from_tcvn3(text), "vni": _from_vni(text)})
    except UndecodableText:
        return None


def _surest(candidates: dict[str, str]) -> Decoded:
    ranked = sorted(((vietnamese_share(text), name) for name, text in candidates.items()), reverse=True)
    (best, name), (second, _) = ranked[0], ranked[1]
    if best < _SURE or best < 1.3 * second or "\ufffd" in candidates[name]:
        raise UndecodableText("no encoding fits")
    return Decoded(candidates[name], name, "converted")


def vietnamese_share(text: str) -> float:
    """How much of a text consists of the commonest Vietnamese syllables, from 0 to 1."""
    found = [word.lower() for word in _WORD.findall(text[:20000])]
    return sum(word in _COMMON for word in found) / len(found) if found else 0.0


def _from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def _from_vni(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        if found[3]:
            return _cased(_VNI_LETTERS[found[3].lower()], found[3])
        base = _cased({"ô": "ơ", "ö": "ư"}.get(found[1].lower(), found[1]), found[1])
        return unicodedata.normalize("NFC", base + _VNI_MARKS[found[2].lower()])

    return _VNI_PAIR.sub(letter, text)


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter.lower()
