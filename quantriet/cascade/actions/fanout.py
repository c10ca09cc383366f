"""Writing the obligations of a cascade: one statement, whatever their number.

A large cascade is written into a table of its own, which is indexed and counted when it is full and only then attached
to the others: every other way pays for each index row by row (docs/decisions/0010).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from quantriet.cascade.models import Cascade
from quantriet.cascade.queries.scope import condition_of

OWN_PARTITION_FROM = 20_000  # obligations; below that a partition of its own costs more than it saves
COUNTED_ANEW_FROM = 20_000  # obligations added to a root at once: counting all is cheaper than a line for each

# Whom a cascade addresses: its subordinates as at a day, without those left out.
_UNITS = """
    select v.unit_id,
           coalesce((select l.path from org_unitversion l
                      where l.unit_id = v.unit_id and lower(l.valid_during) <= %(today)s
                      order by l.valid_during desc limit 1), v.path) as path
      from org_unitversion v
     where v.valid_during @> %(on)s::date and {scope}
       and not exists (select from cascade_exclusion e where e.cascade_id = %(cascade)s and e.unit_id = v.unit_id)
"""
# What the unit in charge no longer owes itself, taken back since the approval, it gives to nobody.
_INSERT = """
    insert into {table} (partition_no, cascade_id, root_cascade_id, requirement_id, root_requirement_id, unit_id,
                         origin_unit_id, path, due_on, first_due_on, state, is_irregular, responsible, assigned_at,
                         state_at)
    select %(partition)s, %(cascade)s, %(root)s, r.id, coalesce(r.root_id, r.id), u.unit_id, u.unit_id, u.path,
           r.due_on, r.due_on, 'assigned', false, '', %(at)s, %(at)s
      from ({units}) u
      join cascade_requirement r on r.cascade_id = %(cascade)s
       and (r.parent_id is null
            or coalesce((select bool_or(p.state not in ('recalled', 'waived')) from cascade_obligation p
                          where p.requirement_id = r.parent_id and p.unit_id = %(unit)s), true))
"""
# Without what another cascade of the same root has given already.
_NOT_BOUND = """
     where r.root_id is null
        or not exists (select from cascade_obligation b
                        where b.unit_id = u.unit_id and b.root_requirement_id = r.root_id
                          and b.state <> 'recalled')
"""
_COUNT = """
    select (select count(*) from ({units}) u), (select count(*) from cascade_requirement where cascade_id = %(cascade)s)
"""
# Whether one of them is no more.
_ENDED = """
    select exists (select from ({units}) u
                    where not exists (select from org_unitversion t
                                       where t.unit_id = u.unit_id and (upper(t.valid_during) is null
                                                                        or upper(t.valid_during) > %(today)s)))
"""
_PARTITION = """
    create table {table} (like cascade_obligation including defaults including constraints,
                          constraint only_its_own check (partition_no = {number}))
"""
_INDEXES = """
    alter table {table} add primary key (id, partition_no);
    create unique index obligation_once_per_unit_{number} on {table}
        (unit_id, root_requirement_id, origin_unit_id, partition_no) where state <> 'recalled';
    create index on {table} (unit_id);
    create index on {table} (root_cascade_id, path);
    create index on {table} (cascade_id, state_at, id) where state = 'submitted';
    create index on {table} (origin_unit_id) where origin_unit_id <> unit_id;
    create index on {table} using brin (assigned_at);
"""
_ATTACH = """
    alter table cascade_obligation attach partition {table} for values in ({number});
    alter table {table} drop constraint only_its_own
"""


@dataclass(frozen=True, slots=True)
class Written:
    """How many units are addressed, and how many obligations were written for them."""

    units: int
    obligations: int


def write_obligations(
    cascade: Cascade, *, at: datetime, today: date, progress: Callable[[int, int], None]
) -> Written:
    """Write what the cascade gives to whom; gives how many. Inside the caller's transaction."""
    condition, named = condition_of(cascade.scope, cascade.scope_rule)
    parts = {"units": _UNITS.format(scope=condition)}
    values: dict[str, Any] = {
        "cascade": cascade.pk,
        "root": cascade.root_pk,
        "unit": cascade.unit_in_charge_id,
        "on": cascade.scope_on,
        "today": today,
        "at": at,
    } | named
    with connection.cursor() as cursor:
        cursor.execute(_ENDED.format(**parts), values)
        if cursor.fetchone()[0]:  # since the draft was written: the tree of today has its successor
            values["on"] = today
        cursor.execute(_COUNT.format(**parts), values)
        units, requirements = cursor.fetchone()
        expected = units * requirements
        progress(0, expected)
        if cascade.root_id is None and expected >= OWN_PARTITION_FROM:
            made = _write_partition(cursor, cascade, parts, values, lambda done: progress(done, expected))
            return Written(units, made)
        partition_no = Cascade.objects.values_list("partition_no", flat=True).get(pk=cascade.root_pk)
        counts_anew = expected >= COUNTED_ANEW_FROM
        if counts_anew:
            cursor.execute("set local quantriet.roll = 'off'")
        insert = _INSERT.format(table="cascade_obligation", **parts) + _NOT_BOUND
        cursor.execute(insert, values | {"partition": partition_no})
        made = cursor.rowcount
        if counts_anew:
            cursor.execute("select cascade_recount(%s)", [cascade.root_pk])
            cursor.execute("set local quantriet.roll = 'on'")
    progress(made, made)
    return Written(units, made)


def _write_partition(
    cursor: CursorWrapper,
    cascade: Cascade,
    parts: dict[str, str],
    values: dict[str, Any],
    progress: Callable[[int], None],
) -> int:
    """Fill a new table, index it, attach it, and sum it up: the signs of progress come after each part."""
    names = {"table": f"cascade_obligation_{cascade.pk}", "number": str(cascade.pk)}
    Cascade.objects.filter(pk=cascade.pk).update(partition_no=cascade.pk)
    cursor.execute("set local maintenance_work_mem = '256MB'")
    cursor.execute("set local work_mem = '128MB'")
    cursor.execute("set local max_parallel_maintenance_workers = 0")  # the other cores are for the other users
    cursor.execute("set local max_parallel_workers_per_gather = 0")
    cursor.execute(_PARTITION.format(**names))
    cursor.execute(_INSERT.format(**names, **parts), values | {"partition": cascade.pk})
    made = int(cursor.rowcount)
    progress(made // 2)
    for statement in _INDEXES.format(**names).split(";"):
        if statement.strip():
            cursor.execute(statement)
    progress(made * 3 // 4)
    cursor.execute(f"analyze {names['table']}")
    for statement in _ATTACH.format(**names).split(";"):
        cursor.execute(statement)
    cursor.execute("select cascade_recount(%s)", [cascade.pk])
    progress(made)
    return made
