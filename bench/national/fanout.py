"""Issuing to the whole country: 300,000 units, four requirements each."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from io import BytesIO

from bench.national.figures import Measured, median, p95
from bench.national.ground import Ground, draft, ground, in_progress, issue

TIMES = 3
Wait = tuple[float, float]  # milliseconds of a reading and of a change


def measure(levels: tuple[int, ...]) -> Measured:
    """The action beside a bare COPY BINARY of the same rows."""
    with ground("fanout", levels) as found:
        quiet = draft("Của người khác", scope="direct")  # what other users work with meanwhile
        issue(quiet)
        in_progress(quiet)
        calm, limits, ours, busy = others(found, quiet.pk, seconds=5), [], [], list[Wait]()
        made = 0
        for _ in range(TIMES):  # turn by turn: the machine is noisy
            cascade = draft()
            with others_at_work(found, quiet.pk) as waited:
                begin = time.perf_counter()
                made = issue(cascade)
                ours.append(time.perf_counter() - begin)
            busy += waited
            limits.append(bare_copy(found, cascade.pk, cascade.partition_no))
        figure, limit = median(ours), median(limits)
        rest, harmed = p95([sum(w) for w in calm]), p95([sum(w) for w in busy])
        harm = Measured(
            "p95 of other users meanwhile", harmed, "ms", "≤ 3 × the p95 at rest", harmed <= 3 * rest,
            limit=rest, limit_is="at rest", ratio=harmed / rest,
            notes={"of reading": round(p95([read for read, _ in busy]), 1),
                   "reading at rest": round(p95([read for read, _ in calm]), 1),
                   "of writing": round(p95([write for _, write in busy]), 1),
                   "writing at rest": round(p95([write for _, write in calm]), 1), "asked": len(busy)},
        )  # fmt: skip
        return Measured(
            "fanout", figure, "s", "≤ 7 × COPY BINARY", figure <= 7 * limit, limit=limit,
            limit_is="COPY BINARY without index", ratio=figure / limit, also=[harm],
            notes={"units": found.units, "obligations": made, "runs": [round(t, 2) for t in ours],
                   "limits": [round(t, 2) for t in limits]},
        )  # fmt: skip


def bare_copy(found: Ground, cascade_id: int, partition_no: int) -> float:
    """Seconds for the same rows into an empty table without index; the rows lie ready in memory."""
    rows = BytesIO()
    where = f"where partition_no = {int(partition_no)} and root_cascade_id = {int(cascade_id)}"
    with found.connect() as own, own.cursor() as cursor:
        with cursor.copy(f"copy (select * from cascade_obligation {where}) to stdout (format binary)") as out:
            for block in out:
                rows.write(block)
        view = memoryview(rows.getvalue())
        cursor.execute("create table bare (like cascade_obligation)")
        begin = time.perf_counter()
        with cursor.copy("copy bare from stdin (format binary)") as into:
            for start in range(0, len(view), 1 << 20):
                into.write(view[start : start + (1 << 20)])
        taken = time.perf_counter() - begin
        cursor.execute("drop table bare")
    return taken


def others(found: Ground, cascade_id: int, seconds: float) -> list[Wait]:
    """How long another user's roll-up and change take, for so many seconds."""
    done = threading.Event()
    threading.Timer(seconds, done.set).start()
    return _others(found, cascade_id, done)


def _others(found: Ground, cascade_id: int, done: threading.Event) -> list[Wait]:
    taken = list[Wait]()
    with found.connect() as own:
        top = own.execute("select path from org_unitversion where parent_id is null").fetchone()
        while not done.wait(0.02):
            begin = time.perf_counter()
            own.execute(
                "select * from cascade_rollup_v1(array[%s]::bigint[], %s, now()::date, 1)", [cascade_id, *(top or ())]
            ).fetchall()
            read = time.perf_counter()
            own.execute(
                "update cascade_obligation set is_irregular = not is_irregular where id = (select id from"
                " cascade_obligation where partition_no = 0 and root_cascade_id = %s limit 1)",
                [cascade_id],
            )
            taken.append((1000 * (read - begin), 1000 * (time.perf_counter() - read)))
    return taken


@contextmanager
def others_at_work(found: Ground, cascade_id: int):
    """Other users while something large goes on; what they waited is in the list at the end."""
    done, waited = threading.Event(), []
    thread = threading.Thread(target=lambda: waited.extend(_others(found, cascade_id, done)))
    thread.start()
    try:
        yield waited
    finally:
        done.set()
        thread.join()
