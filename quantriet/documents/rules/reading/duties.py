"""Duties: who must do what by when, and whether the head must act in person. Right rather than many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from .actors import ACTION, ORDER, ORDER_WORDS, WHO, Span, actor_at, addressee_of, is_told
from .bodies import body_end
from .clauses import Draft, Sentence, after_lead, drafts_of, relative_limits
from .heads import mark_heads
from .model import Duty, Header
from .normal import Normal
from .outline import (
    Frame,
    Part,
    broken_off,
    governing,
    is_heading,
    is_headline,
    is_opener,
    parts_of,
    shares_out,
    with_items,
)
from .sentences import sentence_bounds
from .tables import duties_of, outside, rows_in
from .wording import BARE, kept_of, spoken_of, type_of
from .words import soft
from .years import Dated

_LONGEST = 1500
_MODAL_OPENER = soft(r"(?<!\w)(?:phải|cần|có (?:trách nhiệm|nhiệm vụ)|thực hiện|tập trung)(?!\w)")
_FOLLOWING = soft(r"(?:sau đây|dưới đây|như sau|sau(?= *:))")
_TO_THOSE = soft(r"(?:đối với|ở|tại|trách nhiệm của|nhiệm vụ của|giao(?: cho)?|đề nghị|yêu cầu) ")
_WITHIN = soft(r"(?:trong|trước|chậm nhất|đến hết|từ nay)(?!\w)")
_CONCERNING_ALL = soft(r"[\s\f]*(?:tất cả |toàn bộ )?(?:các|những) (?:nội dung|nhiệm vụ|công việc|phần việc)")


@dataclass(slots=True)
class _Told:
    """One sentence of the text with the duties read in it."""

    part: Part
    drafts: list[Draft]
    joined: bool  # goes on in the paragraph or the list of the sentence told before


@dataclass(slots=True)
class _Walk:
    """What is known while going through a text: the openers above, and who acts in the line being read."""

    frames: list[Frame] = field(default_factory=list)
    level: int = 0
    last: int = 0
    who: Span | None = None
    told: list[_Told] = field(default_factory=list)
    published: str | None = None


def duties_in(
    normal: Normal, dated: list[Dated], header: Header | None = None, published: str | None = None
) -> list[Duty]:
    """Every duty of a text, in order."""
    subject = (header.subject or "").lower() if header else ""
    rows = rows_in(normal.raw)
    tabled = duties_of(normal.raw, rows, dated, subject)
    dated = outside(rows, dated) if rows else dated
    deadlines = [date for date in dated if date.mention.is_deadline]
    looked = (ORDER.match(normal.low, word.start()) for word in ORDER_WORDS.finditer(normal.flat))
    orders = [found.start() for found in looked if found and is_told(normal, found.end())]
    relative = relative_limits(normal)
    if not deadlines and not orders and not relative:
        return tabled
    bounds = with_items(normal, sentence_bounds(normal))
    wanted = [*orders, *relative, *(date.start for date in deadlines)]
    by_end: dict[int, list[Dated]] = {}
    for date in deadlines:
        at = bisect_right(bounds, date.start)
        by_end.setdefault(bounds[min(at, len(bounds) - 1)], []).append(date)
        start = bounds[at - 1] if at else 0
        if at and BARE.match(normal.low, after_lead(normal.low, start), date.start):
            wanted.append(start - 1)  # what is to be completed is told in the sentence before
    others = [date for date in dated if not date.mention.is_deadline]
    walk = _Walk(published=published)
    for part in parts_of(normal, bounds, wanted):
        _step(normal, walk, part, by_end.get(part.end, []), others)
    mark_heads(normal, [(told.part, told.drafts, told.joined) for told in walk.told], bounds)
    subject = (header.subject or "").lower() if header else ""
    return [_duty(normal, draft, told.part, subject) for told in walk.told for draft in told.drafts if not draft.latent]


def _step(normal: Normal, walk: _Walk, part: Part, deadlines: list[Dated], others: list[Dated]) -> None:
    """Reads one sentence in the light of what stands above it."""
    joined = not broken_off(normal, walk.last, part.start)
    if not joined:
        walk.frames.clear()
    if part.level is not None or not joined:
        walk.who = None
        under_title = part.level == 0 and joined and walk.frames and walk.frames[-1].title
        walk.level = 7 if under_title else part.level or 0
        while walk.frames and walk.frames[-1].level >= walk.level:
            walk.frames.pop()
    walk.last = part.end
    above = list(governing(walk.frames, walk.level))
    if frame := _frame(normal, walk, part, deadlines or _opening(normal, part, others), above):
        walk.frames.append(frame)
        return
    if part.level == 0 and is_headline(normal, part):
        return
    end = min(part.end, part.start + _LONGEST)
    goes_on = bool(ACTION.match(normal.low, after_lead(normal.low, part.start)))
    who = next((frame.who for frame in above if frame.who), None) if walk.level or goes_on else None
    sentence = Sentence(
        part.start,
        end,
        deadlines,
        others,
        who or (walk.who if goes_on else None),
        next((frame.due for frame in above if frame.due), None),
        any(frame.ordered for frame in above),
        listed=walk.level > 0,
        published=walk.published,
    )
    drafts = _completed(normal, walk, part, drafts_of(normal, sentence))
    walk.who = next((draft.who for draft in reversed(drafts) if draft.who), walk.who)
    walk.told.append(_Told(part, drafts, joined and bool(walk.told)))


def _frame(normal: Normal, walk: _Walk, part: Part, deadlines: list[Dated], above: list[Frame]) -> Frame | None:
    """What a sentence says for the items under it, if it opens a list or is a heading."""
    ordered = any(frame.ordered for frame in above)
    opener = is_opener(normal, part)
    heading = is_heading(normal, part) and not deadlines
    if not opener and not heading:
        return None
    if shares_out(normal, part) and heading:
        return Frame(walk.level or -1, ordered=True, title=True)
    if not opener and (not walk.level or part.level == 0):
        return None
    due = deadlines[-1].mention.iso_end if deadlines else None
    stop = part.start + len(normal.low[part.start : part.end].rstrip(" \n\f:"))
    who, told = _addressed(normal, part, stop)
    if opener and (told or due):
        return Frame(walk.level, who, due, ordered=True)
    if who or opener:
        return Frame(walk.level, who, None, ordered or (opener and who is not None), title=not opener)
    return Frame(walk.level, None, None, title=True)


def _opening(normal: Normal, part: Part, others: list[Dated]) -> list[Dated]:
    """The span of time that an opener begins with: "Trong tháng 6, đề nghị các đơn vị:"."""
    if not is_opener(normal, part):
        return []
    index = bisect_left(others, part.start, key=lambda date: date.start)
    first = others[index] if index < len(others) and others[index].start < part.end else None
    begins = first and after_lead(normal.low, part.body) == first.start
    return [first] if first and begins and _WITHIN.match(normal.low, first.start) else []


def _addressed(normal: Normal, part: Part, stop: int) -> tuple[Span | None, bool]:
    """Whom the items below an opener are meant for, and whether it is an order."""
    low = normal.low
    orders = [found for found in ORDER.finditer(low, part.body, stop + 1) if is_told(normal, found.end())]
    begin = orders[-1].end() if orders else after_lead(low, part.body)
    if not orders and (towards := _TO_THOSE.match(low, begin)):
        begin = towards.end()
    told = (
        bool(orders) or bool(_MODAL_OPENER.search(low, part.body, stop)) or bool(ORDER.search(low, part.body, stop + 1))
    )
    places = [begin] if orders else [begin, *(after_lead(low, m) for m in _commas(low, begin, stop))]
    for place in places:
        if named := actor_at(normal, place, stop, ordered=bool(orders)):
            return _unless_following(normal, named[0]), told
    if not WHO.match(low, begin) and not (
        normal.text[begin : begin + 1].isupper() and body_end(normal.text, begin) > begin
    ):
        return None, told
    if ACTION.search(low, begin, stop) and not orders:
        return None, told
    return _unless_following(normal, (begin, stop)), told


def _commas(low: str, begin: int, stop: int) -> list[int]:
    found: list[int] = []
    at = low.find(", ", begin, stop)
    while at >= 0 and len(found) < 6:
        found.append(at)
        at = low.find(", ", at + 1, stop)
    return found


def _unless_following(normal: Normal, who: Span) -> Span | None:
    """No actor where each item names its own: "các cơ quan sau đây"."""
    return None if _FOLLOWING.search(normal.low, *who) else who


def _completed(normal: Normal, walk: _Walk, part: Part, drafts: list[Draft]) -> list[Draft]:
    """The drafts without those that only say by when what was told before must be done: its limit goes there."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.who and not _is_inherited(draft):
            kept.append(draft)
            continue
        if not draft.due or not BARE.fullmatch(kept_of(normal, *draft.what)):
            kept.append(draft)
            continue
        everything = bool(_CONCERNING_ALL.match(normal.low, after_lead(normal.low, part.start)))
        open_ones = [earlier for earlier in kept if not earlier.due]
        for told in reversed(walk.told):
            if open_ones and not everything:
                break
            open_ones += [earlier for earlier in told.drafts if not earlier.due]
            if not everything and told.part.level is not None:
                break
            if not told.joined:
                break
        for earlier in open_ones:
            earlier.due, earlier.latent = draft.due, False
            earlier.confidence = max(earlier.confidence, 0.7)
    return kept


def _is_inherited(draft: Draft) -> bool:
    return draft.who is not None and not draft.start <= draft.who[0] < draft.end


def _duty(normal: Normal, draft: Draft, part: Part, subject: str) -> Duty:
    begin, finish = spoken_of(normal, *draft.what)
    last = min(part.end, part.start + _LONGEST)
    what = normal.low[begin:finish]
    start, end = normal.span(draft.start, max(draft.end, draft.start + 1))
    return Duty(
        start=start,
        end=end,
        who=normal.written(*draft.who) if draft.who else None,
        what=normal.written(begin, max(finish, begin + 1)),
        type=type_of(what, normal.low[part.start : last], subject, draft.head),
        due=draft.due,
        head_in_person=draft.head,
        confidence=draft.confidence,
        sentence=normal.written(part.start, last).strip(),
        who_class=addressee_of(normal, draft.who) if draft.who else None,
    )
