"""Who is late: the rows behind the figure "late", with the heads of today. Whom to call: queries/lists.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from quantriet.cascade.queries.rollup import Row, RowFilter, Slice, instant_of, rows
from quantriet.cascade.queries.sums import STEP
from quantriet.cascade.rules.standing import Standing
from quantriet.kernel.clock import local_day
from quantriet.org import queries as org


@dataclass(frozen=True, slots=True)
class Late:
    """One late obligation."""

    row: Row
    days: int
    head_name: str  # who leads the unit today
    head_title: str


@dataclass(frozen=True, slots=True)
class LatePage:
    """Some of the late obligations, and how many there are in all."""

    lines: list[Late]
    total: int


def late_page(
    root_id: int, top: str, *, on: date, now: datetime, requirement_id: int | None, part: Slice
) -> LatePage:
    """The late obligations of a branch, the longest delay first unless asked for otherwise."""
    only = RowFilter(standing=Standing.LATE, requirement_id=requirement_id)
    found = rows(root_id, top, on=on, now=now, only=only, part=part)
    heads = org.heads(sorted({row.unit_id for row in found.rows}), local_day(now))
    return LatePage([_late(row, on, heads.get(row.unit_id)) for row in found.rows], found.total)


_UNITS = """
    select count(distinct unit_id) from cascade_standing_v4(%(root)s, %(top)s, %(on)s, %(as_at)s)
     where standing = 'late' and root_requirement_id = any(%(requirements)s)
"""
# Of the record only what tells who is late: to read it whole for a million takes four times as long.
_UNITS_THEN = """
    select count(distinct t.unit_id)
      from cascade_obligation o
      cross join lateral cascade_then_v1(o.id, o.origin_unit_id, o.first_due_on, o.assigned_at, %(on)s, %(as_at)s) t
     where o.partition_no = (select c.partition_no from cascade_cascade c where c.id = %(root)s)
       and o.root_cascade_id = %(root)s and o.root_requirement_id = any(%(requirements)s)
       and cascade_standing_word(t.state, t.due_on, %(on)s) = 'late'
       and t.path >= %(top)s and t.path < %(top)s || '~' {some}
"""
_ONCE_OWED = """
       and o.id in (select cascade_once_owed(array(
               select b.unit_id from org_unitversion b where b.path >= %(top)s and b.path < %(top)s || '~')))
"""


def late_units(root_id: int, top: str, *, on: date, now: datetime, requirements: Sequence[int]) -> int:
    """How many units of a branch are late with something; `requirements` are those that anybody is late with."""
    as_at, is_whole_tree = instant_of(on, now), len(top) == STEP
    sql = _UNITS if as_at is None else _UNITS_THEN.format(some="" if is_whole_tree else _ONCE_OWED)
    with connection.cursor() as cursor:
        which: dict[str, Any] = {"root": root_id, "top": top, "on": on, "as_at": as_at}
        cursor.execute(sql, which | {"requirements": list(requirements)})
        return int(cursor.fetchone()[0])


def _late(row: Row, on: date, head: Any) -> Late:
    return Late(row, (on - row.due_on).days, head.name if head else "", head.title if head else "")
