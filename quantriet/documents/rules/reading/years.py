"""The missing years of dates, taken from the date line or the context and never silently; and what a date is for."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, timedelta

from .dates import Found, dates_in
from .model import DateMention
from .normal import Normal
from .words import S

_CLAUSE_END = re.compile(r"[;\f\n]|\.(?=\s|$)|\.(?=[^\d\W])")
_STRICT = re.compile(
    rf"(?:trước|chậm{S}nhất|muộn{S}nhất|hạn|hết|không{S}quá|kịp|xong)(?:{S}(?:là|đến|vào|cuối|hết|chót|hạn|trong|trước))*(?:{S}ngày|{S}tháng|{S}quý)?$"
)
_WITHIN = re.compile(rf"(?:trong|vào|trong{S}các)(?:{S}(?:ngày|tháng|quý))?$")
_ORDERED = re.compile(
    rf"hoàn{S}thành|(?<!\w)xong(?!\w)|(?<!\w)gửi(?!\w)|báo{S}cáo|(?<!\w)nộp(?!\w)|(?<!\w)trình(?!\w)|ban{S}hành|xây{S}dựng|triển{S}khai|tổ{S}chức|"
    rf"học{S}tập|quán{S}triệt|đăng{S}ký|thực{S}hiện|tham{S}mưu|yêu{S}cầu|phải(?!\w)|hạn(?!\w)|rà{S}soát|tổng{S}hợp|góp{S}ý|khắc{S}phục|"
    rf"kiện{S}toàn|sơ{S}kết|tổng{S}kết|kết{S}thúc|giải{S}quyết|phê{S}duyệt|công{S}bố|chuẩn{S}bị|lập{S}|cung{S}cấp|bàn{S}giao"
)
_PAST = re.compile(rf"(?<!\w)(?:đã|vừa|diễn{S}ra|ước{S}|từng)(?!\w)|sinh{S}(?:ngày|năm)|(?<!\w)từ{S}trước")
_FORECAST = re.compile(rf"dự{S}kiến|dự{S}báo|ước{S}tính|có{S}thể|kỳ{S}vọng")
_FUTURE = re.compile(rf"(?<!\w)(?:sẽ|tới|sắp)(?!\w)|dự{S}kiến")
_ISSUED = re.compile(rf"(?:[/-][^\s,;.]{{1,20}}|\d|khóa{S}\w+\)?),?{S}?\(?$")
_WINDOW = 220


def date_mentions(normal: Normal, published: date | None, spans: list[tuple[int, int]]) -> list[DateMention]:
    """Every date with its ISO range and what it is for; spans are the references, whose own numbers are no dates."""
    starts = [start for start, _ in spans]
    context = published
    result = []
    for found in dates_in(normal):
        index = bisect_right(starts, found.end - 1) - 1
        if index >= 0 and spans[index][1] > found.start and spans[index][1] >= found.end:
            continue
        clause_start, clause = _clause(normal.low, found)
        deadline = _is_deadline(clause, found, clause_start)
        known = found.last[0]
        year = known or _year_for(found, context, deadline or bool(_FUTURE.search(clause)))
        if known and published is None:
            context = _as_date(found, known) or context
        iso = found.iso(year) if year else None
        if year and not iso:
            continue
        start, end = normal.span(found.start, found.end)
        begin, last = iso or (None, None)
        role = "deadline" if deadline else _role(normal.low, found)
        result.append(DateMention(start, end, normal.raw[start:end], begin, last, deadline, known is None and bool(year), role))
    return result


def _clause(low: str, found: Found) -> tuple[int, str]:
    left = max(0, found.start - _WINDOW)
    for stop in _CLAUSE_END.finditer(low, left, found.start):
        left = stop.end()
    stop = _CLAUSE_END.search(low, found.end, found.end + _WINDOW)
    return left, low[left : stop.start() if stop else found.end + _WINDOW]


def _is_deadline(clause: str, found: Found, clause_start: int) -> bool:
    """Whether the clause orders something to be done by that date; a forecast or a report of what was done does not."""
    before = clause[: found.end - clause_start]
    head = before[: found.start - clause_start]
    lead = before[len(head) :]
    words_before = head.rstrip() + " " + re.split(r"\d|quý", lead)[0].rstrip()
    strict, within = _STRICT.search(words_before.rstrip()), _WITHIN.search(words_before.rstrip())
    if not (strict or within) or _FORECAST.search(clause):
        return False
    if _PAST.search(clause) and not re.search(rf"yêu{S}cầu|đề{S}nghị|phải(?!\w)|chỉ{S}đạo", clause):
        return False
    return bool(_ORDERED.search(clause)) and (bool(strict) or not found.is_day or "hoàn thành" in clause)


def _role(low: str, found: Found) -> str:
    if _ISSUED.search(low, max(0, found.start - 24), found.start) and found.is_day:
        return "issued"
    return "event" if found.is_day else "other"


def _year_for(found: Found, context: date | None, ahead: bool) -> int | None:
    """The year that puts a date nearest to its context: behind it for what happened, ahead for what is to come."""
    if context is None:
        return None
    for year in (context.year + 1, context.year, context.year - 1) if not ahead else (context.year - 1, context.year, context.year + 1):
        day = _as_date(found, year)
        if day is None:
            continue
        if not ahead and day <= context + timedelta(days=31):
            return year
        if ahead and day >= context - timedelta(days=31):
            return year
    return context.year


def _as_date(found: Found, year: int) -> date | None:
    iso = found.iso(year)
    return date.fromisoformat(iso[1] if not found.is_day else iso[0]) if iso else None
