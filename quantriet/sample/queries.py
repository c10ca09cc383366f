"""What the sample world says: its day, and who may sign in with one click."""

import time
from dataclasses import dataclass
from datetime import date, datetime

from quantriet.accounts.models import User
from quantriet.kernel import clock
from quantriet.org.models import Mandate
from quantriet.org.rules import Role
from quantriet.sample.models import SampleClock

FRESH_FOR = 1.0  # seconds: another process may have moved the clock


@dataclass
class _Reading:
    clock: SampleClock | None = None
    at: float = float("-inf")


_latest = _Reading()


def sample_clock() -> SampleClock | None:
    """The clock of the sample world, or None where none is loaded; asks the database at most once a second."""
    global _latest
    reading = _latest
    if time.monotonic() - reading.at >= FRESH_FOR:
        reading = _Reading(SampleClock.objects.first(), time.monotonic())
        _latest = reading
    return reading.clock


def forget() -> None:
    """Let the next question go to the database: the clock has just been moved here."""
    global _latest
    _latest = _Reading()


def now() -> datetime:
    """The real time of day on the day that the sample world plays; the real instant where none is loaded."""
    real, played = clock.real_now(), sample_clock()
    if played is None:
        return real
    return datetime.combine(played.today, real.astimezone(clock.ZONE).timetz())


def span(played: SampleClock) -> tuple[date, date]:
    """The days that a world may play: the year in which it was handed over, the one before, the one after."""
    return date(played.start.year - 1, 1, 1), date(played.start.year + 1, 12, 31)


@dataclass(frozen=True, slots=True)
class CastMember:
    """One account of the sample cast, as the sign-in page offers it."""

    username: str
    full_name: str
    role: str
    unit_name: str

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


def cast(on: date) -> list[CastMember]:
    """The sample accounts with the unit each acts for on that day, in the order they were made."""
    mandates = Mandate.objects.filter(user__is_sample=True, user__is_active=True, valid_during__contains=on)
    mandates = mandates.filter(unit__versions__valid_during__contains=on).order_by("user_id")
    found = mandates.values_list("user__username", "user__full_name", "role", "unit__versions__name")
    return [CastMember(*line) for line in found]


def sample_user(username: str) -> User | None:
    """The sample account of that name; none where no sample world is loaded, whatever the account says."""
    if sample_clock() is None:
        return None
    return User.objects.filter(username=username, is_sample=True, is_active=True).first()
