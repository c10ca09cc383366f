"""The one clock: views, tasks and commands read it once and hand the instant down as `at`."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def _system_source() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_source


def set_source(source: Callable[[], datetime] | None) -> None:
    """Put another source of time in place (the sample world has a today of its own); None restores the real one."""
    global _source
    _source = source or _system_source


def now() -> datetime:
    """The present instant, aware."""
    return _source()


def real_now() -> datetime:
    """The instant of the machine, whatever day the sample world plays."""
    return _system_source()


def local_day(at: datetime) -> date:
    """The calendar day of an instant in Vietnam."""
    return at.astimezone(ZONE).date()


def today() -> date:
    """The present calendar day in Vietnam."""
    return local_day(now())
