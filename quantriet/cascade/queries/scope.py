"""Who is addressed by a cascade."""

from dataclasses import dataclass

from quantriet.cascade.models import Cascade, Exclusion, Obligation
from quantriet.cascade.rules.scope import Scope
from quantriet.org import queries as org


@dataclass(frozen=True, slots=True)
class Addressed:
    """One unit in scope: given to, left out with a reason, or already bound by the same duty from further above."""

    unit_id: int
    name: str
    level: str
    path: str
    reason: str = ""
    already: bool = False

    @property
    def is_given(self) -> bool:
        return not self.reason and not self.already


def addressed(cascade: Cascade) -> list[Addressed]:
    """The units in scope as the tree stands on the cascade's day, those left out included."""
    unit = org.unit(cascade.issuing_unit_id, cascade.scope_on)
    if unit is None:
        return []
    if cascade.scope == Scope.SUBTREE:
        versions = org.below(unit.path, cascade.scope_on)
    else:
        versions = org.children(cascade.issuing_unit_id, cascade.scope_on)
    reasons = dict(Exclusion.objects.filter(cascade=cascade).values_list("unit_id", "reason"))
    roots = [r.root_id for r in cascade.requirements.all() if r.root_id]
    bound = set(
        Obligation.objects.filter(root_requirement_id__in=roots)
        .exclude(cascade=cascade)
        .values_list("unit_id", flat=True)
    )
    return [
        Addressed(v.unit_id, v.name, v.level, v.path, reasons.get(v.unit_id, ""), v.unit_id in bound) for v in versions
    ]


def addressed_unit_ids(cascade: Cascade) -> list[int]:
    """The units that get the obligations."""
    return [a.unit_id for a in addressed(cascade) if a.is_given]
