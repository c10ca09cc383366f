"""The missing years of dates, taken from the date line or the context and never silently; and what a date is for."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from .actors import ACTION, WHO
from .dates import Found, dates_in
from .header import HEAD
from .model import DateMention, Header
from .normal import Normal
from .words import soft

_CLAUSE_END = soft(r"[;\f\n]|\.(?=\s|$)|\.(?=[^\d\W])")
_SIGNS = (";", "\f", "\n")
_FULL_STOP = soft(r"\.(?=\s|$|[^\d\W])")
_SENTENCE_END = soft(r"[\f\n]|\. ")
_STRICT = soft(
    r"(?:trước|chậm nhất|muộn nhất|hạn|hết|không (?:được )?(?:để )?(?:chậm |muộn )?quá|kịp|xong)"
    r"(?: (?:là|đến|vào|cuối|hết|chót|hạn|trong|"
    r"trước))*(?: \d{1,2} ?(?:giờ|h)(?: ?\d{2})?)?(?: ngày| tháng| quý)?$"
)
_WITHIN = soft(r"(?:trong|trong các)(?: (?:ngày|tháng|quý))?$")
_ORDERED = soft(
    r"hoàn thành|(?<!\w)xong(?!\w)|(?<!\w)gửi(?!\w)|báo cáo|(?<!\w)nộp(?!\w)|(?<!\w)trình(?!\w)|ban hành|"
    r"xây dựng|triển khai|tổ chức|"
    r"học tập|quán triệt|đăng ký|thực hiện|tham mưu|yêu cầu|phải(?!\w)|hạn(?!\w)|rà soát|tổng hợp|góp ý|khắc phục|"
    r"kiện toàn|phân công|truyền đạt|phổ biến|tuyên truyền|sơ kết|tổng kết|kết thúc|giải quyết|phê duyệt|công bố|"
    r"chuẩn bị|lập |cung cấp|bàn giao|giám sát|"
    r"(?<!\w)giao(?: cho)? (?:ban|sở|phòng|văn phòng|ubnd|trung tâm|các|công an|"
    r"ủy ban|đảng ủy|nhiệm vụ|bộ|cục|hội|đoàn)"
)
_PAST = soft(r"(?<!\w)(?:đã|vừa|diễn ra|ước |từng(?= (?:là|làm|được|có|giữ)))(?!\w)|sinh (?:ngày|năm)|(?<!\w)từ trước")
_REPORTED = soft(
    r"theo (?:báo cáo|thống kê|số liệu|tổng hợp)|tính đến|sớm hơn|vượt (?:kế hoạch|tiến độ|chỉ tiêu|mức)|cùng kỳ|"
    r"đạt (?:tỷ lệ|tỉ lệ|\d)|\d{1,3}/\d{1,3} (?:đảng|chi|xã|huyện|đơn vị|cơ quan|phường|địa phương|tổ chức|thôn)"
)
_INSISTS = re.compile(r"yêu cầu|đề nghị|phải(?!\w)|chỉ đạo")
_WISHED = soft(r"mong muốn|cam kết|kỳ vọng|hy vọng")
_ANNOUNCED = soft(r"(?:thời hạn|hạn (?:cuối|chót|nộp|gửi|chậm|báo cáo))")
_FORECAST = soft(r"dự kiến|dự báo|ước tính|có thể|kỳ vọng")
_FUTURE = soft(r"(?<!\w)(?:sẽ|tới|sắp)(?!\w)|dự kiến")
_CELEBRATED = soft(r"(?<!\w)(?:dịp|chào mừng|kỷ niệm|hướng tới|mừng)(?: lễ| ngày| quốc khánh)* ?$")
_ISSUED = re.compile(r"(?:[/-][^\s,;.]{1,20}|\d|khóa \w+\)?),? ?\(?\Z")
_BEFORE_DIGIT = re.compile(r"\d|quý")
_WINDOW = 220
_LEAD = 90  # the words right before a date that can make it a limit


class Dated(NamedTuple):
    """A date in normal offsets with what is handed out of it."""

    start: int
    end: int
    mention: DateMention


@dataclass(frozen=True, slots=True)
class _Near:
    """A date with a year, which lends it to later ones in the same sentence: "tháng 8/2024; đợt 3 trong tháng 10"."""

    found: Found

    def year_for(self, low: str, later: Found) -> int | None:
        """The year of a later date if it stands in the same sentence and does not go back in the year."""
        between = low[self.found.end : later.start]
        same = len(between) < _WINDOW and not _SENTENCE_END.search(between)
        return self.found.last[0] if same and later.first[1] >= self.found.last[1] else None


def date_mentions(
    normal: Normal, published: date | None, spans: list[tuple[int, int]], header: Header | None = None
) -> list[Dated]:
    """Every date with its ISO range and what it is for; spans are the references, whose own numbers are no dates."""
    starts = [start for start, _ in spans]
    context = published
    result = []
    near: _Near | None = None
    header_role = "printed" if header and header.layout == "news" else "issued"
    for found in dates_in(normal):
        index = bisect_right(starts, found.end - 1) - 1
        if index >= 0 and spans[index][1] > found.start and spans[index][1] >= found.end:
            continue
        clause_start, clause = _clause(normal.low, found)
        deadline = _is_deadline(clause, found, clause_start, _earlier(normal.low, clause_start))
        known = found.last[0]
        ahead = known is None and (deadline or bool(_FUTURE.search(clause)))
        lent = near.year_for(normal.low, found) if near else None
        year = known or lent or _year_near(normal.low, found, context, ahead)
        if known and published is None:
            context = _as_date(found, known) or context
        ends = found.ends(year) if year else None
        if year and not ends:
            continue
        begin, last = (ends[0].isoformat(), ends[1].isoformat()) if ends else (None, None)
        if deadline and published and last and last < published.isoformat() and not _INSISTS.search(clause):
            deadline = False  # what was to be done by then is told as done
        start, end = normal.span(found.start, found.end)
        role = "deadline" if deadline else _role(normal.low, found)
        near = _Near(found) if known and role != "issued" else near
        if header and known and begin == header.date and found.start < HEAD and header_role:
            role, header_role = header_role, ""
        inferred = known is None and bool(year)
        mention = DateMention(start, end, normal.raw[start:end], begin, last, deadline, inferred, role)
        result.append(Dated(found.start, found.end, mention))
    return result


def _clause(low: str, found: Found) -> tuple[int, str]:
    left = max(0, found.start - _WINDOW)
    left = max(left, *(low.rfind(sign, left, found.start) + 1 for sign in _SIGNS))
    for before in _FULL_STOP.finditer(low, left, found.start):
        left = before.end()
    after = _CLAUSE_END.search(low, found.end, found.end + _WINDOW)
    return left, low[left : after.start() if after else found.end + _WINDOW]


def _earlier(low: str, clause_start: int) -> str:
    """What stands before a clause in its sentence, if it goes on after a semicolon."""
    if low[clause_start - 1 : clause_start] != ";":
        return ""
    left = max(0, clause_start - 2 * _WINDOW)
    ends = [found.end() for found in _SENTENCE_END.finditer(low, left, clause_start)]
    return low[ends[-1] if ends else left : clause_start]


def _is_deadline(clause: str, found: Found, clause_start: int, earlier: str) -> bool:
    """Whether the clause orders something to be done by that date; a forecast or a report of what was done does not."""
    before = clause[: found.end - clause_start]
    head = before[: found.start - clause_start]
    lead = before[len(head) :]
    words_before = (head[-_LEAD:].rstrip() + " " + _BEFORE_DIGIT.split(lead, 1)[0].rstrip()).rstrip()[-_LEAD:]
    announced = bool(_ANNOUNCED.search(head[-60:]))
    strict, within = _STRICT.search(words_before), _WITHIN.search(words_before)
    if not (strict or within or announced) or _FORECAST.search(clause):
        return False
    if _WISHED.search(clause):
        return False
    if (_PAST.search(clause) or _REPORTED.search(clause)) and not _INSISTS.search(clause):
        return False
    ordered = (
        _ORDERED.search(clause)
        or _INSISTS.search(earlier)
        or (strict and (ACTION.search(clause) or WHO.search(clause)))
    )
    return bool(ordered) and (bool(strict) or announced or not found.is_day or "hoàn thành" in clause)


def _role(low: str, found: Found) -> str:
    told_apart = low.endswith(", ", 0, found.start) and not found.last[0] and low[found.end : found.end + 2] == ", "
    if found.is_day and not told_apart and _ISSUED.search(low, max(0, found.start - 24), found.start):
        return "issued"
    return "event" if found.is_day else "other"


def _year_near(low: str, found: Found, context: date | None, ahead: bool) -> int | None:
    """The year of a date; that of a day that is celebrated is the nearest, whether it is over or to come."""
    if context and _CELEBRATED.search(low, max(0, found.start - 24), found.start):
        days = [(abs(day - context), day.year) for y in (-1, 0, 1) if (day := _as_date(found, context.year + y))]
        return min(days)[1] if days else None
    return _year_for(found, context, ahead)


def _year_for(found: Found, context: date | None, ahead: bool) -> int | None:
    """The year that puts a date nearest to its context: behind it for what happened, ahead for what is to come."""
    if context is None:
        return None
    for year in (
        (context.year + 1, context.year, context.year - 1)
        if not ahead
        else (context.year - 1, context.year, context.year + 1)
    ):
        day = _as_date(found, year)
        if day is None:
            continue
        if not ahead and day <= context + timedelta(days=31):
            return year
        if ahead and day >= context - timedelta(days=31):
            return year
    return context.year


def _as_date(found: Found, year: int) -> date | None:
    ends = found.ends(year)
    return ends[0 if found.is_day else 1] if ends else None
