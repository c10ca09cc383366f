"""The roll-up of any node with its children, and the board of fifty open cascades; at rest and under load."""

from __future__ import annotations

import random
import time

from bench.national.figures import Measured, median, p95
from bench.national.ground import CHANGE, TODAY, Ground, draft, folding, ground, ids_of, in_progress, issue, load

CASCADES = 50
RATE = 2_000
_ROLL = "select * from cascade_rollup_v1(%s::bigint[], %s, %s, %s)"
# Below the summed levels the rows themselves are grouped: quantriet/cascade/queries/rollup.py.
_ROWS = """
    select left(path, %s), root_requirement_id, standing, count(*), count(*) filter (where irregular)
      from cascade_standing_v4(%s, %s, %s, null) group by 1, 2, 3
"""
_COPIED = "title, issuing_unit_id, unit_in_charge_id, state, scope, scope_rule, scope_on, created_at, issued_at"
_SHARES = ("central", "province", "commune", "grassroots")  # of the nodes asked, a quarter each
_STEP = 12


def measure(levels: tuple[int, ...]) -> Measured:
    """Random nodes of every level, asked as the page asks."""
    with ground("rollup", levels) as found:
        cascade = draft()
        issue(cascade)
        in_progress(cascade)
        roots = [cascade.pk, *copies(found, cascade.pk)]
        nodes = sample(found)
        rest = ask(found, cascade.pk, nodes, 400)
        board = ask_board(found, roots, nodes, 200)
        bare = bare_read(found, cascade.pk, nodes)
        first, last = ids_of(cascade)
        script = CHANGE.format(first=first, last=last, partition=cascade.partition_no)
        with folding(found):
            busy = load(found, script, seconds=20, rate=RATE)
            time.sleep(2)
            under = ask(found, cascade.pk, nodes, 300, pause=0.02)
            under_board = ask_board(found, roots, nodes, 100, pause=0.05)
            busy.finish()
        also = [
            Measured("board of 50 cascades", p95(board), "ms p95", "≤ 20 ms", p95(board) <= 20),
            Measured(f"node under {busy.rate:,.0f} changes/s", p95(under), "ms p95", "≤ 20 ms", p95(under) <= 20),
            Measured("board under the same", p95(under_board), "ms p95", "≤ 20 ms", p95(under_board) <= 20),
        ]
        return Measured(
            "rollup", p95(rest), "ms p95", "≤ 5 ms", p95(rest) <= 5, limit=p95(bare),
            limit_is="ms p95, the same sums by their key alone", ratio=p95(rest) / p95(bare), also=also,
            notes={"obligations": last - first + 1, "median": round(median(rest), 2), "cascades": len(roots),
                   "asked changes/s": RATE},
        )  # fmt: skip


def copies(found: Ground, root: int) -> list[int]:
    """Forty-nine more open cascades with the same sums: only these are read by a board."""
    with found.connect() as own:
        made = own.execute(
            f"insert into cascade_cascade ({_COPIED}, return_reason, recall_reason, partition_no, version)"
            f" select {_COPIED}, '', '', 0, 1 from cascade_cascade, generate_series(2, %s) where id = %s returning id",
            [CASCADES, root],
        ).fetchall()
        own.execute(
            "insert into cascade_roll select c.id, depth, path, requirement_id, due_on, assigned, accepted, submitted,"
            " returned, approved, irregular from cascade_roll r, unnest(%s::bigint[]) c(id) where root_cascade_id = %s",
            [[row[0] for row in made], root],
        )
        own.execute("vacuum analyze cascade_roll")
        own.execute("checkpoint")
    return [int(str(row[0])) for row in made]


def sample(found: Ground) -> list[str]:
    """Paths of random nodes, as many of each level."""
    chance = random.Random(7)
    with found.connect() as own:
        by_level: dict[str, list[str]] = {}
        for level, path in own.execute("select level, path from org_unitversion"):
            by_level.setdefault(str(level), []).append(str(path))
    return [chance.choice(by_level[level]) for _ in range(100) for level in _SHARES]


def ask(found: Ground, root: int, nodes: list[str], times: int, pause: float = 0.0) -> list[float]:
    """Milliseconds for a node and its children, in the database and back."""
    taken = []
    with found.connect() as own:
        for number in range(times):
            path = nodes[number % len(nodes)]
            begin = time.perf_counter()
            if len(path) // _STEP < 3:
                own.execute(_ROLL, [[root], path, TODAY, 1]).fetchall()
            else:
                own.execute(_ROWS, [len(path) + _STEP, root, path, TODAY]).fetchall()
            taken.append(1000 * (time.perf_counter() - begin))
            time.sleep(pause)
    return taken[times // 20 :]


def ask_board(found: Ground, roots: list[int], nodes: list[str], times: int, pause: float = 0.0) -> list[float]:
    """Milliseconds for all open cascades of one branch."""
    tops = [path for path in nodes if len(path) // _STEP <= 3]
    taken = []
    with found.connect() as own:
        for number in range(times):
            begin = time.perf_counter()
            own.execute(_ROLL, [roots, tops[number % len(tops)], TODAY, 0]).fetchall()
            taken.append(1000 * (time.perf_counter() - begin))
            time.sleep(pause)
    return taken[times // 20 :]


def bare_read(found: Ground, root: int, nodes: list[str]) -> list[float]:
    """The least a database could do for the upper levels: the very rows of the sums, by their key."""
    tops = [path for path in nodes if len(path) // _STEP < 3]
    taken = []
    with found.connect() as own:
        for path in tops * 2:
            begin = time.perf_counter()
            own.execute(
                "select * from cascade_roll where root_cascade_id = %s and depth = %s and path >= %s and path < %s",
                [root, len(path) // _STEP + 1, path, path + "~"],
            ).fetchall()
            taken.append(1000 * (time.perf_counter() - begin))
    return taken[len(taken) // 20 :]
