"""How guessing passwords is slowed down: pure rules, no table."""

from datetime import datetime, timedelta

from quantriet.accounts.rules import LOCK, WINDOW, WRONG_AT_MOST, locked_until
from quantriet.kernel.clock import ZONE

BEGIN = datetime(2019, 7, 12, 8, 0, tzinfo=ZONE)


def minutes(*numbers: float) -> list[datetime]:
    return [BEGIN + timedelta(minutes=number) for number in numbers]


def test_four_wrong_passwords_do_not_lock() -> None:
    assert locked_until(minutes(0, 1, 2, 3), BEGIN + timedelta(minutes=3)) is None


def test_the_fifth_locks_for_a_quarter_of_an_hour_from_itself() -> None:
    (fifth,) = minutes(4)
    assert locked_until(minutes(0, 1, 2, 3, 4), fifth) == fifth + LOCK


def test_the_lock_ends_at_its_end() -> None:
    (fifth,) = minutes(4)
    assert locked_until(minutes(0, 1, 2, 3, 4), fifth + LOCK - timedelta(seconds=1)) == fifth + LOCK
    assert locked_until(minutes(0, 1, 2, 3, 4), fifth + LOCK) is None


def test_five_spread_wider_than_the_window_do_not_lock() -> None:
    wide = minutes(0, 4, 8, 12, 15.1)
    assert wide[-1] - wide[0] > WINDOW
    assert locked_until(wide, wide[-1]) is None


def test_the_order_in_which_they_are_read_does_not_matter() -> None:
    assert locked_until(minutes(4, 0, 3, 1, 2), *minutes(5)) == minutes(4)[0] + LOCK


def test_what_is_still_to_come_does_not_count() -> None:
    assert len(minutes(0, 1, 2, 3, 9)) == WRONG_AT_MOST
    assert locked_until(minutes(0, 1, 2, 3, 9), *minutes(5)) is None
