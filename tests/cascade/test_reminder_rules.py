"""The rules of reminding: never twice, never to those who have acted, the superior exactly once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantriet.cascade.rules.reminders import (
    REMINDED,
    Kind,
    Rhythm,
    deadlines_reminded,
    due_today,
    is_reminding_hour,
    reminders,
)
from quantriet.cascade.rules.states import State
from quantriet.kernel.clock import ZONE
from quantriet.kernel.workdays import is_working_day

DAYS = st.dates(date(2018, 1, 1), date(2027, 6, 30))
PLAIN = Rhythm()


def on(day: date, due: date = date(2019, 7, 24), state: str = State.ACCEPTED) -> list[str]:
    return [r.rule for r in due_today(state, due, day, PLAIN)]


def test_the_days_of_one_deadline() -> None:
    told = {day: on(date(2019, 7, day)) for day in (16, 17, 21, 22, 24, 25, 26, 27)}
    assert told == {
        16: [], 17: ["soon7"], 21: ["soon7"], 22: ["soon2"], 24: ["today"], 25: ["overdue0"], 26: ["overdue0"],
        27: ["overdue0", "escalated"],
    }  # fmt: skip
    own_days = [r.day for r in reminders(date(2019, 7, 24), PLAIN) if r.kind == Kind.OVERDUE]
    assert own_days[:3] == [date(2019, 7, 25), date(2019, 8, 1), date(2019, 8, 8)]


def test_what_is_due_soon_on_a_day_off_is_told_on_the_working_day_before() -> None:
    sunday_before = date(2019, 7, 30)  # seven days before is Tuesday; two days before is Sunday the 28th
    soon = {r.rule: r.day for r in reminders(sunday_before, PLAIN) if r.kind == Kind.SOON}
    assert soon == {"soon7": date(2019, 7, 23), "soon2": date(2019, 7, 26)}
    tet = {r.rule: r.day for r in reminders(date(2019, 2, 11), PLAIN) if r.kind == Kind.SOON}
    assert all(is_working_day(day) and day < date(2019, 2, 4) for day in tet.values())


def test_who_has_not_acted_is_reminded_and_nobody_else() -> None:
    told = {state for state in State.values if on(date(2019, 7, 24), state=state)}
    assert told == {State.ASSIGNED, State.ACCEPTED, State.RETURNED}


def test_the_eighth_week_is_the_last_and_lasts_seven_days() -> None:
    last = [r for r in reminders(date(2019, 7, 24), PLAIN) if r.kind == Kind.OVERDUE][-1]
    assert (last.rule, last.day, last.until) == ("overdue7", date(2019, 9, 12), date(2019, 9, 18))
    escalated = reminders(date(2019, 7, 24), PLAIN)[-1]
    assert (escalated.day, escalated.until) == (date(2019, 7, 27), date(2019, 8, 24))


@pytest.mark.parametrize(("hour", "minute", "goes"), [(7, 59, False), (8, 0, True), (17, 59, True), (18, 0, False)])
def test_reminders_go_by_day_in_vietnam(hour: int, minute: int, goes: bool) -> None:
    at = datetime(2019, 7, 24, hour, minute, tzinfo=ZONE)
    assert is_reminding_hour(at) is is_reminding_hour(at.astimezone(UTC)) is goes


@pytest.mark.parametrize("state", sorted(set(State.values) - set(REMINDED)))
@given(due=DAYS, shift=st.integers(-40, 90))
def test_who_has_acted_is_never_reminded(state: str, due: date, shift: int) -> None:
    assert due_today(state, due, due + timedelta(days=shift), PLAIN) == []


@given(due=DAYS)
def test_each_rule_comes_once_and_no_day_tells_a_unit_two_things(due: date) -> None:
    found = reminders(due, PLAIN)
    assert len({r.rule for r in found}) == len(found)
    for shift in range(-45, 80):
        telling = [r for r in found if r.kind != Kind.ESCALATED and r.is_due(due + timedelta(days=shift))]
        assert len(telling) <= 1


@given(due=DAYS)
def test_the_superior_is_told_exactly_once_and_never_before_the_grace_is_over(due: date) -> None:
    (told,) = [r for r in reminders(due, PLAIN) if r.kind == Kind.ESCALATED]
    assert told.day == due + timedelta(days=PLAIN.grace)


@given(due=DAYS, skipped=st.integers(0, 3))
def test_days_on_which_nothing_ran_lose_nobody_who_is_late(due: date, skipped: int) -> None:
    """Run every so many days only, each key is still met, for it stays due until the next one."""
    seen = set()
    day = due - timedelta(days=45)
    while day < due + timedelta(days=80):
        seen |= {r.rule for r in due_today(State.ASSIGNED, due, day, PLAIN)}
        day += timedelta(days=1 + skipped)
    assert {r.rule for r in reminders(due, PLAIN) if r.kind in (Kind.OVERDUE, Kind.ESCALATED)} <= seen


@given(today=DAYS)
def test_both_ways_of_asking_agree(today: date) -> None:
    reverse = {(day, r.rule) for day, r in deadlines_reminded(today, PLAIN)}
    days = [today + timedelta(days=n) for n in range(-120, 120)]
    assert reverse == {(due, r.rule) for due in days for r in due_today(State.ASSIGNED, due, today, PLAIN)}
