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
_GIVEN = soft(rf"(?<!\w)(?:tại|chủ trì|dự|tham dự) (?={_EVENT} \w)(?!hội nghị(?:,|\.|$| (?:có|nghe|là)))")
_GIVEN_BY = soft(r" do (?=[^;.]{3,120}? (?:đã )?tổ chức(?! đảng))")
_WITH = soft(r",? (?:phối hợp(?: với| cùng)?|cùng(?: với)?) $")
_JOINED_BODY = soft(r"(?:,| và| -) $")
_END = re.compile(r"[;\f]|\.(?=\s|$|[^\W\d])|\n")
_CUT = soft(
    r",? (?:do (?=[^;.]{3,120}?(?:tổ chức|chủ trì))|"
    r"(?:với|có) sự (?:tham|tham gia)|do đồng chí|dưới sự|nhằm(?!\w)|theo hình thức|"
    r"bằng hình thức|được tổ chức|diễn ra|tại (?=hội trường|trụ sở|trung tâm|nhà )|(?:vào )?"
    r"(?:sáng|chiều|tối)? ?ngày \d)"
)
_PLACE = soft(
    rf"(?<!\w)tại (?=(?:hội trường|trụ sở|trung tâm|nhà|khách sạn|trường|thành phố|thủ đô|ubnd|huyện|xã|phường|tỉnh|"
    rf"quận|thị|(?-i:[{UP}])))(?!hội nghị)", any_case=True
)  # fmt: skip
_PLACE_END = soft(r"[,.;\f\n()]|(?<!\w)(?:đã|diễn|tổ chức|dưới|với|do|khai mạc|sẽ|vừa|để)(?!\w)")
_FORMS = (
    (
        "hybrid",
        soft(
            r"(?:trực tiếp|tập trung) (?:kết hợp|và|kết nối)(?: với)? trực tuyến|"
            r"trực tuyến kết hợp(?: với)? trực tiếp"
        ),
    ),
    ("online", soft(r"trực tuyến|điểm cầu")),
    ("in_person", soft(r"hình thức (?:trực tiếp|tập trung)")),
)  # fmt: skip
_CHAIRS = soft(r"(?<!\w)(?:đồng )?(?:chủ trì|chủ tọa)(?!\w)")
_CHAIRED_THERE = soft(
    r"(?:chủ trì|chủ tọa)(?: (?:và [^,.;]{3,40}|(?:hội nghị|buổi lễ|kỳ họp|đại hội|cuộc họp|phiên họp|"
    r"tại)[^.;,]{0,80}?))? "
    r"(?:có|là|gồm)(?: có)?:? (?=(?:các )?(?:đồng ?chí|đ/c|ông|bà)(?!\w))"
)
_CHAIRED = soft(r"dưới sự (?:chủ trì|chủ tọa|điều hành) của|do(?= đồng chí[^.;]{3,120}chủ trì)")
_PRESENTS = soft(
    r"(?<!\w)(?:quán triệt|trình bày|truyền đạt|thông báo|giới thiệu|phổ biến|báo cáo|hướng dẫn)(?! viên)(?!\w)"
)
_CARRIES_OUT = soft(r"(?<!\w)(?:thực hiện|thi hành|cụ thể hóa)(?!\w)")
_ANOTHER = soft(r",|(?<!\w)và(?!\w)")
_RESULT = soft(r"(?<!\w)kết quả(?!\w)")
_QUOTED = re.compile(r"\"[^\"\f]*\"")
_LIST_MARKS = re.compile(r"(?:[\s,;:]|và)*")
_SEVERAL = soft(r"(?<!\w)(?:các|hai|ba|bốn)(?!\w)")
_VERB_FIRST = re.compile(rf"^(?:thông báo|báo cáo|hướng dẫn) (?=[{UP}])")
_MEANT = soft(
    r" (?:toàn văn |những |các )?(?:nội dung )?(?:cơ bản |chủ yếu |chính )?(?:của )?(?:các|hai|ba|bốn|"
    r"những)(?: nội dung)? "
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
    days = _days(dated, start, end)
    day = next((d.mention for d in days if d.mention.iso_start == d.mention.iso_end or d.mention.role == "event"), None)
    organiser = _organiser(normal, start, noun, end)
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


def _days(dated: Sequence[Dated], start: int, end: int) -> list[Dated]:
    """The days of a sentence that are no document's; one without a year behind a document is the event's after all."""
    inside = [d for d in dated if start <= d.start < end and d.mention.iso_start]
    return [d for d in inside if d.mention.role in ("event", "other")] or [d for d in inside if d.mention.year_inferred]


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
        if held and named:
            noun = named.start()
            cut = _CUT.search(low, noun, held.start())
            return start, end, noun, noun + len(low[noun : cut.start() if cut else held.start()].rstrip(" \n,"))
        given = _GIVEN.search(low, start, end)
        if not given or not (_GIVEN_BY.search(low, given.end(), end) or low.startswith("chủ trì", given.start())):
            return None
        noun = given.end()
    finish = _END.search(low, noun, end)
    stop = finish.start() if finish else end
    cut = _CUT.search(low, noun, stop)
    stop = cut.start() if cut else stop
    return start, end, noun, noun + len(low[noun:stop].rstrip(' \n,.("'))


def _organiser(normal: Normal, start: int, noun: int, end: int) -> str | None:
    """The body right before the verb that holds the event, or the one it is held by; of several the first."""
    if by := _GIVEN_BY.search(normal.low, noun, end):
        finish = body_end(normal.text, by.end())
        return normal.written(by.end(), finish) if finish > by.end() else None
    holds = list(_HOLDS.finditer(normal.low, start, noun + 20))
    at = holds[0].start() if holds else 0
    for stop in (at - 1, at - 4, at - 5):  # "… đã tổ chức", "… vừa tổ chức"
        if stop > start and (body := body_before(normal.text, stop)) and body[0] >= start:
            return normal.written(*_first_of(normal, body, start))
    return None


def _first_of(normal: Normal, body: tuple[int, int], start: int) -> tuple[int, int]:
    """The body that leads where several hold an event: the one before "phối hợp với", or both joined by a comma."""
    text, low = normal.text, normal.low
    if (joint := _WITH.search(low, max(start, body[0] - 20), body[0])) and (lead := body_before(text, joint.start())):
        return lead if lead[0] >= start else body
    if (comma := _JOINED_BODY.search(low, max(start, body[0] - 4), body[0])) and (
        lead := body_before(text, comma.start())
    ):
        apart = lead[0] == start or low[lead[0] - 2 : lead[0]] in (", ", "- ", ") ")
        return (lead[0], body[1]) if apart and lead[0] >= start and text[lead[0]].isupper() else body
    return body


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
        if led := _CHAIRED_THERE.search(normal.low, start, end) or _CHAIRED.search(normal.low, start, end):
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
        for speaker, begin, stop in _speeches(normal, start, end, people):
            documents = tuple(_presented(normal, begin, stop, mentions))
            documents = documents or _meant(normal, begin, stop, mentions, told_at)
            for told in _SESSION.finditer(normal.low, start, begin):
                session = _SESSIONS[told.group(1) or told.group(2)]
            if documents:
                yield EventItem(presenter=speaker, documents=documents, session=session)


def _speeches(normal: Normal, start: int, end: int, people: Sequence[PersonMention]) -> list[tuple[str, int, int]]:
    """Who speaks in a sentence, and from where to where that is told."""
    speeches: list[tuple[str, int, int]] = []
    at = start
    for presents in _PRESENTS.finditer(normal.low, start, end):
        left = max(at, presents.start() - 300)
        if speakers := _speakers(normal, left, presents.start(), people):
            if speeches:
                named = [anchor.start() for anchor in _ANCHOR.finditer(normal.low, left, presents.start())]
                speeches[-1] = (*speeches[-1][:2], named[-1] if named else left)
            speeches.append((speakers[-1], presents.start(), end))
        at = presents.end()
    return speeches


def _presented(normal: Normal, begin: int, stop: int, mentions: Spans) -> Iterator[str]:
    """The documents told of between two places, without those that another of them only carries out."""
    last, kind, listed = begin, "", False
    for at, finish, text in mentions:
        if at < begin or finish > stop:
            continue
        between = _QUOTED.sub("", normal.low[last:at])
        tail = between.rsplit(";", 1)[-1]
        carried = bool(_CARRIES_OUT.search(tail)) and not _ANOTHER.search(tail)
        if last == begin and not _RESULT.search(tail):
            carried = False  # "quán triệt, triển khai thực hiện Nghị quyết …"
        goes_on = bool(_LIST_MARKS.fullmatch(between)) and (listed or ";" not in between)
        if carried:
            kind, listed = text.lower()[:5], bool(_SEVERAL.search(tail))
        elif not (goes_on and kind and text.lower().startswith(kind)):
            kind = ""
            yield _VERB_FIRST.sub("", text)
        last = finish


def _meant(normal: Normal, start: int, end: int, mentions: Spans, told_at: tuple[int, int]) -> tuple[str, ...]:
    """The documents of the event that "các nghị quyết" or "nội dung các văn bản" means."""
    back = _MEANT.search(normal.low, start, min(end, start + 80))
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
