"""Whether the figures are a full count of the same snapshot, at any node, at any instant, while thousands write."""

from __future__ import annotations

import random
import time

from bench.national.figures import Measured
from bench.national.ground import BATCH, CHANGE, TODAY, Ground, draft, folding, ground, ids_of, in_progress, issue, load

CHECKS = 10_000
_COUNT = """
    select left(path, %(width)s), root_requirement_id, count(*) filter (where state = 'approved'),
           count(*) filter (where state = 'submitted'),
           count(*) filter (where state = 'returned' and due_on >= %(on)s),
           count(*) filter (where state in ('assigned', 'accepted', 'returned') and due_on < %(on)s),
           count(*) filter (where state in ('assigned', 'accepted') and due_on >= %(on)s),
           count(*) filter (where is_irregular and state <> 'approved')
      from cascade_obligation
     where root_cascade_id = %(root)s and partition_no = %(partition)s and path >= %(top)s and path < %(top)s || '~'
       and state not in ('recalled', 'waived')
     group by 1, 2
"""
_TOPS = "select path from org_unitversion where length(path) = %s"
_SUMS = """
    select path, requirement_id, approved, submitted, returned, late, open, irregular
      from cascade_rollup_v1(array[%(root)s]::bigint[], %(top)s, %(on)s, 0)
"""


def measure(levels: tuple[int, ...]) -> Measured:
    """Ten thousand random nodes of the summed levels, under single changes and batches at once."""
    checks = CHECKS if sum(levels) > 100_000 else CHECKS // 10
    with ground("exactness", levels) as found:
        cascade = draft()
        issue(cascade)
        in_progress(cascade)
        first, last = ids_of(cascade)
        words = {"first": first, "last": max(first, last - 100), "partition": cascade.partition_no}
        wrong, done, rates, begin = 0, 0, [], time.monotonic()
        with folding(found):
            while done < checks:
                loads = [
                    load(found, CHANGE.format(**words), seconds=20, rate=1_500),
                    load(found, BATCH.format(**words), seconds=20, rate=5),
                ]
                found_wrong, made = check(found, cascade.pk, cascade.partition_no, checks - done, seconds=19)
                wrong, done = wrong + found_wrong, done + made
                for running in loads:
                    running.finish()
                rates.append(loads[0].rate + 100 * loads[1].rate)
        return Measured(
            "exactness", float(wrong), "wrong", f"0 wrong of {checks:,} nodes", wrong == 0,
            limit=0.0, limit_is="a full count in the same snapshot", ratio=0.0,
            notes={"checked": done, "seconds": round(time.monotonic() - begin),
                   "changes/s": round(sum(rates) / len(rates))},
        )  # fmt: skip


def check(found: Ground, root: int, partition: int, most: int, seconds: float) -> tuple[int, int]:
    """How many nodes differ from a full count of the same snapshot, and how many were looked at."""
    import psycopg

    chance, until, wrong, done = random.Random(), time.monotonic() + seconds, 0, 0
    with psycopg.connect(found.url) as own:
        own.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        tops = {
            depth: [str(path) for (path,) in own.execute(_TOPS, [12 * depth])]
            for depth in (1, 2, 3)
        }  # fmt: skip
        own.rollback()
        while done < most and time.monotonic() < until:
            depth = chance.choices((1, 2, 3), (1, 9, 290))[0]  # a count of the root reads all rows
            top = chance.choice(tops[depth])
            words = {"root": root, "partition": partition, "top": top, "on": TODAY, "width": len(top)}
            summed = {tuple(int(v) if i else v for i, v in enumerate(row)) for row in own.execute(_SUMS, words)}
            counted = set(own.execute(_COUNT, words))
            own.rollback()  # the next one sees a newer snapshot
            wrong += summed != counted
            done += 1
    return wrong, done
