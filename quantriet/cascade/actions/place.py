"""Keeping `Obligation.path` true: the place of the owing unit in the tree of today."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from quantriet.kernel.clock import local_day
from quantriet.org import actions as org

COUNTED_ANEW_FROM = 100_000  # obligations placed anew at once: counting their roots is cheaper than a line for each

_MOVED = """
    create temporary table placed_anew on commit drop as
    select o.id, o.partition_no, o.root_cascade_id, v.path
      from (select distinct on (u.unit_id) u.unit_id, u.path
              from org_unitversion u
             where lower(u.valid_during) <= %(on)s {which}
             order by u.unit_id, u.valid_during desc) v
      join cascade_obligation o on o.unit_id = v.unit_id and o.path <> v.path
"""
# Joined to the table of the placement, or beside an "or", this would be looked through once for each unit.
_CHANGED = """
    and u.unit_id in (select c.unit_id from org_unitversion c
                       where c.id > %(version)s or lower(c.valid_during) > %(placed_on)s
                      union all select unnest(%(units)s::bigint[]))
"""
_PLACED = """
    select placed_on <> %(on)s, greatest(placed_on, '1900-01-01'), version_id from cascade_placement for update
"""
_PLACE = """
    update cascade_obligation o set path = n.path
      from placed_anew n where o.id = n.id and o.partition_no = n.partition_no
"""
_IS_PLACED = """
    select cascade_is_placed(%(on)s) and placed_on = %(on)s
           and version_id = (select coalesce(max(id), 0) from org_unitversion) from cascade_placement
"""
_MARK = """
    update cascade_placement set placed_on = %(on)s,
           version_id = (select coalesce(max(id), 0) from org_unitversion)
"""


def fold() -> int:
    """Add what has changed to the sums of the roll-up; gives how many changes."""
    with connection.cursor() as cursor:
        cursor.execute("select cascade_fold()")
        (folded,) = cursor.fetchone()
    return int(folded)


def place_on_time(*, at: datetime) -> int:
    """Place anew when a change of the tree has come into force."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_PLACED, {"on": local_day(at)})
        (is_placed,) = cursor.fetchone()
    return 0 if is_placed else place(at=at)


@transaction.atomic
def place(*, at: datetime, units: Sequence[int] = ()) -> int:
    """Bring the places up to the tree as at the day of `at`; gives how many obligations stand elsewhere now.

    `units` are looked at in any case: a version that begins on the day itself may have been changed as it stands.
    Called by whatever has changed the tree, in its own transaction, and every minute for changes dated ahead. Until it
    has run, roll-ups are told from the tree itself: slower, and as exact.
    """
    values: dict[str, Any] = {"on": local_day(at), "units": list(units)}
    org.one_at_a_time()  # what is being issued stands where the tree was when it began: it must be seen here
    with connection.cursor() as cursor:
        cursor.execute(_PLACED, values)
        is_another_day, placed_on, version = cursor.fetchone()
        values |= {"placed_on": placed_on, "version": version}
        # Once a day everything is looked at, not only what is known to have changed.
        cursor.execute(_MOVED.format(which="" if is_another_day else _CHANGED), values)
        placed = cursor.rowcount
        if placed >= COUNTED_ANEW_FROM:
            cursor.execute("set local quantriet.roll = 'off'")
        cursor.execute(_PLACE)
        if placed >= COUNTED_ANEW_FROM:
            cursor.execute("select cascade_recount(root_cascade_id) from (select distinct root_cascade_id"
                           " from placed_anew) roots")  # fmt: skip
            cursor.execute("set local quantriet.roll = 'on'")
        cursor.execute(_MARK, values)
        cursor.execute("drop table placed_anew")
    return int(placed)
