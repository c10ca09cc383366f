"""Working days in Vietnam: weeks of five days, public holidays, days off in return, Saturdays worked in exchange.

The days themselves are data (`data/holidays.json`, a source per year), for the Government decides them anew every year.
A year without data knows weekends and the holidays of a fixed date only.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are off besides weekends, which weekend days are worked, and of which years that is known."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    every_year: frozenset[tuple[int, int]] = frozenset()  # month and day, for the years that are not known
    decided: frozenset[int] = frozenset()
    provisional: frozenset[int] = frozenset()

    def is_decided(self, day: date) -> bool:
        """Whether the official days of that year are known, and not only what the law itself says."""
        return day.year in self.decided


def read_calendar(path: Path) -> Calendar:
    """The calendar of a data file."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    off: set[date] = set()
    worked: set[date] = set()
    years: dict[str, set[int]] = {"official": set(), "provisional": set()}
    for year, facts in data["years"].items():
        years[facts["status"]].add(int(year))
        for span in facts["off"]:
            off |= _span(date.fromisoformat(span["from"]), date.fromisoformat(span["to"]))
        off |= {date.fromisoformat(swap["off"]) for swap in facts["swaps"]}
        worked |= {date.fromisoformat(swap["worked"]) for swap in facts["swaps"]}
    return Calendar(
        off=frozenset(off),
        worked=frozenset(worked),
        every_year=frozenset((int(day[:2]), int(day[3:])) for day in data["every_year"]),
        decided=frozenset(years["official"]),
        provisional=frozenset(years["provisional"]),
    )


def _span(first: date, last: date) -> set[date]:
    return {first + ONE_DAY * number for number in range((last - first).days + 1)}


VIETNAM = read_calendar(Path(__file__).parent / "data" / "holidays.json")


def is_working_day(day: date, calendar: Calendar = VIETNAM) -> bool:
    """Whether offices work on that day."""
    if day in calendar.worked:
        return True
    if day.weekday() >= SATURDAY or day in calendar.off:
        return False
    is_known = day.year in calendar.decided or day.year in calendar.provisional
    return is_known or (day.month, day.day) not in calendar.every_year


def working_days_before(day: date, days: int, calendar: Calendar = VIETNAM) -> date:
    """The working day that lies `days` working days before `day`; `day` itself for none."""
    return _walk(day, days, -ONE_DAY, calendar)


def working_days_after(day: date, days: int, calendar: Calendar = VIETNAM) -> date:
    """The working day that lies `days` working days after `day`; `day` itself for none."""
    return _walk(day, days, ONE_DAY, calendar)


def _walk(day: date, days: int, step: timedelta, calendar: Calendar) -> date:
    while days > 0:
        day += step
        days -= is_working_day(day, calendar)
    return day


def next_working_day(day: date, calendar: Calendar = VIETNAM) -> date:
    """The day itself when offices work on it, otherwise the first working day after it."""
    while not is_working_day(day, calendar):
        day += ONE_DAY
    return day
