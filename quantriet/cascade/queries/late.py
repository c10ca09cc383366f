"""Who is late, and whom to call: the rows behind the figure "late", with the people of today."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from quantriet.cascade.queries.rollup import Row, RowFilter, Slice, instant_of, rows
from quantriet.cascade.rules.standing import Standing
from quantriet.kernel.clock import local_day
from quantriet.org import queries as org
from quantriet.org.models import Mandate
from quantriet.org.rules import Role


@dataclass(frozen=True, slots=True)
class Late:
    """One late obligation."""

    row: Row
    days: int
    head_name: str  # who leads the unit today
    head_title: str
    offices: str  # the accounts of its office today


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
    units = sorted({row.unit_id for row in found.rows})
    today = local_day(now)
    heads, offices = org.heads(units, today), _offices(units, today)
    return LatePage([_late(row, on, heads.get(row.unit_id), offices) for row in found.rows], found.total)


_UNITS = """
    select count(distinct unit_id) from cascade_standing_v4(%(root)s, %(top)s, %(on)s, %(as_at)s)
     where standing = 'late'
"""


def late_units(root_id: int, top: str, *, on: date, now: datetime) -> int:
    """How many units of a branch are late with something."""
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, {"root": root_id, "top": top, "on": on, "as_at": instant_of(on, now)})
        return int(cursor.fetchone()[0])


def _late(row: Row, on: date, head: Any, offices: dict[int, list[str]]) -> Late:
    return Late(
        row=row,
        days=(on - row.due_on).days,
        head_name=head.name if head else "",
        head_title=head.title if head else "",
        offices=", ".join(offices.get(row.unit_id, [])),
    )


def _offices(unit_ids: list[int], today: date) -> dict[int, list[str]]:
    found = Mandate.objects.filter(
        unit_id__in=unit_ids, role=Role.OFFICE, valid_during__contains=today, user__is_active=True
    ).select_related("user")
    names: dict[int, list[str]] = {}
    for mandate in found.order_by("user__full_name"):
        names.setdefault(mandate.unit_id, []).append(str(mandate.user))
    return names
