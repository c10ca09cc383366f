"""How guessing passwords is slowed down."""

from collections.abc import Iterable
from datetime import datetime, timedelta

WRONG_AT_MOST = 5  # the fifth wrong password within the window locks
WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)


def locked_until(failures: Iterable[datetime], at: datetime) -> datetime | None:
    """The instant at which a lock ends that still holds at `at`, or None.

    Tries during a lock are not failures: they are refused unread and must not be among `failures`.
    """
    instants = sorted(failure for failure in failures if failure <= at)
    for earliest, latest in zip(instants, instants[WRONG_AT_MOST - 1 :], strict=False):
        if latest - earliest <= WINDOW and at < latest + LOCK:
            return latest + LOCK
    return None
