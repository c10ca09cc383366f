"""Who issued a document: said behind it, before it, or behind the last of those joined to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .bodies import body_before, body_end
from .normal import Normal
from .positions import position_end
from .symbols import organ_of
from .words import UP, soft

_OFFICERS_OF_STATE = ("chủ tịch nước", "thủ tướng", "chủ tịch quốc hội", "phó thủ tướng")
_AND_BODY = re.compile(rf"(?:,|,? và)[ \n](?=[{UP}])")
_MINISTER = "Bộ trưởng "
_POLITBURO = soft(r"Bộ Chính trị, Ban Bí thư$", any_case=True)
_ISSUES = soft(
    r" (?:đã |vừa |mới )?(?:kịp thời |lần lượt |sớm |chính thức )?(?:ký )?"
    r"(?:ban hành|thông qua|ra|ký|(?<=đã )có|(?<=vừa )có)(?: các)? $"
)
_ISSUED_BY = (" hành ", " qua ", " ra ", " ký ", " có ", " các ")  # how _ISSUES may end
_TERM_BEFORE = re.compile(r"[ \n]\(?(?:khóa|nhiệm kỳ)[ \n][\w -]{1,12}\)?$", re.IGNORECASE)
_HOLDER_BEFORE = soft(r"(?<!\w)(?:Phó )?(?:Chủ tịch|Bí thư|Chánh|Trưởng|Giám đốc|Bộ trưởng) $")
_BEGINS = re.compile(r"(?:^|[.\n\f;] ?)$")
_CENTRAL = soft(r"trung ương|bộ chính trị|ban bí thư|(?<!\w)t\.?[ưw]|bct", any_case=True)
_JOINED = soft(r" ?(?:,|;|và|, và) ?(?:các )?", any_case=True)


@dataclass(slots=True)
class Draft:
    """A mention in normal offsets, before it is handed out."""

    start: int
    end: int
    type: str
    number: str | None = None
    suffix: str | None = None
    year: int | None = None
    issuer: tuple[int, int] | None = None
    date: str | None = None
    plenum: str | None = None
    term: str | None = None
    confidence: float = 0.9
    stop: int = 0  # where what was read about it ends


def joint_end(text: str, begin: int, end: int) -> int:
    """Where the last of several bodies that issued a document together ends: "của Bộ A, Bộ B và Bộ C"."""
    at = end
    for _ in range(6):
        joined = _AND_BODY.match(text, at)
        after = body_end(text, joined.end()) if joined else 0
        alike = bool(joined and text.startswith(_MINISTER, begin) and text.startswith(_MINISTER, joined.end()))
        if joined and alike:
            after = position_end(text, joined.end())
        if not joined or after == joined.end():
            return end
        at = after
        if alike or "và" in joined.group() or _POLITBURO.search(text, max(0, end - 12), at):
            end = at
    return end


def issuer_of(normal: Normal, draft: Draft, start: int) -> tuple[int, int] | None:
    """The body said before to issue it; an officer of the State who signs a Party document is not its issuer."""
    issuer = _issuer_before(normal, start)
    if issuer and "/" in (draft.suffix or "") and normal.low.startswith(_OFFICERS_OF_STATE, issuer[0]):
        return None
    return issuer


def _issuer_before(normal: Normal, start: int) -> tuple[int, int] | None:
    """The body that is said to issue what follows: "Bộ Chính trị ban hành Nghị quyết …"."""
    text = normal.text
    if not normal.flat.endswith(_ISSUED_BY, 0, start):
        return None
    issues = _ISSUES.search(normal.low, max(0, start - 32), start)
    if not issues:
        return None
    term = _TERM_BEFORE.search(text, max(0, issues.start() - 24), issues.start())
    body = body_before(text, term.start() if term else issues.start())
    if not body:
        return None
    if text.endswith(" và ", 0, body[0]) and (first := body_before(text, body[0] - 4)):
        return first[0], body[1]
    if (
        text.endswith(", ", 0, body[0])
        and (first := body_before(text, body[0] - 2))
        and _BEGINS.search(text, max(0, first[0] - 3), first[0])
    ):
        return first[0], body[1]
    holder = _HOLDER_BEFORE.search(text, max(0, body[0] - 20), body[0])
    return (holder.start(), body[1]) if holder else body


def share_issuers(text: str, drafts: list[Draft]) -> None:
    """Gives the issuer of the last to those joined to it: "Nghị quyết số 12 và Chỉ thị số 7 của Bộ Chính trị"."""
    for earlier, later in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        alike = _may_share(text, earlier, later)
        joined = earlier.number and not earlier.issuer and later.issuer and alike and later.start - earlier.stop < 12
        if joined and earlier.type != "law" and _JOINED.fullmatch(text, earlier.stop, later.start):
            earlier.issuer = later.issuer
    for earlier, later in zip(drafts[:-1], drafts[1:], strict=True):
        said_before = earlier.issuer and earlier.issuer[0] < earlier.start and later.number and not later.issuer
        if said_before and _may_share(text, later, earlier) and _JOINED.fullmatch(text, earlier.stop, later.start):
            later.issuer = earlier.issuer


def _may_share(text: str, earlier: Draft, later: Draft) -> bool:
    """Whether the symbols let two documents be of one issuer: the Centre's are not those of a province."""
    if earlier.suffix is None or later.suffix is None:
        own = organ_of(earlier.suffix or "")
        return not (own == "TW" and later.issuer and not _CENTRAL.search(text, *later.issuer))
    return organ_of(earlier.suffix) == organ_of(later.suffix)
