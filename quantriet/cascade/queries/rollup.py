"""How a branch stands: one read of cascade_standing_v4, or of its sums, gives every figure of the page."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from quantriet.cascade.queries.names import LONG, by_name
from quantriet.cascade.queries.slices import Wanted, pieces, rows_of
from quantriet.cascade.queries.sums import NOW, STEP, SUMMED_LEVELS, sums
from quantriet.cascade.rules.standing import TONES, Counts, Standing, one
from quantriet.kernel.clock import ZONE, local_day
from quantriet.org.models import UnitVersion


@dataclass
class Node:
    """A unit in the roll-up: its own obligations, its whole branch, both in all and per root requirement."""

    path: str
    unit_id: int
    name: str = ""
    short_name: str = ""
    own: Counts = field(default_factory=Counts)
    branch: Counts = field(default_factory=Counts)
    own_by_requirement: dict[int, Counts] = field(default_factory=dict)
    branch_by_requirement: dict[int, Counts] = field(default_factory=dict)
    order: tuple[int, str] = (0, "")  # among its siblings, by protocol
    irregular: int = 0  # recorded, but not as required (a deputy presented …), in the whole branch
    children: list["Node"] = field(default_factory=list)

    def add(self, requirement_id: int, counts: Counts, irregular: int) -> None:
        """Count some obligations of this unit and of those below it."""
        self.branch += counts
        self.irregular += irregular
        by = self.branch_by_requirement
        by[requirement_id] = by.get(requirement_id, Counts()) + counts

    def add_own(self, requirement_id: int, counts: Counts) -> None:
        """Count some obligations of the unit itself, which are counted in its branch already."""
        self.own += counts
        mine = self.own_by_requirement
        mine[requirement_id] = mine.get(requirement_id, Counts()) + counts


def instant_of(on: date, now: datetime) -> datetime | None:
    """The last instant of a past day; None for today and later: the present state."""
    return None if on >= local_day(now) else datetime.combine(on, time.max, tzinfo=ZONE)


_GROUPS = """
    select left(path, %(width)s), length(path) <= %(width)s, root_requirement_id, standing,
           count(*), count(*) filter (where irregular)
      from cascade_standing_v4(%(root)s, %(top)s, %(on)s, %(as_at)s)
     group by 1, 2, 3, 4
"""
_SUMS = """
    select path, requirement_id, approved, submitted, returned, late, open, irregular
      from {sums}(array[%(root)s]::bigint[], %(top)s, %(on)s, %(levels)s)
"""
_COUNTED_QUICKLY = 5000  # obligations: so many rows are grouped in a few milliseconds
_DRAWN = 300  # units of the lowest level shown; where there are more, one level less is shown
_LOWEST = """
    select count(*) from (select distinct path from {table}
                           where root_cascade_id = %(root)s and depth = length(%(top)s) / 12 + %(levels)s
                             and path >= %(top)s and path < %(top)s || '~' limit %(drawn)s + 1) lowest
"""
_TOTAL = """
    select coalesce(sum(approved + submitted + returned + late + open), 0)
      from {sums}(array[%(root)s]::bigint[], %(top)s, %(on)s, 0)
"""
_OWN = """
    select path, root_requirement_id, standing, count(*)
      from cascade_owed_v1(%(root)s, %(paths)s, %(on)s, %(as_at)s)
     group by 1, 2, 3
"""


def rollup(root_id: int, top: str, *, on: date, now: datetime, levels: int = 2) -> Node:
    """The roll-up of the unit of path `top` with its descendants down to `levels` below it, or one level less."""
    parameters = {"root": root_id, "top": top, "on": on, "as_at": instant_of(on, now), "levels": levels}
    nodes: dict[str, Node] = {top: Node(path=top, unit_id=int(top[-STEP:-1]))}
    with connection.cursor() as cursor:
        parameters["levels"] = _levels_of_sums(cursor, parameters)
        if source := _source(cursor, parameters):
            _from_sums(cursor, source, parameters, nodes)
        else:
            _from_rows(cursor, parameters, nodes)
    if levels > 1:
        _cut(nodes, len(top) + levels * STEP)
    _name_and_sort(nodes, on)
    return nodes[top]


def _cut(nodes: dict[str, Node], lowest: int) -> None:
    """Leave the lowest level out where it is too much to draw; what it counts stays counted above it."""
    deepest = [path for path in nodes if len(path) == lowest]
    if len(deepest) > _DRAWN:
        for path in deepest:
            nodes[path[:-STEP]].children.clear()
            del nodes[path]


def _source(cursor: CursorWrapper, parameters: dict[str, Any]) -> str | None:
    which = {name: parameters[name] for name in ("on", "as_at", "levels")}
    return sums(cursor, [parameters["root"]], parameters["top"], **which)


def _levels_of_sums(cursor: CursorWrapper, parameters: dict[str, Any]) -> int:
    """As many levels as asked for; in a large branch only those that are summed, for more could not be drawn."""
    summed = SUMMED_LEVELS - len(parameters["top"]) // STEP
    if not 0 < summed < parameters["levels"]:
        return int(parameters["levels"])
    source = _source(cursor, parameters | {"levels": 0})
    if source is None and parameters["as_at"] is not None:
        return int(parameters["levels"])
    cursor.execute(_TOTAL.format(sums=source or NOW), parameters)
    (total,) = cursor.fetchone()
    return summed if total > _COUNTED_QUICKLY else int(parameters["levels"])


def _node(nodes: dict[str, Node], path: str, top: str) -> Node:
    if path not in nodes:
        nodes[path] = Node(path=path, unit_id=int(path[-STEP:-1]))
        if path != top:
            _node(nodes, path[:-STEP], top).children.append(nodes[path])
    return nodes[path]


def _from_sums(cursor: CursorWrapper, source: str, parameters: dict[str, Any], nodes: dict[str, Node]) -> None:
    top = parameters["top"]
    if parameters["levels"] > 1:
        table = "cascade_roll" if source == NOW else "cascade_past"
        cursor.execute(_LOWEST.format(table=table), parameters | {"drawn": _DRAWN})
        parameters = parameters | {"levels": parameters["levels"] - (cursor.fetchone()[0] > _DRAWN)}
    cursor.execute(_SUMS.format(sums=source), parameters)
    for path, requirement_id, approved, submitted, returned, late, still_open, irregular in cursor.fetchall():
        counts = Counts(int(approved), int(submitted), int(returned), int(late), int(still_open))
        _node(nodes, path, top).add(requirement_id, counts, int(irregular))
    cursor.execute(_OWN, parameters | {"paths": list(nodes)})
    for path, requirement_id, standing, number in cursor.fetchall():
        nodes[path].add_own(requirement_id, one(standing, number))


def _from_rows(cursor: CursorWrapper, parameters: dict[str, Any], nodes: dict[str, Node]) -> None:
    top = parameters["top"]
    cursor.execute(_GROUPS, parameters | {"width": len(top) + parameters["levels"] * STEP})
    for prefix, is_exact, requirement_id, standing, number, irregular in cursor.fetchall():
        counts = one(standing, number)
        if is_exact:
            _node(nodes, prefix, top).add_own(requirement_id, counts)
        path = prefix
        while len(path) >= len(top):
            _node(nodes, path, top).add(requirement_id, counts, irregular)
            path = path[:-STEP]


def _name_and_sort(nodes: dict[str, Node], on: date) -> None:
    unit_ids = {node.unit_id for node in nodes.values()}
    versions = UnitVersion.objects.filter(unit_id__in=unit_ids, valid_during__startswith__lte=on)
    latest = {v.unit_id: v for v in versions.order_by("valid_during")}  # a unit that has ended keeps its last name
    for node in nodes.values():
        if version := latest.get(node.unit_id):
            node.name, node.short_name = version.name, version.short_name
            node.order = (version.place, version.sort_key)
    for node in nodes.values():
        node.children.sort(key=lambda child: child.order)


@dataclass(frozen=True, slots=True)
class Row:
    """One obligation as it stands on a day: the rows behind a figure."""

    obligation_id: int
    unit_id: int
    path: str
    cascade_id: int
    requirement_id: int
    root_requirement_id: int
    due_on: date
    state: str
    standing: str
    is_irregular: bool
    unit_name: str
    title: str
    responsible: str

    @property
    def standing_label(self) -> Any:
        return Standing(self.standing).label

    @property
    def standing_tone(self) -> str:
        return TONES[Standing(self.standing)]


_BRANCH = "cascade_standing_v4(%(root)s, %(top)s, %(on)s, %(as_at)s)"
_UNIT = "cascade_owed_v1(%(root)s, array[%(top)s], %(on)s, %(as_at)s)"
# The second line of a state says nothing new: it lets the server use the index of what waits for approval.
_CHOSEN = """
      from {rows} s {names}
     where (%(standing)s::text is null or s.standing = %(standing)s)
       and (%(standing)s::text is distinct from 'submitted' or s.state = 'submitted')
       and (%(requirement)s::bigint is null or s.root_requirement_id = %(requirement)s)
       and (not %(below)s or s.path <> %(top)s)
       and (%(reviewer)s::bigint is null
            or s.cascade_id in (select g.id from cascade_cascade g where g.unit_in_charge_id = %(reviewer)s))
       and (not %(irregular)s or s.irregular)
"""
# What the owing unit was called last; a join, so that the names of a whole country are read in one go.
_NAMES = """
      join org_unitversion u on u.unit_id = s.unit_id and lower(u.valid_during) <= %(on)s
       and not exists (select from org_unitversion l
                        where l.unit_id = u.unit_id and lower(l.valid_during) <= %(on)s
                          and lower(l.valid_during) > lower(u.valid_during))
"""
# The rows asked for are picked first; only these are looked up further.
_ROWS = """
    with picked as materialized (select s.* {chosen} {order_within})
    select s.obligation_id, s.unit_id, s.path, s.cascade_id, s.requirement_id, s.root_requirement_id, s.due_on,
           s.state, s.standing, s.irregular, u.name, r.title, o.responsible
      from picked s
      join cascade_obligation o on o.id = s.obligation_id
      join cascade_requirement r on r.id = s.requirement_id
      {names}
     order by {order}
"""
_ORDERS = {
    "unit": 's.path collate "C", s.due_on, s.obligation_id',
    "name": "u.sort_key, s.due_on, s.obligation_id",
    "due": "s.due_on, s.path, s.obligation_id",
}
# Of how much under the root the reviewer has charge: of everything, or of nothing, no row need be asked who gave it.
_GIVEN = """
    select count(*) filter (where g.unit_in_charge_id = %(reviewer)s), count(*) from cascade_cascade g
     where g.id = %(root)s or g.root_id = %(root)s
"""
_LIMIT = "limit %(number)s offset %(offset)s"


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows of the branch: the same words that a figure's link carries."""

    standing: str | None = None
    requirement_id: int | None = None
    own: bool = False  # the unit's own obligations only, not its branch
    below: bool = False  # the branch without the unit's own
    irregular: bool = False
    reviewer_id: int | None = None  # only what this unit has given, and so reviews

    @property
    def standing_label(self) -> Any:
        return Standing(self.standing).label if self.standing else ""

    @property
    def is_summed(self) -> bool:
        """Whether the sums of the upper levels know what is asked for."""
        return not (self.own or self.below or self.irregular or self.reviewer_id)


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of the rows, in which order."""

    order: str = "unit"
    number: int | None = None  # None: all
    offset: int = 0


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some of the rows, and how many there are in all."""

    rows: list[Row]
    total: int


def count_rows(root_id: int, top: str, *, on: date, now: datetime, only: RowFilter) -> int:
    """The figure itself."""
    parameters = _parameters(root_id, top, on, now, only)
    with connection.cursor() as cursor:
        if only.reviewer_id is not None:
            cursor.execute(_GIVEN, parameters)
            given, everything = cursor.fetchone()
            if not given:
                return 0
            if given == everything:
                only = replace(only, reviewer_id=None)
        if only.below:  # all of the branch but what its unit owes itself
            whole, own = replace(only, below=False), replace(only, below=False, own=True)
            return count_rows(root_id, top, on=on, now=now, only=whole) - count_rows(
                root_id, top, on=on, now=now, only=own
            )
        if only.is_summed and (source := _source(cursor, parameters | {"levels": 0})):
            cursor.execute(_SUMS.format(sums=source), parameters | {"levels": 0})
            return _total([row[1:7] for row in cursor.fetchall()], only)
        chosen = _CHOSEN.format(rows=_UNIT if only.own else _BRANCH, names="")
        cursor.execute(f"select count(*) {chosen}", parameters)
        return int(cursor.fetchone()[0])


def _total(sums: list[tuple[Any, ...]], only: RowFilter) -> int:
    """The part of the sums of one unit that a filter speaks of."""
    total = Counts()
    for requirement_id, *figures in sums:
        if only.requirement_id in (None, requirement_id):
            total += Counts(*(int(figure) for figure in figures))
    return int(getattr(total, only.standing)) if only.standing else total.total


def rows(
    root_id: int, top: str, *, on: date, now: datetime, only: RowFilter, part: Slice | None = None
) -> RowPage:
    """The obligations that a figure counts, or a part of them; `total` is the figure."""
    part = part or Slice()
    parameters = _parameters(root_id, top, on, now, only) | {"number": part.number, "offset": part.offset}
    order = _ORDERS[part.order]
    within, names = f"order by {order} {_LIMIT}", _NAMES if "u." in order else ""
    if part.number is None:
        within = names = ""
    total = None if part.number is None else count_rows(root_id, top, on=on, now=now, only=only)
    with connection.cursor() as cursor:
        source, where = _lying(cursor, parameters, only, part, total)
        chosen = _CHOSEN.format(rows=source, names=names)
        sql = _ROWS.format(chosen=chosen, order=order, order_within=within, names=_NAMES)
        cursor.execute(sql, parameters | where)
        found = [Row(*row) for row in cursor.fetchall()]
    return RowPage(found, len(found) if total is None else total)


def _lying(
    cursor: CursorWrapper, parameters: dict[str, Any], only: RowFilter, part: Slice, total: int | None
) -> tuple[str, dict[str, Any]]:
    """Where the rows asked for lie, with the values of that: of a large branch only the places that hold them."""
    if only.own:
        return _UNIT, {}
    if part.order == "name":
        # Names of the whole tree are in an index; those of a branch would have to be found among them.
        is_long = total is not None and total >= LONG and len(parameters["top"]) == STEP
        return (is_long and by_name(cursor, _CHOSEN, parameters)) or (_BRANCH, {})
    unknown = only.reviewer_id is not None or (only.irregular and only.standing is not None)
    if unknown or part.number is None or len(parameters["top"]) // STEP >= SUMMED_LEVELS:
        return _BRANCH, {}
    if (source := _source(cursor, parameters | {"levels": 0})) is None:
        return _BRANCH, {}
    wanted = Wanted(
        parameters["root"], source, parameters["on"], only.standing, only.requirement_id,
        irregular=only.irregular, below=only.below, by_due=part.order == "due",
    )  # fmt: skip
    found, offset = pieces(cursor, wanted, parameters["top"], offset=part.offset, number=part.number)
    sql, values = rows_of(found)
    return sql, values | {"offset": offset}


def _parameters(root_id: int, top: str, on: date, now: datetime, only: RowFilter) -> dict[str, Any]:
    return {
        "root": root_id,
        "top": top,
        "on": on,
        "as_at": instant_of(on, now),
        "standing": only.standing,
        "requirement": only.requirement_id,
        "below": only.below,
        "irregular": only.irregular,
        "reviewer": only.reviewer_id,
    }
