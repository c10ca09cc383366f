"""One obligation with its history, its evidence, what is open below it, and how it is passed down."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.models import Cascade, Fulfilment, Move, Obligation
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.rules.evidence import Mismatch, Shortfall, mismatches
from quantriet.cascade.rules.requirement import RequirementType, Terms, terms_from, type_of
from quantriet.cascade.rules.standing import Counts
from quantriet.cascade.rules.states import ANSWERABLE, CLOSED, CascadeState, MoveStep, State
from quantriet.kernel.actor import SYSTEM
from quantriet.org import queries as org
from quantriet.org.models import UnitVersion

FILE = "file"  # the rows of single files; the answer they belong to names them in its facts
LISTED = 200  # units below that are named; of more only the number


@dataclass(frozen=True, slots=True)
class Version:
    """One recorded answer: its number, its facts in words, its files, what it lacks."""

    number: int
    row: Fulfilment
    lines: list[tuple[Any, str]]
    files: list[tuple[Any, dict[str, Any]]]  # with the words of the field each is for
    missing: list[str]
    by_unit_name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history."""

    at: datetime
    label: Any
    state: str  # that it led to; empty where the state stayed
    actor_name: str
    due_on: date
    old_due_on: date | None = None  # where the step has changed it
    by_unit_name: str = ""
    text: str = ""
    inherited_from: str = ""
    from_name: str = ""  # who had it in hand
    to_name: str = ""
    open_below: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class OpenBelow:
    """What those below still owe under the unit's own cascade."""

    count: int
    rows: list[tuple[str, str, date]]  # unit, state, deadline

    def stored(self) -> dict[str, Any]:
        """As a step of the history keeps it."""
        return {"count": self.count, "rows": [[name, state, str(day)] for name, state, day in self.rows]}


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
    history: list[Step]
    versions: list[Version]
    mismatches: list[Mismatch]
    open_below: OpenBelow
    passing: PassingDown
    return_reason: str

    @property
    def state_label(self) -> Any:
        return State(self.obligation.state).label

    @property
    def missing(self) -> list[str]:
        """What the latest answer lacks, unless it is done all the same."""
        return self.versions[0].missing if self.versions and self.obligation.state != State.APPROVED else []

    @property
    def waits_to_be_sent(self) -> bool:
        """Whether something was recorded that has not gone to the superior yet."""
        if not self.versions or self.obligation.state not in ANSWERABLE:
            return False
        return self.obligation.state != State.RETURNED or self.versions[0].row.at >= self.obligation.state_at

    @property
    def sent_with_open(self) -> Step | None:
        """The step by which it was last sent although units below were not done."""
        sent = next((step for step in self.history if step.state == State.SUBMITTED), None)
        return sent if sent and sent.open_below else None


def answers(obligation: Obligation) -> QuerySet[Fulfilment]:
    """What was recorded towards the obligation, the latest first."""
    return obligation.fulfilments.exclude(source_type=FILE).order_by("-at", "-pk")


def latest_answer(obligation: Obligation) -> Fulfilment | None:
    """What was recorded last."""
    return answers(obligation).first()


def files_of(answer: Fulfilment | None) -> list[dict[str, Any]]:
    """The files of an answer: the field each is for, its name and size, the number of its row."""
    return list(answer.facts.get("files", ())) if answer else []


def open_below(obligation: Obligation, on: date) -> OpenBelow:
    """Who of those to whom the unit has passed it on is not done, by name."""
    unit_id = obligation.unit_id
    found = Obligation.objects.filter(
        root_cascade_id=obligation.root_cascade_id,
        path__startswith=obligation.path,
        root_requirement_id=obligation.root_requirement_id,
        cascade__parent_id=obligation.cascade_id,
        cascade__unit_in_charge_id=unit_id,
    ).exclude(state__in=CLOSED)
    rows = list(found.order_by("due_on", "path", "pk").values_list("unit_id", "state", "due_on"))
    names = org.names({row[0] for row in rows[:LISTED]}, on) if rows else {}
    return OpenBelow(len(rows), [(names.get(unit, ""), state, day) for unit, state, day in rows[:LISTED]])


def tell(obligation: Obligation, *, on: date, now: datetime) -> Told:
    """The obligation with all that belongs to it; newest first."""
    recorded = list(answers(obligation).select_related("user").select_related("file").defer("file__content"))
    moves = list(obligation.moves.order_by("at", "pk"))
    concerned = {obligation.unit_id, obligation.origin_unit_id, obligation.cascade.issuing_unit_id}
    concerned |= {row.by_unit_id for row in recorded if row.by_unit_id}
    concerned |= {number for move in moves for number in (move.unit_id, move.by_unit_id) if number}
    names = org.names(concerned, on)
    unit = org.unit(obligation.unit_id, on)
    kind = type_of(obligation.requirement.type)
    is_ours_to_send = obligation.state in ANSWERABLE
    return Told(
        obligation=obligation,
        type=kind,
        terms=terms_from(obligation.requirement.terms),
        unit=unit,
        unit_name=names[obligation.unit_id],
        issuer_name=names[obligation.cascade.issuing_unit_id],
        history=_history(obligation, moves, names),
        versions=[
            _version(number, row, kind, names)
            for number, row in zip(range(len(recorded), 0, -1), recorded, strict=True)
        ],
        mismatches=mismatches(kind.fields, recorded[0].facts, _held(obligation)) if recorded and kind.fields else [],
        open_below=open_below(obligation, on) if is_ours_to_send else OpenBelow(0, []),
        passing=_passing(obligation, unit, on, now),
        return_reason=next((m.reason for m in reversed(moves) if m.step == MoveStep.MOVED), ""),
    )


def _version(number: int, row: Fulfilment, kind: RequirementType, names: dict[int, str]) -> Version:
    labels = {field.name: field.label for field in kind.fields}
    return Version(
        number=number,
        row=row,
        lines=kind.lines(row.facts),
        files=[(labels.get(file["field"], ""), file) for file in files_of(row)],
        missing=[_words(s) for s in row.shortfalls],
        by_unit_name=names.get(row.by_unit_id or 0, ""),
    )


def _step_label(move: Move) -> Any:
    if move.step == MoveStep.MOVED:
        return State(move.state).label
    return _("Inheritance undone") if move.facts.get("undone_at") else MoveStep(move.step).label


def _history(obligation: Obligation, moves: list[Move], names: dict[int, str]) -> list[Step]:
    """Everything since it was given, the latest first; each step knows what it has changed."""
    cascade = obligation.cascade
    by = str(cascade.approved_by or "")
    due_on, owner = obligation.first_due_on, obligation.origin_unit_id
    label = _("Given by %(issuer)s") % {"issuer": names[cascade.issuing_unit_id]}
    steps = [Step(obligation.assigned_at, label, State.ASSIGNED, by, due_on)]
    for move in moves:
        facts, is_handed_over = move.facts, move.step == MoveStep.HANDED_OVER
        steps.append(
            Step(
                at=move.at,
                label=_step_label(move),
                state=move.state if move.step == MoveStep.MOVED else "",
                actor_name=str(_("the system")) if move.actor_name == SYSTEM.name else move.actor_name,
                due_on=move.due_on,
                old_due_on=due_on if move.due_on != due_on else None,
                by_unit_name=names.get(move.by_unit_id or 0, ""),
                text=move.reason,
                inherited_from=names.get(owner, "") if move.unit_id and not facts.get("undone_at") else "",
                from_name=facts.get("from", "") if is_handed_over else "",
                to_name=facts.get("to", "") if is_handed_over else "",
                open_below=facts.get("open_below"),
            )
        )
        due_on, owner = move.due_on, move.unit_id or owner
    return steps[::-1]


def _held(obligation: Obligation) -> list[tuple[Any, dict[str, Any]]]:
    """What the product itself holds of the same unit under the same root: the latest record of each other type."""
    others = Fulfilment.objects.filter(
        obligation__in=Obligation.objects.filter(
            root_cascade_id=obligation.root_cascade_id, path=obligation.path, unit_id=obligation.unit_id
        ).exclude(pk=obligation.pk)
    ).exclude(source_type=FILE)
    found = others.order_by("-at", "-pk").values_list("obligation__requirement__type", "facts")
    latest: dict[str, dict[str, Any]] = {}
    for code, facts in found:
        latest.setdefault(code, facts)
    held = ((type_of(code), facts) for code, facts in latest.items())
    return [(kind.label, figures) for kind, facts in held if (figures := kind.held(facts))]


def words_of(shortfall: Shortfall) -> str:
    """A shortfall in words."""
    return _words({"message": shortfall.message, "facts": shortfall.facts})


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
