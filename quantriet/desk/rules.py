"""What counts as soon, and which acts are news to a desk."""

from datetime import date, timedelta

SOON = 7  # days
AHEAD = 14  # days that the calendar of the desk looks forward

NEWS = (
    "cascade.cascade.submitted",
    "cascade.cascade.returned",
    "cascade.cascade.approved",
    "cascade.cascade.issued",
    "cascade.obligation.submitted",
    "cascade.obligation.returned",
    "cascade.obligation.approved",
    "conference.conference.recorded",
    "study.count.recorded",
    "documents.document.taken_in",
    "documents.document.registered",
)


def is_soon(due_on: date, on: date) -> bool:
    """Whether a deadline falls within the next days, today included; what is late already is not soon."""
    return on <= due_on <= on + timedelta(days=SOON)
