"""Which units a duty is meant for: the reader's hint where it holds, else the words themselves."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from quantriet.kernel.text import fold


class Reach(Enum):
    """How far down the tree a duty goes."""

    DIRECT = "direct"  # the units directly below
    LEVEL = "level"  # every unit of one level below
    EVERYONE = "everyone"  # every unit below
    BODY = "body"  # one body by its name
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom a duty is meant for; a level narrows it."""

    reach: Reach
    level: str | None = None
    name: str | None = None


_UNKNOWN = Addressees(Reach.UNKNOWN)
_LEVELS = (
    ("branch", r"\bchi (?:bo|uy)\b"),
    ("commune", r"\bcap xa\b|\b(?:xa|phuong|thi tran|dac khu)\b"),
    ("district", r"\bcap huyen\b|\b(?:quan|huyen|thi) uy\b|\b(?:quan|huyen|thi xa)\b"),
    ("grassroots", r"\b(?:cap|to chuc|dang uy|dang bo) co so\b|\btccsd\b"),
    ("province", r"\bcap tinh\b|\btinh uy\b"),
)
_ALL_LEVELS = re.compile(r"\bcac cap\b(?! (?:uy|tren|duoi))")  # “các cấp ủy” are committees, of no level in particular
_MANY = re.compile(r"\b(?:cac|tung|moi|nhung|tat ca|toan the|100%)(?:\s|$)|\bcap (?:uy|xa|huyen|tinh|co so)\b")


def addressees_of(facts: dict[str, Any], correction: dict[str, Any] | None = None) -> Addressees:
    """Whom the duty of these facts is meant for; a hint does not outlive a correction of the words."""
    who = facts.get("who") or ""
    hint = facts.get("who_class") if "who" not in (correction or {}) else None
    if hint and hint.get("kind") == "all_levels" and not _ALL_LEVELS.search(fold(who)):
        hint = None
    return _of_hint(hint) if hint else _of_words(who)


def whole_branch(duties: Iterable[Addressees]) -> bool:
    """Whether all the duties together are meant for every unit of the branch at once."""
    reached = [duty.reach for duty in duties]
    return bool(reached) and all(reach is Reach.EVERYONE for reach in reached)


def _of_hint(hint: dict[str, Any]) -> Addressees:
    level = hint.get("level")
    match hint.get("kind"):
        case "direct_subordinates":
            return Addressees(Reach.DIRECT, level)
        case "all_levels":
            return Addressees(Reach.EVERYONE)
        case "level":
            return Addressees(Reach.LEVEL, level)
        case "heads" if level:
            return Addressees(Reach.LEVEL, level)
        case "body":
            return Addressees(Reach.BODY, name=hint.get("name"))
        case _:
            return _UNKNOWN


def _of_words(who: str) -> Addressees:
    words = fold(who)
    if not _MANY.search(words):
        return Addressees(Reach.BODY, name=who) if who[:1].isupper() else _UNKNOWN
    level = next((name for name, pattern in _LEVELS if re.search(pattern, words)), None)
    if "truc thuoc" in words and "truc thuoc trung uong" not in words:
        return Addressees(Reach.DIRECT, level)
    if _ALL_LEVELS.search(words):
        return Addressees(Reach.EVERYONE)
    return Addressees(Reach.LEVEL, level) if level else _UNKNOWN
