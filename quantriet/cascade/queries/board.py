"""The cascade page: a unit's branch in figures, and its direct units against the root's requirements."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from quantriet.cascade.models import Cascade, Requirement
from quantriet.cascade.queries.rollup import Node, instant_of, rollup
from quantriet.cascade.rules.requirement import type_of
from quantriet.cascade.rules.standing import Counts, Standing
from quantriet.cascade.rules.states import State
from quantriet.org.models import UnitVersion


@dataclass(frozen=True, slots=True)
class Cell:
    """How one unit stands with one requirement."""

    obligation_id: int
    due_on: date
    state: str
    standing: str
    is_irregular: bool
    summary: str
    days_late: int
    has_own_day: bool  # another deadline than the root's requirement has

    @property
    def standing_label(self) -> Any:
        return Standing(self.standing).label

    @property
    def is_accepted(self) -> bool:
        return self.state != State.ASSIGNED


@dataclass(frozen=True, slots=True)
class Column:
    """One root requirement and how the whole branch stands with it."""

    requirement_id: int
    title: str
    type_label: Any
    due_on: date | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of the table."""

    node: Node
    cells: list[Cell | None]


@dataclass(frozen=True, slots=True)
class Board:
    """All the page shows of one branch on one day."""

    root: Cascade
    unit: UnitVersion
    node: Node
    columns: list[Column] = field(default_factory=list)
    own: Line | None = None  # what the unit owes itself
    lines: list[Line] = field(default_factory=list)


_CELLS = """
    select s.unit_id, s.root_requirement_id, r.type, f.facts, s.due_on is distinct from q.due_on,
           s.obligation_id, s.due_on, s.state, s.standing, s.irregular
      from cascade_standing_v2(%(root)s, %(top)s, %(on)s, %(as_at)s) s
      join cascade_requirement r on r.id = s.requirement_id
      join cascade_requirement q on q.id = s.root_requirement_id
      left join lateral (select f.facts from cascade_fulfilment f
                          where f.obligation_id = s.obligation_id
                            and (%(as_at)s::timestamptz is null or f.at <= %(as_at)s)
                          order by f.at desc, f.id desc limit 1) f on true
     where s.unit_id = any(%(units)s)
"""


def board(root: Cascade, unit: UnitVersion, *, on: date, now: datetime) -> Board:
    """The page for the branch of `unit`, as at a day."""
    node = rollup(root.pk, unit.path, on=on, now=now)
    nodes = [node, *node.children]
    cells = _cells(root.pk, unit.path, [n.unit_id for n in nodes], on, now)
    columns = _columns(root.pk, node, {requirement_id for _, requirement_id in cells})
    lines = [Line(n, [cells.get((n.unit_id, c.requirement_id)) for c in columns]) for n in nodes]
    return Board(root, unit, node, columns, lines[0] if node.own.total else None, lines[1:])


def _cells(
    root_id: int, top: str, unit_ids: list[int], on: date, now: datetime
) -> dict[tuple[int, int], Cell]:
    parameters: dict[str, Any] = {"root": root_id, "top": top, "on": on, "units": unit_ids}
    parameters["as_at"] = instant_of(on, now)
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, parameters)
        found = cursor.fetchall()
    return {(row[0], row[1]): _cell(*row[2:], on=on) for row in found}


def _cell(type_code: str, facts: str | None, has_own_day: bool, *row: Any, on: date) -> Cell:
    obligation_id, due_on, state, standing, is_irregular = row
    return Cell(
        obligation_id=obligation_id,
        due_on=due_on,
        state=state,
        standing=standing,
        is_irregular=is_irregular,
        summary=type_of(type_code).summary(json.loads(facts)) if facts else "",
        days_late=(on - due_on).days,
        has_own_day=has_own_day,
    )


def _columns(root_id: int, node: Node, requirement_ids: set[int]) -> list[Column]:
    """The requirements somebody here owes: those of the root first, then what levels below have added."""
    found = Requirement.objects.filter(pk__in=requirement_ids | set(node.branch_by_requirement))
    ordered = sorted(found, key=lambda r: (r.cascade_id != root_id, r.cascade_id, r.place))
    return [
        Column(r.pk, r.title, type_of(r.type).label, r.due_on, node.branch_by_requirement.get(r.pk, Counts()))
        for r in ordered
    ]
