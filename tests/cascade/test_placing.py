"""The place of an obligation follows its unit: on the day, not before; and no figure waits for it."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import connection

from quantriet.cascade import actions
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.rules.scope import Scope
from quantriet.kernel.actor import SYSTEM
from quantriet.org import actions as org
from quantriet.org.models import UnitVersion
from tests.cascade.stories import draft, facts_of, issue
from tests.cascade.test_rollup import differing_sums, fold
from tests.world import TODAY, World

MOVED_ON = TODAY + timedelta(days=3)


@pytest.fixture
def whole_branch(world: World) -> Cascade:
    """One duty to everybody below the city: district, bloc, two wards, one branch."""
    cascade = draft(world, {"what": "Báo cáo", "type": "report_sent", "due": "2019-08-15", "head_in_person": False})
    facts = facts_of(cascade, scope=Scope.SUBTREE)
    actions.save_draft(actor=world.city_office.actor, cascade=cascade, facts=facts, version=None, at=world.noon)
    return issue(cascade, world.city_office, world.city_secretary, world.noon)


def move_ward_a_to_the_bloc(world: World, on: date) -> None:
    org.place_units(actor=SYSTEM, above={world.ward_a: world.bloc}, since=on, at=world.noon)


def branches(world: World, cascade: Cascade, on: date) -> tuple[int, int]:
    """How many obligations the district's and the bloc's branches have, as at a day which is today."""
    found = []
    for unit in (world.kien_an, world.bloc):
        path = UnitVersion.objects.as_at(on).get(unit=unit).path
        later = world.noon + (on - TODAY)
        found.append(rollup(cascade.pk, path, on=on, now=later, levels=0).branch.total)
    return found[0], found[1]


def is_placed(on: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select cascade_is_placed(%s)", [on])
        return bool(cursor.fetchone()[0])


def test_a_move_dated_ahead_counts_from_its_day_on_placed_or_not(world: World, whole_branch: Cascade) -> None:
    actions.place(at=world.noon)
    move_ward_a_to_the_bloc(world, MOVED_ON)
    assert branches(world, whole_branch, TODAY) == (4, 1)
    assert is_placed(TODAY)
    assert not is_placed(MOVED_ON)
    assert branches(world, whole_branch, MOVED_ON) == (2, 3)  # told from the tree itself

    assert actions.place_on_time(at=world.noon + timedelta(days=3)) == 2
    assert is_placed(MOVED_ON)
    assert branches(world, whole_branch, MOVED_ON) == (2, 3)  # told from the sums
    fold()
    assert differing_sums(whole_branch.pk) == []


def test_the_past_stays_where_it_was(world: World, whole_branch: Cascade) -> None:
    move_ward_a_to_the_bloc(world, MOVED_ON)
    later = world.noon + timedelta(days=4)
    actions.place(at=later)
    path = UnitVersion.objects.get(unit=world.kien_an).path
    assert rollup(whole_branch.pk, path, on=TODAY, now=later).branch.total == 4
    assert rollup(whole_branch.pk, path, on=MOVED_ON, now=later).branch.total == 2


def test_many_are_placed_by_counting_anew(world: World, whole_branch: Cascade, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("quantriet.cascade.actions.place"), "COUNTED_ANEW_FROM", 1)
    move_ward_a_to_the_bloc(world, TODAY)
    assert actions.place(at=world.noon) == 2
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from cascade_roll_change where root_cascade_id = %s", [whole_branch.pk])
        assert cursor.fetchone() == (0,)
    assert differing_sums(whole_branch.pk) == []
    assert branches(world, whole_branch, TODAY) == (2, 3)


def test_a_clock_turned_back_places_back(world: World, whole_branch: Cascade) -> None:
    move_ward_a_to_the_bloc(world, MOVED_ON)
    actions.place(at=world.noon + timedelta(days=5))
    assert branches(world, whole_branch, TODAY) == (4, 1)
    assert actions.place(at=world.noon) == 2
    assert is_placed(TODAY)
    assert branches(world, whole_branch, TODAY) == (4, 1)


def test_placing_twice_moves_nothing_the_second_time(world: World, whole_branch: Cascade) -> None:
    move_ward_a_to_the_bloc(world, TODAY)
    assert actions.place(at=world.noon) == 2
    assert actions.place_on_time(at=world.noon) == 0
    assert Obligation.objects.filter(unit=world.ward_a).get().path == UnitVersion.objects.as_at(TODAY).get(
        unit=world.ward_a
    ).path
