"""The ground a bench stands on: a server and a database of its own, a tree of a country, cascades in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

    from quantriet.cascade.models import Cascade

TODAY = date(2026, 10, 12)
ISSUED_ON = TODAY - timedelta(days=40)
BORN = "2020-01-01"
REQUIREMENTS = 4
# Units of each level below the root: provinces, communes, grassroots organisations, branches.
LEVELS = (34, 3_321, 52_000, 244_644)
SMALL = (4, 40, 400, 1_600)
NAMES = ("province", "commune", "grassroots", "branch")
# What a large server of one's own would be given; the embedded default has 256 MB of buffers.
SERVER = {"shared_buffers": "1GB", "max_wal_size": "8GB", "work_mem": "32MB", "maintenance_work_mem": "256MB"}


@dataclass
class Ground:
    """Where the bench works."""

    url: str
    levels: tuple[int, ...]

    @property
    def units(self) -> int:
        return 1 + sum(self.levels)

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection of one's own, in autocommit."""
        import psycopg

        return psycopg.connect(self.url, autocommit=True)


@contextmanager
def ground(name: str, levels: tuple[int, ...], names: tuple[str, ...] = NAMES) -> Iterator[Ground]:
    """A fresh server with the tables and the tree; gone at the end."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["PYTEST_XDIST_WORKER"] = f"bench_{name}"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from quantriet.config.settings import DATA_DIR
    from quantriet.pg.embedded import Cluster

    cluster = Cluster(DATA_DIR, SERVER)
    cluster.use()
    try:
        database = str(connection.settings_dict["NAME"])
        with cluster.connect() as server:
            server.execute(f"create database {database}")
        call_command("migrate", interactive=False, verbosity=0)
        plant(levels, names)
        yield Ground(cluster.url(database), levels)
    finally:
        connection.close()
        cluster.leave()
        shutil.rmtree(DATA_DIR, ignore_errors=True)


_LEVEL = """
    create temporary table above as
    select row_number() over (order by unit_id) - 1 as n, unit_id, path from org_unitversion where {above};
    create temporary table born as
    with made as (insert into org_unit (code) select '{series}-' || n from generate_series(1, {count}) n
                  returning id, split_part(code, '-', 2)::bigint as n)
    select id, n, mod(n * 7919, (select count(*) from above)) as place from made;
    analyze above;
    analyze born;
    insert into org_unitversion (unit_id, parent_id, name, short_name, kind, level, members, place, path, search_text,
                                 sort_key, valid_during)
    select b.id, p.unit_id, 'Đơn vị {series}-' || b.n, 'ĐV ' || b.n, 'đảng ủy', '{level}', 10, b.n,
           p.path || lpad(b.id::text, 11, '0') || '/', 'don vi ' || b.n, lpad(b.n::text, 9, '0'),
           daterange('{born}', null)
      from born b join above p on p.n = b.place;
    drop table above, born
"""


def grow(series: str, count: int, level: str, above: str) -> None:
    """So many more units of a level, with codes of one series, spread over the units of which a condition is true."""
    from django.db import connection

    words = {"series": series, "count": count, "level": level, "above": above, "born": BORN}
    with connection.cursor() as cursor:
        for statement in _LEVEL.format(**words).split(";"):
            cursor.execute(statement)


def plant(levels: tuple[int, ...], names: tuple[str, ...] = NAMES) -> None:
    """A root and so many units on each level, spread over those above them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(  # row by row it costs most of the time; added again below, it checks them all
            "select pg_get_constraintdef(oid) from pg_constraint where conname = 'unit_has_one_version_a_day'"
        )
        (constraint,) = cursor.fetchone()
        cursor.execute("alter table org_unitversion drop constraint unit_has_one_version_a_day")
        cursor.execute("insert into org_unit (code) values ('L0-1') returning id")
        (root,) = cursor.fetchone()
        cursor.execute(
            "insert into org_unitversion (unit_id, name, short_name, kind, level, members, place, path, search_text,"
            " sort_key, valid_during) values (%s, 'Trung ương', 'TW', 'ban chấp hành', 'central', 0, 1,"
            " lpad(%s::text, 11, '0') || '/', 'trung uong', '0', daterange(%s, null))",
            [root, root, BORN],
        )
        for depth, count in enumerate(levels, 1):
            above = f"level = '{names[depth - 2]}'" if depth > 1 else "parent_id is null"
            grow(f"L{depth}", count, names[depth - 1], above)
        cursor.execute(f"alter table org_unitversion add constraint unit_has_one_version_a_day {constraint}")
        cursor.execute("vacuum analyze org_unit")
        cursor.execute("vacuum analyze org_unitversion")


def draft(title: str = "Bench", scope: str = "subtree", unit_id: int | None = None) -> Cascade:
    """An approved cascade to the whole branch, with requirements that are due around today, waiting to be issued."""
    from quantriet.accounts.models import User
    from quantriet.cascade.models import Cascade, Requirement
    from quantriet.kernel.clock import ZONE
    from quantriet.org.models import UnitVersion

    issued_at = datetime.combine(ISSUED_ON, datetime.min.time(), tzinfo=ZONE)
    head, _ = User.objects.get_or_create(username="bench", defaults={"full_name": "Bench"})
    unit_id = unit_id or UnitVersion.objects.get(parent=None).unit_id
    cascade = Cascade.objects.create(
        title=title, issuing_unit_id=unit_id, unit_in_charge_id=unit_id, scope=scope, scope_on=ISSUED_ON,
        created_at=issued_at, state="approved", approved_by=head, approved_at=issued_at,
    )  # fmt: skip
    for place in range(1, REQUIREMENTS + 1):
        due = TODAY + timedelta(days=10 * (place - 2))
        Requirement.objects.create(cascade=cascade, type="report_sent", title=f"{place}", due_on=due, place=place)
    return cascade


def issue(cascade: Cascade) -> int:
    """Issue it by the product's own action."""
    from quantriet.cascade import actions
    from quantriet.kernel.actor import SYSTEM
    from quantriet.kernel.clock import ZONE

    at = datetime.combine(ISSUED_ON, datetime.min.time(), tzinfo=ZONE)
    made = actions.issue(actor=SYSTEM, cascade_id=cascade.pk, at=at, progress=lambda done, total: None)
    cascade.refresh_from_db()
    return made


_STATES = "(array['assigned','accepted','submitted','returned','approved','approved','approved'])[1 + mod(o.id, 7)]"


def in_progress(cascade: Cascade, untouched: Sequence[str] = ()) -> None:
    """Give each obligation some state, without the history of it, and sum up; not below some communes."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local quantriet.roll = 'off'")
        cursor.execute("alter table cascade_obligation disable trigger obligation_move_legal")
        cursor.execute(
            f"update cascade_obligation o set state = {_STATES} where root_cascade_id = %s and partition_no = %s"
            " and not left(o.path, 36) = any(%s)",
            [cascade.pk, cascade.partition_no, list(untouched)],
        )
        cursor.execute("alter table cascade_obligation enable trigger obligation_move_legal")
        cursor.execute("select cascade_recount(%s)", [cascade.pk])
    settle()


def settle() -> None:
    """Place, and let the server learn its tables."""
    from django.db import connection

    from quantriet.cascade import actions
    from quantriet.kernel.clock import ZONE

    actions.place(at=datetime.combine(TODAY, datetime.min.time(), tzinfo=ZONE) + timedelta(hours=8))
    with connection.cursor() as cursor:
        for table in (
            "cascade_obligation",
            "cascade_roll",
            "cascade_roll_change",
            "cascade_cascade",
            "org_unitversion",
        ):
            cursor.execute(f"vacuum analyze {table}")
        cursor.execute("checkpoint")


@contextmanager
def folding(found: Ground, every: float = 0.3) -> Iterator[None]:
    """The folding that a worker does, in a thread of its own."""
    done = threading.Event()

    def work() -> None:
        with found.connect() as own:
            while not done.wait(every):
                own.execute("select cascade_fold()")

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


# One change as the product makes it: the state, and the step in the history. All moves are legal ones.
CHANGE = """
\\set id random({first}, {last})
begin;
with moved as (
    update cascade_obligation
       set state = case state when 'assigned' then 'accepted' when 'accepted' then 'submitted'
                              when 'submitted' then 'returned' when 'returned' then 'submitted' else state end,
           state_at = now()
     where id = :id and partition_no = {partition} and state <> 'approved'
    returning id, state, due_on)
insert into cascade_move (obligation_id, step, state, due_on, at, actor_name, reason, facts)
select id, 'moved', state, due_on, now(), 'x', '', '{{}}' from moved;
commit;
"""
BATCH = CHANGE.replace("where id = :id", "where id between :id and :id + 99")


def ids_of(cascade: Cascade) -> tuple[int, int]:
    """The lowest and the highest number of its obligations."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select min(id), max(id) from cascade_obligation where partition_no = %s and root_cascade_id = %s",
            [cascade.partition_no, cascade.pk],
        )
        first, last = cursor.fetchone()
    return int(first), int(last)


@dataclass
class Load:
    """A pgbench at work on changes; `rate` is what it reached."""

    process: subprocess.Popen[str]
    rate: float = 0.0

    def finish(self) -> None:
        """Wait for its end and read what it reached."""
        out, _ = self.process.communicate(timeout=600)
        for line in out.splitlines():
            if line.startswith("tps = "):
                self.rate = float(line.split()[2])
        if not self.rate:
            sys.exit(f"pgbench said nothing useful:\n{out}")


def load(found: Ground, script: str, *, seconds: int, rate: int | None = None) -> Load:
    """Begin a load of 8 clients for so many seconds, at full speed or at a rate."""
    import tempfile
    from pathlib import Path

    from quantriet.pg.programs import Runner

    path = Path(tempfile.mkdtemp(prefix="quantriet-bench-")) / "changes.sql"
    path.write_text(script)
    command = [str(Runner().programs / "pgbench"), "-n", "-c", "8", "-j", "1", "-T", str(seconds), "-f", str(path)]
    if rate:
        command += ["-R", str(rate)]
    process = subprocess.Popen([*command, found.url], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return Load(process)
