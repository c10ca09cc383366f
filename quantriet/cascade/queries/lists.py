"""The list of cascades: what the unit issues, and what it was given."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.queries.national import counts_under
from quantriet.cascade.rules.standing import Counts, count, standing_of
from quantriet.cascade.rules.states import CascadeState
from quantriet.org import queries as org


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


def own_cascades(unit_id: int, path: str, *, on: date, now: datetime) -> list[Listed]:
    """What the unit drafts and has issued, the latest first; the bar counts those below it."""
    found = Cascade.objects.filter(unit_in_charge_id=unit_id).annotate(due_on=Max("requirements__due_on"))
    cascades = list(found.order_by("-created_at", "-pk"))
    counts = counts_under({c.root_pk for c in cascades if c.issued_at}, path, on=on, now=now)
    return [Listed(c, "", c.due_on, counts.get(c.root_pk, Counts())) for c in cascades]


def given_cascades(unit_id: int, *, on: date) -> list[Listed]:
    """What the unit was given, the latest first; the bar counts its own obligations."""
    owed = Obligation.objects.filter(unit_id=unit_id)
    by_cascade: dict[int, list[Obligation]] = {}
    for obligation in owed:
        by_cascade.setdefault(obligation.cascade_id, []).append(obligation)
    cascades = list(
        Cascade.objects.filter(pk__in=by_cascade).order_by("-issued_at", "-pk")
    )
    names = org.names({c.issuing_unit_id for c in cascades}, on)
    return [
        Listed(
            c,
            names.get(c.issuing_unit_id, ""),
            min(o.due_on for o in by_cascade[c.pk]),
            count(standing_of(o.state, o.due_on, on) for o in by_cascade[c.pk]),
        )
        for c in cascades
    ]
