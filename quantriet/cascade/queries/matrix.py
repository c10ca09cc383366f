"""Units against requirements, or against cascades: a rank or a table, the same figures."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from quantriet.cascade.models import Cascade, Requirement
from quantriet.cascade.queries.national import figures
from quantriet.cascade.queries.rollup import Node, rollup
from quantriet.cascade.rules.requirement import type_of
from quantriet.cascade.rules.standing import Counts
from quantriet.org import queries as org
from quantriet.org.models import UnitVersion


@dataclass(frozen=True, slots=True)
class Head:
    """What a column stands for: a requirement of one cascade, or a whole cascade."""

    root_id: int
    requirement_id: int | None
    label: Any
    title: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Across:
    """One unit of the table: a figure for each column and all of them together."""

    unit_id: int
    name: str
    cells: list[Counts]
    total: Counts


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table; the last line counts the branch as a whole, what its own unit owes included."""

    heads: list[Head]
    lines: list[Across]
    whole: Across


def of_requirements(root: Cascade, unit: UnitVersion, *, on: date, now: datetime) -> Matrix:
    """The units directly below against the requirements of one cascade."""
    node = rollup(root.pk, unit.path, on=on, now=now, levels=1)
    found = Requirement.objects.filter(pk__in=node.branch_by_requirement)
    ordered = sorted(found, key=lambda r: (r.cascade_id != root.pk, r.cascade_id, r.place))
    heads = [Head(root.pk, r.pk, type_of(r.type).label, r.title, r.due_on) for r in ordered]
    return Matrix(heads, [_across(child, heads) for child in node.children], _across(node, heads))


def _across(node: Node, heads: list[Head]) -> Across:
    by = node.branch_by_requirement
    return Across(node.unit_id, node.name, [by.get(h.requirement_id or 0, Counts()) for h in heads], node.branch)


def of_cascades(cascades: list[Cascade], unit: UnitVersion, *, on: date, now: datetime) -> Matrix:
    """The units directly below against many cascades."""
    found = figures([c.pk for c in cascades], unit.path, on=on, now=now, levels=1)
    owing = [c for c in cascades if found[c.pk].get(unit.path, Counts()).total]
    heads = [Head(c.pk, None, "", c.title, getattr(c, "due_on", None)) for c in owing]
    paths = {path for c in owing for path in found[c.pk] if len(path) > len(unit.path)}
    by_unit = {int(path.rstrip("/").rsplit("/", 1)[-1]): path for path in paths}
    names = org.names(set(by_unit), on)
    lines = [
        _of(found, owing, by_unit[unit_id], unit_id, names.get(unit_id, ""))
        for unit_id in org.order_of(sorted(by_unit), on)
    ]
    return Matrix(heads, lines, _of(found, owing, unit.path, unit.unit_id, unit.name))


def _of(found: Any, cascades: list[Cascade], path: str, unit_id: int, name: str) -> Across:
    cells = [found[c.pk].get(path, Counts()) for c in cascades]
    return Across(unit_id, name, cells, sum(cells, Counts()))


def requirement_titles(root_id: int) -> dict[int, str]:
    """The requirements of a root cascade by number, in their order."""
    return dict(Requirement.objects.filter(cascade_id=root_id).order_by("place").values_list("pk", "title"))


def requirement_days(root_id: int) -> list[date]:
    """The deadlines of a root cascade, each once."""
    days = Requirement.objects.filter(cascade_id=root_id, due_on__isnull=False).order_by("due_on")
    return [day for day in days.values_list("due_on", flat=True).distinct() if day]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit's place by the share it has done; equal shares have the same place."""

    place: int
    node: Node


def ranking(root_id: int, unit: UnitVersion, *, on: date, now: datetime) -> list[Ranked]:
    """The units directly below by their share done, the highest first."""
    node = rollup(root_id, unit.path, on=on, now=now, levels=1)
    return rank([child for child in node.children if child.branch.total])


def rank(nodes: list[Node]) -> list[Ranked]:
    """Places by share: after two firsts comes a third."""
    shares = {node.unit_id: Fraction(node.branch.approved, node.branch.total) for node in nodes}
    ordered = sorted(nodes, key=lambda node: (-shares[node.unit_id], node.order))
    return [
        Ranked(1 + sum(other > shares[node.unit_id] for other in shares.values()), node) for node in ordered
    ]
