"""The clock of the sample world: a day of its own, the real time of day, the same in every process."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.sample import actions, queries
from quantriet.sample.errors import ClockOutOfRange
from quantriet.sample.models import SampleClock
from tests.world import World

DAY = date(2019, 7, 12)


@pytest.fixture
def fresh(world: World):
    queries.forget()
    yield
    queries.forget()


def _set(world: World) -> None:
    actions.set_clock(actor=SYSTEM, world="test", today=DAY, at=world.noon)
    queries.forget()


def test_without_a_sample_world_it_is_now(fresh: None) -> None:
    before = clock.real_now()
    assert before <= queries.now() <= clock.real_now()


def test_the_sample_world_plays_its_day_at_the_real_time_of_day(fresh: None, world: World) -> None:
    _set(world)
    real, played = clock.real_now().astimezone(clock.ZONE), queries.now()
    assert clock.local_day(played) == DAY
    assert (real.hour, real.minute) <= (played.hour, played.minute) or real.hour == 23
    assert played.utcoffset() == real.utcoffset()


def test_the_database_is_asked_at_most_once_a_second(
    fresh: None, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _set(world)
    with django_assert_num_queries(1):
        for _ in range(20):
            queries.now()


def test_a_clock_moved_by_another_process_is_seen_soon(
    fresh: None, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(world)
    assert clock.local_day(queries.now()) == DAY
    SampleClock.objects.update(today=date(2019, 7, 20))
    assert clock.local_day(queries.now()) == DAY  # within the second
    monkeypatch.setattr(queries, "FRESH_FOR", 0)
    assert clock.local_day(queries.now()) == date(2019, 7, 20)


def test_it_is_moved_at_once_where_it_was_moved(fresh: None, world: World, django_capture_on_commit_callbacks) -> None:
    _set(world)
    assert clock.local_day(queries.now()) == DAY
    with django_capture_on_commit_callbacks(execute=True):
        actions.move_clock(actor=SYSTEM, today=date(2019, 7, 31), at=world.noon)
    assert clock.local_day(queries.now()) == date(2019, 7, 31)


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2021, 1, 1)])
def test_it_is_not_moved_out_of_what_the_world_tells(fresh: None, world: World, day: date) -> None:
    _set(world)
    with pytest.raises(ClockOutOfRange):
        actions.move_clock(actor=SYSTEM, today=day, at=world.noon)
    assert SampleClock.objects.get().today == DAY


def test_there_is_one_clock_only(fresh: None, world: World) -> None:
    _set(world)
    second = "insert into sample_sampleclock (id, world, today, start) values (2, 'x', now(), now())"
    with pytest.raises(IntegrityError, match="sample_clock_only_one"), transaction.atomic(), connection.cursor() as c:
        c.execute(second)
