"""People named with at least one position, each once, with all positions from wherever the text gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .model import PersonMention
from .normal import Normal
from .positions import MODIFIERS, POSITION_WORD, position_end
from .words import MIDDLE, PROVINCES, SURNAMES, UP, soft

_HONORIFICS = r"đồng ?chí|đ/c|đ\.c|ông|bà|anh|chị|gs|pgs|ts|ths|bs|luật sư|giáo sư|tiến sĩ|bác sĩ|thạc sĩ|nhà báo"
_RANK = (
    r"(?:(?:gs|pgs|ts|ths|bs|cn|ks|ncs|bsckii|bscki|tskh)(?!\w)[.,\-]? ?|(?:giáo sư|phó giáo sư|tiến sĩ|thạc sĩ|"
    r"bác sĩ|luật sư|kỹ sư|cử nhân|"
    r"(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)|(?:phó )?(?:chuẩn )?đô đốc|nhà báo|nhà giáo(?: (?:ưu tú|"
    r"nhân dân))?|nghệ sĩ \w+ \w+),? ?)"
)
_TITLES = soft(rf"(?:(?:đồng ?chí|đ/c|ông|bà)(?: |(?=[{UP}]))|{_RANK})*", any_case=True)
_ANCHOR = soft(rf"(?<!\w)(?:đồng ?chí|đ/c|ông|bà)(?=\W|$)|đồng chí|(?<!\w)(?:{MODIFIERS} ){{0,2}}{POSITION_WORD}")
_TOKEN = soft(rf"[{UP}][\w']*")
_BETWEEN = soft(r" |\n")
_AFTER_NAME = soft(r" ?(?:,|-|\(|:|là(?= )|giữ chức(?: vụ)?|hiện là|kiêm) ?", any_case=True)
_NEXT_POSITION = soft(
    r" ?(?:,|;(?! ?(?:đồng chí|ông|bà))|-|kiêm|đồng thời là|,? đồng thời|và)(?: ?(?:kiêm|là|và))? ?",
    any_case=True,
)
_NEXT_NAME = soft(r" ?(?:,|;|và|, và|cùng)(?: ?(?:và|cùng))? ?(?:(?:các )?đồng chí:? )?(?:\d\. ?)?", any_case=True)
_PLURAL = soft(r"(?:các|hai|ba|những)(?: đồng chí)? $", any_case=True)
_TO_NAME = soft(r" ?[,:\-(]? ?", any_case=True)


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
    return bool(re.search(r"đồng ?chí|đ/c|ông|bà", text[start:end], any_case=True))


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


_PLACE = soft(rf"(?:{PROVINCES}|kiến an|hồng bàng|lê chân|ngô quyền|trung ương)", any_case=True)


def _remember(normal: Normal, people: dict[str, _Person], start: int, end: int, positions: list[str]) -> None:
    name = normal.written(start, end)
    person = people.setdefault(name.casefold(), _Person(start, end, name))
    known = {position.casefold() for position in person.positions}
    person.positions += [p for p in dict.fromkeys(positions) if p.casefold() not in known]
