"""Two communes become one while others work: 10,000 units and 40,000 open obligations below them."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench.national.bare import rewrite
from bench.national.figures import Measured, p95
from bench.national.ground import TODAY, Ground, draft, folding, ground, grow, ids_of, in_progress, issue

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

BELOW, BELOW_SMALL = 10_000, 100
GOAL = 5.0  # seconds
OTHERS = 20.0  # milliseconds: what a roll-up may take under any load
NEXT = {"assigned": "accepted", "accepted": "submitted", "submitted": "returned", "returned": "submitted"}


def measure(levels: tuple[int, ...]) -> Measured:
    """The product's own approval, which takes effect at once, beside the bare writes it cannot do without."""
    below = BELOW if sum(levels) > 100_000 else BELOW_SMALL
    with ground("merger", levels) as found:
        pair = thicken(below)
        cascade = draft()
        issue(cascade)
        in_progress(cascade, untouched=pair)
        others = Others(found, cascade.pk, cascade.partition_no, ids_of(cascade))
        with folding(found):
            with others.at_work():
                time.sleep(min(10.0, below / 20))
            rest, before = others.told(), counted(found, cascade.pk)
            others.changed.clear()
            limit, _versions = rewrite(
                found, f"left(path, {len(pair[0])}) in ({_quoted(pair)})", goes_on=f"length(path) > {len(pair[0])}",
                path=f"left(path, {len(pair[0]) - 12}) || '99999999999/' || substr(path, {len(pair[0]) + 1})", on=TODAY,
            )
            with others.at_work():
                taken = merge(pair)
            busy = others.told()
        wrong = mistakes(found, cascade.pk, before, others.changed)
        also = [
            Measured(f"{what} of others meanwhile", p95(busy[what]), "ms p95", f"≤ {OTHERS:.0f} ms",
                     p95(busy[what]) <= OTHERS, limit=p95(rest[what]), limit_is="at rest",
                     ratio=p95(busy[what]) / p95(rest[what]),
                     notes={"longest": round(max(busy[what])), "longest at rest": round(max(rest[what])),
                            "times": len(busy[what])})
            for what in ("roll-ups", "changes")
        ]  # fmt: skip
        also.append(Measured("lost, doubled, misplaced or miscounted", float(sum(wrong.values())), "", "0",
                             not any(wrong.values()), notes=dict(wrong)))  # fmt: skip
        return Measured(
            "merger", taken, "s", f"≤ {GOAL:.0f} s", taken <= GOAL, limit=limit, limit_is="the bare writes",
            ratio=taken / limit, also=also,
            notes={"units below": below, "open obligations below": 4 * below, "units": found.units},
        )  # fmt: skip


def thicken(wanted: int) -> list[str]:
    """The paths of two communes of one province, after so many units were put below them."""
    from quantriet.org.models import UnitVersion

    first = UnitVersion.objects.filter(level="commune").order_by("path")[0]
    pair = [v.path for v in UnitVersion.objects.filter(parent=first.parent_id).order_by("path")[:2]]
    lacking = wanted - sum(UnitVersion.objects.filter(path__startswith=path).count() - 1 for path in pair)
    if lacking > 0:
        grassroots = lacking // 20 + 1
        grow("G", grassroots, "grassroots", f"path in ({_quoted(pair)})")
        above = f"level = 'grassroots' and left(path, {len(pair[0])}) in ({_quoted(pair)})"
        grow("B", lacking - grassroots, "branch", above)
    return pair


def _quoted(paths: list[str]) -> str:
    return ", ".join(f"'{path}'" for path in paths)


class Others:
    """Other users: one looks at roll-ups of random nodes, one makes random changes, each in a thread of its own."""

    def __init__(self, found: Ground, root: int, partition: int, ids: tuple[int, int]) -> None:
        self.found, self.root, self.partition, self.ids = found, root, partition, ids
        self.changed: Counter[tuple[int, str]] = Counter()  # requirement and state: how many more there are
        self.taken: dict[str, list[float]] = {"roll-ups": [], "changes": []}

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """While something goes on."""
        done = threading.Event()
        threads = [threading.Thread(target=work, args=[done]) for work in (self._look, self._change)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            done.set()
            for thread in threads:
                thread.join()

    def told(self) -> dict[str, list[float]]:
        """Milliseconds since the last telling."""
        told, self.taken = self.taken, {"roll-ups": [], "changes": []}
        return told

    def _look(self, done: threading.Event) -> None:
        chance = random.Random(3)
        with self.found.connect() as own:
            tops = [path for (path,) in own.execute("select path from org_unitversion where length(path) <= 36")]
            while not done.wait(0.02):
                begin = time.perf_counter()
                own.execute(
                    "select * from cascade_rollup_v1(array[%s]::bigint[], %s, %s, 1)",
                    [self.root, chance.choice(tops), TODAY],
                ).fetchall()
                self.taken["roll-ups"].append(1000 * (time.perf_counter() - begin))

    def _change(self, done: threading.Event) -> None:
        chance = random.Random(5)
        with self.found.connect() as own:
            while not done.wait(0.02):
                begin = time.perf_counter()
                with own.transaction():
                    self._move(own, chance.randint(*self.ids))
                self.taken["changes"].append(1000 * (time.perf_counter() - begin))

    def _move(self, own: Connection, number: int) -> None:
        key = [number, self.partition]
        requirement, state, due_on = own.execute(
            "select root_requirement_id, state, due_on from cascade_obligation where id = %s and partition_no = %s"
            " for update",
            key,
        ).fetchone()
        if (following := NEXT.get(state)) is None:
            return
        own.execute(
            "update cascade_obligation set state = %s, state_at = now() where id = %s and partition_no = %s",
            [following, *key],
        )
        own.execute(
            "insert into cascade_move (obligation_id, step, state, due_on, at, actor_name, reason, facts)"
            " values (%s, 'moved', %s, %s, now(), 'x', '', '{}')",
            [number, following, due_on],
        )
        self.changed[requirement, state] -= 1
        self.changed[requirement, following] += 1


def merge(pair: list[str]) -> float:
    """Seconds from the click on "approve" until everything is in force."""
    from quantriet.accounts.models import User
    from quantriet.kernel.actor import SYSTEM, Actor
    from quantriet.kernel.clock import ZONE
    from quantriet.org.models import UnitVersion
    from quantriet.reorganisation import actions
    from quantriet.reorganisation.rules.kinds import Kind, State
    from quantriet.reorganisation.rules.plan import Line

    at = datetime.combine(TODAY, datetime.min.time(), tzinfo=ZONE) + timedelta(hours=9)
    head = User.objects.get(username="bench")
    codes = tuple(UnitVersion.objects.filter(path__in=pair).values_list("unit__code", flat=True))
    line = Line(Kind.MERGE, codes, "M-1", "Đảng ủy xã Hợp Nhất", "đảng ủy xã", "commune")
    above = UnitVersion.objects.get(path=pair[0][:-12])
    facts = actions.Facts("Hợp nhất hai xã", "QĐ-1", TODAY)
    made = actions.begin(actor=SYSTEM, unit_id=above.unit_id, facts=facts, lines=[line], at=at)
    actions.submit(actor=SYSTEM, found=made, version=made.version, at=at)
    begin = time.perf_counter()
    actions.approve(actor=Actor(head.pk, "Bench"), found=made, version=made.version, at=at)
    taken = time.perf_counter() - begin
    assert made.state == State.APPLIED
    return taken


def counted(found: Ground, root: int) -> Counter[tuple[int, str]]:
    """How many obligations of a cascade stand in which state, by requirement: a full count."""
    with found.connect() as own:
        rows = own.execute(
            "select root_requirement_id, state, count(*) from cascade_obligation"
            " where root_cascade_id = %s group by 1, 2",
            [root],
        ).fetchall()
    return Counter({(requirement, state): number for requirement, state, number in rows})


_MISCOUNTED = """
    with kept as (select depth, path, requirement_id, due_on, assigned, accepted, submitted, returned, approved,
                         irregular from cascade_roll
                   where root_cascade_id = %(root)s and assigned + accepted + submitted + returned + approved <> 0),
    counted as (select * from cascade_count(%(root)s))
    select count(*) from ((table kept except table counted) union all (table counted except table kept)) wrong
"""
_MISPLACED = """
    select count(*) from cascade_obligation o
     where o.root_cascade_id = %(root)s and o.path is distinct from (
           select v.path from org_unitversion v where v.unit_id = o.unit_id and v.valid_during @> %(on)s::date)
       and o.state not in ('approved', 'recalled', 'waived')
"""
_DOUBLED = """
    select count(*) - count(distinct (root_requirement_id, origin_unit_id)) from cascade_obligation
     where root_cascade_id = %(root)s
"""


def mistakes(
    found: Ground, root: int, before: Counter[tuple[int, str]], changed: Counter[tuple[int, str]], on: date = TODAY
) -> dict[str, int]:
    """What must all be 0: a state of a requirement with another total, and three full counts of the table."""
    expected = Counter(before)
    expected.update(changed)
    now = counted(found, root)
    wrong = {"other totals": sum(abs(now[key] - expected[key]) for key in {*now, *expected})}
    with found.connect() as own:
        while own.execute("select cascade_fold()").fetchone()[0]:
            pass
        for what, question in (("sums", _MISCOUNTED), ("misplaced", _MISPLACED), ("doubled", _DOUBLED)):
            wrong[what] = own.execute(question, {"root": root, "on": on}).fetchone()[0]
    return wrong
