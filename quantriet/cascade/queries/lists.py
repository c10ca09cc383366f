"""The list of cascades: what the unit issues, and what it was given."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet

from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.queries.national import counts_under
from quantriet.cascade.queries.rollup import Row
from quantriet.cascade.rules.reminders import REMINDED
from quantriet.cascade.rules.standing import Counts, count, standing_of
from quantriet.cascade.rules.states import CascadeState, State
from quantriet.notices import queries as notices
from quantriet.org import queries as org
from quantriet.org.models import Mandate
from quantriet.org.rules import Role, ancestor_ids


@dataclass(frozen=True, slots=True)
class Listed:
    """One cascade of the list."""

    cascade: Cascade
    issuer_name: str
    due_on: date | None
    counts: Counts

    @property
    def state_label(self) -> Any:
        return CascadeState(self.cascade.state).label


def own(unit_id: int) -> "QuerySet[Any, Any]":
    """The cascades that the unit drafts and has issued, each with its last `due_on`, the latest first."""
    found = Cascade.objects.filter(unit_in_charge_id=unit_id).annotate(due_on=Max("requirements__due_on"))
    return found.order_by("-created_at", "-pk")


def own_cascades(cascades: Collection[Any], path: str, *, on: date, now: datetime) -> list[Listed]:
    """Those of `own` as lines of the list; the bar counts the units below the path."""
    counts = counts_under({c.root_pk for c in cascades if c.issued_at}, path, on=on, now=now)
    return [Listed(c, "", c.due_on, counts.get(c.root_pk, Counts())) for c in cascades]


def given(unit_id: int) -> QuerySet[Cascade]:
    """What the unit was given, the latest first."""
    owed = Obligation.objects.filter(unit_id=unit_id)
    return Cascade.objects.filter(pk__in=owed.values("cascade_id")).order_by("-issued_at", "-pk")


def given_cascades(cascades: Collection[Cascade], unit_id: int, *, on: date) -> list[Listed]:
    """Those of `given` as lines of the list; the bar counts the unit's own, the day is of what is to be done."""
    owed = Obligation.objects.filter(unit_id=unit_id, cascade__in=cascades)
    by_cascade: dict[int, list[Obligation]] = {}
    for obligation in owed:
        by_cascade.setdefault(obligation.cascade_id, []).append(obligation)
    names = org.names({c.issuing_unit_id for c in cascades}, on)
    return [
        Listed(
            c,
            names.get(c.issuing_unit_id, ""),
            min((o.due_on for o in by_cascade[c.pk] if o.state in REMINDED), default=None),
            count(standing_of(o.state, o.due_on, on) for o in by_cascade[c.pk]),
        )
        for c in cascades
    ]


@dataclass(frozen=True, slots=True)
class Waivable:
    """One open duty that the unit has given to another, and may waive."""

    obligation_id: int
    unit_name: str
    title: str
    due_on: date
    state: str

    @property
    def state_label(self) -> Any:
        return State(self.state).label


@dataclass(frozen=True, slots=True)
class WaivablePage:
    """Some of them in the order of the tree, and whether there are more."""

    lines: list[Waivable]
    has_more: bool


@dataclass(frozen=True, slots=True)
class WaiveFilter:
    """Which of them: of one requirement, only what is late; which page, of so many."""

    requirement_id: int | None = None
    late: bool = False
    page: int = 1
    number: int = 50


def waivable(unit_id: int, root: Cascade, top: str, *, on: date, only: WaiveFilter) -> WaivablePage:
    """What the unit has given within a branch and may still waive. Never counted: it may be a million."""
    found = Obligation.objects.filter(
        partition_no=root.partition_no, root_cascade=root, path__startswith=top,
        cascade__unit_in_charge_id=unit_id, state__in=REMINDED,
    )  # fmt: skip
    if only.requirement_id is not None:
        found = found.filter(root_requirement_id=only.requirement_id)
    if only.late:
        found = found.filter(due_on__lt=on)
    first = (only.page - 1) * only.number
    rows = list(found.select_related("requirement").order_by("path", "due_on", "pk")[first : first + only.number + 1])
    names = org.names({o.unit_id for o in rows}, on) if rows else {}
    lines = [Waivable(o.pk, names.get(o.unit_id, ""), o.requirement.title, o.due_on, o.state) for o in rows]
    return WaivablePage(lines[: only.number], len(lines) > only.number)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody of an office, and the e-mail address if it is known."""

    name: str
    address: str

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.address else self.name


@dataclass(frozen=True, slots=True)
class Superior:
    """Who has given a duty, and so chases whoever is late with it."""

    unit_name: str
    head_name: str
    head_title: str
    offices: list[Contact]


@dataclass(frozen=True, slots=True)
class Calls:
    """Whom to call about rows: the offices of the owing units, and the superior by cascade."""

    offices: dict[int, list[Contact]]
    superiors: dict[int, Superior]


def calls(rows: Iterable[Row], on: date) -> Calls:
    """The offices and superiors of rows as they are filled on a day."""
    rows = list(rows)
    charge = dict(
        Cascade.objects.filter(pk__in={r.cascade_id for r in rows}).values_list("pk", "unit_in_charge_id")
    )
    above = sorted(set(charge.values()))
    names, heads = org.names(set(above), on), org.heads(above, on)
    offices = _offices({r.unit_id for r in rows} | set(above), on)
    superiors = {}
    for pk, unit_id in charge.items():
        head = heads.get(unit_id)
        superiors[pk] = Superior(
            names.get(unit_id, ""), head.name if head else "", head.title if head else "", offices.get(unit_id, [])
        )
    return Calls(offices, superiors)


def _offices(unit_ids: set[int], on: date) -> dict[int, list[Contact]]:
    found = list(
        Mandate.objects.filter(
            unit_id__in=unit_ids, role=Role.OFFICE, valid_during__contains=on, user__is_active=True
        ).select_related("user").order_by("user__full_name")
    )  # fmt: skip
    known = notices.addresses({mandate.user_id for mandate in found})
    offices: dict[int, list[Contact]] = {}
    for mandate in found:
        contact = Contact(str(mandate.user), known.get(mandate.user_id, ""))
        offices.setdefault(mandate.unit_id, []).append(contact)
    return offices


def units_above(found: Iterable[Row], on: date) -> dict[int, str]:
    """What each unit of a list belongs to: cells of one name stand in many wards."""
    above = {row.unit_id: ids[-2] for row in found if len(ids := ancestor_ids(row.path)) > 1}
    names = org.names(set(above.values()), on)
    return {unit_id: names.get(parent_id, "") for unit_id, parent_id in above.items()}
