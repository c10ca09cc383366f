"""People named with at least one position, each once, with all positions from wherever the text gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .bodies import CAP
from .model import PersonMention
from .normal import Normal
from .positions import MODIFIERS, POSITION_WORD, position_end
from .words import MIDDLE, PROVINCES, STOP, SURNAMES, UP, S

_HONORIFICS = rf"đồng{S}?chí|đ/c|đ\.c|ông|bà|anh|chị|gs|pgs|ts|ths|bs|luật{S}sư|giáo{S}sư|tiến{S}sĩ|bác{S}sĩ|thạc{S}sĩ|nhà{S}báo"
_RANK = (
    rf"(?:(?:gs|pgs|ts|ths|bs|cn|ks|ncs|bsckii|bscki|tskh)(?!\w)[.,\-]?{S}?|(?:giáo{S}sư|phó{S}giáo{S}sư|tiến{S}sĩ|thạc{S}sĩ|bác{S}sĩ|luật{S}sư|kỹ{S}sư|cử{S}nhân|"
    rf"(?:đại|thượng|trung|thiếu){S}(?:tướng|tá|úy)|(?:phó{S})?(?:chuẩn{S})?đô{S}đốc|nhà{S}báo|nhà{S}giáo(?:{S}(?:ưu{S}tú|nhân{S}dân))?|nghệ{S}sĩ{S}\w+{S}\w+),?{S}?)"
)
_TITLES = re.compile(rf"(?:(?:đồng{S}?chí|đ/c|ông|bà)(?:{S}|(?=[{UP}]))|{_RANK})*", re.IGNORECASE)
_ANCHOR = re.compile(rf"(?<!\w)(?:đồng{S}?chí|đ/c|ông|bà)(?=\W|$)|đồng{S}chí|(?<!\w)(?:{MODIFIERS}{S}){{0,2}}{POSITION_WORD}")
_TOKEN = re.compile(rf"[{UP}][\w']*")
_BETWEEN = re.compile(r" |\n")
_AFTER_NAME = re.compile(rf"{S}?(?:,|-|\(|:|là(?={S})|giữ{S}chức(?:{S}vụ)?|hiện{S}là|kiêm){S}?", re.IGNORECASE)
_NEXT_POSITION = re.compile(rf"{S}?(?:,|;(?!{S}?(?:đồng{S}chí|ông|bà))|-|kiêm|đồng{S}thời{S}là|,?{S}đồng{S}thời|và)(?:{S}?(?:kiêm|là|và))?{S}?", re.IGNORECASE)
_NEXT_NAME = re.compile(rf"{S}?(?:,|;|và|,{S}và|cùng)(?:{S}?(?:và|cùng))?{S}?(?:(?:các{S})?đồng{S}chí:?{S})?(?:\d\.{S}?)?", re.IGNORECASE)
_PLURAL = re.compile(rf"(?:các|hai|ba|những)(?:{S}đồng{S}chí)?{S}$", re.IGNORECASE)
_TO_NAME = re.compile(rf"{S}?[,:\-(]?{S}?", re.IGNORECASE)


@dataclass(slots=True)
class _Person:
    start: int
    end: int
    name: str
    positions: list[str] = field(default_factory=list)


def people_in(normal: Normal) -> list[PersonMention]:
    """Every person of a text who is named with a position, in order of first mention."""
    people: dict[str, _Person] = {}
    taken = 0
    for anchor in _ANCHOR.finditer(normal.low):
        if anchor.start() < taken:
            continue
        taken = _read(normal, anchor.start(), people)
    found = []
    for person in sorted(people.values(), key=lambda person: person.start):
        if person.positions:
            start, end = normal.span(person.start, person.end)
            found.append(PersonMention(start, end, person.name, tuple(person.positions)))
    return found


def _read(normal: Normal, at: int, people: dict[str, _Person]) -> int:
    """Reads the people around one anchor and gives where to go on."""
    text = normal.text
    titled = _TITLES.match(text, at)
    begin = titled.end() if titled else at
    name_end = name_end_at(text, begin)
    if name_end:
        positions, end = _positions(normal, name_end)
        _remember(normal, people, begin, name_end, positions)
        return end
    before, end = _position_list(normal, begin)
    if not before:
        return max(begin, at + 1)
    return _names_after(normal, at, begin, end, before, people)


def _names_after(normal: Normal, at: int, begin: int, end: int, before: list[str], people: dict[str, _Person]) -> int:
    text = normal.text
    plural = bool(_PLURAL.search(text, max(0, at - 16), begin))
    gap = _TO_NAME.match(text, end)
    start = gap.end() if gap else end
    titled = _TITLES.match(text, start)
    start = titled.end() if titled else start
    colon = ":" in text[end:start]
    name_end = name_end_at(text, start)
    if not name_end or (colon and not plural and text[begin].islower() and False):
        return end
    if "," in text[end:start] and not titled_text(text, end, start) and not plural:
        return end
    positions, after = _positions(normal, name_end)
    _remember(normal, people, start, name_end, before + positions)
    while plural and (joined := _NEXT_NAME.match(text, after)):
        start = joined.end()
        titled = _TITLES.match(text, start)
        start = titled.end() if titled else start
        name_end = name_end_at(text, start)
        if not name_end:
            break
        positions, after = _positions(normal, name_end)
        _remember(normal, people, start, name_end, before + positions)
    return after


def titled_text(text: str, start: int, end: int) -> bool:
    """Whether an honorific stands between two places."""
    return bool(re.search(rf"đồng{S}?chí|đ/c|ông|bà", text[start:end], re.IGNORECASE))


def _positions(normal: Normal, at: int) -> tuple[list[str], int]:
    """The positions that follow a name, and where they end."""
    lead = _AFTER_NAME.match(normal.text, at)
    if not lead:
        return [], at
    positions, end = _position_list(normal, _skip_ranks(normal.text, lead.end()))
    if not positions:
        return [], at
    gap = _TO_NAME.match(normal.text, end)
    if "," in lead.group() and gap and gap.group() == " " and name_end_at(normal.text, gap.end()):
        return [], at  # "A, Bí thư Thành ủy B": the position is that of the next person
    return positions, end


def _skip_ranks(text: str, at: int) -> int:
    found = _TITLES.match(text, at)
    return found.end() if found else at


def _position_list(normal: Normal, at: int) -> tuple[list[str], int]:
    positions: list[str] = []
    end = at
    while True:
        after = position_end(normal.text, at)
        if after == at:
            return positions, end
        positions.append(normal.written(at, after))
        end = after
        joined = _NEXT_POSITION.match(normal.text, end)
        if not joined:
            return positions, end
        at = _skip_ranks(normal.text, joined.end())


def name_end_at(text: str, at: int) -> int:
    """Where the Vietnamese name that begins at a place ends; 0 where none begins."""
    first = _TOKEN.match(text, at)
    if not first or first.group().lower() not in SURNAMES:
        return 0
    end, count, last = first.end(), 1, first.group()
    while count < 5 and _BETWEEN.match(text, end):
        if text[end] == "\n" and count > 1 and last.lower() not in MIDDLE:
            break
        token = _TOKEN.match(text, end + 1)
        if not token or (last.isupper() != token.group().isupper() and len(token.group()) > 1 and len(last) > 1):
            break
        end, count, last = token.end(), count + 1, token.group()
    if count < 2 or (count == 2 and _PLACE.fullmatch(text, at, end)):
        return 0
    return end


_PLACE = re.compile(rf"(?:{PROVINCES}|kiến{S}an|hồng{S}bàng|lê{S}chân|ngô{S}quyền|trung{S}ương)", re.IGNORECASE)


def _remember(normal: Normal, people: dict[str, _Person], start: int, end: int, positions: list[str]) -> None:
    name = normal.written(start, end)
    person = people.setdefault(name.casefold(), _Person(start, end, name))
    known = {position.casefold() for position in person.positions}
    person.positions += [p for p in dict.fromkeys(positions) if p.casefold() not in known]
