"""How study is counted, and what is missing for it to count as done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from quantriet.cascade.rules.evidence import Shortfall
from quantriet.study.errors import CountedInFuture, MoreThanObliged, MoreThanStudied

STUDY_DONE = "study_done"  # the code of the requirement type


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of one unit on one day; shares are computed from them and never kept."""

    counted_on: date
    members: int
    exempt: int
    attended: int
    made_up: int
    tested: int | None = None
    reflections: int | None = None

    @property
    def obliged(self) -> int:
        """The denominator: members less the exempt."""
        return max(self.members - self.exempt, 0)

    @property
    def studied(self) -> int:
        """Who has studied, at once or afterwards."""
        return self.attended + self.made_up


def require_sound(counted: Counted, today: date) -> None:
    """Refuse figures that cannot be."""
    if counted.counted_on > today:
        raise CountedInFuture(day=counted.counted_on)
    if counted.exempt > counted.members or counted.studied > counted.obliged:
        raise MoreThanObliged(studied=counted.studied, obliged=counted.obliged)
    if max(counted.tested or 0, counted.reflections or 0) > counted.studied:
        raise MoreThanStudied(studied=counted.studied)


def facts_of(counted: Counted) -> dict[str, Any]:
    """The count as facts towards an obligation."""
    return {
        "counted_on": counted.counted_on.isoformat(),
        "members": counted.members,
        "exempt": counted.exempt,
        "obliged": counted.obliged,
        "attended": counted.attended,
        "made_up": counted.made_up,
        "studied": counted.studied,
        "tested": counted.tested,
        "reflections": counted.reflections,
    }


def shortfalls(facts: dict[str, Any]) -> list[Shortfall]:
    """A count satisfies as soon as somebody has studied: how many is for the superior to judge."""
    if facts["attended"] + facts["made_up"] > 0:
        return []
    return [Shortfall("nobody_studied", gettext_noop("Nobody is counted as having studied."), {})]
