"""Whether a text carries a stamp of State secrecy; a text that only speaks of secrecy carries none."""

from __future__ import annotations

import re
import unicodedata

from quantriet.kernel.text import fold, nfc

LEVELS = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
_HEAD = 3000  # characters in which the block of the symbol stands
_STAMPS = {level.replace(" ", ""): level for level in LEVELS}
_STAMPS_BLURRED = {fold(stamp): level for stamp, level in _STAMPS.items()}
_COLUMNS = re.compile(r"\t|\s{2,}|[|\u2502]")
_NAMED = re.compile(r"^\W*(?:mức )?độ mật ?[:=-] ?\W*(tuyệt mật|tối mật|mật)(?!\w)", re.IGNORECASE)
# "Số 12-BC/TU (Mật)", "Số: 05/KH-UBND-M": the mark stands behind the symbol.
_MARKED = re.compile(r"^\W*số ?:? ?\d+\S* ?\(\W*(?:mật|tối mật|tuyệt mật|m|tm|tgm|tum)\W*\)", re.IGNORECASE)
_SHORT = re.compile(r"^\W*[Ss]ố ?:? ?\d+[\w./Đ-]*[-/]M\b(?![-/])")


def secrecy_of(text: str, *, blurred: bool = False) -> str | None:
    """The level a document is stamped with, or None; `blurred` forgives the marks that a scan loses."""
    plain = nfc("".join(sign for sign in text if unicodedata.category(sign) != "Cf"))
    for begin, line in _lines(plain):
        level = _stamp(line, blurred=blurred and begin < _HEAD) or (_of_head(line[:400]) if begin < _HEAD else None)
        if level:
            return level
    return None


def _lines(text: str) -> list[tuple[int, str]]:
    return [(found.start(), found.group()) for found in re.finditer(r"[^\n\r\f\v\x85\u2028\u2029]+", text)]


def _stamp(line: str, *, blurred: bool) -> str | None:
    """A stamp that is alone on its line, or alone in a column of it; also with its letters spread out."""
    if len(line) > 400 or not re.search(r"M\s*\w\s*T", line):
        return None
    for piece in (line, *_COLUMNS.split(line)):
        letters = "".join(sign for sign in piece if sign.isalnum())
        if letters in _STAMPS:
            return _STAMPS[letters]
        if blurred and letters.isupper() and fold(letters) in _STAMPS_BLURRED:
            return _STAMPS_BLURRED[fold(letters)]
    return None


def _of_head(line: str) -> str | None:
    """A level that is written in words, or a mark behind the symbol."""
    for piece in (line, *_COLUMNS.split(line)):
        words = " ".join(piece.split())
        named = _NAMED.match(words)
        if named:
            return named[1].upper()
        if _MARKED.match(words) or _SHORT.match(words):
            return LEVELS[-1]
    return None
