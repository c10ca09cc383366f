"""The roll-up of the database equals its twin in Python, on random trees and days; rows equal figures."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import DateRange

from quantriet.cascade.models import Cascade, Fulfilment, Move, Obligation, Requirement
from quantriet.cascade.queries.rollup import Node, RowFilter, count_rows, rollup, rows
from quantriet.cascade.rules.standing import Counts, Standing, count, standing_of
from quantriet.cascade.rules.states import State
from quantriet.kernel.clock import ZONE
from quantriet.org.models import Unit, UnitVersion
from quantriet.org.rules import path_of
from tests.cascade.stories import duty, issued, owed, passed_down
from tests.world import NOON, TODAY, World

BEGIN = TODAY - timedelta(days=8)
DAYS = st.integers(-8, 0).map(lambda n: TODAY + timedelta(days=n))
MOMENTS = st.builds(
    lambda day, at: datetime.combine(day, at, tzinfo=ZONE),
    DAYS,
    st.sampled_from([time.min, time(9), time(12), time.max]),
).filter(lambda moment: moment <= NOON)


@dataclass(frozen=True)
class Step:
    """A move: from `at` on the obligation has this state and this deadline."""

    at: datetime
    state: str
    due_on: date


@dataclass(frozen=True)
class Life:
    """One obligation's history and what was recorded for it (True: something is missing)."""

    unit: int
    requirement: int
    steps: tuple[Step, ...]
    recorded: tuple[tuple[datetime, bool], ...]


STEPS = st.builds(
    lambda first, others: [first, *others],
    st.builds(Step, MOMENTS, st.just(State.ASSIGNED), DAYS),
    st.lists(st.builds(Step, MOMENTS, st.sampled_from(State.values), DAYS), max_size=3),
)


def in_time(steps: list[Step]) -> tuple[Step, ...]:
    """The steps one after the other; an obligation begins by being assigned."""
    moments = sorted(step.at for step in steps)
    return tuple(Step(at, step.state, step.due_on) for at, step in zip(moments, steps, strict=True))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[int | None], list[date | None], list[Life]]:
    """A tree as a list of parents, the day each unit ended (or not), and who owes what."""
    parents = [None, *(draw(st.integers(0, n - 1)) for n in range(1, draw(st.integers(2, 8))))]
    ends = [draw(st.none() | DAYS.filter(lambda d: d > BEGIN)) for _ in parents]
    pairs = draw(st.sets(st.tuples(st.integers(0, len(parents) - 1), st.integers(0, 1)), max_size=10))
    lives = [
        Life(
            unit,
            requirement,
            in_time(draw(STEPS)),
            tuple(sorted(draw(st.lists(st.tuples(MOMENTS, st.booleans()), max_size=3)))),
        )
        for unit, requirement in sorted(pairs)
    ]
    return parents, ends, lives


class Played:
    """A random world written into the tables, and the same figures counted in Python."""

    def __init__(self, world: World, parents: list[int | None], ends: list[date | None], lives: list[Life]) -> None:
        self.lives: list[Life] = []
        with connection.cursor() as cursor:  # any state may follow any other here
            cursor.execute("set constraints all immediate")
            cursor.execute("alter table cascade_obligation disable trigger obligation_move_legal")
        self.paths: list[str] = []
        self.units = Unit.objects.bulk_create(Unit(code=f"R{n}") for n in range(len(parents)))
        for unit, parent, end in zip(self.units, parents, ends, strict=True):
            self.paths.append(path_of("" if parent is None else self.paths[parent], unit.pk))
            UnitVersion.objects.create(
                unit=unit, parent=None if parent is None else self.units[parent], name=f"Đơn vị {unit.pk}",
                path=self.paths[-1], valid_during=DateRange(world.since, end),
            )  # fmt: skip
        self.cascade = Cascade.objects.create(
            title="x", issuing_unit=self.units[0], unit_in_charge=self.units[0], scope_on=TODAY, created_at=NOON,
            state="issued", issued_at=NOON,
        )
        self.requirements = [
            Requirement.objects.create(cascade=self.cascade, type="report_sent", title="x", due_on=TODAY, place=n)
            for n in (1, 2)
        ]
        self.write(lives)

    def write(self, lives: list[Life]) -> None:
        """Write down some more lives."""
        self.lives = [*self.lives, *lives]
        for life in lives:
            self._write(life)

    def _write(self, life: Life) -> None:
        requirement, unit, first = self.requirements[life.requirement], self.units[life.unit], life.steps[0]
        now = life.steps[-1]
        obligation = Obligation.objects.create(
            cascade=self.cascade, root_cascade=self.cascade, requirement=requirement, root_requirement=requirement,
            unit=unit, origin_unit=unit, path=self.paths[life.unit], due_on=first.due_on, first_due_on=first.due_on,
            state=State.ASSIGNED, assigned_at=first.at, state_at=now.at,
        )  # fmt: skip
        for step in life.steps[1:]:
            Move.objects.create(obligation=obligation, state=step.state, due_on=step.due_on, at=step.at, actor_name="x")
        for at, is_short in life.recorded:
            shortfalls = [{"code": "x", "message": "x", "facts": {}}] if is_short else []
            Fulfilment.objects.create(obligation=obligation, at=at, facts={}, shortfalls=shortfalls, source_type="x")
        is_short = bool(life.recorded and life.recorded[-1][1])
        Obligation.objects.filter(pk=obligation.pk).update(due_on=now.due_on, state=now.state, is_irregular=is_short)

    def standings(self, top: str, on: date, requirement: int | None, *, own: bool) -> list[tuple[Standing, bool]]:
        """By the rules in Python: how each obligation of the branch stands, and whether it is not as required."""
        end = NOON if on >= TODAY else datetime.combine(on, time.max, tzinfo=ZONE)
        found = []
        for life in self.lives:
            path = self.paths[life.unit]
            past = [step for step in life.steps if step.at <= end]
            if not path.startswith(top) or (own and path != top) or not past:
                continue
            if requirement is not None and requirement != life.requirement:
                continue
            standing = standing_of(past[-1].state, past[-1].due_on, on)
            recorded = [is_short for at, is_short in life.recorded if at <= end]
            if standing is not None:
                found.append((standing, bool(recorded and recorded[-1]) and standing != Standing.APPROVED))
        return found

    def check(self, node: Node, on: date) -> None:
        """Every figure of the node and of all below it, and the rows each of them opens."""
        for requirement in (None, 0, 1):
            for own in (False, True):
                expected = self.standings(node.path, on, requirement, own=own)
                assert self._figure(node, requirement, own=own) == count(s for s, _ in expected)
                self._check_rows(node, on, requirement, expected, own=own)
        assert node.irregular == sum(bad for _, bad in self.standings(node.path, on, None, own=False))
        for child in node.children:
            self.check(child, on)

    def _figure(self, node: Node, requirement: int | None, *, own: bool) -> Counts:
        if requirement is None:
            return node.own if own else node.branch
        by = node.own_by_requirement if own else node.branch_by_requirement
        return by.get(self.requirements[requirement].pk, Counts())

    def _check_rows(
        self, node: Node, on: date, requirement: int | None, expected: list[tuple[Standing, bool]], *, own: bool
    ) -> None:
        number = None if requirement is None else self.requirements[requirement].pk
        for standing in (None, *Standing.values):
            only = RowFilter(standing=standing, requirement_id=number, own=own)
            page = rows(self.cascade.pk, node.path, on=on, now=NOON, only=only)
            assert page.total == len(page.rows) == sum(standing in (None, s) for s, _ in expected)
        short = RowFilter(requirement_id=number, own=own, irregular=True)
        assert count_rows(self.cascade.pk, node.path, on=on, now=NOON, only=short) == sum(bad for _, bad in expected)


def fold() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select cascade_fold()")


def differing_sums(root_id: int) -> list[tuple[object, ...]]:
    """Sums that are not what a full count of the same rows gives, once folded."""
    figures = "assigned, accepted, submitted, returned, approved, irregular"
    columns = f"depth, path, requirement_id, due_on, {figures}"
    kept = f"select {columns} from cascade_roll where root_cascade_id = %s and ({figures}) <> (0, 0, 0, 0, 0, 0)"
    counted = f"select {columns} from cascade_count(%s)"
    with connection.cursor() as cursor:
        cursor.execute(f"({kept} except {counted}) union all ({counted} except {kept})", [root_id] * 4)
        return cursor.fetchall()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(played=worlds(), top=st.integers(0, 7), on=DAYS, levels=st.sampled_from([0, 1, 2, 9]), folds=st.booleans())
def test_the_rollup_of_the_database_equals_the_rules_in_python(
    world: World,
    played: tuple[list[int | None], list[date | None], list[Life]],
    top: int,
    on: date,
    levels: int,
    folds: bool,
) -> None:
    with transaction.atomic():
        scene = Played(world, *played[:2], [])
        scene.write(played[2][::2])
        if folds:  # some sums folded, some changes still lines
            fold()
        scene.write(played[2][1::2])
        path = scene.paths[top % len(scene.paths)]
        scene.check(rollup(scene.cascade.pk, path, on=on, now=NOON, levels=levels), on)
        fold()
        assert differing_sums(scene.cascade.pk) == []
        transaction.set_rollback(True)


@pytest.mark.parametrize("levels", [0, 1, 2])
def test_a_shallower_picture_has_the_same_totals(world: World, levels: int) -> None:
    parents = [None, 0, 1, 2, 2]
    steps = (Step(NOON, State.ASSIGNED, TODAY),)
    scene = Played(world, parents, [None] * 5, [Life(n, 0, steps, ()) for n in range(1, 5)])
    node = rollup(scene.cascade.pk, scene.paths[0], on=TODAY, now=NOON, levels=levels)
    assert node.branch == Counts(open=4)
    assert node.own == Counts()
    depth = 0
    while node.children:
        node, depth = node.children[0], depth + 1
    assert depth == levels


def test_an_hour_before_midnight_still_belongs_to_the_day(world: World) -> None:
    yesterday = TODAY - timedelta(days=1)
    late = datetime.combine(yesterday, time(23, 59, 59), tzinfo=ZONE)
    early = datetime.combine(TODAY, time.min, tzinfo=ZONE)
    steps = (Step(late, State.ASSIGNED, TODAY), Step(early, State.ACCEPTED, TODAY), Step(NOON, State.SUBMITTED, TODAY))
    scene = Played(world, [None], [None], [Life(0, 0, steps, ())])
    seen = [rollup(scene.cascade.pk, scene.paths[0], on=day, now=NOON).branch for day in (yesterday, TODAY)]
    assert seen == [Counts(open=1), Counts(submitted=1)]


def test_what_is_only_planned_is_not_counted_as_wrong(world: World) -> None:
    cascade = issued(world)
    obligation = owed(cascade, world.district_office)
    wrong, planned = {"code": "not_head", "message": "x", "facts": {}}, {"code": "early", "message": "x", "facts": {}}
    later = world.noon + timedelta(days=1)
    for shortfalls, irregular in (([planned | {"waits": True}], 0), ([planned | {"waits": True}, wrong], 1)):
        Fulfilment.objects.create(
            obligation=obligation, at=world.noon, facts={}, shortfalls=shortfalls, source_type="conference"
        )
        node = rollup(cascade.pk, world.city_office.acting().path, on=world.today, now=later)
        assert node.irregular == irregular


def test_too_many_units_of_the_lowest_level_are_counted_but_not_drawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"))
    passed_down(world, root)
    top, later = world.city_office.acting().path, world.noon + timedelta(days=2)
    for now in (world.noon, later):  # from the sums, and as at a past day from the rows
        monkeypatch.setattr("quantriet.cascade.queries.rollup._DRAWN", 300)
        drawn = rollup(root.pk, top, on=world.today, now=now)
        assert any(child.children for child in drawn.children)
        monkeypatch.setattr("quantriet.cascade.queries.rollup._DRAWN", 1)
        cut = rollup(root.pk, top, on=world.today, now=now)
        assert not any(child.children for child in cut.children)
        assert cut.branch == drawn.branch
