"""Duties: who must do what by when, and whether the head must act in person. Right rather than many."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from .actors import ACTION, ORDER, ORDER_WORDS, WHO, Span, actor_at, addressee_of
from .bodies import body_end
from .model import Duty
from .normal import Normal
from .sentences import sentence_around, sentence_bounds
from .words import soft
from .years import Dated

_LONGEST = 1500
_WEAK = ("chỉ đạo", "phân công")  # more often what is to be done than an order
_INTRODUCTION = 160  # how long an introduction before the actor may be
_IN_PERSON = soft(
    r"(?:đứng đầu|bí thư|thủ trưởng|chủ tịch|giám đốc)(?!\w)[^.;\f]{0,80}?(?<!đã )(?<!thuộc )trực tiếp "
    r"(?:truyền đạt|quán triệt|chủ trì|báo cáo|phổ biến|giới thiệu|trình bày|triển khai|lên lớp|làm báo cáo viên|dự|"
    r"chỉ đạo|lãnh đạo|kiểm tra|phụ trách|học tập|tổ chức|thực hiện|đối thoại|tham gia|đôn đốc|theo dõi)"
)
_PAST = soft(r"(?<!\w)(?:đã|vừa|được tổ chức|diễn ra)(?!\w)")
_LEAD = soft(r"(?:[-+•*]|\d{1,2}[.)]|[a-zđ][.)]|,|;|và|đồng thời|theo đó,?|trong đó,?|đối với|riêng|\s|\")*")
_TRAIL = soft(
    r"(?:[\s,;:.\"(]|(?<!\w)(?:và|xong|không (?:để )?(?:chậm |muộn )?quá|"
    r"chậm nhất|muộn nhất|trước|trong|là|vào|hạn|thời hạn|đến|hết|để|"
    r"theo quy định|\d{1,2} ?(?:giờ|h)(?: ?\d{2})?)(?!\w))+$"
)
_LOOSE_END = soft(r"(?:,|,? và) ?(?:hoàn thành|kết thúc|xong)(?: việc)?$")
_THING = soft(
    r"(?:việc|công tác|nội dung|kết quả|báo cáo|kế hoạch|danh sách|hồ sơ|ý kiến|văn bản|bài thu hoạch|bản|biên bản|"
    r"hội nghị|đại hội|thời gian|chương trình|đề án|các nội dung|các công việc|đợt)(?!\w)"
)
_TO_BE_DONE = soft(r"(?<!\w)(?:phải|cần|hoàn thành|gửi|nộp|xong|trình|kết thúc|tiến hành)(?!\w)")
_FOR_WHOM = soft(r"(?<!\w)(?:ở|tại|đối với) ")
_WISH = soft(r"(?<!\w)(?:phấn đấu|cam kết|mong muốn|kỳ vọng|hy vọng|kiến nghị|hứa|quyết tâm)(?!\w)")
_CLAUSE_END = soft(r";|\.(?=\s|$)|\f")

_PLAN = soft(
    r"(?:hoàn thành (?:việc )?)?(?:xây dựng|ban hành|lập|cụ thể hóa)[^.;]{0,60}?(?:kế hoạch|"
    r"chương trình (?:hành|công))"
)
_REPORT = soft(
    r"(?:tổng hợp,? (?:và )?)?(?:(?:gửi|nộp|hoàn thành)[^.;]{0,40}?báo cáo(?! viên)|báo cáo(?! viên)|gửi kết quả)"
)
_CONFERENCE = soft(r"(?:tổ chức|mở|hoàn thành|kết thúc)[^.;]{0,40}?hội nghị")
_STUDY = soft(r"học tập|quán triệt|nghiên cứu|sinh hoạt chuyên đề|phổ biến|truyền đạt")


@dataclass(slots=True)
class _Draft:
    start: int
    end: int
    who: Span | None
    what: Span
    due: str | None
    confidence: float
    head: bool = False


@dataclass(frozen=True, slots=True)
class _Done:
    """What is to be done: by whom if that is said, from where to where in the text."""

    who: Span | None
    action: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    deadlines: list[Dated]
    others: list[Dated]  # the dates of the text that are no deadlines


def duties_in(normal: Normal, dated: list[Dated]) -> list[Duty]:
    """Every duty of a text, in order."""
    deadlines = [date for date in dated if date.mention.is_deadline]
    looked = (ORDER.match(normal.low, word.start()) for word in ORDER_WORDS.finditer(normal.flat))
    orders = [found for found in looked if found and WHO.match(normal.low, found.end())]
    if not deadlines and not orders:
        return []
    bounds = sentence_bounds(normal)
    triggers: dict[Span, list[Dated]] = {}
    for order in orders:
        triggers.setdefault(sentence_around(bounds, order.start()), [])
    for date in deadlines:
        triggers.setdefault(sentence_around(bounds, date.start), []).append(date)
    duties: list[Duty] = []
    carried: tuple[int, Span] | None = None
    others = [date for date in dated if not date.mention.is_deadline]
    for sentence in sorted(triggers):
        start, end = sentence[0], min(sentence[1], sentence[0] + _LONGEST)
        if _is_heading(normal, start, sentence[1]):
            continue
        item = _is_item(normal, start) or bool(ACTION.match(normal.low, _after_lead(normal.low, start)))
        inherited = carried[1] if carried and item and start - carried[0] < _LONGEST else None
        drafts = list(_drafts(normal, _Sentence(start, end, triggers[sentence], others), inherited))
        _mark_heads(normal, start, end, drafts, bounds)
        duties += [_duty(normal, draft, start, end) for draft in drafts]
        if addressed := _addressed(normal, start, end):
            carried = (end, addressed)
        elif not item:
            carried = None
    return duties


def _addressed(normal: Normal, start: int, end: int) -> Span | None:
    """Whom a list of orders is meant for: "… yêu cầu các cấp ủy:"."""
    stop = start + len(normal.low[start:end].rstrip())
    if normal.low[stop - 1 : stop] != ":":
        return None
    order = next(
        (found for found in ORDER.finditer(normal.low, start, stop) if WHO.match(normal.low, found.end())), None
    )
    return (order.end(), stop - 1) if order else None


def _is_heading(normal: Normal, start: int, end: int) -> bool:
    """Whether a sentence is a paragraph of its own that no full stop ends, such as a headline."""
    ends_paragraph = normal.text[end - 1 : end] == "\f" or end >= len(normal.text)
    return (
        ends_paragraph and normal.text[start:end].rstrip()[-1:] not in tuple('.;:!…"/') and not _is_item(normal, start)
    )


def _is_item(normal: Normal, at: int) -> bool:
    return bool(re.match(r"[\s\f]*(?:[-+•*]|\d{1,2}[.)]|[a-zđ][.)])", normal.low[at : at + 12]))


def _drafts(normal: Normal, sentence: _Sentence, inherited: Span | None) -> Iterator[_Draft]:
    """One duty for each deadline of a sentence, or one for an order without a deadline."""
    if not sentence.deadlines:
        yield from _undated(normal, sentence.start, sentence.end)
        return
    who, at = inherited, sentence.start
    for index, deadline in enumerate(sentence.deadlines):
        following = sentence.deadlines[index + 1].start if index + 1 < len(sentence.deadlines) else sentence.end
        done = _done_before(normal, at, deadline, following, who)
        finish = max(deadline.end, done.end if done else 0)
        if done and not _WISH.search(normal.low, at, finish):
            said = done.who is not None
            who = done.who or who
            action = _nearest(normal.low, done.action, sentence.others, done.end)
            begin = min(who[0] if who and said else action, action, deadline.start)
            confidence = (0.85 if said else 0.75) if who else 0.6
            yield _Draft(begin, finish, who, (action, done.end), deadline.mention.iso_end, confidence)
        at = finish


def _done_before(normal: Normal, at: int, deadline: Dated, following: int, who: Span | None) -> _Done | None:
    """What must be done by a deadline: told before the date, or after it where the date comes first."""
    semicolon = normal.low.rfind(";", at, deadline.start) + 1
    if semicolon:  # the clause of the date itself, by whom the clause before it named
        earlier = _actor_in(normal, at, semicolon)
        if done := _done_in(normal, semicolon, deadline.start, (earlier[0] if earlier else None) or who):
            return _Done(done.who or (earlier[0] if earlier else None), done.action, deadline.start)
    if done := _done_in(normal, at, deadline.start, who):
        return _Done(done.who, done.action, deadline.start)
    clause = _CLAUSE_END.search(normal.low, deadline.end, following)
    stop = clause.start() if clause else following
    done = _done_in(normal, deadline.end, stop, who)  # "Trước ngày 15/3, các chi bộ …"
    return _Done(done.who, done.action, stop) if done else None


def _done_in(normal: Normal, start: int, stop: int, who: Span | None) -> _Done | None:
    """Who is named between two places, if anybody, and where what is to be done begins."""
    if named := _actor_in(normal, start, stop):
        return _Done(named[0], named[1], stop)
    low = normal.low
    begin = _after_lead(low, start)
    if (order := ORDER.match(low, begin)) and ACTION.match(low, order.end()):
        begin = order.end()
    if ACTION.match(low, begin, stop):
        return _Done(None, begin, stop)
    if _THING.match(low, begin, stop) and _TO_BE_DONE.search(low, begin, stop):
        return _Done(_for_whom(normal, begin, stop), begin, stop)
    must = re.search(r"(?<!\w)(?:phải|cần)(?!\w)", low[begin:stop])
    order_before = next((o.end() for o in ORDER.finditer(low, begin, stop)), None)
    if who or must or order_before:
        whom = _for_whom(normal, begin, stop)
        thing = next((t for t in _THING.finditer(low, whom[1], stop)), None) if whom else None
        verb = thing or ACTION.search(low, order_before or begin, stop)
        return _Done(whom, verb.start(), stop) if verb else None
    return None


def _for_whom(normal: Normal, begin: int, stop: int) -> Span | None:
    """Those for whom something is to be done: "Đối với cấp cơ sở, việc học tập …", "việc học tập ở các chi bộ …"."""
    low = normal.low
    found = _FOR_WHOM.search(low, max(0, begin - 8), stop)
    whom = WHO.match(low, found.end(), stop) if found else None
    if not found or not whom:
        return None
    end = max(whom.end(), body_end(normal.text, found.end()))
    return found.end(), end


def _actor_in(normal: Normal, start: int, stop: int) -> tuple[Span, int] | None:
    """The actor between two places: behind the last order, at the beginning, or behind an introduction's comma."""
    low = normal.low
    orders = [
        found
        for found in ORDER.finditer(low, start, stop)
        if not found.group().startswith(_WEAK) or WHO.match(low, found.end())
    ]
    for order in sorted(orders, key=lambda found: (found.group().startswith(_WEAK), -found.start())):
        if named := actor_at(normal, order.end(), stop, ordered=True):
            return named
    if orders:
        return None
    begin = _after_lead(low, start)
    commas = re.finditer(r"[,;:][ \n]", low[begin : min(stop, begin + _INTRODUCTION)])
    begins = [begin, *(_after_lead(low, begin + comma.end()) for comma in commas)]
    if low.endswith("đối với ", 0, begin):
        begins = [*begins[1:], begin]  # "Đối với đảng viên ở xa, chi ủy bố trí …": it is the other who acts
    return next((named for place in begins if (named := actor_at(normal, place, stop))), None)


def _after_lead(low: str, at: int) -> int:
    lead = _LEAD.match(low, at)
    return lead.end() if lead else at


def _nearest(low: str, action: int, others: list[Dated], end: int) -> int:
    """Where the first verb behind any other date begins: what was to be done by that one is another matter."""
    index = bisect_left(others, end, key=lambda date: date.start) - 1
    if index >= 0 and others[index].start > action:
        verb = ACTION.search(low, others[index].end, end)
        return verb.start() if verb else action
    return action


def _undated(normal: Normal, start: int, end: int) -> Iterator[_Draft]:
    low = normal.low
    for order in ORDER.finditer(low, start, end):
        if not WHO.match(low, order.end()) or _PAST.search(low, start, order.start()) or _WISH.search(low, start, end):
            continue
        named = actor_at(normal, order.end(), end)
        if not named:
            continue
        who, action = named
        stop = _CLAUSE_END.search(low, action, end)
        finish = stop.start() if stop else end
        yield _Draft(who[0], finish, who, (action, finish), None, 0.5)
        return


def _mark_heads(normal: Normal, start: int, end: int, drafts: list[_Draft], bounds: list[int]) -> None:
    """Marks the duty that the head must do in person, told in the same sentence or in the one after it."""
    if not drafts:
        return
    found = _IN_PERSON.search(normal.low, start, end)
    if not found:
        _, following = sentence_around(bounds, end)
        following = min(following, end + 300)
        if "\f" not in normal.low[end:following].strip("\f "):
            found = _IN_PERSON.search(normal.low, end, following)
    if not found:
        return
    fitting = [d for d in drafts if _STUDY.search(normal.low, *d.what) or _CONFERENCE.search(normal.low, *d.what)]
    (fitting or drafts)[-1].head = True


def _duty(normal: Normal, draft: _Draft, sentence_start: int, sentence_end: int) -> Duty:
    begin, finish = draft.what
    kept = _TRAIL.sub("", normal.low[begin:finish])
    kept = _TRAIL.sub("", _LOOSE_END.sub("", kept)) or kept
    finish = begin + len(kept)
    what = normal.low[begin:finish]
    start, end = normal.span(draft.start, max(draft.end, draft.start + 1))
    return Duty(
        start=start,
        end=end,
        who=normal.written(*draft.who) if draft.who else None,
        what=normal.written(begin, max(finish, begin + 1)),
        type=_type_of(what, draft.head),
        due=draft.due,
        head_in_person=draft.head,
        confidence=draft.confidence,
        sentence=normal.written(sentence_start, sentence_end).strip(),
        who_class=addressee_of(normal, draft.who) if draft.who else None,
    )


def _type_of(what: str, head: bool) -> str:
    """The requirement that an action amounts to, by its first verb."""
    if _PLAN.match(what):
        return "plan_issued"
    if _REPORT.match(what):
        return "report_sent"
    if head or _CONFERENCE.search(what):
        return "conference_held"
    return "study_done" if _STUDY.search(what) else "other"
