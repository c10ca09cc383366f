"""The text as the grammar wants it, with every offset leading back to the text as it was given.

In the normal text one blank is a blank or a certain wrap, ``\\n`` is a line break that may be a mere wrap, and
``\\f`` ends a paragraph: nothing reaches over it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from .words import LO

_ZERO = "\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad"
_ODD = rf"\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000{_ZERO}"
_MARKS = "\u0300-\u036f"
_BLANK_RUN = rf"(?:[{_ODD}]| (?=[{_ODD} ]))[{_ODD} ]*"
_IRREGULAR = re.compile(_BLANK_RUN)
_IRREGULAR_OR_MARKED = re.compile(rf"{_BLANK_RUN}|[^{_ODD} {_MARKS}][{_MARKS}]+")
_DROP_ZERO = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0xAD])
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PARAGRAPH = re.compile(r"[\x0c\u2029]")
_WRAP = re.compile(rf"\n(?<![\s.;:!?]\n)[ \t]*[{LO}](?!\))")
_WRAP_CRLF = re.compile(rf"\n(?<![\s.;:!?]\r\n)[ \t]*[{LO}](?!\))")
_LINE = re.compile(r"[^\n]+")
_LONGEST_LINE = 400
_ENUMERATION = re.compile(r"[a-zđ]\)")

# One sign for one sign: offsets do not move. Look-alikes first, then the older way of placing the tone.
_ALIKE = {
    "Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "İ": "I", "⁄": "/", "∕": "/", "／": "/",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "－": "-",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "：": ":", "（": "(", "）": ")",
    "Т": "T", "О": "O", "Н": "H", "В": "B", "С": "C", "К": "K", "М": "M", "Р": "P", "А": "A", "Е": "E", "Х": "X",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}  # fmt: skip
# The letters themselves first, what may stand before and behind them after: so a text is passed over fast.
_OLD_TONES = {
    "oá": (re.compile(r"oá(?<=[hH]oá)(?!\w)"), "óa"), "OÁ": (re.compile(r"OÁ(?<=HOÁ)(?!\w)"), "ÓA"),
    "oà": (re.compile(r"oà(?<=[hHtT]oà)(?!\w)"), "òa"), "OÀ": (re.compile(r"OÀ(?<=[HT]OÀ)(?!\w)"), "ÒA"),
    "uỷ": (re.compile(r"uỷ(?<![qQ]uỷ)(?!\w)"), "ủy"), "Uỷ": (re.compile(r"Uỷ(?<![qQ]Uỷ)(?!\w)"), "Ủy"),
    "UỶ": (re.compile(r"UỶ(?<![qQ]UỶ)(?!\w)"), "ỦY"),
}  # fmt: skip


@dataclass(slots=True)
class Places:
    """Where something may begin in a text, in order within each list; filled once by places.py."""

    known: bool = False
    kinds: list[tuple[int, str]] = field(default_factory=list)
    short_kinds: list[tuple[int, str]] = field(default_factory=list)
    symbols: list[tuple[int, int]] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    people: list[tuple[int, str]] = field(default_factory=list)
    short_positions: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal text, the same in small letters, and the way back."""

    raw: str
    text: str
    low: str
    flat: str  # the same in small letters with blanks for line breaks: where words are looked for
    _at: list[int] = field(default_factory=list)  # where in the normal text an edited piece begins
    _from: list[int] = field(default_factory=list)  # where in the raw text it begins …
    _till: list[int | None] = field(default_factory=list)  # … and ends; None: letter for letter from here on
    places: Places = field(default_factory=Places)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a normal span that is not empty."""
        return self._start(start), self._end(end)

    def raw_slice(self, start: int, end: int) -> str:
        """The raw text behind a normal span."""
        left, right = self.span(start, end)
        return self.raw[left:right]

    def written(self, start: int, end: int) -> str:
        """The words as written, in NFC and with single blanks."""
        words = unicodedata.normalize("NFC", self.raw_slice(start, end))
        if not words.isprintable():  # a line break or a sign of no width; to look is much faster than to translate
            words = words.translate(_DROP_ZERO)
        return " ".join(words.split())

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
    width = _wrap_width(text)
    irregular = _IRREGULAR if unicodedata.is_normalized("NFC", text) else _IRREGULAR_OR_MARKED
    for found in irregular.finditer(text):
        start, end = found.span()
        piece = found.group()
        if not piece[0].isprintable() or piece[0] == " ":
            replacement = _blank(text, piece, start, end, width)
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
    low = text.lower()
    return Normal(raw, text, low, low.replace("\n", " "), at, begins, ends)


def _same_length(text: str) -> str:
    if text.isascii():
        return text
    for sign, plain in _ALIKE.items():
        if sign in text:
            text = text.replace(sign, plain)
    return text


def _old_tones(text: str) -> str:
    """Moves the tone to where the newer spelling has it: "uỷ" to "ủy", "khoá" to "khóa"; no letter more or less."""
    for old, (pattern, new) in _OLD_TONES.items():
        if old in text:
            text = pattern.sub(new, text)
    return text


def _wrap_width(text: str) -> float:
    """How long a line must be to count as full, in a text whose lines are wrapped at a width; 0 in any other."""
    breaks = text.count("\n")
    wraps = _WRAP_CRLF if "\r\n" in text else _WRAP
    if breaks < 3 or len(wraps.findall(text)) * 4 < breaks:
        return 0
    lengths = sorted(line.end() - line.start() for line in _LINE.finditer(text))
    return min(0.8 * lengths[len(lengths) * 9 // 10], 0.8 * _LONGEST_LINE)


def _blank(text: str, piece: str, start: int, end: int, width: float) -> str:
    breaks = len(_BREAKS.findall(piece))
    if not breaks:
        return " " if any(map(str.isspace, piece)) else ""
    if breaks > 1 or _PARAGRAPH.search(piece):
        return "\f"
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    goes_on = after.islower() and not before.isupper() and not _ENUMERATION.match(text, end)
    full = width and before.islower() and start - text.rfind("\n", max(0, start - _LONGEST_LINE), start) > width
    wrapped = goes_on or full or before in ("-", "/", ",", "(")
    return " " if wrapped else "\n"
