"""The places of a text worth a look: words and numbers that may begin a reference, a date or a person.

One fast pass for the words, one for abbreviations in capitals and one for numbers serve all three.
"""

from __future__ import annotations

import re

from quantriet.documents.rules.kinds import KINDS

from .normal import Normal, Places
from .positions import POSITION_ABBREVIATIONS, POSITION_NOUNS
from .words import any_literal

KIND_OF = {word: kind.code for kind in KINDS.values() for word in kind.words}
KIND_OF |= {word.replace(" ", ""): code for word, code in KIND_OF.items()}  # glued by a lost blank
KIND_OF["kết quả hội nghị"] = "result"
KIND_OF["pháp lệnh"] = "ordinance"
KIND_OF |= {word: "statute" for word in KIND_OF if word.startswith("điều")}
SHORT = {
    "NQ": "resolution", "CT": "directive", "KL": "conclusion", "QĐ": "decision", "NĐ": "decree", "HD": "guidance",
    "KH": "plan", "CTr": "action_programme", "CTHĐ": "action_programme", "TB": "notice", "CV": "official_letter",
    "BC": "report",
}  # fmt: skip
_PERSON_WORDS = ("đồng chí", "đồngchí", "đ/c", "ông ", "bà ", "bị cáo ", "bị can ", *POSITION_NOUNS)
_DATE_WORDS = ("tháng ", "quý ")
_WORDS = re.compile(any_literal(*KIND_OF, *_PERSON_WORDS, *_DATE_WORDS))
_CAPITALS = re.compile(any_literal(*SHORT, *POSITION_ABBREVIATIONS))
_BEHIND_KIND = re.compile(r"\s?(?:[Ss]ố|\d|TW|TƯ|[Tt]rung|Đại)")
_NUMBERS = re.compile(r"[0-9]([0-9]{0,4})([a-z]?) ?(?:([-/])|[.,]|và |đến |tới |tháng)")  # a set first: found fast
# A word of a person is one only where a word begins: behind one of these.
_PERSON_BEGINS = frozenset(" \f\"'([,;:./*+|!?>-")
_KIND, _PERSON, _DATE = 1, 2, 4
_USE = {word: _KIND * (word in KIND_OF) | _PERSON * (word in _PERSON_WORDS) | _DATE * (word in _DATE_WORDS)
        for word in (*KIND_OF, *_PERSON_WORDS, *_DATE_WORDS)}  # fmt: skip


def places_in(normal: Normal) -> Places:
    """The places of a text, looked for once."""
    places = normal.places
    if not places.known:
        places.known = True
        _words(normal.flat, places)
        _capitals(normal.text, places)
        _numbers(normal.flat, places)
    return places


def _words(flat: str, places: Places) -> None:
    for match in _WORDS.finditer(flat):
        start, word = match.start(), match.group()
        use = _USE[word]
        if use & _KIND:
            places.kinds.append((start, word))
        if use & _PERSON and (not start or flat[start - 1] in _PERSON_BEGINS):
            places.people.append((start, word))
        elif use & _DATE:
            places.dates.append(start)


def _capitals(text: str, places: Places) -> None:
    for match in _CAPITALS.finditer(text):
        word, end = match.group(), match.end()
        if word not in SHORT:
            if not text[end : end + 1].isalnum():
                places.short_positions.append(match.start())
        elif _BEHIND_KIND.match(text, end):
            places.short_kinds.append((match.start(), word))


def _numbers(flat: str, places: Places) -> None:
    """Numbers that begin a symbol ("18-NQ", "5a/") or a date ("18/3", "ngày 5 và 6/4"), not those inside a word."""
    for match in _NUMBERS.finditer(flat):
        start = match.start()
        if flat[start - 1 : start].isalnum():
            continue
        more, letter, mark = match.groups()
        if mark:
            places.symbols.append((start, match.end()))
        if not letter and len(more) < 2:
            places.dates.append(start)
