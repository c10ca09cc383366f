"""A past day of the upper levels, from the sums that the night keeps, beside a bare read of them; and exact."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from bench.national.figures import Measured, median, p95
from bench.national.ground import ISSUED_ON, TODAY, Ground, draft, ground, issue, settle

_THEN = "select * from cascade_rollup_then_v2(array[%s]::bigint[], %s, %s, 1)"
_BARE = """
    select * from cascade_past
     where root_cascade_id = %s and depth = %s and path >= %s and path < %s and day <= %s
"""
# Each obligation is accepted on one of the days since the issue, and half of them answered some days later.
_MOVES = """
    insert into cascade_move (obligation_id, step, state, due_on, at, actor_name, reason, facts)
    select o.id, 'moved', s.state, o.due_on, o.assigned_at + interval '1 day' * s.days + interval '9 hours', 'x', '',
           '{}'
      from cascade_obligation o
      cross join lateral (values ('accepted', 1 + mod(o.id, 20)), ('submitted', 2 + mod(o.id, 37))) s (state, days)
     where o.root_cascade_id = %s and (s.state = 'accepted' or mod(o.id, 2) = 0) and mod(o.id, 20) < mod(o.id, 37)
"""
_DIFFERING = """
    with kept as (select requirement_id, approved, submitted, returned, late, open
                    from cascade_rollup_then_v2(array[%(root)s]::bigint[], %(top)s, %(on)s, 0)),
    recorded as (
        select root_requirement_id, count(*) filter (where standing = 'approved'),
               count(*) filter (where standing = 'submitted'), count(*) filter (where standing = 'returned'),
               count(*) filter (where standing = 'late'), count(*) filter (where standing = 'open')
          from cascade_record_v2(%(root)s, %(top)s, %(on)s, cascade_day_end(%(on)s) - interval '1 microsecond')
         group by 1)
    select count(*) from ((table kept except table recorded) union all (table recorded except table kept)) d
"""


def measure(levels: tuple[int, ...]) -> Measured:
    """Random past days of the whole tree and of its provinces."""
    until = TODAY - timedelta(days=1)
    with ground("past", levels) as found:
        from quantriet.cascade.actions import past

        cascade = draft()
        issue(cascade)
        with found.connect() as own:
            moves = own.execute(_MOVES, [cascade.pk]).rowcount
            own.execute("vacuum analyze cascade_move")
        settle()
        first = timed(lambda: past.keep(past.watch(until - timedelta(days=1)), until - timedelta(days=1)))
        night = timed(lambda: past.keep(past.watch(until), until))
        settle()
        with found.connect() as own:
            tops = [str(path) for (path,) in own.execute("select path from org_unitversion where length(path) <= 24")]
            tops = sorted(tops, key=len)
            whole, bare = ask(found, cascade.pk, tops[:1])
            parts, bare_parts = ask(found, cascade.pk, tops[1:])
            wrong = sum(
                int(str(differing))
                for day in (ISSUED_ON + timedelta(days=n) for n in (0, 11, 38))
                for (differing,) in own.execute(_DIFFERING, {"root": cascade.pk, "top": tops[0], "on": day})
            )
            own.execute("select cascade_rewrite(%s, %s)", [cascade.pk, until])  # as before the night
            near = timed(lambda: own.execute(_THEN, [cascade.pk, tops[0], until]).fetchall())
            told = own.execute(_DIFFERING, {"root": cascade.pk, "top": tops[0], "on": until})
            wrong += sum(int(str(differing)) for (differing,) in told)
        also = [
            Measured("past day of a province", p95(parts), "ms p95", "≤ 100 ms", p95(parts) <= 100,
                     limit=p95(bare_parts), limit_is="ms p95, the same sums by their key alone",
                     ratio=p95(parts) / p95(bare_parts)),
            Measured("the night keeps its day", night, "s", "≤ 60 s", night <= 60),
            Measured("the last day before the night has kept it", near, "s", "≤ 3 s", near <= 3),
            Measured("figures that differ from the record", wrong, "on 4 days", "0", wrong == 0),
        ]  # fmt: skip
        return Measured(
            "past", p95(whole), "ms p95, whole tree", "≤ 50 ms", p95(whole) <= 50, limit=p95(bare),
            limit_is="ms p95, the same sums by their key alone", ratio=p95(whole) / p95(bare), also=also,
            notes={"moves": moves, "median": round(median(whole), 2), "all days kept at once, s": round(first, 1)},
        )  # fmt: skip


def timed(act: Callable[[], object]) -> float:
    """Seconds that it takes."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def ask(found: Ground, root: int, tops: list[str], times: int = 200) -> tuple[list[float], list[float]]:
    """Milliseconds for a past day of a unit and those below it; and for the rows of its sums alone."""
    taken: list[float] = []
    bare: list[float] = []
    with found.connect() as own:
        for number in range(times):
            top, on = tops[number % len(tops)], ISSUED_ON + timedelta(days=number % 40)
            begin = time.perf_counter()
            own.execute(_THEN, [root, top, on]).fetchall()
            taken.append(1000 * (time.perf_counter() - begin))
            begin = time.perf_counter()
            own.execute(_BARE, [root, len(top) // 12 + 1, top, top + "~", on]).fetchall()
            bare.append(1000 * (time.perf_counter() - begin))
    return taken[times // 20 :], bare[times // 20 :]
