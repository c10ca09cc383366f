"""Vietnamese text: normal form, search without diacritics, order of the Vietnamese alphabet."""

import unicodedata

# The alphabet of TCVN 6909: each letter with its own place, tones ordered within a letter.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries
_MODIFIERS = "\u0302\u0306\u031b"  # â, ă, ơ: these make another letter
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def nfc(text: str) -> str:
    """The text in Unicode NFC, as everything is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The text as one searches for it: lower case, no diacritics, single spaces, nothing invisible."""
    decomposed = unicodedata.normalize("NFD", text.translate(_INVISIBLE).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d").replace("ð", "d")
    return " ".join(bare.split())


def sort_key(text: str) -> str:
    """A key whose byte order is the order of the Vietnamese alphabet; tones decide last."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", text.translate(_INVISIBLE).casefold()):
        if char in _TONES:
            if tones:
                tones[-1] = chr(ord("1") + _TONES.index(char))
        elif char in _MODIFIERS and letters:
            letters[-1] = _place(unicodedata.normalize("NFC", _letter(letters[-1]) + char))
        else:
            letters.append(_place(char))
            tones.append("0")
    return "".join(letters) + " " + "".join(tones)


def _place(letter: str) -> str:
    index = _LETTERS.find(letter) if letter else -1
    if index >= 0:
        return chr(0x100 + index)
    return letter if letter.isascii() else "~" + letter


def _letter(place: str) -> str:
    return _LETTERS[ord(place) - 0x100] if len(place) == 1 and 0x100 <= ord(place) < 0x100 + len(_LETTERS) else place
