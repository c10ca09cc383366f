"""What follows the number of a document: its day, term, plenum, a quoted subject, its issuer."""

from __future__ import annotations

import re
from collections.abc import Callable

from .bodies import body_end
from .dates import full_date_at
from .issuers import Draft, joint_end
from .normal import Normal
from .positions import position_end
from .sets import set_at, term_at
from .words import UP, soft

MAY_BE_SET = re.compile(
    r" ?(?:của )?(?:(?:các )?hội nghị|trung ương|tw|tư|t\.ư|bch|ban chấp|đại hội|đh|toàn thể|lần thứ)"
)
OF = re.compile(r" ?,? ?(?:của|do) ")
_DATED = soft(r" ?,? ?\(?(?:ban hành |ký )?(?=ngày \d|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20))", any_case=True)
_EVENT_FOLLOWS = soft(rf", [{UP}]")  # "Thực hiện Kế hoạch số 4, ngày 16/8, Đảng ủy …": the day of what is told
_DATED_SHORTLY = soft(r" ?,? ?\(?(?:cùng )?ngày \d{1,2} ?[/-] ?\d{1,2}\)?(?!\d|[/.-]\d)", any_case=True)
# What may follow a number, by what it must be read as; a bracket may be anything.
_MAY_FOLLOW = re.compile(
    r" ?,? ?(?:(?P<any>\()|(?P<day>ngày |ban hành|ký |cùng |\d{1,2}[/.-]\d)|(?P<term>khóa|nhiệm kỳ|k ?[xiv\d])|"
    r"(?P<set>(?:các )?hội nghị|toàn thể|ban chấp|bch|trung ương|tw|tư|t\.ư|đại hội|đh|lần thứ)|(?P<of>của |do )|"
    r"(?P<quoted>\"|về \"))"
)
_QUOTED = soft(r" ?(?:về )?\"[^\"\f]{1,300}\"")
_COMRADE = soft(r"(?:đồng chí|ông|bà) ", any_case=True)


def tail(normal: Normal, draft: Draft) -> None:
    """Takes in what follows a number: date, term, plenum, a quoted subject, the issuer."""
    for _ in range(6):
        at = draft.stop
        follows = _MAY_FOLLOW.match(normal.flat, at)
        if not follows or not any(step(normal, draft, at) for step in _READ_AS[follows.lastgroup or ""]):
            return


def _day_of(normal: Normal, draft: Draft, at: int) -> bool:
    text = normal.text
    if draft.date is None and (dated := _DATED.match(text, at)) and (day := full_date_at(normal.low, dated.end())):
        draft.date, draft.stop = day
        draft.stop += text.startswith(")", draft.stop)
        return True
    short = _DATED_SHORTLY.match(text, at)
    if short and not (text[at] == "," and _EVENT_FOLLOWS.match(text, short.end())):
        draft.stop = short.end()  # without a year it is no date of a document, and none is guessed
        return True
    return False


def _term_of(normal: Normal, draft: Draft, at: int) -> bool:
    if draft.term is None:
        draft.term, draft.stop = term_at(normal.text, at)
        return draft.term is not None
    return False


def _set_of(normal: Normal, draft: Draft, at: int) -> bool:
    text = normal.text
    after = at + bool(draft.date and text.startswith(",", at))  # "… ngày 16/6/2022, Hội nghị lần thứ năm …"
    if draft.plenum is None and MAY_BE_SET.match(normal.flat, after) and (sets := set_at(text, after)):
        draft.plenum, draft.term, draft.stop = sets[0].plenum, sets[0].term or draft.term, sets[0].end
        draft.issuer = draft.issuer or sets[0].issuer
        return True
    return False


def _issuer_behind(normal: Normal, draft: Draft, at: int) -> bool:
    text = normal.text
    if draft.issuer is not None or not (of := OF.match(normal.flat, at)):
        return False
    comrade = _COMRADE.match(text, of.end())
    begin = comrade.end() if comrade else of.end()
    end = body_end(text, begin)
    end = end if end > begin else position_end(text, begin)  # "của Chủ tịch UBND huyện"
    if end == begin:
        return False
    end = joint_end(text, begin, end)
    draft.issuer, draft.stop = (begin, end), end
    return True


def _quoted_before_issuer(normal: Normal, draft: Draft, at: int) -> bool:
    quoted = _QUOTED.match(normal.text, at) if draft.issuer is None else None
    if quoted and OF.match(normal.flat, quoted.end()):
        draft.stop = quoted.end()
        return True
    return False


_READ_AS: dict[str, tuple[Callable[[Normal, Draft, int], bool], ...]] = {
    "any": (_day_of, _term_of),
    "day": (_day_of,),
    "term": (_term_of,),
    "set": (_set_of,),
    "of": (_set_of, _issuer_behind),
    "quoted": (_quoted_before_issuer,),
}
