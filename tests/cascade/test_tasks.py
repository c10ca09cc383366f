"""Issuing in the background: once, all or nothing, also when the worker is killed in the middle."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from quantriet.cascade import actions
from quantriet.cascade.actions.issue import BATCH
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.rules.states import CascadeState
from quantriet.cascade.tasks import issue as task
from quantriet.jobs import progress
from quantriet.jobs.worker import rescue_jobs, worker_app
from tests.cascade.stories import draft, many_units
from tests.house.source import ROOT
from tests.world import World


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
def somebody_in_the_way(cascade: Cascade) -> Iterator[None]:
    """Another transaction holds the last of the obligations, so that the job comes to a halt after its first batch."""
    last_unit = max(u.unit_id for u in actions.draft.in_scope(cascade.issuing_unit_id, cascade.scope, cascade.scope_on))
    requirement = cascade.requirements.latest("place")
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute(
            "insert into cascade_obligation (cascade_id, root_cascade_id, requirement_id, root_requirement_id, unit_id,"
            " due_on, state, responsible, state_at) values (%s, %s, %s, %s, %s, %s, 'assigned', '', now())",
            [cascade.pk, cascade.pk, requirement.pk, requirement.pk, last_unit, requirement.due_on],
        )
        yield
        other.rollback()


def wait_until_half_done(cascade: Cascade) -> None:
    """Come back when the worker has written one batch; told by the live channel, not by looking again and again."""
    topic = f"cascade:{cascade.pk}"
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}, autocommit=True) as ear:
        ear.execute("listen live")
        if progress.of(topic) is None:
            next(notice for notice in ear.notifies(timeout=60) if notice.payload == topic)
    assert progress.of(topic).done == BATCH


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


@pytest.mark.usefixtures("audit_can_be_emptied")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_completes(world: World) -> None:
    many_units(world, world.city, BATCH // 2 + 100)
    cascade = approved(world)
    expected = 2 * (BATCH // 2 + 100 + 2)

    with somebody_in_the_way(cascade):
        worker = start_worker()
        try:
            wait_until_half_done(cascade)
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
    assert Obligation.objects.filter(cascade=cascade).count() == expected
