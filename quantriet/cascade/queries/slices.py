"""Where a part of a long list lies: the sums say in which places its rows are, so that only these are read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.utils import CursorWrapper

from quantriet.cascade.queries.sums import NOW, STEP, SUMMED_LEVELS
from quantriet.cascade.rules.standing import Counts

_FIGURES = """
    select path, requirement_id, due_on, sum(approved), sum(submitted), sum(returned), sum(open), sum(irregular)
      from ({parts}) parts group by path, requirement_id, due_on
"""
_PAST = """
    select p.path, p.requirement_id, p.due_on, p.approved, p.submitted, p.returned, p.assigned + p.accepted as open,
           p.irregular
      from unnest(%(tops)s::text[]) t (top)
      cross join generate_series(length(t.top) / 12, length(t.top) / 12 + 1) k
      cross join lateral (select * from cascade_past c
                           where c.root_cascade_id = %(root)s and c.depth = k
                             and c.day <= least(%(on)s, (select d.kept_until from cascade_kept d
                                                          where d.root_cascade_id = %(root)s))
                             and c.path >= t.top and c.path < t.top || '~' offset 0) p
"""
# And of a past day that is not kept yet what has changed since the last one that is.
_SINCE = """
    select path, requirement_id, due_on, approved, submitted, returned, open, irregular
      from cascade_since_v1(array[%(root)s]::bigint[], %(top)s, %(on)s)
"""
# As in cascade_rollup_v1: the sums and what is not folded yet.
_PRESENT = """
    select r.path, r.requirement_id, r.due_on, r.approved, r.submitted, r.returned, r.assigned + r.accepted as open,
           r.irregular
      from unnest(%(tops)s::text[]) t (top)
      cross join generate_series(length(t.top) / 12, length(t.top) / 12 + 1) k
      cross join lateral (select * from cascade_roll c
                           where c.root_cascade_id = %(root)s and c.depth = k
                             and c.path >= t.top and c.path < t.top || '~' offset 0) r
    union all
    select left(s.path, 12 * k), c.requirement_id, s.due_on, s.n * (s.state = 'approved')::int,
           s.n * (s.state = 'submitted')::int, s.n * (s.state = 'returned')::int,
           s.n * (s.state in ('assigned', 'accepted'))::int,
           s.n * (s.irregular and s.state not in ('approved', 'recalled', 'waived'))::int
      from cascade_roll_change c
      cross join lateral (values (c.old_path, c.old_due_on, c.old_state, c.old_irregular, -1),
                                 (c.new_path, c.new_due_on, c.new_state, c.new_irregular, 1))
           s (path, due_on, state, irregular, n)
      join unnest(%(tops)s::text[]) t (top) on s.path >= t.top and s.path < t.top || '~'
      join generate_series(length(t.top) / 12, length(t.top) / 12 + 1) k on length(s.path) >= 12 * k
     where c.root_cascade_id = %(root)s
"""


MANY = 150  # places: to read more than so many one by one takes longer than to read the branch
ANY = date.min  # the deadline of a piece of all deadlines


@dataclass(frozen=True, order=True, slots=True)
class Piece:
    """Some rows that follow each other in a list: of a branch or of its unit alone, with one deadline or any."""

    due_on: date
    path: str
    is_branch: bool
    number: int

    @property
    def only_due_on(self) -> date | None:
        """The one deadline, if there is one."""
        return None if self.due_on == ANY else self.due_on


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is of, and in which order: by place, or by deadline first."""

    root_id: int
    source: str  # the function of the sums
    on: date
    standing: str | None
    requirement_id: int | None
    irregular: bool
    below: bool
    by_due: bool

    def count(self, due_on: date, figures: Sequence[int]) -> int:
        """How many of some obligations are in the list."""
        approved, submitted, returned, still_open, irregular = figures
        if self.irregular:
            return irregular
        late = due_on < self.on
        counts = Counts(approved, submitted, 0 if late else returned, returned + still_open if late else 0,
                        0 if late else still_open)  # fmt: skip
        return int(getattr(counts, self.standing)) if self.standing else counts.total


def pieces(
    cursor: CursorWrapper, wanted: Wanted, top: str, *, offset: int, number: int
) -> tuple[list[Piece], int]:
    """The pieces of the list in which so many of its rows from one on lie, and the place of that one in them."""
    found = whole = [Piece(ANY, top, is_branch=True, number=offset + number)]
    inner = offset
    since = _since(cursor, wanted, top)
    for depth in range(len(top) // STEP, SUMMED_LEVELS):
        tops = sorted({piece.path for piece in found if piece.is_branch and len(piece.path) == depth * STEP})
        figures = _figures(cursor, wanted, tops, since)
        split = [part for piece in found for part in (_split(piece, figures) if piece.path in tops else [piece])]
        if wanted.below:
            split = [piece for piece in split if piece.is_branch or piece.path != top]
        found, inner = _overlapping(sorted(split), inner, number)
        if len(found) > MANY:
            return whole, offset
    return found, inner


Figures = dict[str, dict[tuple[date, str], int]]  # branch → deadline and place → rows of the list there


def _since(cursor: CursorWrapper, wanted: Wanted, top: str) -> list[tuple[Any, ...]]:
    if wanted.source == NOW:
        return []
    cursor.execute(_SINCE, {"root": wanted.root_id, "top": top, "on": wanted.on})
    return list(cursor.fetchall())


def _figures(cursor: CursorWrapper, wanted: Wanted, tops: list[str], since: list[tuple[Any, ...]]) -> Figures:
    sql = _FIGURES.format(parts=_PRESENT if wanted.source == NOW else _PAST)
    cursor.execute(sql, {"tops": tops, "root": wanted.root_id, "on": wanted.on})
    found: Figures = {top: defaultdict(int) for top in tops}
    width = len(tops[0]) if tops else 0
    cut = [(row[0][:length], *row[1:]) for row in since for length in (width, width + STEP) if len(row[0]) >= length]
    for path, requirement_id, due_on, *figures in [*cursor.fetchall(), *cut]:
        top = path[:width]
        if top in found and wanted.requirement_id in (None, requirement_id):
            key = (due_on if wanted.by_due else ANY, path)
            found[top][key] += wanted.count(due_on, [int(figure) for figure in figures])
    return found


def _split(piece: Piece, figures: Figures) -> Iterable[Piece]:
    """The branches of a branch, and before them what its unit owes itself."""
    if not piece.is_branch:
        return [piece]
    own: dict[date, int] = defaultdict(int)
    parts = []
    for (due_on, path), number in figures[piece.path].items():
        if piece.due_on not in (ANY, due_on):
            continue
        if path == piece.path:
            own[due_on] += number
        else:
            own[due_on] -= number
            parts.append(Piece(due_on, path, is_branch=True, number=number))
    return [Piece(due_on, piece.path, is_branch=False, number=number) for due_on, number in own.items()] + parts


def _overlapping(ordered: list[Piece], offset: int, number: int) -> tuple[list[Piece], int]:
    """Those of the pieces that hold some of the rows asked for; the offset within them."""
    found: list[Piece] = []
    passed = 0
    first = offset
    for piece in ordered:
        if piece.number and passed + piece.number > offset and passed < offset + number:
            if not found:
                first = offset - passed
            found.append(piece)
        passed += piece.number
    return found, first


_ROWS_OF = """
    (select s.* from unnest(%(branches)s::text[], %(branch_days)s::date[]) b (top, due_on)
       cross join lateral cascade_standing_v4(%(root)s, b.top, %(on)s, %(as_at)s) s
      where b.due_on is null or s.due_on = b.due_on
     union all
     select s.* from cascade_owed_v1(%(root)s, %(units)s::text[], %(on)s, %(as_at)s) s
       join unnest(%(units)s::text[], %(unit_days)s::date[]) u (path, due_on)
         on u.path = s.path and (u.due_on is null or s.due_on = u.due_on))
"""


def rows_of(found: list[Piece]) -> tuple[str, dict[str, Any]]:
    """The rows of some pieces, as a source to choose from, with its values."""
    branches, units = [p for p in found if p.is_branch], [p for p in found if not p.is_branch]
    return _ROWS_OF, {
        "branches": [p.path for p in branches], "branch_days": [p.only_due_on for p in branches],
        "units": [p.path for p in units], "unit_days": [p.only_due_on for p in units],
    }  # fmt: skip
