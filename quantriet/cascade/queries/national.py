"""Many cascades at once: how a branch, or each unit directly below, stands with every one of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from quantriet.cascade.models import Cascade
from quantriet.cascade.queries.rollup import instant_of
from quantriet.cascade.queries.sums import STEP, sums
from quantriet.cascade.rules.standing import Counts, one
from quantriet.cascade.rules.states import CascadeState
from quantriet.org import queries as org
from quantriet.org.models import UnitVersion

SOON = timedelta(days=30)

_SUMS = """
    select root_cascade_id, path, sum(approved), sum(submitted), sum(returned), sum(late), sum(open)
      from {sums}(%(roots)s::bigint[], %(top)s, %(on)s, %(levels)s)
     group by 1, 2
"""
_ROWS = """
    select r.id, left(s.path, %(width)s), s.standing, count(*)
      from unnest(%(roots)s::bigint[]) r (id)
      cross join lateral cascade_standing_v4(r.id, %(top)s, %(on)s, %(as_at)s) s
     group by 1, 2, 3
"""
Figures = dict[int, dict[str, Counts]]  # root cascade → path → counts of that branch


def figures(roots: Iterable[int], top: str, *, on: date, now: datetime, levels: int = 0) -> Figures:
    """For each root the counts of the branch of `top`, and of those directly below it when `levels` is 1."""
    values: dict[str, Any] = {"roots": list(roots), "top": top, "on": on, "as_at": instant_of(on, now)}
    values |= {"levels": levels, "width": len(top) + levels * STEP}
    found: Figures = {root: {} for root in values["roots"]}
    if not found:
        return found
    with connection.cursor() as cursor:
        source = sums(cursor, values["roots"], top, on=on, as_at=values["as_at"], levels=levels)
        if source:
            cursor.execute(_SUMS.format(sums=source), values)
            for root, path, *numbers in cursor.fetchall():
                found[root][path] = Counts(*(int(n) for n in numbers))
            return found
        cursor.execute(_ROWS, values)
        for root, path, standing, number in cursor.fetchall():
            for place in {path, top}:
                found[root][place] = found[root].get(place, Counts()) + one(standing, number)
    return found


def counts_under(roots: Iterable[int], path: str, *, on: date, now: datetime) -> dict[int, Counts]:
    """For each root how everything below the unit of `path` stands, without what the unit owes itself."""
    found = figures(roots, path, on=on, now=now, levels=1)
    return {
        root: sum((counts for place, counts in by.items() if place != path and len(place) > len(path)), Counts())
        for root, by in found.items()
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """One cascade as one branch stands with it."""

    root: Cascade
    issuer_name: str
    due_on: date | None  # the latest of its requirements
    counts: Counts


@dataclass(frozen=True, slots=True)
class Overview:
    """Every open cascade of a branch on a day."""

    unit: UnitVersion
    lines: list[Standing] = field(default_factory=list)

    @property
    def total(self) -> Counts:
        return sum((line.counts for line in self.lines), Counts())

    def only(self, *, late: bool, due: str, on: date) -> "Overview":
        """The cascades with something late, or with a deadline gone by, near, or far off."""
        return Overview(self.unit, [
            line for line in self.lines
            if (line.counts.late or not late) and (not due or due == nearness(line.due_on, on))
        ])  # fmt: skip


def nearness(due_on: date | None, on: date) -> str:
    """Whether a deadline has passed, is near, or lies further off."""
    if due_on is not None and due_on < on:
        return "past"
    return "soon" if due_on is not None and due_on <= on + SOON else "later"


def open_roots(visible: QuerySet[Cascade], on: date) -> QuerySet[Cascade]:
    """The issued root cascades among those one may see; `due_on` is the latest deadline."""
    found = Cascade.objects.filter(pk__in=visible.values("pk"), root__isnull=True, state=CascadeState.ISSUED)
    return found.filter(issued_at__date__lte=on).annotate(due_on=Max("requirements__due_on")).order_by("pk")


ORDERS = {
    "due": lambda line: (line.due_on or date.max, line.root.pk),
    "late": lambda line: (-line.counts.late, line.due_on or date.max, line.root.pk),
    "done": lambda line: (-line.counts.approved / line.counts.total if line.counts.total else 0, line.root.pk),
    "title": lambda line: (line.root.title, line.root.pk),
}


def overview(roots: QuerySet[Cascade], unit: UnitVersion, *, on: date, now: datetime, order: str = "due") -> Overview:
    """How the branch of `unit` stands with every open cascade: one read gives all figures."""
    cascades = list(roots)
    found = figures([c.pk for c in cascades], unit.path, on=on, now=now)
    names = org.names({c.issuing_unit_id for c in cascades}, on)
    lines = [
        Standing(c, names.get(c.issuing_unit_id, ""), getattr(c, "due_on", None), found[c.pk].get(unit.path, Counts()))
        for c in cascades
    ]
    return Overview(unit, sorted((line for line in lines if line.counts.total), key=ORDERS[order]))
