"""What a change of deadline above means for the deadlines a unit has set below itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery

from quantriet.cascade.models import Cascade, Obligation, Requirement
from quantriet.cascade.rules.deadlines import proposal_after_change
from quantriet.cascade.rules.states import EDITABLE, OUT_OF_COUNT, CascadeState

# For each requirement passed down: the day it was first given below, and by when the unit itself owed it at that time.
_GIVEN = """
    select r.id, g.first_due_on, own.due_on
      from cascade_requirement r
      join cascade_cascade c on c.id = r.cascade_id
      join cascade_cascade root on root.id = c.root_id
      cross join lateral (
            select min(o.path) as path, min(coalesce(
                   (select m.due_on from cascade_move m where m.obligation_id = o.id and m.at < c.issued_at
                     order by m.at desc, m.id desc limit 1), o.first_due_on)) as due_on
              from cascade_obligation o
             where o.unit_id = %(unit)s and o.requirement_id = r.parent_id and not o.state = any(%(out)s)) own
      cross join lateral (
            select o.first_due_on from cascade_obligation o
             where o.root_cascade_id = root.id and o.partition_no = root.partition_no and o.requirement_id = r.id
               and o.path >= own.path and o.path < own.path || '~'
             order by o.path limit 1) g
     where r.id = any(%(requirements)s)
"""


@dataclass(frozen=True, slots=True)
class Changed:
    """One requirement passed down whose day above has changed, or whose own day has become too late."""

    requirement: Requirement
    due_on: date | None
    limit: date  # by when the unit itself owes it now
    limit_before: date | None
    proposed: date

    @property
    def cascade(self) -> Cascade:
        return self.requirement.cascade

    @property
    def is_too_late(self) -> bool:
        return self.due_on is not None and self.due_on > self.limit

    @property
    def is_extended(self) -> bool:
        return self.limit_before is not None and self.limit > self.limit_before

    @property
    def may_adopt(self) -> bool:
        """Whether the day can be changed now; what waits for approval must be returned first."""
        return self.cascade.state == CascadeState.ISSUED or self.cascade.state in EDITABLE


def _weighed(unit_id: int) -> "QuerySet[Any, Any]":
    own = Obligation.objects.filter(
        unit_id=unit_id, requirement=OuterRef("parent"), root_requirement=OuterRef("root")
    ).exclude(state__in=OUT_OF_COUNT)
    earliest = own.order_by().values("requirement").annotate(day=Min("due_on")).values("day")
    found: QuerySet[Any, Any] = Requirement.objects.filter(cascade__unit_in_charge=unit_id, parent__isnull=False)
    found = found.exclude(cascade__state=CascadeState.RECALLED).annotate(limit=Subquery(earliest))
    has_moved = Q(parent_due_on__isnull=False) & ~Q(limit=F("parent_due_on"))
    return found.filter(Q(limit__isnull=False) & (has_moved | Q(due_on__gt=F("limit"))))


def changes_above(unit_id: int, today: date, cascade: Cascade | None = None) -> list[Changed]:
    """Where the superiors have moved a deadline and the unit has not yet decided, what is too late first."""
    found = _weighed(unit_id).select_related("cascade")
    if cascade is not None:
        found = found.filter(cascade=cascade)
    rows = list(found.order_by("limit", "cascade_id", "place"))
    given = _first_given(unit_id, [row.pk for row in rows])
    changed = [
        Changed(
            requirement=row,
            due_on=row.due_on,
            limit=row.limit,
            limit_before=row.parent_due_on,
            proposed=_proposed(row, given.get(row.pk, (row.due_on, row.parent_due_on)), today),
        )
        for row in rows
    ]
    return sorted(changed, key=lambda one: not one.is_too_late)


def _proposed(row: Any, given: tuple[date | None, date | None], today: date) -> date:
    day, limit_then = given
    return proposal_after_change(row.deadline, given=day, limit_then=limit_then, limit=row.limit, today=today)


def _first_given(unit_id: int, requirement_ids: list[int]) -> dict[int, tuple[date, date]]:
    """The day first given and the superior's at that time; of a draft neither, for nothing was given yet."""
    if not requirement_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, {"unit": unit_id, "requirements": requirement_ids, "out": list(OUT_OF_COUNT)})
        return {pk: (day, limit) for pk, day, limit in cursor.fetchall()}


def changes_above_count(unit_id: int) -> int:
    """How many these are."""
    return _weighed(unit_id).count()
