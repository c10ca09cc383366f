"""What one clause of an order tells: by whom what is to be done, and by when."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from .actors import ACTION, ACTORS_GO_ON, ORDER, WHO, Span, actor_at, full_end, is_told, orders_in
from .normal import Normal
from .words import UP, soft
from .years import Dated

_WEAK = ("chỉ đạo", "phân công")  # more often what is to be done than an order
_INTRODUCTION = 160  # how long an introduction before the actor may be
_PAST = soft(r"(?<!\w)(?:đã|vừa|được tổ chức|diễn ra)(?!\w)")
_LEAD = soft(
    r"(?:[-+•*]|\(?\d{1,2}(?:\.\d{1,2})*[.)/:-]|[a-zđ][.)]|điều \d+[.:]|,|;|và|đồng thời|theo đó,?|trong đó,?|"
    r"đối với|(?:ở|tại)(?= (?:cấp|các|mỗi|từng|chi bộ|đảng))|về phía|riêng|\s|\")*"
)
_THING = soft(
    r"(?:việc|công tác|nội dung|kết quả|báo cáo|kế hoạch|danh sách|hồ sơ|ý kiến|văn bản|bài thu hoạch|bản|biên bản|"
    r"hội nghị|đại hội|thời gian|chương trình|đề án|các nội dung|các công việc|đợt)(?!\w)"
)
_TO_BE_DONE = soft(
    r"(?<!\w)(?:phải|cần|hoàn thành|gửi|nộp|xong|trình|kết thúc|tiến hành|tổ chức|báo cáo(?= (?:về|cho|với)))(?!\w)"
)
_FOR_WHOM = soft(r"(?<!\w)(?:ở|tại|đối với|do) ")
_WISH = soft(
    r"(?<!\w)(?:phấn đấu|(?<!bản )(?<!viết )(?<!ký )cam kết|mong muốn|kỳ vọng|hy vọng|kiến nghị|hứa|quyết tâm|"
    r"chúng tôi)(?!\w)"
)
_CLAUSE_END = soft(r";|\.(?=\s|$)|\f")
_NARRATED = soft(
    r"[\s\f\"]*(?:trước đó|(?:trong )?(?:thời gian|những năm|năm|tháng|tuần) (?:vừa )?qua|"
    r"năm \d{4},[^;\f]{0,200} đã)(?!\w)|"
    r"(?<!\w)đã (?:yêu cầu|chỉ đạo|giao|đề nghị)(?!\w)[^\f]{0,300}(?<!\w)(?:đến nay|"
    r"kết quả,?)(?!\w)[^\f]{0,80}(?<!\w)đã"
)
_DOES = soft(
    r",? (?:sẽ |trực tiếp )?(?:tổ chức(?! đảng)|chủ trì|thực hiện|phụ trách|đảm nhiệm|chỉ đạo|tiến hành)(?!\w)"
)
_CALLED_LIMIT = soft(r"(?:thời (?:gian|hạn) (?:hoàn thành|xong|gửi|nộp|báo cáo)|thời hạn|hạn (?:cuối|chót|nộp)):? ?$")
_IS_DONE = soft(r",? ?(?:đã|cơ bản|đều) (?:được |hoàn )")
_WITHIN = soft(r"(?:trong (?:tháng|quý)|trước (?:ngày|tháng)|chậm nhất)(?!\w)")
_MAY = soft(r"có thể|được phép|sẽ")
_ANNOUNCES = soft(r"(?<!\w)sẽ(?!\w)")
_NO_TASK = soft(r"(?:gia hạn|cho phép|lùi|kéo dài|thống nhất|đồng ý|nhất trí|biểu dương|ghi nhận|đánh giá cao)(?!\w)")
_OWN_TASK = soft(r"(?:trách nhiệm|nhiệm vụ|phải|cần|tập trung|tiếp tục|khẩn trương|trực tiếp|,|và) $")
_MUST = soft(r"(?<!\w)(?:phải|cần)(?!\w)")
AGAIN = soft(r",? ?(?:hằng|hàng) (?:tháng|quý|năm|tuần|kỳ)(?!\w)")
RELATIVE = soft(
    r"(?<!\w)(?:(?:trước|vào|chậm nhất)(?: là)?(?: vào)? ?ngày (?:mùng )?\d{1,2} (?:hằng|hàng|của) tháng|"
    r"(?:chậm nhất|muộn nhất|trong vòng|trong thời hạn|không quá)(?: là)?(?: sau|"
    r" trong)? \d{1,3} (?:\(\w+\) )?ngày|"
    r"trước \d{1,2} (?:giờ|h) (?:hằng|hàng) ngày|\d{1,3} ngày (?:sau|kể từ)|ngày \d{1,2} (?:hằng|hàng) tháng|"
    r"phải trực tiếp)(?!\w)"
)
_RELATIVE_WORDS = (
    "hằng tháng", "hàng tháng", "hằng ngày", "của tháng", "trong vòng", "trong thời hạn", "không quá", "nhất sau",
    "nhất là sau", "ngày sau", "ngày kể từ", "ngày làm việc", "phải trực tiếp",
)  # fmt: skip
_REGULARLY = soft(r"(?:định kỳ )?(?:vào )?(?:ngày \d{1,2} )?(?:(?:hằng|hàng) (?:tháng|quý|năm|tuần|ngày)|định kỳ),? ")
_A_TIME = soft(r"(?:từ|vào|trong|ngày|sáng|chiều|tối|đến|trước|sau)(?!\w)|tháng")
_NEXT_BODY = soft(rf", (?=[{UP}])")
_SEMICOLON = re.compile(r"[;()]")


@dataclass(slots=True)
class Draft:
    """A duty in normal offsets; a latent one counts only once a limit is found for it."""

    start: int
    end: int
    who: Span | None
    what: Span
    due: str | None
    confidence: float
    head: bool = False
    latent: bool = False


@dataclass(frozen=True, slots=True)
class _Done:
    """What is to be done: by whom if that is said, from where to where in the text."""

    who: Span | None
    action: int
    end: int


@dataclass(slots=True)
class Sentence:
    """One sentence with its dates, and what stands above it: who, by when, and whether that is an order."""

    start: int
    end: int
    deadlines: list[Dated]
    others: list[Dated] = field(default_factory=list)  # the dates of the text that are no deadlines
    who: Span | None = None
    due: str | None = None
    ordered: bool = False
    listed: bool = False  # an item of a list
    published: str | None = None


def relative_limits(normal: Normal) -> list[int]:
    """Where limits stand that are no days of the calendar: "chậm nhất sau 7 ngày", "trước ngày 05 hằng tháng"."""
    flat, found = normal.flat, []
    for word in _RELATIVE_WORDS:
        at = flat.find(word)
        while at >= 0:
            if limit := RELATIVE.search(flat, max(0, at - 40), at + 40):
                found.append(limit.start())
            at = flat.find(word, at + len(word))
    return found


def drafts_of(normal: Normal, sentence: Sentence) -> list[Draft]:
    """The duties of a sentence, clause by clause; what one clause says of who and when holds for the next."""
    if _NARRATED.search(normal.low, sentence.start, sentence.end):
        return []
    drafts: list[Draft] = []
    who, ordered, due = sentence.who, sentence.ordered, sentence.due
    for start, end in _clauses(normal, sentence.start, sentence.end):
        deadlines = [one for one in sentence.deadlines if start <= one.start < end]
        deadlines = deadlines or _announced(normal, sentence, start, end)
        if deadlines:
            found = list(_dated(normal, (start, end), deadlines, sentence, who))
            if not due and not normal.low[after_lead(normal.low, start) : deadlines[0].start].strip(" \n,"):
                due = deadlines[0].mention.iso_end
        else:
            found = list(_undated(normal, (start, end), who, ordered, due))
        ordered = ordered or any(any(orders_in(normal, start, draft.what[0])) for draft in found)
        who = next((draft.who for draft in reversed(found) if draft.who), who)
        drafts += found
    return drafts


def _announced(normal: Normal, sentence: Sentence, start: int, end: int) -> list[Dated]:
    """A date that is a limit because the words before it call it one: "thời gian hoàn thành: tháng 8/2026"."""
    others = sentence.others
    at = bisect_left(others, start, key=lambda one: one.start)
    inside = others[at : at + 1] if at < len(others) and others[at].start < end else []
    order = next(orders_in(normal, start, end), None)
    told = bool(order and is_told(normal, order.end())) or sentence.listed
    told = told and not _PAST.search(normal.low, start, end)
    return [
        one
        for one in inside
        if one.mention.iso_end
        and (
            _CALLED_LIMIT.search(normal.low, max(start, one.start - 40), one.start)
            or (told and (not order or order.end() < one.start) and _WITHIN.match(normal.low, one.start))
        )
    ]


def _clauses(normal: Normal, start: int, end: int) -> Iterator[Span]:
    """The parts between semicolons; a list of actors that holds one is not parted."""
    begin, depth = start, 0
    for mark in _SEMICOLON.finditer(normal.low, start, end):
        sign = mark.group()
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        if sign == ";" and not depth and not _is_actors_alone(normal, begin, mark.start(), end):
            yield from _limited(normal, begin, mark.start())
            begin = mark.end()
    yield from _limited(normal, begin, end)


def _limited(normal: Normal, start: int, end: int) -> Iterator[Span]:
    """A clause, parted before a further actor with a verb: "… rà soát, Phòng Nội vụ tổng hợp", "… 7 ngày, chi bộ …"."""
    for parting in _NEXT_BODY.finditer(normal.text, start, min(end, start + _INTRODUCTION)):
        if _does_alone(normal, start, parting.start()) and _acts_at_once(normal, parting.end(), end):
            yield start, parting.start()
            start = parting.end()
    limit = RELATIVE.search(normal.low, start, end)
    comma = normal.low.find(", ", limit.end(), min(end, limit.end() + 40)) if limit else -1
    if comma > 0 and WHO.match(normal.low, comma + 2) and actor_at(normal, comma + 2, end):
        yield start, comma
        start = comma + 2
    yield start, end


def _does_alone(normal: Normal, start: int, end: int) -> bool:
    """Whether an actor with a verb fills a part, and no other body is named after the verb."""
    begin = after_lead(normal.low, start)
    named = actor_at(normal, begin, end) if WHO.match(normal.low, begin) else None
    return bool(named and named[1] < end and normal.low[named[1] : end] == normal.text[named[1] : end])


def _acts_at_once(normal: Normal, begin: int, end: int) -> bool:
    """Whether a body's name begins at a place and a verb stands right behind it."""
    after = full_end(normal.text, begin) if WHO.match(normal.low, begin) else begin
    return after > begin and bool(ACTION.match(normal.low, after + 1, end))


def _is_actors_alone(normal: Normal, start: int, semicolon: int, end: int) -> bool:
    """Whether nothing but actors stands before a semicolon, and another actor behind it."""
    orders = [found.end() for found in orders_in(normal, start, semicolon)]
    begin = orders[-1] if orders else after_lead(normal.low, start)
    first = WHO.match(normal.low, begin)
    if not first or not WHO.match(normal.low, after_lead(normal.low, semicolon), end):
        return False
    after = max(first.end(), full_end(normal.text, begin))
    return semicolon - begin < _INTRODUCTION and bool(ACTORS_GO_ON.fullmatch(normal.text, after, semicolon))


def _dated(
    normal: Normal, clause: Span, deadlines: list[Dated], sentence: Sentence, who: Span | None
) -> Iterator[Draft]:
    """One duty for each deadline of a clause."""
    at, others, published = clause[0], sentence.others, sentence.published
    for index, deadline in enumerate(deadlines):
        following = deadlines[index + 1].start if index + 1 < len(deadlines) else clause[1]
        done = _done_before(normal, at, deadline, following, who)
        finish = max(deadline.end, done.end if done else 0)
        if _IS_DONE.match(normal.low, deadline.end):
            done = None
        if done and done.who and _ANNOUNCES.search(normal.low, done.who[1], done.action):
            done = None
        if done and not _WISH.search(normal.low, at, finish) and not _NO_TASK.match(normal.low, done.action):
            said = done.who is not None
            who = done.who or who
            action = _nearest(normal.low, done.action, others, done.end)
            begin = min(who[0] if who and said else action, action, deadline.start)
            confidence = (0.85 if said else 0.75) if who else 0.6
            again = AGAIN.match(normal.low, deadline.end)
            due, stop = (None, again.end()) if again else (_ahead(deadline, published), done.end)
            yield Draft(begin, max(finish, stop), who, (action, stop), due, confidence)
        at = finish


def _ahead(deadline: Dated, published: str | None) -> str | None:
    """The last day of a limit; one whose year was inferred lies no more than a month behind the text."""
    due = deadline.mention.iso_end
    if not due or not published or not deadline.mention.year_inferred:
        return due
    day = date.fromisoformat(due)
    if day + timedelta(days=31) >= date.fromisoformat(published):
        return due
    last = monthrange(day.year, day.month)[1] == day.day
    return date(day.year + 1, day.month, monthrange(day.year + 1, day.month)[1] if last else day.day).isoformat()


def _undated(normal: Normal, clause: Span, who: Span | None, ordered: bool, due: str | None) -> Iterator[Draft]:
    """What a clause without a limit of its own tells somebody to do; latent unless it is an order."""
    low, (start, end) = normal.low, clause
    named = _actor_in(normal, start, end, guess=ordered)
    if not named and who:
        begin = after_lead(low, start)
        regularly = _REGULARLY.match(low, begin, end)
        if ACTION.match(low, regularly.end() if regularly else begin, end):
            named = (who, begin)
    if not named and (relative := RELATIVE.search(low, start, end)):
        begin = after_lead(low, start)
        if _THING.match(low, begin, end) and _TO_BE_DONE.search(low, begin, relative.start()):
            yield Draft(begin, end, None, (begin, end), None, 0.5)
            return
    if (
        not named
        or _PAST.search(low, start, named[1])
        or _WISH.search(low, start, end)
        or _NO_TASK.match(low, named[1])
    ):
        return
    orders = [o for o in orders_in(normal, start, named[1]) if is_told(normal, o.end()) or low[o.start()] == "g"]
    relative = RELATIVE.search(low, start, end)
    stop = _CLAUSE_END.search(low, named[1], end)
    finish = stop.start() if stop else end
    begin = named[0][0] if start <= named[0][0] < end else named[1]
    confidence = 0.6 if relative else 0.5 if orders else 0.45
    may = _MAY.search(low, max(start, named[0][1]), named[1])
    latent = bool(may) or not (orders or relative or ordered)
    yield Draft(
        begin,
        finish,
        named[0],
        (named[1], finish),
        due,
        0.7 if due else confidence,
        latent=bool(may) or (latent and not due),
    )


def _done_before(normal: Normal, at: int, deadline: Dated, following: int, who: Span | None) -> _Done | None:
    """What must be done by a deadline: told before the date, or after it where the date comes first."""
    if done := _done_in(normal, at, deadline.start, who):
        return _Done(done.who, done.action, deadline.start)
    clause = _CLAUSE_END.search(normal.low, deadline.end, following)
    stop = clause.start() if clause else following
    done = _done_in(normal, deadline.end, stop, who)  # "Trước ngày 15/3, các chi bộ …"
    return _Done(done.who, done.action, stop) if done else None


def _done_in(normal: Normal, start: int, stop: int, who: Span | None) -> _Done | None:
    """Who is named between two places, if anybody, and where what is to be done begins."""
    if named := _actor_in(normal, start, stop, guess=True):
        return _Done(named[0], named[1], stop)
    low = normal.low
    begin = after_lead(low, start)
    if (order := ORDER.match(low, begin)) and ACTION.match(low, order.end()):
        begin = order.end()
    is_thing = (
        _THING.match(low, begin, stop) and _TO_BE_DONE.search(low, begin, stop) and not _PAST.search(low, begin, stop)
    )
    if is_thing and (whom := _for_whom(normal, begin, stop)):
        return _Done(whom, begin, stop)
    if ACTION.match(low, begin, stop) or is_thing:
        return _Done(None, begin, stop)
    must = _MUST.search(low, begin, stop)
    order_before = next((o.end() for o in orders_in(normal, begin, stop)), None)
    if who or must or order_before:
        whom = _for_whom(normal, begin, stop)
        thing = next((t for t in _THING.finditer(low, whom[1], stop)), None) if whom else None
        verb = thing or ACTION.search(low, order_before or begin, stop)
        return _Done(whom, verb.start(), stop) if verb else None
    return None


def _for_whom(normal: Normal, begin: int, stop: int) -> Span | None:
    """Those for whom something is to be done: "Đối với cấp cơ sở, việc học tập …", "việc học tập ở các chi bộ …"."""
    low = normal.low
    for found in _FOR_WHOM.finditer(low, max(0, begin - 8), stop):
        if whom := WHO.match(low, found.end(), stop):
            by = _DOES.search(low, whom.end(), stop) if low.startswith("do", found.start()) else None
            return found.end(), by.start() if by else max(whom.end(), full_end(normal.text, found.end()))
    return None


def _actor_in(normal: Normal, start: int, stop: int, guess: bool) -> tuple[Span, int] | None:
    """The actor between two places: behind the last order, at the beginning, or behind an introduction's comma."""
    low = normal.low
    orders = [
        found
        for found in orders_in(normal, start, stop)
        if not found.group().startswith(_WEAK)
        or (is_told(normal, found.end()) and not _OWN_TASK.search(low, max(start, found.start() - 30), found.start()))
    ]
    for order in sorted(orders, key=lambda found: (found.group().startswith(_WEAK), -found.start())):
        if named := actor_at(normal, order.end(), stop, ordered=True, guess=guess):
            return named
    if any(not found.group().startswith(_WEAK) for found in orders):
        return None
    begin = after_lead(low, start)
    commas = re.finditer(r"[,;:][ \n]", low[begin : min(stop, begin + _INTRODUCTION)])
    begins = [begin, *(after_lead(low, begin + comma.end()) for comma in commas)]
    if low.endswith("đối với ", 0, begin):
        begins = [*begins[1:], begin]  # "Đối với đảng viên ở xa, chi ủy bố trí …": it is the other who acts
    return next((named for place in begins if (named := actor_at(normal, place, stop, guess=guess))), None)


def after_lead(low: str, at: int) -> int:
    lead = _LEAD.match(low, at)
    return lead.end() if lead else at


def _nearest(low: str, action: int, others: list[Dated], end: int) -> int:
    """Where the first verb behind any other day begins: what was to be done by that one is another matter."""
    index = bisect_left(others, end, key=lambda one: one.start) - 1
    if index >= 0 and others[index].start > action and others[index].mention.role != "issued":
        if not _A_TIME.match(low, others[index].start):
            return action  # "chuyên đề quý III" names a thing
        verb = ACTION.search(low, others[index].end, end)
        return verb.start() if verb else action
    return action
