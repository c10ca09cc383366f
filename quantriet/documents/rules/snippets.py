"""The piece of a text in which searched words stand, found without diacritics and cut into plain words and hits."""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

LENGTH = 200  # characters of a snippet
_LOOKED_AT = 400  # hits among which the best place is chosen
_MARKS = "[\u0300-\u036f]*"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of the text, which are a hit or stand between hits."""

    text: str
    is_hit: bool


def highlighted(text: str, words: list[str]) -> list[Piece]:
    """The whole text with the hits told apart."""
    return _pieces(text, 0, len(text), list(_hits(text, tuple(words))))


def snippet(text: str, words: list[str]) -> list[Piece]:
    """The place of the text that holds most of the words; nothing where none of them stands."""
    hits = list(islice(_hits(text, tuple(words)), _LOOKED_AT))
    if not hits:
        return []
    first = max(range(len(hits)), key=lambda i: (_different(text, hits, i), -i))
    begin = _word_start(text, max(0, hits[first][0] - LENGTH // 4))
    end = _word_end(text, min(len(text), begin + LENGTH))
    return _pieces(text, begin, end, hits)


def _hits(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    pattern = _pattern(words)
    return [found.span() for found in pattern.finditer(text)] if pattern else []


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Each folded word as the beginning of a word in any spelling: “nghi” finds nghị, NGHỊ and nghi."""
    ways = sorted({"".join(_letter(char) for char in word) for word in words if word}, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ways)})[^\W_\u0300-\u036f]*{_MARKS}", re.IGNORECASE) if ways else None


def _letter(char: str) -> str:
    return f"[{_variants().get(char, re.escape(char))}]{_MARKS}"


@lru_cache(maxsize=1)
def _variants() -> dict[str, str]:
    """Each plain letter with all that fold into it."""
    found: dict[str, str] = {}
    for code in [*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code).casefold())[0].replace("đ", "d").replace("ð", "d")
        if "a" <= base <= "z":
            found[base] = found.get(base, "") + chr(code)
    return found


def _different(text: str, hits: list[tuple[int, int]], first: int) -> int:
    """How many different words stand within one snippet from this hit on."""
    last = bisect_left(hits, (hits[first][0] + LENGTH * 3 // 4, 0))
    return len({text[start:end].casefold() for start, end in hits[first:last]})


def _pieces(text: str, begin: int, end: int, hits: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [Piece("… ", False)] if begin else [], begin
    for start, stop in hits:
        if start < begin or stop > end:
            continue
        pieces += [Piece(_plain(text[at:start]), False), Piece(text[start:stop], True)]
        at = stop
    pieces.append(Piece(_plain(text[at:end]) + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece.text]


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def _word_start(text: str, at: int) -> int:
    space = text.rfind(" ", max(0, at - 20), at + 1)
    return space + 1 if at and space >= 0 else at


def _word_end(text: str, at: int) -> int:
    space = text.find(" ", at, at + 20)
    return space if space >= 0 else at
