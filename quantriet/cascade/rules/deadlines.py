"""Deadlines: proposals for the level below, and what a lower deadline may not be."""

from collections.abc import Collection
from datetime import date, timedelta

from quantriet.cascade.errors import LaterThanParent

LEAD_WITH_LEVELS_BELOW = 5  # working days: those below must pass it on once more
LEAD_AT_THE_END = 3  # working days: those below do the work themselves


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether offices work on that day: not at the week's end, not on a holiday."""
    return day.weekday() < 5 and day not in holidays  # noqa: PLR2004 - Saturday is 5


def working_days_before(day: date, days: int, holidays: Collection[date] = ()) -> date:
    """The working day that lies `days` working days before `day`."""
    while days > 0:
        day -= timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day


def proposed_below(parent_due: date, *, has_levels_below: bool, earliest: date) -> date:
    """The deadline proposed for subordinates, earlier than one's own, but never before `earliest`."""
    lead = LEAD_WITH_LEVELS_BELOW if has_levels_below else LEAD_AT_THE_END
    return min(parent_due, max(working_days_before(parent_due, lead), earliest))


def require_not_after(due_on: date, limit: date | None) -> None:
    """Refuse a deadline later than the parent's."""
    if limit is not None and due_on > limit:
        raise LaterThanParent(limit=f"{limit:%d/%m/%Y}", due=f"{due_on:%d/%m/%Y}")
