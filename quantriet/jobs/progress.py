"""How far a long job is: written outside the job's own transaction, so that it can be seen before the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections

from quantriet.jobs.models import Progress


@contextmanager
def reporting(topic: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function `report(done, total)` that writes on a connection of its own."""
    other = connections["default"].copy()

    def report(done: int, total: int) -> None:
        with other.cursor() as cursor:
            cursor.execute(
                "insert into jobs_progress (topic, done, total) values (%s, %s, %s)"
                " on conflict (topic) do update set done = excluded.done, total = excluded.total",
                [topic, done, total],
            )
            cursor.execute("select pg_notify('live', %s)", [topic])

    try:
        yield report
    finally:
        other.close()


def of(topic: str) -> Progress | None:
    """The latest sign of progress on a topic."""
    return Progress.objects.filter(topic=topic).first()
