"""Who is addressed by a cascade, and by when those who pass it on owe it themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from quantriet.cascade.models import Cascade, Exclusion, Obligation
from quantriet.cascade.rules.scope import Scope
from quantriet.org import queries as org
from quantriet.org.models import UnitVersion


@dataclass(frozen=True, slots=True)
class Addressed:
    """One unit in scope: given to, left out with a reason, or already bound by the same duties from further above."""

    unit_id: int
    name: str
    level: str
    path: str
    reason: str | None = None  # None: not left out; an empty reason is a reason still to be written
    already: bool = False

    @property
    def is_given(self) -> bool:
        return self.reason is None and not self.already


def in_scope(unit_id: int, scope: str, on: date) -> QuerySet[UnitVersion]:
    """The subordinates that a scope names, as the tree stands on a day."""
    if scope == Scope.DIRECT:
        return org.children(unit_id, on)
    unit = org.unit(unit_id, on)
    return org.below(unit.path, on) if unit else UnitVersion.objects.none()


def reasons_of(cascade: Cascade) -> dict[int, str]:
    """The units left out, each with its reason."""
    return dict(Exclusion.objects.filter(cascade=cascade).values_list("unit_id", "reason"))


def addressed(
    cascade: Cascade, *, scope: str = "", on: date | None = None, reasons: Mapping[int, str] | None = None
) -> list[Addressed]:
    """The units in scope, those left out included; with other words than the stored ones, as somebody types them."""
    left_out = reasons_of(cascade) if reasons is None else reasons
    versions = in_scope(cascade.unit_in_charge_id, scope or cascade.scope, on or cascade.scope_on)
    bound = fully_bound(cascade)
    return [
        Addressed(v.unit_id, v.name, v.level, v.path, left_out.get(v.unit_id), v.unit_id in bound) for v in versions
    ]


def bound_pairs(cascade: Cascade) -> set[tuple[int, int]]:
    """Root requirement and unit, wherever another cascade has already given the one to the other."""
    roots = [r.root_id for r in cascade.requirements.all() if r.root_id]
    if not roots:
        return set()
    found = Obligation.objects.filter(root_requirement_id__in=roots).exclude(cascade=cascade)
    return set(found.values_list("root_requirement_id", "unit_id"))


def fully_bound(cascade: Cascade) -> set[int]:
    """The units that owe everything in this cascade already."""
    pairs = bound_pairs(cascade)
    requirements = [r.root_pk for r in cascade.requirements.all()]
    return {unit_id for _, unit_id in pairs if all((root, unit_id) in pairs for root in requirements)}


def addressed_unit_ids(cascade: Cascade) -> list[int]:
    """The units that get the obligations."""
    return [a.unit_id for a in addressed(cascade) if a.is_given]


def limits(cascade: Cascade) -> dict[int, date]:
    """For each passed-on requirement of the draft the day by which the passing unit owes it itself."""
    owed = Obligation.objects.filter(cascade=cascade.parent_id, unit_id=cascade.unit_in_charge_id)
    by_requirement = dict(owed.values_list("requirement_id", "due_on"))
    return {r.pk: by_requirement[r.parent_id] for r in cascade.requirements.all() if r.parent_id in by_requirement}
