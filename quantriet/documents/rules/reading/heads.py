"""Which duties the head must do in person: told in the same sentence, or in one after it for those it speaks of."""

from __future__ import annotations

import re

from .clauses import Draft
from .normal import Normal
from .outline import Part
from .sentences import sentence_around
from .wording import type_of
from .words import soft

IN_PERSON = soft(
    r"(?<!phó )(?:đứng đầu|bí thư|thủ trưởng|chủ tịch|giám đốc|hiệu trưởng|chánh văn phòng|trưởng (?:ban|phòng))(?!\w)"
    r"[^.;\f]{0,80}?(?<!đã )(?<!thuộc )(?:trực tiếp|đích thân) "
    r"(?:truyền đạt|quán triệt|chủ trì|báo cáo|phổ biến|giới thiệu|trình bày|triển khai|lên lớp|làm báo cáo viên|dự|"
    r"chỉ đạo|lãnh đạo|kiểm tra|phụ trách|học tập|tổ chức|thực hiện|đối thoại|tham gia|đôn đốc|theo dõi|giảng)"
)
_SUBJECT = soft(r"(?:chi bộ|cấp tỉnh|cấp huyện|cấp xã|xã|phường|cơ sở)(?!\w)")
_ALL = soft(r"(?:nói|nêu)? trên|các hội nghị|từng cấp|các cấp|cấp mình")
_FURTHER = 300
_BACK = 2500  # how long the paragraph or the list may be that a sentence speaks of


def mark_heads(normal: Normal, told: list[tuple[Part, list[Draft], bool]], bounds: list[int]) -> None:
    """Marks the duties that a head must do in person."""
    for index, (part, drafts, _) in enumerate(told):
        if found := IN_PERSON.search(normal.low, part.start, part.end):
            own = [d for d in drafts if not d.due and d.what[1] > found.start() and _is_whose(d, found)]
            others = [d for d in drafts if d not in own and not d.latent and (d.start < found.end() or not own)]
            if others:
                _mark(normal, others, found)
            marked = bool(others)
            if not others or part.level is None:
                marked = _mark_earlier(normal, told, index, found) or marked
            if marked:
                drafts[:] = [d for d in drafts if d not in own]
            for draft in own:
                draft.head = True
        elif drafts and (index + 1 == len(told) or told[index + 1][0].start >= part.end):
            _, following = sentence_around(bounds, part.end)
            following = min(following, part.end + _FURTHER)
            if index + 1 < len(told) and told[index + 1][0].start < following:
                continue  # it is looked at in its turn
            if "\f" not in normal.low[part.end : following].strip("\f ") and (
                found := IN_PERSON.search(normal.low, part.end, following)
            ):
                _mark_earlier(normal, told, index + 1, found)


def _is_whose(draft: Draft, found: re.Match[str]) -> bool:
    """Whether a duty is the head's own."""
    return bool(draft.who and found.start() - 60 < draft.who[0] <= found.start() < draft.who[1] + 20)


def _mark(normal: Normal, drafts: list[Draft], found: re.Match[str]) -> None:
    before = [d for d in drafts if d.start < found.end()] or drafts
    fitting = [d for d in before if _fits(normal, d)]
    for draft in _of_level(normal, fitting, found) or before[-1:]:
        draft.head = True


def _mark_earlier(normal: Normal, told: list[tuple[Part, list[Draft], bool]], index: int, found: re.Match[str]) -> bool:
    """Marks all duties before a sentence, back to where its paragraph or list begins, that it may speak of."""
    earlier: list[Draft] = []
    for at in range(index - 1, -1, -1):
        part, drafts, joined = told[at]
        if part.end < found.start() - _BACK:
            break
        earlier += [d for d in drafts if not d.latent and not d.head]
        in_line = told[index][0].level is None if index < len(told) else True
        if in_line and part.level is not None and not _ALL.search(normal.low, found.start(), found.end() + 80):
            break
        if not joined or IN_PERSON.search(normal.low, part.start, part.end):
            break
    fitting = [d for d in earlier if _fits(normal, d)]
    chosen = _of_level(normal, fitting, found) or earlier[:1]
    for draft in chosen:
        draft.head = True
    return bool(chosen)


def _fits(normal: Normal, draft: Draft) -> bool:
    what = normal.low[slice(*draft.what)]
    around = normal.low[max(0, draft.start - 200) : draft.end]
    return type_of(what, around, "", False) in ("conference_held", "study_done")


def _of_level(normal: Normal, drafts: list[Draft], found: re.Match[str]) -> list[Draft]:
    """Those of a level that the head's own title names, or all where it names none."""
    level = _SUBJECT.search(found.group())
    if not level:
        return drafts
    named = [d for d in drafts if d.who and level.group() in normal.low[d.who[0] : d.who[1]]]
    return named or drafts
