"""Killed with -9 in the middle of changing many: all of it or nothing of it, and the next one completes it."""

from datetime import date, timedelta

import pytest
from django.db import connection

from quantriet.cascade import actions
from quantriet.cascade.actions import past
from quantriet.cascade.models import Cascade, Move, Obligation
from quantriet.cascade.rules.states import CascadeState, State
from quantriet.jobs.queue import defer
from quantriet.kernel.actor import SYSTEM
from quantriet.org import actions as org
from quantriet.org.rules import path_of
from tests.beside_workers import complete, in_the_way, kill_when_stopped, start
from tests.cascade.stories import DUE, issued, owed
from tests.cascade.test_past import differing_past
from tests.cascade.test_placing import branches, is_placed
from tests.cascade.test_rollup import differing_sums, fold
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db(transaction=True)
LATER = date(2019, 8, 7)


def of(world: World) -> tuple[Cascade, dict[str, object]]:
    """A cascade that is given, and who acts on it."""
    cascade = issued(world)
    return cascade, {"reason": "giao nhầm", "user_id": world.city_secretary.user.pk, "actor_name": "Lê Văn Cảng"}


def last_duty(cascade: Cascade) -> str:
    """A lock on the duty that comes last, so that whoever changes many has changed others before."""
    pk = Obligation.objects.filter(cascade=cascade).latest("pk").pk
    return f"select from cascade_obligation where id = {pk} for update"


def exact(cascade: Cascade) -> None:
    fold()
    assert differing_sums(cascade.pk) == []


def test_killed_while_recalling_many(world: World) -> None:
    cascade, who = of(world)
    defer("cascade.recall", cascade_id=cascade.pk, **who)
    with in_the_way(last_duty(cascade)):
        kill_when_stopped(start("work", "--until-done"))
    cascade.refresh_from_db()
    assert cascade.state == CascadeState.ISSUED
    assert set(Obligation.objects.values_list("state", flat=True)) == {State.ASSIGNED}
    assert not Move.objects.exists()
    exact(cascade)

    complete()
    cascade.refresh_from_db()
    assert cascade.state == CascadeState.RECALLED
    assert set(Obligation.objects.values_list("state", flat=True)) == {State.RECALLED}
    assert Move.objects.count() == Obligation.objects.count() == 4
    exact(cascade)


def test_killed_while_moving_the_deadline_of_many(world: World) -> None:
    cascade, who = of(world)
    requirement = owed(cascade, world.bloc_office).requirement
    defer("cascade.change_deadline", requirement_id=requirement.pk, new_due_on=f"{LATER}", **who)
    with in_the_way(last_duty(cascade)):
        kill_when_stopped(start("work", "--until-done"))
    requirement.refresh_from_db()
    assert requirement.due_on == DUE
    assert set(Obligation.objects.values_list("due_on", flat=True)) == {DUE}
    assert not Move.objects.exists()
    exact(cascade)

    complete()
    requirement.refresh_from_db()
    assert requirement.due_on == LATER
    assert set(Obligation.objects.filter(requirement=requirement).values_list("due_on", flat=True)) == {LATER}
    assert Move.objects.count() == 2
    exact(cascade)


def test_killed_while_folding(world: World) -> None:
    cascade, _who = of(world)
    fold()
    duty = owed(cascade, world.district_office)
    actions.accept(actor=world.district_office.actor, obligation=duty, responsible="Hà", at=world.noon)
    words = "from quantriet.cascade.actions import fold; fold()"
    with in_the_way("lock table cascade_roll in share mode"):  # what has changed is gone, and not yet in the sums
        kill_when_stopped(start("shell", "--no-imports", "-c", words))
    exact(cascade)


def test_killed_while_placing(world: World) -> None:
    cascade, _who = of(world)
    actions.place(at=world.noon)
    org.place_units(actor=SYSTEM, above={world.kien_an: world.bloc}, since=TODAY, at=world.noon)
    stood = dict(Obligation.objects.values_list("pk", "path"))
    last = Obligation.objects.filter(unit=world.kien_an).latest("pk").pk
    words = "from quantriet.cascade import actions; from quantriet.kernel import clock; actions.place(at=clock.now())"
    with in_the_way(f"select from cascade_obligation where id = {last} for update"):
        kill_when_stopped(start("shell", "--no-imports", "-c", words))
    assert dict(Obligation.objects.values_list("pk", "path")) == stood
    assert not is_placed(TODAY)
    assert branches(world, cascade, TODAY) == (2, 4)  # told from the tree itself
    exact(cascade)

    assert actions.place_on_time(at=world.noon) == 2
    assert is_placed(TODAY)
    assert branches(world, cascade, TODAY) == (2, 4)
    exact(cascade)


def test_killed_while_keeping_a_past_day(world: World) -> None:
    cascade, _who = of(world)
    (due,) = past.watch(TODAY)
    words = (
        f"from datetime import date; from quantriet.cascade.actions import past;"
        f" past.keep([past.Due({due.root_id}, date.fromisoformat('{due.kept_until}'), {due.rewritten})],"
        f" date.fromisoformat('{TODAY}'))"
    )
    with in_the_way("select from cascade_kept for update"):  # the day is told, and not yet said to be kept
        kill_when_stopped(start("shell", "--no-imports", "-c", words))
    assert kept_until(cascade) < TODAY
    assert sums_kept() == 0

    assert past.keep_past(at=world.noon + timedelta(days=1)) == 1
    assert kept_until(cascade) == TODAY
    assert sums_kept() > 0
    assert differing_past(cascade.pk, TODAY, path_of("", world.city.pk)) == []


def kept_until(cascade: Cascade) -> date:
    with connection.cursor() as cursor:
        cursor.execute("select kept_until from cascade_kept where root_cascade_id = %s", [cascade.pk])
        (until,) = cursor.fetchone()
    return until


def sums_kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from cascade_past")
        return int(cursor.fetchone()[0])
