"""Where the name of a body ends: "Ban Thường vụ Thành ủy Hải Phòng", "Bộ Giáo dục và Đào tạo", "UBND quận Kiến An"."""

from __future__ import annotations

import re

from .names import name_end_at
from .words import (
    COMMON_SURNAMES,
    COUNTRIES,
    FIELDS,
    HEADS,
    LEVEL,
    LO,
    OFFICES,
    PLACES_LIKE_NAMES,
    PROVINCES,
    STOP,
    SURNAMES,
    UP,
    soft,
)

_WORD_END = r"(?!\w)"
_HEAD = soft(rf"(?i:{HEADS})(?:(?!\w)|(?<=ủy)(?=[{UP}]))")
_HEAD_ANYWHERE = soft(rf"(?<!\w)(?i:{HEADS}|{OFFICES}){_WORD_END}")
_OFFICE = soft(rf"(?i:{OFFICES}){_WORD_END}")
_FIELD = soft(rf" (?i:{FIELDS}){_WORD_END}")
_AND_FIELD = soft(rf" và(?= [{UP}]) (?i:{FIELDS}){_WORD_END}")
_LEVEL = soft(rf"(?: |, )(?i:{LEVEL}){_WORD_END}")
_PLACE = soft(rf" (?i:{PROVINCES}){_WORD_END}")
_COUNTRY = soft(rf" (?=[{UP}])(?i:{COUNTRIES})(?: tại Việt Nam)?{_WORD_END}")
_COUNTRY_BEFORE = soft(rf" (?=[{UP}])(?i:{COUNTRIES})(?: tại Việt Nam)?$")
_COUNTRY_ENDS = frozenset(name.split()[-1] for name in (*COUNTRIES.split("|"), "việt nam"))
_LIKE_NAME = soft(rf" (?i:{PROVINCES}|{PLACES_LIKE_NAMES}){_WORD_END}")
_GLUE_WORDS = (
    r"của quốc hội|khối (?:các cơ quan(?: và doanh nghiệp)?|doanh nghiệp)|các cơ quan(?: đảng)?|nhân dân|"
    r"trung ương(?: đảng)?|đảng|việt nam|nhà nước|doanh nghiệp|quân sự|quân khu|cơ sở|tối cao|quốc tế|quốc gia|"
    r"khu vực|thế giới|tại việt nam|t\.?ư|tw"
)
_GLUE = soft(rf" (?i:{_GLUE_WORDS}){_WORD_END}")
_NEXT_WORD = re.compile(r"[ \n,-]{1,3}(\w+)")
_LINKING = frozenset(re.findall(r"\w+", "|".join((HEADS, LEVEL, PROVINCES, _GLUE_WORDS)).lower()))
_BLANKS = frozenset(" \n")
_NUMBERED = soft(r" (?:số )?\d{1,2}(?!\w|[/.,-]\d)")
_FOR_A_TOPIC = soft(r"(?:ban chỉ đạo|tổ công tác|ban quản lý)$", any_case=True)
_TAKES_NUMBER = soft(r"(?:quân khu|quân đoàn|binh đoàn|sư đoàn|trung đoàn|lữ đoàn|vùng|chi bộ|đội|số)$", any_case=True)
_LAST_WORD = soft(rf"(?<!\w)[{UP}]{{2,}}$")
_NEXT_OFFICE = soft(rf" (?=[{UP}])(?=(?i:{OFFICES}){_WORD_END})")
# What begins a further position behind a dash.
_OFFICER = (
    "(?:phó |nguyên |quyền )*(?:bí thư|chủ tịch|trưởng|giám đốc|tổng|ủy viên|thư ký|chánh|viện trưởng|hiệu trưởng|"
    "chủ nhiệm|đại biểu|tổ (?:trưởng|phó)|thành viên)|phó|nguyên"
)
CAP = rf"[{UP}][{LO}{UP}0-9']*(?:(?<=[{UP}]{{2}})[-&][{UP}]{{2,}})?"
# A name never runs over a line end: what follows with a capital there begins a paragraph of its own …
_CAPS = re.compile(rf"(?:(?: | - (?=[{UP}][{LO}])(?!(?i:{_OFFICER})(?!\w))){CAP}(?!\w)){{1,6}}")
# … unless what stands before it is but half a name.
_UNFINISHED = soft(
    r"(?:ban thường vụ|btv|ban chấp hành|bch|thường trực|ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|văn phòng|"
    r"ban tổ chức|ban tuyên giáo|ban nội chính|ban dân vận|ủy ban kiểm tra)$",
    any_case=True,
)
# "TP.Vị Thanh", with the blank left out
_CITY = soft(rf" (?:TP|Tp)\.{CAP}(?: {CAP}){{0,2}}(?!\w)")
_PREVENTS = soft(r", chống(?!\w)")
_SYLLABLE = soft(rf" ([{LO}]{{1,7}}){_WORD_END}")
# A name in small letters is believed where something that cannot belong to it ends it.
_SMALL_NAME = soft(
    rf"(?: [{LO}]{{1,7}}){{2,6}}(?=[,.;:)\n\f]| -|$| (?:(?i:{LEVEL}|việt nam|{PROVINCES})|và){_WORD_END})"
)
_SCIENCE = soft(rf" (?:học|hóa){_WORD_END}")
_ACRONYM = re.compile(rf"[{UP}]{{2}}$")
_SCHOOL_BEFORE = soft(r"(?<!\w)(?:THPT|THCS|[Tt]iểu học|[Mm]ầm non|Trường(?: [Cc]hính trị)?)$")
_JOIN = soft(rf"(?: và|,| -)(?= [{UP}][{LO}])(?! (?i:{_OFFICER})(?!\w))")
_TOKEN = soft(CAP)


def body_end(text: str, at: int, *, stop_at_names: bool = False) -> int:
    """Where the body that begins at a place ends; the place itself where none begins."""
    head = _HEAD.match(text, at)
    if head:
        return continued(text, head.end(), stop_at_names)
    office = _OFFICE.match(text, at)
    if not office:
        return at
    end = _office_end(text, office.end(), stop_at_names)
    return continued(text, end, stop_at_names) if end > office.end() else at


def body_before(text: str, at: int) -> tuple[int, int] | None:
    """The body that ends right before a place, or before the name of the person who acts for it."""
    for head in _HEAD_ANYWHERE.finditer(text, max(0, at - 70), at):
        end = body_end(text, head.start(), stop_at_names=True)
        if end == at or (head.start() < end < at and name_end_at(text, end + 1) == at):
            return head.start(), end
    return None


def ends_in_country(text: str, at: int) -> bool:
    """Whether the name of a country or of a body between countries ends at a place."""
    last = text[max(0, at - 14) : at].lower().split()[-1:]
    return bool(last) and last[0] in _COUNTRY_ENDS and bool(_COUNTRY_BEFORE.search(text, max(0, at - 32), at))


def continued(text: str, end: int, stop_at_names: bool) -> int:
    """Goes on through further heads, levels, offices and proper names."""
    for _ in range(12):
        if (
            text[end : end + 1] == "\n"
            and text[end + 1 : end + 2].isupper()
            and not _UNFINISHED.search(text, max(0, end - 18), end)
        ):
            break
        if not _may_go_on(text, end):
            break
        if stop_at_names and (country := _COUNTRY.match(text, end)):
            return country.end()
        for step in _STEPS:
            if (after := step(text, end, stop_at_names)) > end:
                break
        else:
            break
        end = after
    return end


def _may_go_on(text: str, end: int) -> bool:
    """Whether a further step is worth trying: a look at the next word alone, since most names end here."""
    following = _NEXT_WORD.match(text, end)
    if not following:
        return False
    word = following.group(1)
    return (
        not word.islower() or word in _LINKING or text[end - 1].lower() in "ocý"
    )  # Ban Chỉ đạo, Tổ công tác, Ban quản lý


def field_end(text: str, at: int, stop_at_names: bool) -> int:
    """The end of what an office deals with: a known field, or capitalised words with their small second syllables."""
    if known := _FIELD.match(text, at):
        further = _AND_FIELD.match(text, known.end())
        return further.end() if further else known.end()
    end = at
    while (after := _name(text, end, stop_at_names)) > end:
        end = after
        if stop_at_names and ends_in_country(text, end):
            return end
        small = _SMALL_NAME.match(text, end)
        if small and STOP.isdisjoint(small.group().split()):
            return small.end()
        syllable = _SYLLABLE.match(text, end)
        if syllable and syllable.group(1) not in STOP and not _ends_small(text, end):
            end = syllable.end()
            science = _SCIENCE.match(text, end)
            end = science.end() if science else end
            join = _JOIN.match(text, end)
            if join and not _HEAD.match(text, join.end() + 1) and not _OFFICE.match(text, join.end() + 1):
                end = join.end()
    return end


def _ends_small(text: str, end: int) -> bool:
    """Whether what follows in small letters cannot be a second syllable: behind an abbreviation, or a level."""
    return bool(_ACRONYM.search(text, max(0, end - 4), end) or _LEVEL.match(text, end))


def _office_end(text: str, at: int, stop_at_names: bool) -> int:
    """An office is one only with its field, or with the body it belongs to."""
    return max(step(text, at, stop_at_names) for step in (field_end, _head, _number))


def _head(text: str, end: int, _stop_at_names: bool) -> int:
    head = _HEAD.match(text, end + 1) if text[end : end + 1] in _BLANKS else None
    return head.end() if head else end


def _level(text: str, end: int, stop_at_names: bool) -> int:
    if city := _CITY.match(text, end):
        return city.end()
    found = _LEVEL.match(text, end)
    if not found or (text[end] == "," and not _CAPS.match(text, found.end())):
        return end
    end = found.end()
    if place := _PLACE.match(text, end):
        return place.end()
    named = _CAPS.match(text, end)
    if not named or _is_loud(text, end):
        number = _NUMBERED.match(text, end)
        return number.end() if number else end
    return _before_person(text, end, named.end(), place_first=True) if stop_at_names else named.end()


def _glue(text: str, end: int, _stop_at_names: bool) -> int:
    found = _GLUE.match(text, end) or _PLACE.match(text, end)
    return found.end() if found else end


def _office(text: str, end: int, stop_at_names: bool) -> int:
    found = _NEXT_OFFICE.match(text, end)
    office = _OFFICE.match(text, found.end()) if found else None
    if not office:
        return end
    after = _office_end(text, office.end(), stop_at_names)
    return after if after > office.end() else end


def _name(text: str, end: int, stop_at_names: bool) -> int:
    found = _CAPS.match(text, end)
    if not found or _is_loud(text, end):
        return end
    return _before_person(text, end, found.end(), place_first=False) if stop_at_names else found.end()


def _topic(text: str, end: int, _stop_at_names: bool) -> int:
    """What a steering committee or working group is for, which is written small: "Ban Chỉ đạo chuyển đổi số"."""
    if not _FOR_A_TOPIC.search(text, max(0, end - 12), end):
        return end
    for _ in range(8):
        word = _SYLLABLE.match(text, end)
        if not word or (word.group(1) in STOP and word.group(1) != "số") or _LEVEL.match(text, end):
            break
        prevents = _PREVENTS.match(text, word.end()) if word.group(1) == "phòng" else None
        end = prevents.end() if prevents else word.end()
    return end


def _number(text: str, end: int, _stop_at_names: bool) -> int:
    number = _NUMBERED.match(text, end)
    return number.end() if number and _TAKES_NUMBER.search(text, max(0, end - 12), end) else end


_STEPS = (_head, _level, _glue, _office, _name, _number, _topic)


def _is_loud(text: str, at: int) -> bool:
    """Whether capitals say nothing here, because everything is written in them."""
    before, after = _LAST_WORD.search(text, max(0, at - 8), at), _TOKEN.match(text, at + 1)
    return bool(
        before and after and after.group().isupper() and len(after.group()) > 1 and not before.group().isascii()
    )


def _before_person(text: str, start: int, end: int, *, place_first: bool) -> int:
    """Cuts a run of capitalised words before the name of a person that ends it."""
    tokens = list(_TOKEN.finditer(text, start, end))
    if len(tokens) > 2 and (country := _COUNTRY.match(text, start)):
        return country.end()
    for wanted in (3, 4, 2, 5):
        index = len(tokens) - wanted
        if index < 0 or tokens[index].group().lower() not in SURNAMES:
            continue
        if wanted == 2 and (
            (place_first and index == 0)
            or tokens[index].group().lower() not in COMMON_SURNAMES
            or _LIKE_NAME.match(text, tokens[index].start() - 1)
        ):
            continue
        if index == 0 and _SCHOOL_BEFORE.search(text, max(0, start - 20), start):
            continue
        return tokens[index - 1].end() if index else start
    return end
