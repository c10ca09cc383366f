"""How long the roll-up takes in a large tree: `python -m bench.rollup [units …]`, on a server of its own."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quantriet.cascade.models import Cascade
    from quantriet.org.models import UnitVersion

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.setdefault("PYTEST_XDIST_WORKER", "bench")

REQUIREMENTS = 4
TODAY = date(2019, 7, 12)
# A random standing for each obligation; what is late is decided by the deadlines, a third of which has passed.
_STATES = "(array['assigned','accepted','submitted','returned','approved','approved','approved'])[1+floor(random()*7)]"
_TREE = """
    with recursive numbers as (select generate_series(1, {units}) n),
    born as (insert into org_unit (code) select 'B' || n from numbers order by n returning id, code),
    placed as (select id, substr(code, 2)::int n from born)
    insert into org_unitversion (unit_id, parent_id, name, short_name, kind, level, members, place, path, search_text,
                                 sort_key, valid_during)
    select c.id, p.id, 'Đơn vị ' || c.n, 'ĐV ' || c.n, 'đảng ủy', 'commune', 0, c.n,
           lpad(c.id::text, 11, '0') || '/', '', lpad(c.n::text, 9, '0'), daterange('2015-01-01', null)
      from placed c left join placed p on c.n > 1 and p.n = (c.n - 2) / {width} + 1
"""
_PATHS = """
    with recursive down as (
        select unit_id, lpad(unit_id::text, 11, '0') || '/' as path from org_unitversion where parent_id is null
        union all
        select v.unit_id, d.path || lpad(v.unit_id::text, 11, '0') || '/'
          from org_unitversion v join down d on v.parent_id = d.unit_id)
    update org_unitversion v set path = down.path from down where down.unit_id = v.unit_id
"""


def measure(name: str, rows: int, work: Callable[[], object], times: int = 9) -> None:
    """Print the name, how many rows, and the middle and the slow end of the times."""
    work()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begin))
    taken.sort()
    print(f"{name:44} {rows:>9} rows   p50 {statistics.median(taken):8.1f} ms   p95 {taken[-1]:8.1f} ms", flush=True)


def build(units: int) -> None:
    """A tree of so many units, ten below each, and one cascade given to all of them through the action."""
    from django.db import connection

    from quantriet.accounts.models import User
    from quantriet.cascade import actions
    from quantriet.cascade.models import Cascade, Requirement
    from quantriet.kernel.actor import SYSTEM
    from quantriet.kernel.clock import ZONE
    from quantriet.org.models import UnitVersion

    issued_at = datetime.combine(TODAY - timedelta(days=20), datetime.min.time(), tzinfo=ZONE)
    with connection.cursor() as cursor:
        cursor.execute(_TREE.format(units=units, width=10))
        cursor.execute(_PATHS)
        cursor.execute("analyze")
    top = UnitVersion.objects.get(parent=None)
    head = User.objects.create(username=f"bench{units}", full_name="Bench")
    cascade = Cascade.objects.create(
        title="Bench", issuing_unit_id=top.unit_id, scope="subtree", scope_on=TODAY - timedelta(days=20),
        created_at=issued_at, state="approved", approved_by=head,
    )  # fmt: skip
    for place in range(1, REQUIREMENTS + 1):
        due = TODAY + timedelta(days=10 * (place - 2))
        Requirement.objects.create(cascade=cascade, type="report_sent", title=f"{place}", due_on=due, place=place)
    begin = time.perf_counter()
    made = actions.issue(actor=SYSTEM, cascade_id=cascade.pk, at=issued_at, progress=lambda done, total: None)
    print(f"{'issuing, in one transaction':44} {made:>9} rows   {time.perf_counter() - begin:8.1f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("alter table cascade_obligation disable trigger user")
        cursor.execute(f"update cascade_obligation set state = {_STATES}")
        cursor.execute(
            "insert into cascade_move (obligation_id, state, due_on, at, actor_name, reason)"
            " select id, state, due_on, %s, '', '' from cascade_obligation where state <> 'assigned'",
            [issued_at + timedelta(days=5)],
        )
        cursor.execute("vacuum analyze")


def ask() -> None:
    """The pages' own questions, at the top, one level and two levels down."""
    from quantriet.cascade.models import Cascade
    from quantriet.org.models import UnitVersion

    branch = UnitVersion.objects.get(parent=None)
    for name in ("the top", "one level down", "two levels down"):
        ask_at(name, Cascade.objects.get(), branch)
        branch = UnitVersion.objects.filter(parent_id=branch.unit_id).order_by("place").first()


def ask_at(name: str, cascade: Cascade, branch: UnitVersion) -> None:
    """What one page of the roll-up asks, today and as at a past day."""
    from quantriet.cascade.queries.board import board
    from quantriet.cascade.queries.desk import counts_below
    from quantriet.cascade.queries.rollup import RowFilter, Slice, rollup, rows
    from quantriet.kernel.clock import ZONE

    now = datetime.combine(TODAY, datetime.min.time(), tzinfo=ZONE) + timedelta(hours=12)
    past = TODAY - timedelta(days=3)
    late, part = RowFilter(standing="late"), Slice(order="due", number=50)
    root, path = cascade.pk, branch.path
    total = rollup(root, path, on=TODAY, now=now, levels=0).branch.total
    measure(f"page of {name}", total, lambda: board(cascade, branch, on=TODAY, now=now))
    measure(f"page of {name}, as at a past day", total, lambda: board(cascade, branch, on=past, now=now))
    measure(f"bar of {name}", total, lambda: counts_below([root], path, on=TODAY, now=now))
    measure(
        f"first 50 late rows of {name}", total, lambda: rows(root, path, on=TODAY, now=now, only=late, part=part)
    )


def main(sizes: list[int]) -> None:
    """A fresh database for each size."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from quantriet.config.settings import DATA_DIR
    from quantriet.pg.embedded import Cluster

    cluster = Cluster(DATA_DIR)
    cluster.use()
    try:
        for units in sizes:
            connection.settings_dict["NAME"] = f"bench_{units}"
            with cluster.connect() as server:
                server.execute(f"create database bench_{units}")
            call_command("migrate", interactive=False, verbosity=0)
            build(units)
            ask()
            connection.close()
    finally:
        connection.close()
        cluster.leave()
        shutil.rmtree(DATA_DIR, ignore_errors=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [10_000, 100_000])
