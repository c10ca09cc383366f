"""Where the name of a body ends: "Ban Thường vụ Thành ủy Hải Phòng", "Bộ Giáo dục và Đào tạo", "UBND quận Kiến An"."""

from __future__ import annotations

from .words import FIELDS, HEADS, LEVEL, LO, OFFICES, PROVINCES, STOP, SURNAMES, UP, soft

_WORD_END = r"(?!\w)"
_HEAD = soft(rf"(?i:{HEADS})(?:(?!\w)|(?<=ủy)(?=[{UP}]))")
_OFFICE = soft(rf"(?i:{OFFICES}){_WORD_END}")
_FIELD = soft(rf" (?i:{FIELDS}){_WORD_END}")
_LEVEL = soft(rf"(?: |, )(?i:{LEVEL}){_WORD_END}\.?")
_PLACE = soft(rf" (?i:{PROVINCES}){_WORD_END}")
_GLUE = soft(
    rf" (?i:khối (?:các cơ quan(?: và doanh nghiệp)?|doanh nghiệp)|các cơ quan(?: đảng)?|nhân dân|"
    rf"trung ương(?: đảng)?|đảng|việt nam|nhà nước|doanh nghiệp|quân sự|quân khu|cơ sở|tối cao|t\.?ư|tw){_WORD_END}"
)
_NEXT_HEAD = soft(rf" (?=(?i:{HEADS}){_WORD_END})")
_NEXT_OFFICE = soft(rf" (?=[{UP}])(?=(?i:{OFFICES}){_WORD_END})")
CAP = rf"[{UP}][{LO}{UP}0-9']*"
_CAPS = soft(rf"(?:(?: | - (?=[{UP}][{LO}])){CAP}(?!\w)){{1,6}}")
_SYLLABLE = soft(rf" ([{LO}]{{1,7}}){_WORD_END}")
_JOIN = soft(rf"(?: và|,| -)(?= [{UP}][{LO}])")
_TOKEN = soft(CAP)


def body_end(text: str, at: int, *, stop_at_names: bool = False) -> int:
    """Where the body that begins at a place ends; the place itself where none begins."""
    found = _HEAD.match(text, at)
    if found:
        return continued(text, found.end(), stop_at_names)
    found = _OFFICE.match(text, at)
    if not found:
        return at
    end = field_end(text, found.end(), stop_at_names)
    return continued(text, end, stop_at_names) if end > found.end() else at


def continued(text: str, end: int, stop_at_names: bool) -> int:
    """Goes on through further heads, levels and proper names."""
    for _ in range(12):
        found = _LEVEL.match(text, end)
        if found and text[end] == "," and not _CAPS.match(text, found.end()):
            found = None
        if found:
            end = found.end()
            if named := (_PLACE.match(text, end) or _CAPS.match(text, end)):
                end = _before_person(text, end, named.end(), place_first=True) if stop_at_names else named.end()
            continue
        found = _NEXT_HEAD.match(text, end)
        if found:
            further = _HEAD.match(text, found.end())
            end = further.end() if further else end
            if further:
                continue
        if found := (_GLUE.match(text, end) or _PLACE.match(text, end)):
            end = found.end()
            continue
        if found := _NEXT_OFFICE.match(text, end):
            office = _OFFICE.match(text, found.end())
            further_end = field_end(text, office.end(), stop_at_names) if office else end
            if office and further_end > office.end():
                end = further_end
                continue
        found = _CAPS.match(text, end)
        if not found:
            return end
        after = _before_person(text, end, found.end(), place_first=False) if stop_at_names else found.end()
        if after == end:
            return end
        end = after
    return end


def field_end(text: str, at: int, stop_at_names: bool) -> int:
    """The end of what an office deals with: a known field, or capitalised words with their small second syllables."""
    if known := _FIELD.match(text, at):
        return known.end()
    end = at
    while found := _CAPS.match(text, end):
        after = _before_person(text, end, found.end(), place_first=False) if stop_at_names else found.end()
        if after == end:
            break
        end = after
        syllable = _SYLLABLE.match(text, end)
        if syllable and syllable.group(1) not in STOP:
            end = syllable.end()
            join = _JOIN.match(text, end)
            if join and not _HEAD.match(text, join.end() + 1) and not _OFFICE.match(text, join.end() + 1):
                end = join.end()
    return end


def _before_person(text: str, start: int, end: int, *, place_first: bool) -> int:
    """Cuts a run of capitalised words before the name of a person that ends it."""
    tokens = list(_TOKEN.finditer(text, start, end))
    first = 1 if place_first and len(tokens) > 1 else 0
    for wanted in (3, 4, 2, 5):
        index = len(tokens) - wanted
        if index < first or (index == 0 and wanted == 2 and _PLACE.match(text, start)):
            continue
        if tokens[index].group().lower() in SURNAMES and not (
            wanted == 2 and _PLACE.match(text, tokens[index].start() - 1)
        ):
            return tokens[index - 1].end() if index else start
    return end
