"""The event a news text reports: what, when, where, in which form, who chaired, and who presented which documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .bodies import body_before, body_end
from .model import Event, EventItem, PersonMention
from .names import TITLES, name_end_at
from .normal import Normal
from .positions import position_end
from .sentences import sentence_bounds
from .words import UP, soft
from .years import Dated

_FIRST_PART = 2500  # where a text says what it reports
_WHOLE = 40_000
_EVENT = (
    r"(?:hội nghị|hội thảo|đại hội|lễ (?!phép|tân)|kỳ họp|phiên họp|cuộc họp|lớp (?:tập huấn|bồi dưỡng|học)|tọa đàm|"
    r"buổi (?:làm việc|gặp mặt|lễ|sinh hoạt)|hội thi|diễn đàn)"
)
_NAMED = soft(rf"(?<!\w){_EVENT}")
_HOLDS = soft(rf"(?<!\w)(?:tổ chức|khai mạc|diễn ra|mở|đã có|tiến hành)(?: (?:thành công|trọng thể))? (?={_EVENT})")
_HELD = soft(r"(?<!\w)(?:được tổ chức|diễn ra|khai mạc|đã tổ chức)(?!\w)")
_END = re.compile(r"[;\f]|\.(?=\s|$|[^\W\d])|\n")
_CUT = soft(r",? (?:(?:với|có) sự (?:tham|tham gia)|do đồng chí|dưới sự|nhằm(?!\w)|theo hình thức|"
    r"bằng hình thức|được tổ chức|diễn ra|tại (?=hội trường|trụ sở|trung tâm|nhà )|(?:vào )?"
    r"(?:sáng|chiều|tối)? ?ngày \d)")  # fmt: skip
_PLACE = soft(
    rf"(?<!\w)tại (?=(?:hội trường|trụ sở|trung tâm|nhà|khách sạn|trường|thành phố|thủ đô|ubnd|huyện|xã|phường|tỉnh|"
    rf"quận|thị|(?-i:[{UP}])))(?!hội nghị)", any_case=True
)  # fmt: skip
_PLACE_END = soft(r"[,.;\f\n()]|(?<!\w)(?:đã|diễn|tổ chức|dưới|với|do|khai mạc|sẽ|vừa|để)(?!\w)")
_FORMS = (
    (
        "hybrid",
        soft(
            r"(?:trực tiếp|tập trung) (?:kết hợp|và|kết nối)(?: với)? trực tuyến|trực tuyến kết hợp(?: với)? trực tiếp"
        ),
    ),
    ("online", soft(r"trực tuyến|điểm cầu")),
    ("in_person", soft(r"hình thức (?:trực tiếp|tập trung)")),
)  # fmt: skip
_CHAIRS = soft(r"(?<!\w)(?:đồng )?(?:chủ trì|chủ tọa)(?!\w)")
_CHAIRED = soft(r"dưới sự (?:chủ trì|chủ tọa|điều hành) của|do(?= đồng chí[^.;]{3,120}chủ trì)")
_PRESENTS = soft(
    r"(?<!\w)(?:quán triệt|trình bày|truyền đạt|thông báo|giới thiệu|phổ biến|báo cáo|hướng dẫn)(?! viên)(?!\w)"
)
_MEANT = soft(
    r" (?:toàn văn |những |các )?(?:nội dung )?(?:cơ bản |chủ yếu |chính )?(?:của )?(?:các|hai|ba|bốn|những) "
    r"(nghị quyết|văn bản|chỉ thị|kết luận|quy định)(?!\w)"
)
_ANCHOR = soft(r"(?:các )?(?:đồng ?chí|đ/c|ông|bà)(?!\w)")
_SESSION = soft(r"(?<!\w)(?:buổi (sáng|chiều|tối)|(sáng|chiều|tối)(?= (?:cùng ngày|nay|ngày|\d)))")
_SESSIONS = {"sáng": "morning", "chiều": "afternoon", "tối": "evening"}

Spans = Sequence[tuple[int, int, str]]


def event_in(normal: Normal, dated: Sequence[Dated], people: Sequence[PersonMention], mentions: Spans) -> Event | None:
    """The event of a news text; None where none is said to be held. Mentions: where each stands, and as written."""
    sentences = list(_sentences(normal))
    people = [person for person in people if person.start < _WHOLE]
    mentions = [mention for mention in mentions if mention[0] < _WHOLE]
    told = next((found for found in map(lambda s: _told(normal, *s), sentences) if found), None)
    if told is None:
        return None
    start, end, noun, stop = told
    days = [d for d in dated if start <= d.start < end and d.mention.role in ("event", "other") and d.mention.iso_start]
    day = next((d.mention for d in days if d.mention.iso_start == d.mention.iso_end or d.mention.role == "event"), None)
    organiser = _organiser(normal, start, noun)
    low = normal.flat[:_WHOLE]
    return Event(
        what=normal.written(noun, stop),
        held_on=day.iso_start if day else None,
        held_until=day.iso_end if day and day.iso_end != day.iso_start else None,
        place=_place(normal, start, end),
        form=next((name for name, pattern in _FORMS if pattern.search(low)), None),
        organised_by=organiser,
        chaired_by=tuple(_chairs(normal, sentences, people)),
        items=tuple(_items(normal, sentences, people, mentions, (start, end))),
    )


def _sentences(normal: Normal) -> Iterator[tuple[int, int]]:
    start = 0
    for end in sentence_bounds(normal):
        if start >= _WHOLE:
            return
        if end > start:
            yield start, min(end, start + 2000)
        start = end


def _told(normal: Normal, start: int, end: int) -> tuple[int, int, int, int] | None:
    """The sentence that says an event is or was held, with where the event's name begins and ends."""
    if start > _FIRST_PART:
        return None
    low = normal.low
    holds = _HOLDS.search(low, start, end)
    if holds:
        noun = holds.end()
    else:
        held = _HELD.search(low, start, end)
        named = _NAMED.search(low, start, held.start()) if held else None
        if not held or not named:
            return None
        noun = named.start()
        return start, end, noun, noun + len(low[noun : held.start()].rstrip(" \n,"))
    finish = _END.search(low, noun, end)
    stop = finish.start() if finish else end
    cut = _CUT.search(low, noun, stop)
    stop = cut.start() if cut else stop
    return start, end, noun, noun + len(low[noun:stop].rstrip(' \n,.("'))


def _organiser(normal: Normal, start: int, noun: int) -> str | None:
    """The body right before the verb that holds the event."""
    holds = list(_HOLDS.finditer(normal.low, start, noun + 20))
    at = holds[0].start() if holds else 0
    for stop in (at - 1, at - 4):  # "… đã tổ chức"
        if stop > start and (body := body_before(normal.text, stop)) and body[0] >= start:
            return normal.written(*body)
    return None


def _place(normal: Normal, start: int, end: int) -> str | None:
    found = _PLACE.search(normal.text, start, end)
    if not found:
        return None
    stop = _PLACE_END.search(normal.low, found.end(), min(end, found.end() + 90))
    body = body_end(normal.text, found.end())
    finish = max(body, stop.start() if stop else found.end())
    return normal.written(found.end(), finish) or None if finish > found.end() else None


def _chairs(normal: Normal, sentences: list[tuple[int, int]], people: Sequence[PersonMention]) -> list[str]:
    """Those who are said to chair, in the first sentence that says so."""
    for start, end in sentences:
        if led := _CHAIRED.search(normal.low, start, end):
            names = _speakers(normal, led.end(), min(end, led.end() + 250), people)
        elif chairs := _CHAIRS.search(normal.low, start, end):
            names = _speakers(normal, start, chairs.start(), people)
        else:
            continue
        if names:
            return names
    return []


def _items(
    normal: Normal,
    sentences: list[tuple[int, int]],
    people: Sequence[PersonMention],
    mentions: Spans,
    told_at: tuple[int, int],
) -> Iterator[EventItem]:
    """Who presented which documents, and in which session."""
    session = None
    for start, end in sentences:
        if told := _SESSION.search(normal.low, start, min(end, start + 60)):
            session = _SESSIONS[told.group(1) or told.group(2)]
        presents = _PRESENTS.search(normal.low, start, end)
        while presents:
            speakers = _speakers(normal, max(start, presents.start() - 300), presents.start(), people)
            documents = tuple(text for at, stop, text in mentions if presents.start() <= at and stop <= end)
            documents = documents or _meant(normal, presents.end(), end, mentions, told_at)
            if speakers and documents:
                yield EventItem(presenter=speakers[-1], documents=documents, session=session)
                break
            presents = _PRESENTS.search(normal.low, presents.end(), end)


def _meant(normal: Normal, start: int, end: int, mentions: Spans, told_at: tuple[int, int]) -> tuple[str, ...]:
    """The documents of the event that "các nghị quyết" or "nội dung các văn bản" means."""
    back = _MEANT.match(normal.low, start, end)
    if not back:
        return ()
    named = [text for at, stop, text in mentions if told_at[0] <= at and stop <= told_at[1]]
    kind = " ".join(back.group(1).split())
    return tuple(text for text in named if kind == "văn bản" or text.lower().startswith(kind))


def _speakers(normal: Normal, start: int, end: int, people: Sequence[PersonMention]) -> list[str]:
    """The people told of between two places, by name; one told by position alone is looked up among the named."""
    found = []
    for anchor in _ANCHOR.finditer(normal.low, start, end):
        titles = TITLES.match(normal.text, anchor.start())
        at = titles.end() if titles and titles.end() > anchor.start() else anchor.end() + 1
        if name := name_end_at(normal.text, at):
            found.append(normal.written(at, name))
        elif (stop := position_end(normal.text, at)) > at:
            after = TITLES.match(normal.text, stop + 1)
            name = name_end_at(normal.text, after.end()) if after else 0
            position = normal.written(at, stop)
            found.append(normal.written(after.end(), name) if after and name else _holder(position, people) or position)
    known = {person.name: None for person in people if _starts_between(normal, person, start, end)}
    return list(dict.fromkeys([*found, *(name for name in known if name not in found)]))


def _starts_between(normal: Normal, person: PersonMention, start: int, end: int) -> bool:
    left, right = normal.span(start, max(end, start + 1))
    return left <= person.start < right


def _holder(position: str, people: Sequence[PersonMention]) -> str | None:
    """The one person of the text who holds a position."""
    holders = [p.name for p in people if position.casefold() in (held.casefold() for held in p.positions)]
    return holders[0] if len(holders) == 1 else None
