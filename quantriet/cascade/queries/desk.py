"""What the cascade puts on a unit's desk; each count equals the list it opens, for it is the length of that list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet
from django.db.models.expressions import RawSQL

from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.queries.rollup import instant_of
from quantriet.cascade.queries.sums import sums
from quantriet.cascade.rules.requirement import type_of
from quantriet.cascade.rules.standing import Counts, one
from quantriet.cascade.rules.states import CascadeState, State
from quantriet.cascade.rules.steps import Step, next_step
from quantriet.org import queries as org

_OPEN = (State.ASSIGNED, State.ACCEPTED, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing the unit still owes, and what to do next."""

    obligation_id: int
    title: str
    cascade_title: str
    issuer_name: str
    due_on: date
    state: str
    step: Step
    inherited_from: str = ""  # the unit before this one that was given it

    @property
    def state_label(self) -> Any:
        return State(self.state).label


def _open(unit_id: int) -> QuerySet[Obligation]:
    return Obligation.objects.filter(unit_id=unit_id, state__in=_OPEN)


def owed(unit_id: int, on: date) -> list[Owed]:
    """What the unit still owes and has to move itself, the earliest deadline first."""
    found = list(_open(unit_id).select_related("cascade", "requirement").order_by("due_on", "pk"))
    names = org.names({o.cascade.issuing_unit_id for o in found} | {o.origin_unit_id for o in found}, on)
    return [
        Owed(
            obligation_id=o.pk,
            title=o.requirement.title,
            cascade_title=o.cascade.title,
            issuer_name=names.get(o.cascade.issuing_unit_id, ""),
            due_on=o.due_on,
            state=o.state,
            step=next_step(o.state, type_of(o.requirement.type)),
            inherited_from=names.get(o.origin_unit_id, "") if o.origin_unit_id != unit_id else "",
        )
        for o in found
    ]


def owed_count(unit_id: int) -> int:
    """How many things the unit still owes."""
    return _open(unit_id).count()


@dataclass(frozen=True, slots=True)
class PassedDown:
    """A cascade that the unit has issued, and how those below it stand."""

    cascade_id: int
    root_id: int
    title: str
    due_on: date | None  # the latest of its requirements
    counts: Counts


# The branch of the unit from the sums, less what the unit owes itself.
_SUMMED = """
    with wanted as (
        select c.id, coalesce(c.root_id, c.id) as root from cascade_cascade c where c.id = any(%(cascades)s)),
    parts as (
        select r.root_cascade_id as root, k.standing, k.number
          from {sums}(array(select distinct w.root from wanted w), %(top)s, %(on)s, 0) r
          cross join lateral (values ('approved', r.approved), ('submitted', r.submitted), ('returned', r.returned),
                                     ('late', r.late), ('open', r.open)) k (standing, number)
        union all
        select w.root, s.standing, -1
          from (select distinct root from wanted) w
          cross join lateral cascade_owed_v1(w.root, array[%(top)s], %(on)s, %(as_at)s) s)
    select w.id, p.standing, sum(p.number)::int from wanted w join parts p on p.root = w.root group by 1, 2
"""
_BELOW = """
    select c.id, s.standing, count(*)
      from cascade_cascade c
      cross join lateral cascade_standing_v4(coalesce(c.root_id, c.id), %(top)s, %(on)s, %(as_at)s) s
     where c.id = any(%(cascades)s) and s.path <> %(top)s
     group by 1, 2
"""


def counts_below(cascades: Sequence[Cascade], path: str, *, on: date, now: datetime) -> dict[int, Counts]:
    """For each cascade how everything below the unit of `path` stands under the same root."""
    as_at = instant_of(on, now)
    parameters: dict[str, Any] = {"top": path, "on": on, "as_at": as_at, "cascades": [c.pk for c in cascades]}
    with connection.cursor() as cursor:
        source = sums(cursor, [c.root_pk for c in cascades], path, on=on, as_at=as_at, levels=0)
        cursor.execute(_SUMMED.format(sums=source) if source else _BELOW, parameters)
        found = cursor.fetchall()
    counts: dict[int, Counts] = {}
    for cascade_id, standing, number in found:
        counts[cascade_id] = counts.get(cascade_id, Counts()) + one(standing, number)
    return counts


def passed_down(unit_id: int, path: str, on: date, now: datetime) -> list[PassedDown]:
    """The cascades the unit has issued, the latest first, with the standing of its branch below it."""
    issued = Cascade.objects.filter(unit_in_charge_id=unit_id, state=CascadeState.ISSUED)
    found = list(issued.annotate(due_on=Max("requirements__due_on")).order_by("-issued_at", "-pk"))
    counts = counts_below(found, path, on=on, now=now)
    return [PassedDown(c.pk, c.root_pk, c.title, c.due_on, counts.get(c.pk, Counts())) for c in found]


def passed_down_count(unit_id: int) -> int:
    """How many cascades the unit has issued."""
    return Cascade.objects.filter(unit_in_charge_id=unit_id, state=CascadeState.ISSUED).count()


@dataclass(frozen=True, slots=True)
class ToReview:
    """Something a subordinate has sent up and that waits for the superior."""

    obligation_id: int
    unit_name: str
    title: str
    cascade_title: str
    due_on: date
    sent_at: datetime


def _submitted(unit_id: int) -> QuerySet[Obligation]:
    return Obligation.objects.filter(cascade__unit_in_charge_id=unit_id, state=State.SUBMITTED)


# The longest waiting of each cascade stand first in its index; the others are not looked at.
_FIRST = """
    select w.id
      from cascade_cascade c
      join cascade_cascade r on r.id = coalesce(c.root_id, c.id)
      cross join lateral (select o.id, o.state_at from cascade_obligation o
                           where o.partition_no = r.partition_no and o.cascade_id = c.id and o.state = 'submitted'
                           order by o.state_at, o.id limit %s) w
     where c.unit_in_charge_id = %s order by w.state_at, w.id limit %s
"""


def to_review(unit_id: int, on: date = date.max, number: int | None = None) -> list[ToReview]:
    """What waits for this unit's approval, or the first so many, the longest wait first."""
    first = Obligation.objects.filter(pk__in=RawSQL(_FIRST, [number, unit_id, number]))  # noqa: S611 - fixed words
    found = list(first.select_related("cascade", "requirement").order_by("state_at", "pk"))
    names = org.names({o.unit_id for o in found}, on)
    return [
        ToReview(o.pk, names.get(o.unit_id, ""), o.requirement.title, o.cascade.title, o.due_on, o.state_at)
        for o in found
    ]


def to_review_count(unit_id: int) -> int:
    """How many answers wait for this unit's approval."""
    return _submitted(unit_id).count()


@dataclass(frozen=True, slots=True)
class ToApprove:
    """A cascade that the office has drafted and that the head must decide on."""

    cascade_id: int
    title: str
    drafter: str
    sent_at: datetime | None


def _pending(unit_id: int) -> QuerySet[Cascade]:
    return Cascade.objects.filter(unit_in_charge_id=unit_id, state=CascadeState.PENDING)


def to_approve(unit_id: int) -> list[ToApprove]:
    """The unit's own cascades that wait for its head, the longest wait first."""
    found = _pending(unit_id).select_related("submitted_by").order_by("submitted_at", "pk")
    return [ToApprove(c.pk, c.title, str(c.submitted_by or ""), c.submitted_at) for c in found]


def to_approve_count(unit_id: int) -> int:
    """How many of the unit's cascades wait for its head."""
    return _pending(unit_id).count()


# Wherever it is owed: what the tops of the tree have, told from the sums.
_OPEN_ANYWHERE = """
    select s.requirement_id
      from cascade_rollup_v1(array(select coalesce(c.root_id, c.id) from cascade_cascade c
                                    where c.unit_in_charge_id = %s and c.state = 'issued'), '', %s, 1) s
     where length(s.path) = 12 group by s.requirement_id having sum(s.returned + s.late + s.open) > 0
"""


def open_anywhere(unit_id: int, on: date) -> RawSQL:
    """Of the root cascades of which the unit has charge, or has passed on a part: the requirements not all done yet."""
    return RawSQL(_OPEN_ANYWHERE, [unit_id, on])  # noqa: S611 - no word of it comes from outside
