"""People named with at least one position, each once, with all positions from wherever the text gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .bodies import ends_in_country
from .model import PersonMention
from .names import TITLES, is_titled, name_before, name_end_at
from .normal import Normal, normalise
from .places import places_in
from .positions import position_end
from .words import UP, soft, syllables

_COMMITTEES = ("tỉnh ", "thành ", "quận ", "huyện ", "thị ", "đảng ", "chi ")
_MODIFIERS = ("phó ", "nguyên ", "quyền ", "cựu ", "q. ")
_MAY_PRECEDE = frozenset(word[-2:] for word in (*_COMMITTEES, *_MODIFIERS))
_AFTER_NAME = soft(
    r"(?: ?\((?!(?:[Nn]guyên|[Qq]uyền|[Pp]hó|[Bb]í thư|[Cc]hủ|[Tt]rưởng|[Gg]iám|[Tt]ổng|[UuỦủ]|[Cc]hánh) "
    r")[^()\n\f]{2,30}\))?"
    r"(?:, (?:sinh|quê|trú|ngụ|dân tộc|\d\d tuổi)(?!\w)[^,;()\n\f]{0,60}(?=,)){0,3}"
    r" ?(?:,? ?(?:(?:đã )?từng|hiện|vốn) là(?= )|,|-|\((?:\d\d tuổi, ?|(?:SN|sinh(?: năm)?) \d{4}, ?)?|:|"
    r"là(?= )|(?:(?:được|đã|vừa|liên tục|tiếp tục|từng|hiện|đang) ){0,2}"
    r"(?:(?:(?:tín nhiệm )?bầu(?: lại)?|tái cử|tái đắc cử|bổ nhiệm|"
    r"chỉ định|"
    r"phân công|điều động|luân chuyển)(?: và)? )?(?:giữ chức(?: vụ)?|làm|đảm nhiệm(?: làm)?|đảm nhận)(?: chức vụ)?|"
    r"hiện là|kiêm|(?= [A-ZĐỦ])) ?",
    any_case=False,
)
_NEXT_POSITION = soft(
    r"(?: \(?(?:khóa [ivx\d]{1,5}|nhiệm kỳ \d{4} ?- ?\d{4})\)?(?=[,;] ))?"
    r"(?: \([^()\n\f]{2,12}\)(?= giữ))?"
    r" ?(?:,? ?(?:tiếp tục )?(?:được (?:bổ nhiệm|bầu|chỉ định|phân công) )?(?:giữ chức(?: vụ)?|"
    r"làm(?! (?:phó )?trưởng đoàn)(?= ))|,|;(?! ?(?:đồng chí|ông|bà))|-|kiêm|đồng thời là|,? đồng thời|và)"
    r"(?: ?(?:kiêm|là|và))? ?",
    any_case=True,
)
_NEXT_NAME = soft(r" ?(?:,|;|và|, và|cùng)(?: ?(?:và|cùng))? ?(?:(?:các )?đồng chí:? )?(?:\d\. ?)?", any_case=True)
_HONORIFIC = soft(r"(?:đồng ?chí|ông|bà)(?!\w)", any_case=True)  # another person begins
_NEW_GROUP = re.compile(r"các đồng chí", re.IGNORECASE)
_PLURAL_BEFORE = soft(r"(?:các|hai|ba|những|và)(?: đồng chí)?(?: là)? $")
_TITLE_BEGINS = syllables(  # by their first two or three letters: TITLES is slow to say no
    "ôn bà cô bị gs ts bs cn ks kỹ cử ca tỳ ni sư cư ht tt đđ nt ns đồn đ/c anh chị thầ pgs ths ncs tsk giá phó tiế "
    "thạ bác luậ đại thư tru thi chu đô nhà ngh nhạ họa đạo liệ chi hòa trư lin mục tổn hồn đức giu phê pha gio mar đa "
    "đam ant vin mic tôm anr gia mat mác luc stê têr ann aug"
)
_ENDS_NAME = re.compile(rf"[{UP}][\w']+ Nguyên $")  # "Lê Thảo Nguyên Phó Bí thư" is not a former deputy
_GAP = soft(r" ?([,:\-(]?) ?")
_SIGNED = re.compile(r"[ \n\f]{1,2}(?:\(?(?:đã )?ký\)?[ \n\f]{1,2})?", re.IGNORECASE)


@dataclass(slots=True)
class _Person:
    start: int
    end: int
    name: str
    positions: list[str] = field(default_factory=list)


class _Register:
    """The people of one text, each under one name."""

    def __init__(self, normal: Normal) -> None:
        self.normal = normal
        self.people: dict[str, _Person] = {}

    def add(self, start: int, end: int, positions: list[str]) -> None:
        name = self.normal.written(start, end)
        person = self.people.setdefault(name.casefold(), _Person(start, end, name))
        if person.name.isupper():  # as in a heading
            person.name = name
        known = {position.casefold() for position in person.positions}
        person.positions += [p for p in dict.fromkeys(positions) if p.casefold() not in known]

    def with_positions(self) -> list[PersonMention]:
        found = []
        for person in sorted(self.people.values(), key=lambda person: person.start):
            if person.positions:
                start, end = self.normal.span(person.start, person.end)
                found.append(PersonMention(start, end, person.name, tuple(person.positions)))
        return found


def people_in(normal: Normal, signed: Sequence[tuple[str, str]] = ()) -> list[PersonMention]:
    """Every person of a text who is named with a position, in order of first mention, and who signed it as what."""
    register = _Register(normal)
    taken = 0
    for at in _anchors(normal):
        if at >= taken:
            taken = _read(register, at)
    for signer, signed_as in signed:
        name = normalise(signer).low
        if (at := normal.low.rfind(name)) >= 0:
            register.add(at, at + len(name), [signed_as])
    return register.with_positions()


def _anchors(normal: Normal) -> list[int]:
    """Where an honorific or a position begins, in order."""
    flat = normal.flat
    starts = []
    for start, word in places_in(normal).people:
        before: tuple[str, ...] = ()
        if flat[start - 2 : start] in _MAY_PRECEDE:
            before = (*_COMMITTEES, *_MODIFIERS) if word == "ủy viên" else _MODIFIERS
        for modifier in before:  # they stack in this order: "nguyên phó chủ tịch"
            if flat.startswith(modifier, start - len(modifier)) and start >= len(modifier):
                if modifier == "nguyên " and _ENDS_NAME.search(normal.text, max(0, start - 24), start):
                    break
                start -= len(modifier)
        if not flat[start - 1 : start].isalnum() or word.startswith("đồng"):
            starts.append(start)
    starts += places_in(normal).short_positions
    starts.sort()
    return starts


def _read(register: _Register, at: int) -> int:
    """Reads the people around one anchor and gives where to go on."""
    text = register.normal.text
    begin = _after_titles(text, at)
    if name_end := name_end_at(text, begin, titled=begin > at):
        positions, end = _positions_after(register.normal, name_end)
        register.add(begin, name_end, positions)
        return end
    before, end = _position_list(register.normal, begin)
    if not before:
        return max(begin, at + 1)
    name = name_before(text, at) if begin == at else None
    if name and text[end : end + 1] not in (" ", "\n"):
        register.add(
            *name, before
        )  # "A - Bí thư Tỉnh ủy, đồng chí B": what stands before is nearer than behind a comma
        return end
    plural = bool(_PLURAL_BEFORE.search(register.normal.low, max(0, at - 18), begin))
    after = _names_after(register, end, before, plural)
    if after == end and name:
        register.add(*name, before)
    return after


def _names_after(register: _Register, end: int, before: list[str], plural: bool) -> int:
    """The name or, after a plural, the names behind a position: "Bí thư Tỉnh ủy A", "các Thứ trưởng: A; B"."""
    text = register.normal.text
    start = _name_start(text, end, plural)
    place = end
    while start and (name_end := name_end_at(text, start) or _rare_name_end(text, place, start)):
        positions, end = _positions_after(register.normal, name_end)
        register.add(start, name_end, before + positions)
        joined = _NEXT_NAME.match(text, end) if plural else None
        if joined and _NEW_GROUP.search(joined.group()):
            return end  # "các Phó Chủ tịch: A, B; các đồng chí: C …": what was shared ends here
        start = _after_titles(text, joined.end()) if joined else 0
    return end


def _rare_name_end(text: str, place: int, start: int) -> int:
    """Where a name with a family name on no list ends, which a title or a country before it shows to be a name."""
    end = name_end_at(text, start, titled=True)
    return end if end and (ends_in_country(text, place) or is_titled(text, start)) else 0


def _name_start(text: str, end: int, plural: bool) -> int:
    """Where a name may begin behind a position; 0 where the position clearly belongs to somebody else."""
    if text[end - 1].isupper() and (signed := _SIGNED.match(text, end)):
        return _after_titles(text, signed.end())
    gap = _GAP.match(text, end)
    if not gap:
        return 0
    start = _after_titles(text, gap.end())
    titled = start > gap.end()
    if gap[1] in (",", "(") and not titled:
        return 0
    if gap[1] == ":" and not plural and text[end - 1].islower() and not titled:
        return 0
    return start


def _positions_after(normal: Normal, at: int) -> tuple[list[str], int]:
    """The positions that follow a name, and where they end."""
    lead = _AFTER_NAME.match(normal.text, at)
    if not lead:
        return [], at
    positions, end, last = [], at, at
    begin = _after_titles(normal.text, lead.end())
    while (after := position_end(normal.text, begin)) > begin:
        positions.append(normal.written(begin, after))
        last, end = end, after
        joined = _NEXT_POSITION.match(normal.text, end)
        if not joined or _HONORIFIC.match(normal.text, joined.end()):
            break
        begin = _after_titles(normal.text, joined.end())
    if (
        positions
        and normal.text[end : end + 1] in (" ", "\n")
        and name_end_at(normal.text, end + 1, titled=ends_in_country(normal.text, end))
    ):
        return positions[:-1], last  # "A, Phó Chủ tịch UBND tỉnh B": the last position is that of the next person
    return positions, end


def _position_list(normal: Normal, at: int) -> tuple[list[str], int]:
    positions: list[str] = []
    end = at
    while (after := position_end(normal.text, at)) > at:
        positions.append(normal.written(at, after))
        end = after
        joined = _NEXT_POSITION.match(normal.text, end)
        if not joined or _HONORIFIC.match(normal.text, joined.end()):
            break
        at = _after_titles(normal.text, joined.end())
    return positions, end


def _after_titles(text: str, at: int) -> int:
    begins = text[at : at + 3].lower()
    if begins not in _TITLE_BEGINS and begins[:2] not in _TITLE_BEGINS:
        return at
    found = TITLES.match(text, at)
    return found.end() if found else at
