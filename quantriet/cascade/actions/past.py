"""Keeping the sums of past days: told once from the record when a day is over, and anew when it is told differently."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import connection, transaction

from quantriet.kernel.clock import local_day

WAITED = 60.0  # seconds for those who had begun to write before the day was watched


@dataclass(frozen=True, slots=True)
class Due:
    """A root cascade of which days are to be kept."""

    root_id: int
    kept_until: date
    rewritten: int


def keep_past(*, at: datetime) -> int:
    """Keep every day that is over; gives how many roots had such days. What is disturbed is left for the next time."""
    until = local_day(at) - timedelta(days=1)
    due = watch(until)
    return keep(due, until) if due and _others_have_ended() else 0


def watch(until: date) -> list[Due]:
    """What is not kept up to a day. Whoever writes about the days up to it is noted from here on."""
    with connection.cursor() as cursor:
        cursor.execute("select * from cascade_watch(%s)", [until])
        return [Due(*row) for row in cursor.fetchall()]


def _others_have_ended() -> bool:
    """Whether all who wrote before the watch began are through: only they could write unseen of such a day."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmax(pg_current_snapshot())::text")
        (newest,) = cursor.fetchone()
        end = time.monotonic() + WAITED
        while time.monotonic() < end:
            cursor.execute("select pg_snapshot_xmin(pg_current_snapshot()) >= %s::xid8", [newest])
            if cursor.fetchone()[0]:
                return True
            time.sleep(0.2)
    return False


def keep(due: Iterable[Due], until: date) -> int:
    """Keep the days of some roots, those together that are kept up to the same day; gives of how many they now are."""
    ordered = sorted(due, key=lambda d: d.kept_until)
    return sum(_keep(since, list(group), until) for since, group in groupby(ordered, lambda d: d.kept_until))


@transaction.atomic
def _keep(since: date, group: list[Due], until: date) -> int:
    roots = [d.root_id for d in group]
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '128MB'")
        cursor.execute("select cascade_keep(%s::bigint[], %s, %s)", [roots, since, until])
        cursor.execute("select cascade_kept_up(%s::bigint[], %s::bigint[], %s)",
                       [roots, [d.rewritten for d in group], until])  # fmt: skip
        (kept,) = cursor.fetchone()
    return int(kept)
