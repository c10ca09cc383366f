"""Deadlines: the shapes in which papers set them, the day each comes to, and what a lower deadline may not be.

“Before a day” means strictly before: the last day is the one before it. Days after an event do not count the day of the
event itself. Only the default of the receiving office rolls on to a working day, as such offices do.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.errors import DeadlinePast, LaterThanParent
from quantriet.kernel.text import fold
from quantriet.kernel.workdays import (
    ONE_DAY,
    VIETNAM,
    Calendar,
    is_working_day,
    next_working_day,
    working_days_after,
    working_days_before,
)

LEAD_WITH_LEVELS_BELOW = 5  # working days: those below must pass it on once more
LEAD_AT_THE_END = 3  # working days: those below do the work themselves
OFFICE_DAYS = 10  # days that an office gives itself where the superior sets none
MOST_DAYS = 999
MONTHS_OF_QUARTER = 3


class Shape(TextChoices):
    """How a deadline is set."""

    FIXED = "fixed", _("on a fixed day")
    MONTH = "month", _("within a month")
    QUARTER = "quarter", _("within a quarter")
    BEFORE = "before", _("before a day, not on it")
    DAYS_AFTER = "days_after", _("days after an event or receipt")
    WORKING_AFTER = "working_after", _("working days after an event or receipt")
    OFFICE = "office", _("default: 10 days after receipt")
    CONFERENCE = "conference", _("right after the superior's conference")
    PARENT = "parent", _("working days before our own deadline")


COUNTED = frozenset({Shape.DAYS_AFTER, Shape.WORKING_AFTER, Shape.PARENT})  # shapes with a number of days
FROM_RECEIPT = frozenset({Shape.DAYS_AFTER, Shape.WORKING_AFTER, Shape.OFFICE})  # without a day: from today


@dataclass(frozen=True, slots=True)
class Deadline:
    """A shape with its figures: the day it hangs on, the number of days."""

    shape: str
    day: date | None = None
    days: int | None = None

    def stored(self) -> dict[str, Any]:
        """As it lies in the table."""
        words: dict[str, Any] = {"shape": str(self.shape)}
        if self.day is not None:
            words["day"] = self.day.isoformat()
        if self.days is not None:
            words["days"] = self.days
        return words


def deadline_from(data: dict[str, Any]) -> Deadline | None:
    """A stored deadline as a value; None where the day was only ever typed."""
    if data.get("shape") not in Shape.values:
        return None
    return Deadline(data["shape"], date.fromisoformat(data["day"]) if data.get("day") else None, data.get("days"))


def lead_below(*, has_levels_below: bool) -> int:
    """How many working days earlier than oneself those below should be done."""
    return LEAD_WITH_LEVELS_BELOW if has_levels_below else LEAD_AT_THE_END


def resolve(
    deadline: Deadline, *, today: date, parent_due: date | None = None, calendar: Calendar = VIETNAM
) -> date | None:
    """The day a deadline comes to, never after the superior's; None while a figure is missing."""
    found = _resolved(deadline, today, parent_due, calendar)
    return found if found is None or parent_due is None else min(found, parent_due)


def _resolved(deadline: Deadline, today: date, parent_due: date | None, calendar: Calendar) -> date | None:
    day, days = deadline.day, deadline.days
    if deadline.shape == Shape.PARENT:
        if parent_due is None or days is None:
            return None
        return max(working_days_before(parent_due, days, calendar), min(today, parent_due))
    if day is None and deadline.shape in FROM_RECEIPT:
        day = today
    if day is None or (days is None and deadline.shape in COUNTED):
        return None
    match deadline.shape:
        case Shape.MONTH:
            return _end_of_month(day.year, day.month)
        case Shape.QUARTER:
            return _end_of_month(day.year, quarter_of(day) * MONTHS_OF_QUARTER)
        case Shape.BEFORE:
            return day - ONE_DAY
        case Shape.DAYS_AFTER:
            return day + timedelta(days=days or 0)
        case Shape.WORKING_AFTER:
            return working_days_after(day, days or 0, calendar)
        case Shape.OFFICE:
            return next_working_day(day + timedelta(days=OFFICE_DAYS), calendar)
        case Shape.CONFERENCE:
            return working_days_after(day, 1, calendar)
    return day


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def quarter_of(day: date) -> int:
    """The number of the quarter in which a day lies."""
    return (day.month + MONTHS_OF_QUARTER - 1) // MONTHS_OF_QUARTER


def why(deadline: Deadline, *, today: date, parent_due: date | None = None) -> str:
    """In words how the day is found; empty while a figure is missing."""
    if resolve(deadline, today=today, parent_due=parent_due) is None:
        return ""
    day = deadline.day or today
    facts = {"day": f"{day:%d/%m/%Y}", "days": deadline.days, "month": f"{day:%m/%Y}", "quarter": written(deadline)}
    facts |= {"office": OFFICE_DAYS, "limit": f"{parent_due:%d/%m/%Y}" if parent_due else ""}
    match deadline.shape:
        case Shape.MONTH:
            words = gettext("last day of month %(month)s")
        case Shape.QUARTER:
            words = gettext("last day of quarter %(quarter)s")
        case Shape.BEFORE:
            words = gettext("the last day before %(day)s: “before” does not include the day itself")
        case Shape.DAYS_AFTER:
            words = gettext("%(days)s days after %(day)s")
        case Shape.WORKING_AFTER:
            words = gettext("%(days)s working days after %(day)s, holidays not counted")
        case Shape.OFFICE:
            words = gettext("%(office)s days after %(day)s; on to the next working day if offices are closed")
        case Shape.CONFERENCE:
            words = gettext("the first working day after the conference of %(day)s")
        case Shape.PARENT:
            words = gettext("%(days)s working days before the superior's deadline %(limit)s, holidays not counted")
        case _:
            words = gettext("as set")
    return words % facts


_MONTH_WORDS = re.compile(r"(?:thang )?(\d{1,2}) ?[/.-] ?(\d{4})")
_QUARTER_WORDS = re.compile(r"(?:quy )?(iv|i{1,3}|[1-4]) ?[/.-] ?(\d{4})")
_DAY_WORDS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def read_anchor(shape: str, words: str) -> date | None:
    """The day typed: a day, “7/2019” for a month, “III/2019” for a quarter; None for neither."""
    low = fold(words).strip()
    if found := _DAY_WORDS.fullmatch(low):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if shape == Shape.MONTH and (found := _MONTH_WORDS.fullmatch(low)):
        return _day(int(found[2]), int(found[1]), 1)
    if shape == Shape.QUARTER and (found := _QUARTER_WORDS.fullmatch(low)):
        quarter = _ROMAN.get(found[1]) or int(found[1])
        return _day(int(found[2]), quarter * MONTHS_OF_QUARTER, 1)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written(deadline: Deadline) -> str:
    """The day a deadline hangs on, as one would type it."""
    if deadline.day is None:
        return ""
    if deadline.shape == Shape.MONTH:
        return f"{deadline.day:%m/%Y}"
    if deadline.shape == Shape.QUARTER:
        return f"{('I', 'II', 'III', 'IV')[quarter_of(deadline.day) - 1]}/{deadline.day.year}"
    return f"{deadline.day:%d/%m/%Y}"


_AFTER = re.compile(
    r"(?:trong (?:vong |thoi han )?)?(\d{1,3}) ngay( lam viec)?,? (?:ke )?(?:tu|sau)(?: khi| ngay)? (?:nhan|ngay nhan)"
)
_WITHIN = re.compile(r"(?<!\w)trong (?:quy|thang)(?!\w)")
_STRICTLY = re.compile(r"(?<!\w)truoc (?:ngay )?(\d{1,2}) ?[/.-] ?(\d{1,2})(?!\d)")
_AFTER_CONFERENCE = re.compile(r"ngay sau (?:khi )?(?:ket thuc )?hoi nghi")


def shape_of_words(words: str, due: date | None) -> Deadline | None:
    """The shape in which the words of a duty set its deadline, if they say more than the day; `due` is the day read."""
    low = fold(words)
    if due is None:
        if found := _AFTER.search(low):
            return Deadline(Shape.WORKING_AFTER if found[2] else Shape.DAYS_AFTER, None, int(found[1]))
        return Deadline(Shape.CONFERENCE) if _AFTER_CONFERENCE.search(low) else None
    if any((int(found[1]), int(found[2])) == (due.day, due.month) for found in _STRICTLY.finditer(low)):
        return Deadline(Shape.BEFORE, due)
    if found := _WITHIN.search(low):
        shape = Shape.QUARTER if found[0].endswith("quy") else Shape.MONTH
        deadline = Deadline(shape, due)
        return deadline if resolve(deadline, today=due) == due else None
    return Deadline(Shape.FIXED, due)


def proposal_after_change(
    data: dict[str, Any], *, given: date | None, limit_then: date | None, limit: date, today: date
) -> date:
    """The day proposed below when the superior's has moved: by the stored shape, else with the lead first given.

    `given` is the day as it was first given below, `limit_then` the superior's day at that time: whoever has kept his
    day through an extension has not asked for a longer lead.
    """
    deadline = deadline_from(data)
    if deadline is None or deadline.shape != Shape.PARENT:
        days = LEAD_AT_THE_END if given is None or limit_then is None else lead_between(given, limit_then)
        deadline = Deadline(Shape.PARENT, days=days)
    found = resolve(deadline, today=today, parent_due=limit) or limit
    return max(found, min(today, limit))  # what is past helps nobody, unless the superior's own day is


def lead_between(due_on: date, parent_due: date, calendar: Calendar = VIETNAM) -> int:
    """How many working days earlier than the superior's day a day lies."""
    days = (due_on + ONE_DAY * number for number in range((parent_due - due_on).days))
    return sum(is_working_day(day, calendar) for day in days)


def require_not_after(due_on: date, limit: date | None) -> None:
    """Refuse a deadline later than the parent's."""
    if limit is not None and due_on > limit:
        raise LaterThanParent(limit=f"{limit:%d/%m/%Y}", due=f"{due_on:%d/%m/%Y}")


def require_not_past(title: str, due_on: date, *, today: date, limit: date | None) -> None:
    """Refuse a deadline on a day that is over, unless the superior's own is."""
    if due_on < min(today, limit or today):
        raise DeadlinePast(title=title, day=f"{due_on:%d/%m/%Y}")
