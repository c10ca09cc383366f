"""One obligation with its history, its evidence, and how it is passed down."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from quantriet.cascade.models import Cascade, Fulfilment, Move, Obligation
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.rules.requirement import RequirementType, Terms, terms_from, type_of
from quantriet.cascade.rules.standing import Counts
from quantriet.cascade.rules.states import CascadeState, State
from quantriet.org import queries as org
from quantriet.org.models import UnitVersion


@dataclass(frozen=True, slots=True)
class Version:
    """One recorded answer: its number, its facts in words, what it lacks."""

    number: int
    row: Fulfilment
    lines: list[tuple[Any, str]]
    missing: list[str]


@dataclass(frozen=True, slots=True)
class PassingDown:
    """How the unit has passed the obligation on, and how those below it stand with it."""

    cascade: Cascade | None
    counts: Counts
    has_subordinates: bool

    @property
    def state_label(self) -> Any:
        return CascadeState(self.cascade.state).label if self.cascade else ""


@dataclass(frozen=True, slots=True)
class Told:
    """All the page of an obligation shows."""

    obligation: Obligation
    type: RequirementType
    terms: Terms
    unit: UnitVersion | None
    unit_name: str
    issuer_name: str
    moves: list[Move]
    versions: list[Version]
    passing: PassingDown

    @property
    def state_label(self) -> Any:
        return State(self.obligation.state).label

    @property
    def missing(self) -> list[str]:
        """What the latest answer lacks, unless it is done all the same."""
        return self.versions[0].missing if self.versions and self.obligation.state != State.APPROVED else []


def tell(obligation: Obligation, *, on: date, now: datetime) -> Told:
    """The obligation with all that belongs to it; newest first."""
    names = org.names({obligation.unit_id, obligation.cascade.issuing_unit_id}, on)
    unit = org.unit(obligation.unit_id, on)
    kind = type_of(obligation.requirement.type)
    answers = list(obligation.fulfilments.select_related("user").defer("file__content").order_by("-at", "-pk"))
    return Told(
        obligation=obligation,
        type=kind,
        terms=terms_from(obligation.requirement.terms),
        unit=unit,
        unit_name=names[obligation.unit_id],
        issuer_name=names[obligation.cascade.issuing_unit_id],
        moves=list(obligation.moves.order_by("-at", "-pk")),
        versions=[
            Version(number, row, kind.lines(row.facts), [_words(s) for s in row.shortfalls])
            for number, row in zip(range(len(answers), 0, -1), answers, strict=True)
        ],
        passing=_passing(obligation, unit, on, now),
    )


def _words(shortfall: dict[str, Any]) -> str:
    message: str = shortfall["message"]  # a msgid of the room that recorded it
    return str(gettext(message) % shortfall["facts"])  # noqa: INT001


def _passing(obligation: Obligation, unit: UnitVersion | None, on: date, now: datetime) -> PassingDown:
    child = Cascade.objects.filter(parent=obligation.cascade_id, unit_in_charge=obligation.unit_id)
    cascade = child.exclude(state=CascadeState.RECALLED).first()
    if unit is None:
        return PassingDown(cascade, Counts(), False)
    node = rollup(obligation.root_cascade_id, unit.path, on=on, now=now, levels=0)
    below = node.branch_by_requirement.get(obligation.root_requirement_id, Counts())
    own = node.own_by_requirement.get(obligation.root_requirement_id, Counts())
    return PassingDown(cascade, below - own, org.children(obligation.unit_id, on).exists())
