"""Where a part of a long list by name lies: the units are asked one after the other by name, until there is enough."""

from typing import Any

from django.db.backends.utils import CursorWrapper

LONG = 20_000  # rows: a shorter list is read and sorted as quickly
_FIRST, _GROWS, _MOST = 100, 4, 25_000  # units asked at a time; and in all, before the whole list is read instead

# What a unit was called last, as in rollup.py.
_UNITS = """
    select u.sort_key, u.unit_id, u.path from org_unitversion u
     where (u.sort_key, u.unit_id) > (%(key)s, %(unit)s) and u.path >= %(top)s and u.path < %(top)s || '~'
       and lower(u.valid_during) <= %(on)s
       and not exists (select from org_unitversion l
                        where l.unit_id = u.unit_id and lower(l.valid_during) <= %(on)s
                          and lower(l.valid_during) > lower(u.valid_during))
     order by u.sort_key, u.unit_id limit %(size)s
"""
_OWED = "cascade_owed_v1(%(root)s, %(places)s::text[], %(on)s, %(as_at)s)"
_PART = """
    (select * from cascade_owed_v1(%(root)s, %(places)s::text[], %(on)s, %(as_at)s)
      where obligation_id = any(%(numbers)s::bigint[]))
"""


def by_name(cursor: CursorWrapper, chosen: str, parameters: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """The rows of a part of a list as a source to choose from, with its values; None where they lie too far apart.

    `chosen` says which rows of a source belong to the list.
    """
    first, needed = parameters["offset"], parameters["offset"] + parameters["number"]
    asked = f"select s.unit_id, s.due_on, s.obligation_id, s.path {chosen.format(rows=_OWED, names='')}"
    found: list[tuple[Any, ...]] = []
    last, size, walked = ("", 0), _FIRST, 0
    while walked < _MOST:
        cursor.execute(_UNITS, parameters | {"key": last[0], "unit": last[1], "size": size})
        units = cursor.fetchall()
        keys = {unit_id: key for key, unit_id, _ in units}
        cursor.execute(asked, parameters | {"places": [path for _, _, path in units]})
        found += [(keys[unit_id], *row) for unit_id, *row in cursor.fetchall()]
        if units:
            last = units[-1][:2]
        is_all = len(units) < size
        if is_all or sum(row[0] < last[0] for row in found) >= needed:  # all who share the last name are not known yet
            part = sorted(found)[first:needed]
            numbers, places = [row[2] for row in part], sorted({row[3] for row in part})
            return _PART, {"numbers": numbers, "places": places, "offset": 0}
        walked, size = walked + size, size * _GROWS
    return None
