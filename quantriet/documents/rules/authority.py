"""Which bodies may not issue which kinds: lines with a source and a period, because the rules are replaced in time."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from quantriet.kernel.text import fold


class Body(Enum):
    """A Party body of the base."""

    COMMITTEE = "committee"  # đảng ủy cơ sở
    STANDING = "standing"  # its standing committee
    BRANCH = "branch"  # chi bộ


@dataclass(frozen=True, slots=True)
class Denied:
    """A kind that some bodies may not issue while the rule is in force."""

    kind: str
    bodies: frozenset[Body]
    source: str
    since: date
    until: date | None = None


# Read in a public paraphrase of the regulation, not in the regulation itself: so it warns and never blocks.
_399 = "Quy định 399-QĐ/TW, 09/01/2026, Điều 11, 13"
_SINCE_399 = date(2026, 1, 9)
_EVERY = frozenset(Body)
MATRIX = (
    Denied("directive", _EVERY, _399, _SINCE_399),
    Denied("circular_party", _EVERY, _399, _SINCE_399),
    Denied("guidance", frozenset({Body.COMMITTEE, Body.BRANCH}), _399, _SINCE_399),
    Denied("rules", frozenset({Body.STANDING}), _399, _SINCE_399),
    Denied("regulation", frozenset({Body.BRANCH}), _399, _SINCE_399),
)


def body_of(issuer: str, suffix: str, *, is_base: bool) -> Body | None:
    """The body of the base that issues; None for a higher one. Only the tree knows what belongs to the base."""
    name, organ = fold(issuer), suffix.rpartition("/")[2].upper()
    if name.startswith(("chi bo", "chi uy")) or organ == "CB":
        return Body.BRANCH
    if not is_base:
        return None
    return Body.STANDING if name.startswith("ban thuong vu") else Body.COMMITTEE


def denial_of(kind: str, body: Body | None, on: date | None) -> Denied | None:
    """The line by which a body may not issue a kind on a day; None where no line in force says so."""
    if body is None or on is None:
        return None
    lines = (line for line in MATRIX if line.kind == kind and body in line.bodies)
    return next((line for line in lines if line.since <= on and (line.until is None or on < line.until)), None)
