"""Working days: the official days of eleven years, and what must hold of any calendar."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quantriet.kernel import workdays
from quantriet.kernel.workdays import VIETNAM, Calendar, next_working_day, working_days_after, working_days_before

DATA = json.loads((Path(workdays.__file__).parent / "data" / "holidays.json").read_text(encoding="utf-8"))
calm = settings(deadline=None)  # a busy machine breaks no promise
DAYS = st.dates(date(2016, 6, 1), date(2029, 6, 1))
SOME = st.frozensets(st.dates(date(2024, 1, 1), date(2024, 3, 31)), max_size=25)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2019, 2, 1), True),  # the last day before Tết 2019
        (date(2019, 2, 4), False),
        (date(2019, 2, 8), False),
        (date(2019, 2, 11), True),
        (date(2018, 12, 31), False),  # swapped …
        (date(2019, 1, 5), True),  # … for this Saturday
        (date(2019, 4, 15), False),  # in return for the fourteenth, a Sunday
        (date(2019, 4, 29), False),
        (date(2019, 5, 4), True),
        (date(2019, 5, 11), False),  # a Saturday like any other
        (date(2021, 9, 3), False),  # two days since the Labour Code of 2019
        (date(2020, 9, 3), True),
        (date(2024, 5, 4), True),
        (date(2025, 4, 26), True),
        (date(2025, 5, 2), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2031, 5, 1), False),  # nothing is decided yet, but the first of May is the first of May
        (date(2031, 4, 29), True),
    ],
)
def test_the_official_days(day: date, works: bool) -> None:
    assert workdays.is_working_day(day) is works


def test_tet_2019_is_nine_days_long() -> None:
    assert working_days_after(date(2019, 2, 1), 1) == date(2019, 2, 11)
    assert working_days_before(date(2019, 2, 11), 1) == date(2019, 2, 1)
    assert next_working_day(date(2019, 2, 2)) == date(2019, 2, 11)


def test_five_days_before_a_holiday_count_the_swapped_saturday() -> None:
    assert working_days_before(date(2019, 5, 6), 3) == date(2019, 5, 2)  # Saturday 4/5, Friday 3/5, Thursday 2/5


@pytest.mark.parametrize("year", [str(year) for year in range(2017, 2028)])
def test_each_year_has_its_days_and_says_where_they_come_from(year: str) -> None:
    facts = DATA["years"][year]
    assert facts["sources"]
    assert facts["status"] == ("provisional" if year == "2027" else "official")
    names = " ".join(span["name"] for span in facts["off"])
    for holiday in ("Tết Dương lịch", "Tết Nguyên đán", "Giỗ Tổ", "Ngày Chiến thắng", "Quốc tế Lao động", "Quốc khánh"):
        assert holiday in names
    for month_day in DATA["every_year"]:
        assert date.fromisoformat(f"{year}-{month_day}") in VIETNAM.off
    for swap in facts["swaps"]:
        assert date.fromisoformat(swap["off"]).weekday() < 5
        assert date.fromisoformat(swap["worked"]).weekday() == 5


@pytest.mark.parametrize("year", range(2017, 2027))
def test_no_day_of_a_holiday_is_lost_to_a_weekend(year: int) -> None:
    """Ten days by the Labour Code of 2012, eleven by that of 2019: each has its weekday off, by itself or in return."""
    exchanged = {date.fromisoformat(swap["off"]) for facts in DATA["years"].values() for swap in facts["swaps"]}
    weekdays = {day for day in VIETNAM.off - exchanged if day.year == year and day.weekday() < 5}
    culture = 1 if year >= 2026 else 0  # 24 November: Resolution 80-NQ/TW
    assert len(weekdays) == (11 if year >= 2021 else 10) + culture


def test_what_is_not_decided_says_so() -> None:
    assert VIETNAM.is_decided(date(2026, 5, 1))
    assert not VIETNAM.is_decided(date(2027, 5, 1))
    assert not VIETNAM.is_decided(date(2031, 5, 1))


@calm
@given(DAYS, st.integers(0, 40))
def test_forth_and_back_gives_the_working_day_one_began_with(day: date, days: int) -> None:
    begin = next_working_day(day)
    assert working_days_before(working_days_after(begin, days), days) == begin
    assert working_days_after(working_days_before(begin, days), days) == begin


@calm
@given(DAYS, DAYS, st.integers(0, 40))
def test_a_later_day_never_gives_an_earlier_one(one: date, other: date, days: int) -> None:
    earlier, later = sorted((one, other))
    assert next_working_day(earlier) <= next_working_day(later)
    if days:
        assert working_days_after(earlier, days) <= working_days_after(later, days)
        assert working_days_before(earlier, days) <= working_days_before(later, days)


@calm
@given(DAYS, st.integers(1, 40), st.integers(1, 40))
def test_days_add_up(day: date, one: int, other: int) -> None:
    assert working_days_after(working_days_after(day, one), other) == working_days_after(day, one + other)


@calm
@given(DAYS, st.integers(1, 40))
def test_exactly_so_many_working_days_lie_between(day: date, days: int) -> None:
    end = working_days_after(day, days)
    between = [day + timedelta(days=number) for number in range(1, (end - day).days + 1)]
    assert sum(map(workdays.is_working_day, between)) == days
    assert workdays.is_working_day(end)


@calm
@given(SOME, SOME)
def test_a_calendar_of_ones_own_is_obeyed(off: frozenset[date], worked: frozenset[date]) -> None:
    calendar = Calendar(off=off, worked=worked)
    for number in range(91):
        day = date(2024, 1, 1) + timedelta(days=number)
        expected = day in worked or (day not in off and day.weekday() < 5)
        assert workdays.is_working_day(day, calendar) is expected
