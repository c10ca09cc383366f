"""What stands beside the figures of a unit: duties taken out of the count, and what those did whom it has succeeded."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.states import OUT_OF_COUNT, State
from quantriet.org import queries as org


@dataclass(frozen=True, slots=True)
class Beside:
    """One such duty; its page and its evidence stay readable."""

    obligation_id: int
    title: str
    unit_name: str
    state: str

    @property
    def state_label(self) -> Any:
        return State(self.state).label


def beside(root_id: int, unit_id: int, on: date) -> list[Beside]:
    """Recalled and waived duties of the unit under one root cascade, then everything its predecessors have left."""
    before = org.predecessor_ids(unit_id)
    wanted = Q(unit_id=unit_id, state__in=OUT_OF_COUNT) | Q(unit_id__in=before)
    found = Obligation.objects.filter(wanted, root_cascade_id=root_id).select_related("requirement")
    listed = list(found.order_by("unit_id", "requirement__place", "pk"))
    names = org.names({o.unit_id for o in listed}, on) if listed else {}
    return [Beside(o.pk, o.requirement.title, names[o.unit_id], o.state) for o in listed]
