"""Which bodies may not issue which kinds: lines with a source and a period, because the rules are replaced in time.

Only what could be read somewhere stands here. Not found so far, and so never warned of: the bodies of the centre, those
of the districts (Quy định 66, Điều 8), the commissions and offices, and what Quy định 399 says of the provinces.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from quantriet.kernel.text import fold, nfc


class Body(Enum):
    """A Party body, as far as the rules tell them apart."""

    CONGRESS = "congress"  # đại hội đảng bộ tỉnh
    PROVINCE = "province"  # tỉnh ủy, thành ủy trực thuộc Trung ương: the whole committee
    COMMITTEE = "committee"  # đảng ủy cơ sở
    STANDING = "standing"  # its standing committee
    BRANCH = "branch"  # chi bộ
    OTHER = "other"  # any other body of the Party


@dataclass(frozen=True, slots=True)
class Denied:
    """A kind that some bodies may not issue while the rule is in force."""

    kind: str
    bodies: frozenset[Body]
    source: str
    since: date
    until: date | None = None


# Read in public paraphrases of the regulations, not in the regulations themselves: so it warns and never blocks.
# Điều 7 of Quy định 66: thuvienphapluat.vn/phap-luat/…-367453-81948.html; kinds of 399: lsvn.vn/…-a168642.html.
_66 = "Quy định 66-QĐ/TW, 06/02/2017, Điều 7"
_399_KINDS = "Quy định 399-QĐ/TW, 09/01/2026, các thể loại văn bản của Đảng"
_399 = "Quy định 399-QĐ/TW, 09/01/2026, Điều 11, 13"
_SINCE_66, _SINCE_399 = date(2017, 2, 6), date(2026, 1, 9)
_BASE = frozenset({Body.COMMITTEE, Body.STANDING, Body.BRANCH})
_OF_THE_STATE = ("decree", "circular_state", "law")
_NOT_OF_A_COMMITTEE = ("directive", "circular_party", "guidance")  # its standing committee issues them
_NOT_OF_A_CONGRESS = (
    *_NOT_OF_A_COMMITTEE, "decision", "regulation", "conclusion", "plan", "scheme", "submission",
)  # fmt: skip


def _denied(kinds: Iterable[str], body: Body) -> tuple[Denied, ...]:
    return tuple(Denied(kind, frozenset({body}), _66, _SINCE_66, _SINCE_399) for kind in kinds)


MATRIX = (
    *_denied(_NOT_OF_A_COMMITTEE, Body.PROVINCE),
    *_denied(_NOT_OF_A_CONGRESS, Body.CONGRESS),
    *(Denied(kind, frozenset(Body), _399_KINDS, _SINCE_399) for kind in _OF_THE_STATE),
    Denied("directive", _BASE, _399, _SINCE_399),
    Denied("circular_party", _BASE, _399, _SINCE_399),
    Denied("guidance", frozenset({Body.COMMITTEE, Body.BRANCH}), _399, _SINCE_399),
    Denied("rules", frozenset({Body.STANDING}), _399, _SINCE_399),
    Denied("regulation", frozenset({Body.BRANCH}), _399, _SINCE_399),
)
_LOWEST = ("grassroots", "branch")
_SIGNATURE_REACH = 6000  # characters at the end in which one signs
_BY_STANDING = re.compile(r"(?<!\w)t\s*[/.]?\s*m\.?\s+ban\s+thường\s+vụ(?!\w)")


def signed_by_standing(text: str) -> bool:
    """Whether a standing committee signs: many a head names the committee alone."""
    return bool(_BY_STANDING.search(nfc(text[-_SIGNATURE_REACH:]).casefold()))


def body_of(issuer: str, suffix: str, *, level: str = "", by_standing: bool = False) -> Body | None:
    """The Party body that issues; `level` is that of the unit in the tree, which tells a thành ủy from a thành ủy."""
    name, organ = fold(issuer), suffix.rpartition("/")[2].upper()
    if name.startswith(("chi bo", "chi uy")) or organ == "CB":
        return Body.BRANCH
    if re.match(r"dai hoi\b.*\bdang bo tinh\b", name):
        return Body.CONGRESS
    standing = by_standing or name.startswith("ban thuong vu")
    if level in _LOWEST:
        return Body.STANDING if standing else Body.COMMITTEE
    is_whole = name.startswith("tinh uy") or (level == "province" and name.startswith(("thanh uy", "ban chap hanh")))
    if is_whole and not standing:
        return Body.PROVINCE
    return Body.OTHER if "/" in suffix else None


def denial_of(kind: str, body: Body | None, on: date | None) -> Denied | None:
    """The line by which a body may not issue a kind on a day; None where no line in force says so."""
    if body is None or on is None:
        return None
    lines = (line for line in MATRIX if line.kind == kind and body in line.bodies)
    return next((line for line in lines if line.since <= on and (line.until is None or on < line.until)), None)
