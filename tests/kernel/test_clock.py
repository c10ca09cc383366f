"""The one clock."""

from datetime import UTC, date, datetime

from quantriet.kernel import clock


def test_the_day_is_that_of_vietnam() -> None:
    assert clock.local_day(datetime(2019, 7, 11, 17, 30, tzinfo=UTC)) == date(2019, 7, 12)
    assert clock.local_day(datetime(2019, 7, 11, 16, 59, tzinfo=UTC)) == date(2019, 7, 11)


def test_another_source_can_take_the_place_of_real_time_and_be_taken_away_again() -> None:
    then = datetime(2019, 7, 12, 5, 0, tzinfo=UTC)
    clock.set_source(lambda: then)
    try:
        assert clock.now() == then
        assert clock.today() == date(2019, 7, 12)
        assert clock.real_now() != then
    finally:
        clock.set_source(None)
    assert clock.now() != then
