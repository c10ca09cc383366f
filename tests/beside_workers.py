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

_STOPPED = """
    select array_agg(distinct a.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where not l.granted and a.datname = current_database()
"""
_AT_WORK = "select exists (select from pg_stat_activity where pid = any(%s))"


def start(*command: str) -> subprocess.Popen[bytes]:
    """The product's command line as a process of its own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen([sys.executable, "-m", "quantriet", "manage", *command], cwd=ROOT, env=environment)


@contextmanager
def in_the_way(lock: str) -> Iterator[None]:
    """Another transaction holds a lock for so long.

    A server process learns only then that its client was killed: what it still does is over when this ends.
    """
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}, autocommit=True) as other:
        with other.transaction():
            other.execute(lock)
            yield
            stopped = other.execute(_STOPPED).fetchone()
        while stopped and other.execute(_AT_WORK, stopped).fetchone() == (True,):
            pass


def kill_when_stopped(process: subprocess.Popen[bytes]) -> None:
    """Kill a process as soon as it waits for a lock."""
    try:
        with connection.cursor() as cursor:
            stopped = None
            while not stopped:
                cursor.execute(_STOPPED)
                (stopped,) = cursor.fetchone()
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
