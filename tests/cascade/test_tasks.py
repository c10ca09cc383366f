"""Issuing in the background: once, all or nothing, also when the worker is killed in the middle."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from quantriet.cascade import actions
from quantriet.cascade.actions.fanout import OWN_PARTITION_FROM
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.rules.states import CascadeState
from quantriet.cascade.tasks import issue as task
from quantriet.jobs import progress
from quantriet.jobs.worker import rescue_jobs, worker_app
from quantriet.org.rules import path_of
from tests.cascade.stories import draft, many_units
from tests.house.source import ROOT
from tests.world import NOON, TODAY, World


def approved(world: World) -> Cascade:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    actions.approve(actor=world.city_secretary.actor, cascade=cascade, at=world.noon)
    return cascade


def test_the_task_issues_and_says_how_far_it_is(world: World) -> None:
    cascade = approved(world)
    task(cascade.pk)
    cascade.refresh_from_db()
    sign = progress.of(f"cascade:{cascade.pk}")
    assert cascade.state == CascadeState.ISSUED
    assert (sign.done, sign.total) == (4, 4)


def test_the_task_run_twice_issues_once(world: World) -> None:
    cascade = approved(world)
    task(cascade.pk)
    task(cascade.pk)
    assert Obligation.objects.filter(cascade=cascade).count() == 4


def start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "quantriet", "manage", "work", "--until-done"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"})


@contextmanager
def somebody_in_the_way(cascade: Cascade, *, is_large: bool) -> Iterator[None]:
    """Another transaction brings the job to a halt: before its only statement ends, or before it attaches its table."""
    requirement = cascade.requirements.latest("place")
    unit_id = max(u.unit_id for u in actions.draft.in_scope(cascade.issuing_unit_id, cascade.scope, cascade.scope_on))
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        if is_large:
            other.execute("lock table cascade_obligation in share update exclusive mode")
        else:
            other.execute(
                "insert into cascade_obligation (partition_no, cascade_id, root_cascade_id, requirement_id,"
                " root_requirement_id, unit_id, origin_unit_id, path, due_on, first_due_on, state, is_irregular,"
                " responsible, assigned_at, state_at) values (0, %(cascade)s, %(cascade)s, %(requirement)s,"
                " %(requirement)s, %(unit)s, %(unit)s, '', %(due)s, %(due)s, 'assigned', false, '', now(), now())",
                {"cascade": cascade.pk, "requirement": requirement.pk, "unit": unit_id, "due": requirement.due_on},
            )
        yield
        other.rollback()


def wait_until(cascade: Cascade, done: int) -> None:
    """Come back when the worker has given this sign; told by the live channel, not by looking again and again."""
    topic = f"cascade:{cascade.pk}"
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}, autocommit=True) as ear:
        ear.execute("listen live")
        with closing(ear.notifies(timeout=60)) as signs:  # an open one would hold the connection for ever
            while (sign := progress.of(topic)) is None or sign.done != done:
                next(notice for notice in signs if notice.payload == topic)


@async_to_sync
async def rescue() -> None:
    own = worker_app()
    async with own.open_async():
        await rescue_jobs(own.job_manager, dead_after=0)


@pytest.fixture(scope="module")
def audit_can_be_emptied(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a test has really committed is emptied after it: for so long the record must let itself be truncated."""

    def guard(word: str) -> None:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f"alter table audit_entry {word} trigger audit_entry_no_truncate")

    guard("disable")
    yield
    guard("enable")


def indexes_of(table: str) -> set[str]:
    """What the indexes of a table are over."""
    with connection.cursor() as cursor:
        cursor.execute("select split_part(indexdef, ' USING ', 2) from pg_indexes where tablename = %s", [table])
        found = [row[0] for row in cursor.fetchall()]
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.usefixtures("audit_can_be_emptied")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("units", "sign"), [(100, 0), (OWN_PARTITION_FROM // 2, OWN_PARTITION_FROM * 3 // 4 + 3)])
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_completes(
    world: World, units: int, sign: int
) -> None:
    many_units(world, world.city, units)
    cascade = approved(world)
    is_large = sign > 0

    with somebody_in_the_way(cascade, is_large=is_large):
        worker = start_worker()
        try:
            wait_until(cascade, sign)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=10)
    cascade.refresh_from_db()
    assert cascade.state == CascadeState.APPROVED
    assert Obligation.objects.filter(cascade=cascade).count() == 0

    rescue()
    assert start_worker().wait(timeout=60) == 0
    cascade.refresh_from_db()
    assert cascade.state == CascadeState.ISSUED
    assert cascade.partition_no == (cascade.pk if is_large else 0)
    assert indexes_of(f"cascade_obligation_{cascade.partition_no}") == indexes_of("cascade_obligation")
    assert Obligation.objects.filter(cascade=cascade).count() == 2 * (units + 2)
    assert rollup(cascade.pk, path_of("", world.city.pk), on=TODAY, now=NOON).branch.total == 2 * (units + 2)
