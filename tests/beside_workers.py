"""Worker processes that are killed while a lock brings them to a halt, and those that come after them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from asgiref.sync import async_to_sync
from django.db import connection

from quantriet.jobs.worker import rescue_jobs, worker_app
from tests.house.source import ROOT

_IS_STOPPED = """
    select exists (select from pg_locks l join pg_stat_activity a on a.pid = l.pid
                    where not l.granted and a.datname = current_database())
"""


def start(*command: str) -> subprocess.Popen[bytes]:
    """The product's command line as a process of its own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen([sys.executable, "-m", "quantriet", "manage", *command], cwd=ROOT, env=environment)


@contextmanager
def in_the_way(lock: str) -> Iterator[None]:
    """Another transaction holds a lock for so long."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute(lock)
        yield
        other.rollback()


def kill_when_stopped(process: subprocess.Popen[bytes]) -> None:
    """Kill a process as soon as it waits for a lock."""
    try:
        with connection.cursor() as cursor:
            is_stopped = False
            while not is_stopped:
                cursor.execute(_IS_STOPPED)
                (is_stopped,) = cursor.fetchone()
                assert process.poll() is None, "it came to its end"
    finally:
        process.kill()
        process.wait()


@async_to_sync
async def rescue() -> None:
    """Queue again what a dead worker held."""
    own = worker_app()
    async with own.open_async():
        await rescue_jobs(own.job_manager, dead_after=0)


def complete() -> None:
    """The next worker does what is left."""
    rescue()
    assert start("work", "--until-done").wait(60) == 0
