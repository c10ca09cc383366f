"""Duties: who must do what by when, and whether the head must act in person. Right rather than many."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from .bodies import body_end
from .model import Duty
from .normal import Normal
from .sentences import sentence_around, sentence_bounds
from .words import soft
from .years import Dated

_LONGEST = 1500
_WHO = soft(
    r"(?:(?:tất cả )?(?:các|từng|mỗi|những|100% (?:các )?|toàn thể)(?: đồng chí)? )?(?:đồng chí )?"
    r"(?:cấp (?:ủy|tỉnh|huyện|xã|cơ sở|trên|dưới|thành phố)|chi ủy|tổ chức (?:đảng|cơ sở|chính trị)|tccsđ|chi bộ|"
    r"chi,|đảng bộ|đảng (?:ủy|viên)|"
    r"(?:tỉnh|thành|quận|huyện|thị) ủy|ban|sở|ngành|phòng|ubnd|ủy ban|hđnd|mttq|mặt trận|cơ quan|đơn vị|địa phương|"
    r"xã|phường|đặc khu|quận|huyện|văn phòng|đoàn thể|hội|trường|doanh nghiệp|bí thư|người đứng đầu|đứng đầu|"
    r"thủ trưởng|giám đốc|chủ tịch|chánh văn phòng|trưởng|trung tâm|báo cáo viên|cán bộ|thường trực|công an|"
    r"bộ|liên đoàn|đảng đoàn|khối|viện|tổ(?! chức))(?!\w)"
)
_ORDER = soft(
    r"(?<!\w)(?:yêu cầu|đề nghị|giao(?: cho)?(?: nhiệm vụ cho)?|chỉ đạo|phân công|lưu ý|nhắc nhở|quy định)(?: là|"
    r":| rõ)? "
)
_ACTION = soft(
    r"(?<!\w)(?:hoàn thành|tổ chức(?! (?:đảng|cơ sở|chính trị|đoàn|thành viên|hội(?! nghị)))|xây dựng(?! đảng)|"
    r"ban hành|gửi|"
    r"báo cáo(?! viên)|nộp|(?<!chương )trình|triển khai|học tập|quán triệt|lập|đăng ký|rà soát|tổng hợp|góp ý|"
    r"tham mưu|kiểm tra|"
    r"tuyên truyền|phổ biến|sơ kết|tổng kết|kiện toàn|thực hiện|chuẩn bị|khắc phục|bố trí|cử|cụ thể hóa|nghiên cứu|"
    r"phối hợp|công khai|cập nhật|viết|theo dõi|đôn đốc|bàn giao|giải quyết|thành lập|mở|đánh giá|kết thúc|sắp xếp|"
    r"phát động|niêm yết|công bố|chấm|chốt|cung cấp|hướng dẫn|sao gửi|lấy ý kiến|thẩm định|bổ sung|tiếp thu|"
    r"trực tiếp|chủ trì|truyền đạt|chỉ đạo|nghiêm túc|tập trung|lãnh đạo(?= (?:,|và|việc|tổ|thực)))(?!\w)"
)
_MODAL = soft(
    r"(?: |,)(?:phải|cần|có trách nhiệm|chịu trách nhiệm|khẩn trương|chủ động|tích cực|nghiêm túc|tiếp tục|"
    r"kịp thời|tập trung|sẽ|hãy|tiến hành|việc)$"
)
_IN_PERSON = soft(
    r"(?:đứng đầu|bí thư|thủ trưởng|chủ tịch|giám đốc)(?!\w)[^.;\f]{0,80}?(?<!đã )trực tiếp "
    r"(?:truyền đạt|quán triệt|chủ trì|báo cáo|phổ biến|giới thiệu|trình bày|triển khai|lên lớp|làm báo cáo viên|dự)"
)
_PAST = soft(r"(?<!\w)(?:đã|vừa|được tổ chức|diễn ra)(?!\w)")
_LEAD = soft(r"(?:[-+•*]|\d{1,2}[.)]|[a-zđ][.)]|,|;|và|đồng thời|theo đó,?|trong đó,?|đối với|riêng|\s|\")*")
_TRAIL = soft(
    r"(?:[\s,;:.\"(]|(?<!\w)(?:và|xong|chậm nhất|muộn nhất|trước|trong|là|vào|hạn|thời hạn|đến|hết|để|"
    r"theo quy định|\d{1,2} ?(?:giờ|h)(?: ?\d{2})?)(?!\w))+$"
)
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
    who: tuple[int, int] | None
    what: tuple[int, int]
    due: str | None
    confidence: float
    head: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    deadlines: list[Dated]
    others: list[Dated]  # the dates of the text that are no deadlines


def duties_in(normal: Normal, dated: list[Dated]) -> list[Duty]:
    """Every duty of a text, in order."""
    deadlines = [date for date in dated if date.mention.is_deadline]
    orders = [found for found in _ORDER.finditer(normal.low) if _WHO.match(normal.low, found.end())]
    if not deadlines and not orders:
        return []
    bounds = sentence_bounds(normal)
    triggers: dict[tuple[int, int], list[Dated]] = {}
    for order in orders:
        triggers.setdefault(sentence_around(bounds, order.start()), [])
    for date in deadlines:
        triggers.setdefault(sentence_around(bounds, date.start), []).append(date)
    duties: list[Duty] = []
    carried: tuple[int, tuple[int, int]] | None = None
    others = [date for date in dated if not date.mention.is_deadline]
    for sentence in sorted(triggers):
        start, end = sentence[0], min(sentence[1], sentence[0] + _LONGEST)
        if _is_heading(normal, start, sentence[1]):
            continue
        item = _is_item(normal, start)
        inherited = carried[1] if carried and item and start - carried[0] < _LONGEST else None
        drafts = list(_drafts(normal, _Sentence(start, end, triggers[sentence], others), inherited))
        _mark_heads(normal, start, end, drafts, bounds)
        duties += [_duty(normal, draft, start, end) for draft in drafts]
        if addressed := _addressed(normal, start, end):
            carried = (end, addressed)
        elif not item:
            carried = None
    return duties


def _addressed(normal: Normal, start: int, end: int) -> tuple[int, int] | None:
    """Whom a list of orders is meant for: "… yêu cầu các cấp ủy:"."""
    stop = start + len(normal.low[start:end].rstrip())
    if normal.low[stop - 1 : stop] != ":":
        return None
    order = next(
        (found for found in _ORDER.finditer(normal.low, start, stop) if _WHO.match(normal.low, found.end())), None
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


def _drafts(normal: Normal, sentence: _Sentence, inherited: tuple[int, int] | None) -> Iterator[_Draft]:
    """One duty for each deadline of a sentence, or one for an order without a deadline."""
    if not sentence.deadlines:
        yield from _undated(normal, sentence.start, sentence.end)
        return
    who, at = inherited, sentence.start
    for index, deadline in enumerate(sentence.deadlines):
        following = sentence.deadlines[index + 1].start if index + 1 < len(sentence.deadlines) else sentence.end
        said, action, segment_end = _said_and_done(normal, at, deadline, following)
        who = said or who
        if action and (who or _is_order(normal.low, at, deadline.start, action)):
            action = _nearest(normal.low, action, sentence.others, segment_end)
            begin = min(who[0] if said and who else action.start(), action.start(), deadline.start)
            confidence = 0.85 if who else 0.6
            what = (action.start(), segment_end)
            yield _Draft(begin, max(segment_end, deadline.end), who, what, deadline.mention.iso_end, confidence)
        at = max(deadline.end, segment_end)


def _said_and_done(
    normal: Normal, at: int, deadline: Dated, following: int
) -> tuple[tuple[int, int] | None, re.Match[str] | None, int]:
    """Who is named for a deadline, the verb of what must be done, and where that ends."""
    low = normal.low
    said = _who(normal, at, deadline.start)
    action = _ACTION.search(low, said[1] if said else at, deadline.start)
    if action:
        return said, action, deadline.start
    said = _who(normal, deadline.end, following) or said  # "Trước ngày 15/3, các chi bộ …": the date comes first
    action = _ACTION.search(low, said[1] if said else deadline.end, following)
    stop = _CLAUSE_END.search(low, action.end() if action else following, following)
    return said, action, stop.start() if stop else following


def _nearest(low: str, action: re.Match[str], others: list[Dated], end: int) -> re.Match[str]:
    """The first verb behind any other date: what was to be done by that one is another matter."""
    index = bisect_left(others, end, key=lambda date: date.start) - 1
    if index >= 0 and others[index].start > action.end():
        return _ACTION.search(low, others[index].end, end) or action
    return action


def _undated(normal: Normal, start: int, end: int) -> Iterator[_Draft]:
    low = normal.low
    for order in _ORDER.finditer(low, start, end):
        said = _who(normal, order.start(), end)
        if not said or said[0] > order.end() + 2 or _PAST.search(low, start, order.start()):
            continue
        action = _ACTION.search(low, said[1], end)
        if not action or action.start() - said[1] > 30:
            continue
        stop = _CLAUSE_END.search(low, action.end(), end)
        finish = stop.start() if stop else end
        yield _Draft(said[0], finish, (said[0], said[1]), (action.start(), finish), None, 0.5)
        return


def _is_order(low: str, start: int, end: int, action: re.Match[str]) -> bool:
    """Whether a sentence that names nobody still orders something."""
    text = low[start:end]
    if "phấn đấu" in text:
        return False
    return action.group().startswith("hoàn") or bool(_ORDER.search(text)) or "phải " in text or "cần " in text


def _who(normal: Normal, start: int, end: int) -> tuple[int, int] | None:
    """The words that say who is told to act: from after an order, or from where the clause begins, to the verb."""
    low = normal.low
    begin = None
    for order in _ORDER.finditer(low, start, end):
        if _WHO.match(low, order.end()):
            begin = order.end()
    if begin is None:
        lead = _LEAD.match(low, start, end)
        begin = lead.end() if lead else start
        clause = low.rfind(";", begin, end)
        if clause > 0 and _WHO.match(low, _LEAD.match(low, clause).end()):  # type: ignore[union-attr]
            begin = _LEAD.match(low, clause).end()  # type: ignore[union-attr]
    if not _WHO.match(low, begin) and body_end(normal.text, begin) == begin:
        comma = soft(r", (?=(?:các|mỗi|từng) )").search(low, begin, end)
        if not comma or not _WHO.match(low, comma.end()):
            return None
        begin = comma.end()
    after = max(begin + 3, body_end(normal.text, begin))
    action = _ACTION.search(low, after, end)
    if not action or ";" in low[begin : action.start()]:
        return None
    finish = action.start()
    while True:
        trimmed = low[begin:finish].rstrip(" \n,:")
        finish = begin + len(trimmed)
        modal = _MODAL.search(low, begin, finish)
        if not modal:
            return (begin, finish) if finish - begin >= 3 else None
        finish = modal.start()


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
    finish = begin + len(_TRAIL.sub("", normal.low[begin:finish]))
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
