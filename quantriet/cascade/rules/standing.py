"""How an obligation stands on a day, and the roll-up of many.

The Python twin of sql/cascade_standing_v4.sql and sql/cascade_rollup_v1.sql; a property test holds them equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.rules.states import OUT_OF_COUNT, State


class Standing(TextChoices):
    """What an obligation counts as on a day. Each counted obligation has exactly one."""

    APPROVED = "approved", _("done")
    SUBMITTED = "submitted", _("waiting for approval")
    RETURNED = "returned", _("returned")
    LATE = "late", _("late")
    OPEN = "open", _("in progress")


TONES = {
    Standing.APPROVED: "green",
    Standing.SUBMITTED: "blue",
    Standing.RETURNED: "orange",
    Standing.LATE: "red",
    Standing.OPEN: "amber",
}


def standing_of(state: str, due_on: date, on: date) -> Standing | None:
    """The standing on a day; None for what is recalled or waived and so out of the count.

    What waits for the superior is not the unit's delay; what was returned counts as not done, and as late once due.
    """
    if state in OUT_OF_COUNT:
        return None
    if state == State.APPROVED:
        return Standing.APPROVED
    if state == State.SUBMITTED:
        return Standing.SUBMITTED
    if due_on < on:
        return Standing.LATE
    return Standing.RETURNED if state == State.RETURNED else Standing.OPEN


@dataclass(frozen=True, slots=True)
class Counts:
    """How many obligations stand where; the parts add up to `total`."""

    approved: int = 0
    submitted: int = 0
    returned: int = 0
    late: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        return self.approved + self.submitted + self.returned + self.late + self.open

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.approved + other.approved,
            self.submitted + other.submitted,
            self.returned + other.returned,
            self.late + other.late,
            self.open + other.open,
        )

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(
            self.approved - other.approved,
            self.submitted - other.submitted,
            self.returned - other.returned,
            self.late - other.late,
            self.open - other.open,
        )


MANY_LATE = 4  # late from one in four on: the branch needs somebody to look
MOST_DONE = 4  # three in four done, nothing late: the branch is well on its way


def tone_of(counts: Counts) -> str:
    """The colour of a branch in a picture; the words beside it give the figures."""
    if not counts.total or counts.approved + counts.submitted + counts.returned + counts.late == 0:
        return "grey"
    if counts.late * MANY_LATE >= counts.total:
        return "red"
    if counts.late or counts.returned:
        return "amber"
    return "green" if (counts.total - counts.approved) * MOST_DONE <= counts.total else "blue"


_URGENCY = (Standing.LATE, Standing.RETURNED, Standing.OPEN, Standing.SUBMITTED, Standing.APPROVED)


def worst(counts: Counts) -> Standing | None:
    """The standing among many that needs somebody most; None when nothing is owed."""
    return next((standing for standing in _URGENCY if getattr(counts, standing)), None)


def one(standing: str, number: int = 1) -> Counts:
    """Counts of a single standing."""
    return Counts(**{standing: number})


def count(standings: Iterable[Standing | None]) -> Counts:
    """The roll-up of obligations by their standings."""
    return sum((one(s) for s in standings if s is not None), Counts())
