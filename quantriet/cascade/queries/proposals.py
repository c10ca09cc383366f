"""What a change of deadline above means for the deadlines a unit has set below itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery

from quantriet.cascade.models import Cascade, Obligation, Requirement
from quantriet.cascade.rules.deadlines import proposal_after_change
from quantriet.cascade.rules.states import EDITABLE, OUT_OF_COUNT, CascadeState


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
    changed = [
        Changed(
            requirement=row,
            due_on=row.due_on,
            limit=row.limit,
            limit_before=row.parent_due_on,
            proposed=proposal_after_change(
                row.deadline, due_on=row.due_on, before=row.parent_due_on, after=row.limit, today=today
            ),
        )
        for row in found.order_by("limit", "cascade_id", "place")
    ]
    return sorted(changed, key=lambda one: not one.is_too_late)


def changes_above_count(unit_id: int) -> int:
    """How many these are."""
    return _weighed(unit_id).count()
