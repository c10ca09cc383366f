"""The cascade page: a unit's branch in figures, and its direct units against the root's requirements."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import connection

from quantriet.cascade.models import Cascade, Requirement
from quantriet.cascade.queries.rollup import Node, RowFilter, count_rows, instant_of, rollup
from quantriet.cascade.queries.sums import NOW, sums
from quantriet.cascade.rules.requirement import type_of
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.standing import Counts, Standing
from quantriet.cascade.rules.states import State
from quantriet.kernel.text import sort_key
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
class BoardFilter:
    """Which of the units directly below are shown, in which order; page 0 is all of them."""

    standing: str = ""
    requirement_id: int | None = None
    level: str = ""
    late: bool = False
    order: str = ""
    page: int = 1

    def counts(self, node: Node) -> Counts:
        """The figures of a unit that the filter speaks of."""
        if self.requirement_id is None:
            return node.branch
        return node.branch_by_requirement.get(self.requirement_id, Counts())

    def shows(self, node: Node) -> bool:
        """Whether the unit has something of what is asked for."""
        counts = self.counts(node)
        if self.late and not counts.late:
            return False
        return bool(getattr(counts, self.standing) if self.standing else counts.total)

    def key(self, node: Node) -> tuple[Any, ...]:
        """What the order goes by; protocol decides between equals."""
        if self.order == "name":
            return (sort_key(node.name), *node.order)
        counts = self.counts(node)
        if self.order == "done":
            return (Fraction(counts.approved, counts.total or 1), *node.order)
        return (-counts.late, *node.order) if self.order == "late" else node.order


@dataclass(frozen=True, slots=True)
class Board:
    """All the page shows of one branch on one day."""

    root: Cascade
    unit: UnitVersion
    node: Node
    columns: list[Column] = field(default_factory=list)
    own: Line | None = None  # what the unit owes itself
    lines: list[Line] = field(default_factory=list)
    shown: int = 0  # units directly below that the filter lets through, on all pages
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.shown // LINES))


_CELLS = """
    select s.unit_id, s.root_requirement_id, r.type, f.facts, s.due_on is distinct from q.due_on,
           s.obligation_id, s.due_on, s.state, s.standing, s.irregular
      from cascade_owed_v1(%(root)s, %(paths)s, %(on)s, %(as_at)s) s
      join cascade_requirement r on r.id = s.requirement_id
      join cascade_requirement q on q.id = s.root_requirement_id
      left join lateral (select f.facts from cascade_fulfilment f
                          where f.obligation_id = s.obligation_id
                            and (%(as_at)s::timestamptz is null or f.at <= %(as_at)s)
                          order by f.at desc, f.id desc limit 1) f on true
"""
LINES = 50  # units on one page of the table


def board(root: Cascade, unit: UnitVersion, *, on: date, now: datetime, only: BoardFilter | None = None) -> Board:
    """The page for the branch of `unit`, as at a day."""
    only = only or BoardFilter()
    node = rollup(root.pk, unit.path, on=on, now=now)
    found = sorted((child for child in node.children if only.shows(child)), key=only.key)
    if only.level:
        found = _of_level(found, only.level, on)
    page = min(only.page, max(1, -(-len(found) // LINES)))
    shown = [node, *(found if not page else found[(page - 1) * LINES : page * LINES])]
    cells = _cells(root.pk, [n.path for n in shown], on, now)
    columns = _columns(root.pk, node, {requirement_id for _, requirement_id in cells})
    if only.requirement_id in {c.requirement_id for c in columns}:
        columns = [c for c in columns if c.requirement_id == only.requirement_id]
    lines = [Line(n, [cells.get((n.unit_id, c.requirement_id)) for c in columns]) for n in shown]
    own = lines[0] if node.own.total and page < 2 else None
    return Board(root, unit, node, columns, own, lines[1:], len(found), page)


# What waits for a unit's approval, in one statement and so one snapshot. Who addressed a whole branch at once reviews
# nearly all of it: then the sum is taken, and what the others below have given besides is counted and left out.
_WAITING_OF = """
    select count(*) from cascade_obligation o
     where o.partition_no = %(partition)s and o.state = 'submitted'
       and o.path collate "C" >= %(top)s and o.path collate "C" < %(top)s || '~'
       and o.cascade_id = any(array(select g.id from cascade_cascade g
                                     where %(root)s in (g.id, g.root_id) and g.unit_in_charge_id {whose} %(reviewer)s))
"""
_WAITING = _WAITING_OF.format(whose="=")
_WAITING_OF_MOST = f"""
    select coalesce(sum(submitted), 0) - ({_WAITING_OF.format(whose="<>")})
      from cascade_rollup_v1(array[%(root)s]::bigint[], %(top)s, %(on)s, 0)
"""  # noqa: S608 - our own words


def count_waiting(root: Cascade, top: str, reviewer_id: int, *, on: date, now: datetime) -> int:
    """How many rows of the branch wait for the approval of a unit: those that the list for it shows."""
    parameters: dict[str, Any] = {
        "root": root.pk,
        "partition": root.partition_no,
        "top": top,
        "on": on,
        "reviewer": reviewer_id,
    }
    with connection.cursor() as cursor:
        if sums(cursor, [root.pk], top, on=on, as_at=instant_of(on, now), levels=0) != NOW:
            mine = RowFilter(standing=Standing.SUBMITTED, reviewer_id=reviewer_id)
            return count_rows(root.pk, top, on=on, now=now, only=mine)
        reviews_most = root.unit_in_charge_id == reviewer_id and root.scope != Scope.DIRECT
        cursor.execute(_WAITING_OF_MOST if reviews_most else _WAITING, parameters)
        return int(cursor.fetchone()[0])


def _of_level(nodes: list[Node], level: str, on: date) -> list[Node]:
    versions = UnitVersion.objects.filter(
        unit_id__in=[node.unit_id for node in nodes], valid_during__startswith__lte=on
    ).order_by("valid_during")
    levels = dict(versions.values_list("unit_id", "level"))  # the latest stays
    return [node for node in nodes if levels.get(node.unit_id) == level]


def _cells(root_id: int, paths: list[str], on: date, now: datetime) -> dict[tuple[int, int], Cell]:
    parameters: dict[str, Any] = {"root": root_id, "on": on, "paths": paths}
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
