"""The worker: what is queued, what is not, and what becomes of the work of a worker that was killed."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import transaction

from quantriet.jobs import queue
from quantriet.pg.embedded import Cluster

ROOT = Path(__file__).resolve().parents[2]
Row = tuple[object, ...]


@pytest.fixture
def database(transactional_db: None, cluster: Cluster) -> Iterator[psycopg.Connection[Row]]:
    """This process's database, seen from beside the tested connection."""
    from django.db import connection

    with cluster.connect(connection.settings_dict["NAME"]) as beside:
        beside.execute("create table probe (n int)")
        yield beside
        beside.execute("drop table probe")


def start_worker(*how: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.jobs.probe", *how], cwd=ROOT)


def wait_until(holds: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not happen in time"


def jobs(database: psycopg.Connection[Row]) -> list[Row]:
    return database.execute("select task_name, status, attempts from procrastinate_jobs order by id").fetchall()


def marks(database: psycopg.Connection[Row]) -> list[Row]:
    return database.execute("select n from probe").fetchall()


def test_a_job_of_a_transaction_that_is_undone_was_never_queued(database: psycopg.Connection[Row]) -> None:
    with transaction.atomic():
        queue.defer("probe.mark", number=1)
        transaction.set_rollback(True)
    assert jobs(database) == []
    queue.defer("probe.mark", number=1)
    assert jobs(database) == [("probe.mark", "todo", 0)]


def test_a_job_runs_once_and_leaves_the_queue(database: psycopg.Connection[Row]) -> None:
    queue.defer("probe.mark", number=7)
    assert start_worker().wait(30) == 0
    assert marks(database) == [(7,)]
    assert jobs(database) == []


def test_what_a_failed_task_queued_goes_with_it(database: psycopg.Connection[Row]) -> None:
    queue.defer("probe.fall", number=7)
    assert start_worker().wait(30) == 0
    assert jobs(database) == [("probe.fall", "failed", 1)]
    assert marks(database) == []


def test_a_job_whose_worker_was_killed_is_run_again_and_once(database: psycopg.Connection[Row]) -> None:
    waiting = "select 1 from pg_locks where locktype = 'advisory' and not granted"
    database.execute("select pg_advisory_lock(1)")
    queue.defer("probe.mark", number=7)
    killed = start_worker()
    wait_until(lambda: database.execute(waiting).fetchone())
    killed.kill()
    killed.wait()
    assert jobs(database) == [("probe.mark", "doing", 0)]
    database.execute("select pg_advisory_unlock(1)")
    wait_until(lambda: not database.execute(waiting).fetchone())
    assert marks(database) == []  # the killed one's half is undone

    living = start_worker("--stay")
    wait_until(lambda: marks(database))
    wait_until(lambda: not jobs(database))
    living.terminate()
    living.wait(30)
    assert marks(database) == [(7,)]
