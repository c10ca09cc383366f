"""The text as the grammar wants it, with every offset leading back to the text as it was given.

In the normal text one blank is a blank, ``\\n`` is a line break that may be a mere wrap, and ``\\f`` ends a paragraph:
nothing reaches over it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

_ZERO = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e"
_MARKS = "\u0300-\u036f"
_BLANKS = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
_DROP_ZERO = {ord(sign): None for sign in _BLANKS}
_IRREGULAR = re.compile(rf"(?:[^\S ]|[{_ZERO}])[\s{_ZERO}]*| [\s{_ZERO}]+|[^\s{_MARKS}][{_MARKS}]+")
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PARAGRAPH = re.compile(r"[\x0c\u2029]")
_ENUMERATION = re.compile(r"[a-zđ]\)")

# One sign for one sign: offsets do not move. Look-alikes first, then the older way of placing the tone.
_ALIKE = {
    "Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "İ": "I", "⁄": "/", "∕": "/", "／": "/",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "－": "-",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "：": ":", "（": "(", "）": ")",
    "Т": "T", "О": "O", "Н": "H", "В": "B", "С": "C", "К": "K", "М": "M", "Р": "P", "А": "A", "Е": "E", "Х": "X",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}  # fmt: skip
_OLD_TONE = re.compile(r"([kK][hH]|[hHtT])([oO])([áàÁÀ])(?!\w)|(?<![qQ])([uU])(ỷ|Ỷ)")
_MOVED = {
    "oá": "óa",
    "oà": "òa",
    "Oá": "Óa",
    "Oà": "Òa",
    "OÁ": "ÓA",
    "OÀ": "ÒA",
    "uỷ": "ủy",
    "Uỷ": "Ủy",
    "UỶ": "ỦY",
    "uỶ": "ủY",
}


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal text, the same in small letters, and the way back."""

    raw: str
    text: str
    low: str
    _at: list[int] = field(default_factory=list)  # where in the normal text an edited piece begins
    _from: list[int] = field(default_factory=list)  # where in the raw text it begins …
    _till: list[int | None] = field(default_factory=list)  # … and ends; None: letter for letter from here on

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a normal span that is not empty."""
        return self._start(start), self._end(end)

    def raw_slice(self, start: int, end: int) -> str:
        """The raw text behind a normal span."""
        left, right = self.span(start, end)
        return self.raw[left:right]

    def written(self, start: int, end: int) -> str:
        """The words as written, in NFC and with single blanks."""
        return " ".join(unicodedata.normalize("NFC", self.raw_slice(start, end)).translate(_DROP_ZERO).split())

    def _start(self, position: int) -> int:
        piece = bisect_right(self._at, position) - 1
        return position if piece < 0 else self._from[piece] + position - self._at[piece]

    def _end(self, position: int) -> int:
        piece = bisect_right(self._at, position - 1) - 1
        if piece < 0:
            return position
        till = self._till[piece]
        return till if till is not None else self._from[piece] + position - self._at[piece]


def normalise(raw: str) -> Normal:
    """The normal form of a text: NFC, single blanks, no zero-width signs, look-alike letters made equal."""
    text = _same_length(raw)
    pieces: list[str] = []
    at: list[int] = []
    begins: list[int] = []
    ends: list[int | None] = []
    composed: dict[str, str] = {}
    copied = length = 0
    for found in _IRREGULAR.finditer(text):
        start, end = found.span()
        piece = found.group()
        if piece[0] in _BLANKS or piece[0].isspace():
            replacement = _blank(text, piece, start, end)
        elif (replacement := composed.get(piece, "")) == "":
            replacement = composed[piece] = unicodedata.normalize("NFC", piece)
        pieces += (text[copied:start], replacement)
        length += start - copied
        if replacement:
            at.append(length)
            begins.append(start)
            ends.append(end)
        length += len(replacement)
        at.append(length)
        begins.append(end)
        ends.append(None)
        copied = end
    pieces.append(text[copied:])
    text = _old_tones("".join(pieces))
    return Normal(raw, text, text.lower(), at, begins, ends)


def _same_length(text: str) -> str:
    if text.isascii():
        return text
    for sign, plain in _ALIKE.items():
        if sign in text:
            text = text.replace(sign, plain)
    return text


def _old_tones(text: str) -> str:
    """Moves the tone to where the newer spelling has it: "uỷ" to "ủy", "khoá" to "khóa"; no letter more or less."""
    if not any(pair in text for pair in _MOVED):
        return text
    return _OLD_TONE.sub(
        lambda found: (found[1] or "") + _MOVED.get((found[2] or found[4]) + (found[3] or found[5]), found[0][-2:]),
        text,
    )


def _blank(text: str, piece: str, start: int, end: int) -> str:
    breaks = len(_BREAKS.findall(piece))
    if not breaks:
        return " " if any(map(str.isspace, piece)) else ""
    if breaks > 1 or _PARAGRAPH.search(piece):
        return "\f"
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    wrapped = (after.islower() and not _ENUMERATION.match(text, end)) or before in ("-", "/", ",", "(")
    return " " if wrapped else "\n"
