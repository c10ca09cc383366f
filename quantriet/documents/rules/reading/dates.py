"""Days, months and quarters in every form the press and the offices write them, before any year is inferred."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .normal import Normal
from .places import places_in
from .words import soft, syllables

_D = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_M = r"(?:1[0-2]|0?[1-9])(?!\d)"
_Y = r"(?:1\d|20)\d\d(?!\d)"
_SEP = r" ?[-/.] ?"
_TO = r"(?: ?- ?| ?(?:đến|tới) (?:hết )?(?:ngày )?)"
_AND = rf"(?: ?(?:,|và) ?(?:(?:rạng )?(?:sáng|chiều|tối) )?(?:ngày )?|{_TO})"
_YEAR = rf"(?:{_SEP}| ?,? ?năm ?)"

_DAY = soft(
    rf"(?:(?P<d1>{_D})(?:(?: ?, ?{_D}){{0,6}}{_AND}|(?:{_SEP}| tháng )(?P<m1>{_M})(?:{_SEP}(?P<y1>{_Y}))?{_TO}))?"
    rf"(?P<d>{_D})(?:{_SEP}(?P<m>{_M})(?:{_SEP}(?P<y>{_Y}))?(?![.,/-]?\d)|"
    rf" ?(?P<word>tháng) ?(?P<mw>{_M})(?:{_YEAR}(?P<yw>{_Y}))?(?![/-]\d))"
)
_MONTH = soft(
    rf"(?:(?P<m1>{_M})(?:{_YEAR}(?P<y1>{_Y}))?(?: ?, ?(?:tháng )?{_M}){{0,6}}"
    rf"(?: ?(?:-|,|và|đến|tới) ?)(?:hết )?(?:tháng )?)?(?P<m>{_M})(?:{_YEAR}(?P<y>{_Y}))?(?![/-]\d)"
)
_Q = r"(?:iv|iii|ii|i|[1-4])(?!\w)"
_QUARTER = soft(rf"quý (?:(?P<q1>{_Q}) ?(?:-|,|và|đến) ?(?:quý )?)?(?P<q>{_Q})(?:{_YEAR}(?P<y>{_Y}))?(?![/-]\d)")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_JOINERS = frozenset(".,/-_")
_LAST_WORD = re.compile(r"(\w+)[ \n(,]*$")
_CUES = syllables(
    "ngày sáng trưa chiều tối đêm hôm từ đến trước sau lúc dịp lễ mồng mùng nay qua hết vào là tới nhất mai khánh "
    "hành mừng niệm"
)
_WEAK_CUES = syllables("kết mạc thúc xong hạn đợt")  # behind these only what can hardly be a share or a score is a day
_COUNTED = soft(
    r" (?:số|tổng|thành viên|đại biểu|diện|dân|người|cán|đơn|chi bộ|đảng|phiếu|điểm|chặng|lượt|môn|trận|"
    r"tiêu|mục|nội|bài|trường|lớp|em|hộ|ủy|xã|quận|huyện)(?!\w)"
)
_DAY_BEFORE = soft(r"ngày \d{1,2} tháng $")
_VAGUE = soft(r"(?<!\w)(?:đầu|giữa|cuối|nửa|tuần|dịp|rằm|khoảng) $")
_LUNAR = soft(
    r" ?\(?(?:âm lịch|al(?!\w)|âl(?!\w)|ta(?!\w)|(?:năm )?(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý) "
    r"(?:tý|sửu|dần|mão|mẹo|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi)(?!\w))"
)
_SPAN = soft(r"-(?= ?\d{1,2} ?[-/.]?)|(?<!\w)(?:đến|tới)(?!\w)")
_DIGITS = re.compile(r"[0-9]+")
_LISTED = re.compile(r"(?<![\d/.-])[0-9]{1,2}(?!\d)")
_WEEKDAY = soft(r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật),? ?\(?$")
_LEAD = soft(
    r"(?:(?:trong|trước|sau|từ|chậm nhất|muộn nhất|đến hết|hết|đến)(?: là)? (?:trong |hết )?)?(?:(?:rạng sáng|"
    r"sáng|trưa|chiều|tối|đêm) ,? ?)?(?:ngày|tháng)? ?$"
)


@dataclass(slots=True)
class Found:
    """A date as written; year None where the text gives none."""

    start: int
    end: int
    first: tuple[int | None, int, int]  # year, month, day
    last: tuple[int | None, int, int]
    is_day: bool
    listed: int  # where its first number stands

    def ends(self, year: int) -> tuple[date, date] | None:
        """The first and the last day, with a year for ends that have none; None for a day that does not exist."""
        last_year = self.last[0] or year
        first_year = self.first[0] or (last_year - 1 if self.first[1] > self.last[1] else last_year)
        try:
            begin = date(first_year, self.first[1], self.first[2])
            day = self.last[2] or monthrange(last_year, self.last[1])[1]
            end = date(last_year, self.last[1], day)
        except ValueError:
            return None
        return (begin, end) if begin <= end else None


def dates_in(normal: Normal) -> Iterator[Found]:
    """Every date of a text in order, none inside another."""
    low, taken = normal.low, 0
    for start in sorted(places_in(normal).dates):
        before = low[start - 1 : start]
        if start < taken or before.isalnum():
            continue
        if low[start] == "q":
            found = _quarter_at(low, start)
        elif low[start] == "t":
            found = _month_at(low, start + 6)
        else:
            inside = before in _JOINERS and not (before == "-" and low[start - 2 : start - 1] in (" ", ""))
            found = None if inside else _day_at(low, start)
        if found:
            taken = found.end
            yield from _apart(low, found)


def _apart(low: str, found: Found) -> Iterator[Found]:
    """One date, or one for each day or month of a list that leaves some out: "ngày 5, 12 và 19/3"."""
    if found.first == found.last or _SPAN.search(low, found.listed, found.end):
        yield found
        return
    year, part = found.last[0], 2 if found.is_day else 1
    numbers = list(_LISTED.finditer(low, found.listed, found.end))
    wanted = next((count for count, n in enumerate(numbers, 1) if count > 1 and int(n.group()) == found.last[part]), 0)
    numbers = numbers[:wanted]
    values = [int(number.group()) for number in numbers]
    steps = {after - before for before, after in zip(values, values[1:], strict=False)}
    if found.first[0] not in (None, year) or steps == {1} or not steps or min(steps) < 1:
        yield found
        return
    for number, value in zip(numbers, values, strict=True):
        first = (year, found.last[1], value) if found.is_day else (year, value, 1)
        start = found.start if number is numbers[0] else number.start()
        end = found.end if number is numbers[-1] else number.end()
        yield Found(start, end, first, first if found.is_day else (year, value, 0), found.is_day, start)


def full_date_at(low: str, at: int) -> tuple[str, int] | None:
    """The ISO form and the end of a complete single day that begins at a place, before or after the word "ngày"."""
    if low.startswith("ngày", at):
        at += 5
    found = _DAY.match(low, at)
    if not found or found["d1"]:
        return None
    year = found["y"] or found["yw"]
    if not year:
        return None
    try:
        return date(int(year), int(found["m"] or found["mw"]), int(found["d"])).isoformat(), found.end()
    except ValueError:
        return None


def _day_at(low: str, start: int) -> Found | None:
    found = _DAY.match(low, start)
    if not found or (found["word"] and low.endswith("tuần ", 0, start)):  # "tuần 2 tháng 10" is a week
        return None
    if _LUNAR.match(low, found.end()):
        return None
    year = found["y"] or found["yw"]
    if not year and not found["word"] and not _is_cued(low, start, found.end()):
        return None
    month = int(found["m"] or found["mw"])
    last = (int(year) if year else None, month, int(found["d"]))
    first = last
    if found["d1"]:
        first = (int(found["y1"]) if found["y1"] else None, int(found["m1"] or month), int(found["d1"]))
        if not found["m1"] and first[2] >= last[2]:
            return None
    result = Found(_lead(low, start), found.end(), first, last, True, start)
    return result if result.ends(int(year) if year else 2000) else None


def _is_cued(low: str, start: int, end: int) -> bool:
    """Whether the words around say that two numbers are a day and a month, not a score or a share."""
    if _COUNTED.match(low, end):
        return False
    before = low[max(0, start - 14) : start]
    word = _LAST_WORD.search(before)
    if word and word[1] in _WEAK_CUES:
        day, month = (int(number) for number in _DIGITS.findall(low, start, end)[-2:])
        return day > month
    bracketed = before.endswith("(") and low[end : end + 1] in (")", ",")
    return bracketed or bool(word and word[1] in _CUES) or bool(_WEEKDAY.search(before))


def _month_at(low: str, start: int) -> Found | None:
    found = _MONTH.match(low, start)
    if not found or _DAY_BEFORE.search(low, max(0, start - 18), start) or _LUNAR.match(low, found.end()):
        return None
    if _VAGUE.search(low, max(0, start - 18), start - 6):
        return None
    year = int(found["y"]) if found["y"] else None
    last_month = int(found["m"])
    first_month = int(found["m1"]) if found["m1"] else last_month
    if not found["y1"] and first_month > last_month:
        return None
    first_year = int(found["y1"]) if found["y1"] else year
    return Found(_lead(low, start), found.end(), (first_year, first_month, 1), (year, last_month, 0), False, start)


def _quarter_at(low: str, start: int) -> Found | None:
    found = _QUARTER.match(low, start)
    if not found or _VAGUE.search(low, max(0, start - 12), start):
        return None
    last = _QUARTERS[found["q"]]
    first = _QUARTERS[found["q1"]] if found["q1"] else last
    if first > last:
        return None
    year = int(found["y"]) if found["y"] else None
    return Found(_lead(low, start), found.end(), (year, 3 * first - 2, 1), (year, 3 * last, 0), False, found.end())


def _lead(low: str, start: int) -> int:
    """Takes in the words that belong to the expression: "trong tháng", "trước ngày", "sáng"."""
    left = max(0, start - 24)
    found = _LEAD.search(low, left, start)
    begin = found.start() if found else start
    while begin < start and (low[begin] in " \n" or (begin > 0 and low[begin - 1].isalnum())):
        begin += 1
    return begin
