"""Refusals of study.

Refusal
├── CountedInFuture    a count of a day that is still to come
├── MoreThanObliged    more people studied than were obliged
└── MoreThanStudied    more people tested, or reflections handed in, than people who studied
"""

from quantriet.kernel.errors import Refusal, _


class CountedInFuture(Refusal):
    """A count of a day that is still to come."""

    code = "counted_in_future"
    message = _("%(day)s is still to come. Count on today's date or an earlier one.")


class MoreThanObliged(Refusal):
    """More people studied than were obliged."""

    code = "more_than_obliged"
    message = _(
        "%(studied)s studied, but only %(obliged)s are obliged (members less the exempt). Correct one of the figures."
    )


class MoreThanStudied(Refusal):
    """More people tested, or reflections handed in, than people who studied."""

    code = "more_than_studied"
    message = _("No more can be tested or hand in a reflection than the %(studied)s who studied.")
