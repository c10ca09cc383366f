"""Who is reminded of what on which day: before, on and after the deadline; then the superior is told, once.

A reminder belongs to its own day, and may still go until the next one takes its place: so a day on which nothing ran
loses none, and its key keeps it from going twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.rules.states import State
from quantriet.kernel.clock import ZONE
from quantriet.kernel.workdays import ONE_DAY, VIETNAM, Calendar, is_working_day, working_days_before

REMINDED = (State.ASSIGNED, State.ACCEPTED, State.RETURNED)  # who has sent it up, or need not, is left in peace
WEEK = 7
_HOURS = range(8, 18)


class Kind(TextChoices):
    """What a reminder says."""

    SOON = "soon", _("due soon")
    TODAY = "today", _("due today")
    OVERDUE = "overdue", _("overdue")
    ESCALATED = "escalated", _("overdue, the superior is told")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a requirement type reminds."""

    before: tuple[int, ...] = (7, 2)  # days before the deadline, the earliest first
    weeks: int = 8  # so often at most is somebody told that it is overdue: on the first day after, then weekly
    grace: int = 3  # days after the deadline until the superior is told
    told_within: int = 28  # days in which a superior who has not been told for some reason still is


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: what it says, its rule, its own day, and the last day on which it may still go."""

    kind: Kind
    rule: str
    day: date
    until: date

    def is_due(self, today: date) -> bool:
        """Whether it may go on a day."""
        return self.day <= today <= self.until


def reminders(due_on: date, rhythm: Rhythm, calendar: Calendar = VIETNAM) -> list[Reminder]:
    """All reminders of a deadline, in the order of their days. No two that tell the unit are due on the same day."""
    told = list(_told(due_on, rhythm, calendar))
    ends = [later[2] - ONE_DAY for later in told[1:]] + [told[-1][2] + ONE_DAY * (WEEK - 1)]
    escalated_on = due_on + ONE_DAY * rhythm.grace
    return [
        *(Reminder(kind, rule, day, end) for (kind, rule, day), end in zip(told, ends, strict=True) if day <= end),
        Reminder(Kind.ESCALATED, "escalated", escalated_on, escalated_on + timedelta(days=rhythm.told_within)),
    ]


def _told(due_on: date, rhythm: Rhythm, calendar: Calendar) -> Iterator[tuple[Kind, str, date]]:
    """What the unit itself is told; what would fall on a day off goes on the working day before."""
    for days in rhythm.before:
        day = due_on - ONE_DAY * days
        if not is_working_day(day, calendar):
            day = working_days_before(day, 1, calendar)
        yield Kind.SOON, f"soon{days}", day
    yield Kind.TODAY, "today", due_on
    for week in range(rhythm.weeks):
        yield Kind.OVERDUE, f"overdue{week}", due_on + ONE_DAY * (1 + WEEK * week)


def due_today(state: str, due_on: date, today: date, rhythm: Rhythm, calendar: Calendar = VIETNAM) -> list[Reminder]:
    """The reminders that an obligation may get on a day."""
    if state not in REMINDED:
        return []
    return [reminder for reminder in reminders(due_on, rhythm, calendar) if reminder.is_due(today)]


def deadlines_reminded(today: date, rhythm: Rhythm, calendar: Calendar = VIETNAM) -> list[tuple[date, Reminder]]:
    """The other way round: each deadline of which somebody may be reminded on a day, with the reminder.

    The rule stays in one place, and the database only compares days.
    """
    back = max(WEEK * rhythm.weeks, rhythm.grace + rhythm.told_within) + WEEK
    ahead = max(rhythm.before, default=0) + 31  # a day off moves it back, and no row of days off is longer
    days = (today + ONE_DAY * number for number in range(-back, ahead + 1))
    return [(day, r) for day in days for r in reminders(day, rhythm, calendar) if r.is_due(today)]


def is_reminding_hour(at: datetime) -> bool:
    """Whether reminders go at this hour in Vietnam."""
    return at.astimezone(ZONE).hour in _HOURS
