"""Tasks for the tests of the worker; run as a program, it is a worker that takes another for dead after a second.

The table `probe` is where a task leaves its mark; advisory lock 1 is how a test holds a task in the middle.
"""

import asyncio
import sys

import django
from django.db import connection, transaction

django.setup()

from procrastinate.contrib.django import app  # noqa: E402

from quantriet.jobs import queue, worker  # noqa: E402


@app.task(name="probe.mark")
@transaction.atomic
def mark(number: int) -> None:
    """Leave a mark, but only after the test has let go of the lock."""
    with connection.cursor() as cursor:
        cursor.execute("insert into probe values (%s)", [number])
        cursor.execute("select pg_advisory_xact_lock(1)")


@app.task(name="probe.fall")
@transaction.atomic
def fall(number: int) -> None:
    """Queue a second task, then fall."""
    queue.defer("probe.mark", number=number)
    raise RuntimeError("as intended")


if __name__ == "__main__":
    asyncio.run(worker.work(until_done="--stay" not in sys.argv, dead_after=1.0))
