"""The tables of the pages as they are taken away: the same figures in the same order."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quantriet.cascade.models import Cascade
from quantriet.cascade.queries.board import Board, Cell
from quantriet.cascade.queries.late import LatePage
from quantriet.cascade.queries.lists import Calls, Contact, Superior
from quantriet.cascade.queries.matrix import Matrix, Ranked
from quantriet.cascade.queries.national import Overview
from quantriet.cascade.queries.rollup import RowPage
from quantriet.cascade.queries.trend import Point, Week
from quantriet.cascade.rules.sheet import Column, Sheet, share
from quantriet.cascade.rules.standing import Counts, Standing
from quantriet.kernel.clock import local_day
from quantriet.web.formats import count, day, instant, percent


def notes(*, on: date, now: datetime, unit: str, who: str, words: list[str]) -> list[tuple[str, str]]:
    """What the table shows, for whoever finds it without us."""
    as_at = instant(now) if on >= local_day(now) else day(on)
    return [
        (_("Unit"), unit),
        (_("Figures as at"), as_at),
        (_("Filter"), "; ".join(words) or _("nothing filtered")),
        (_("Taken away by"), who),
        (_("Taken away at"), instant(now)),
    ]


def _count_columns(group: str) -> list[Column]:
    return [
        Column(_("Assigned"), group, "count", 10),
        Column(_("Done"), group, "count", 10),
        Column(_("Share done"), group, "share", 10),
        Column(_("Waiting for approval"), group, "count", 10),
        Column(_("In progress"), group, "count", 10),
        Column(_("Returned"), group, "count", 10),
        Column(_("Late"), group, "count", 10),
    ]


def _count_cells(counts: Counts) -> list[Any]:
    done = share(counts.approved, counts.total)
    return [counts.total, counts.approved, done, counts.submitted, counts.open, counts.returned, counts.late]


def of_board(board: Board, said: list[tuple[str, str]]) -> Sheet:
    """The table of the cascade page."""
    columns = [Column(_("Unit"), width=34)]
    for title in _apart([column.title for column in board.columns]):
        columns += [
            Column(_("Standing"), title, width=18),
            Column(_("Deadline"), title, "day", 12),
            Column(_("What was recorded"), title, width=24),
        ]
    columns += _count_columns(_("Whole branch"))
    rows: list[list[Any]] = []
    if board.own:
        name = _("%(unit)s (owed by itself)") % {"unit": board.own.node.name}
        rows.append([name, *_cells(board.own.cells), *_count_cells(board.own.node.own)])
    rows += [[line.node.name, *_cells(line.cells), *_count_cells(line.node.branch)] for line in board.lines]
    total = [_("Whole branch"), *_of_columns(board), *_count_cells(board.node.branch)]
    return Sheet(_("Unit by unit"), board.root.title, columns, rows, total, said, _("Notes"))


def _apart(titles: list[str]) -> list[str]:
    """Titles to stand over columns: neighbours with the same one would share one heading, so these are numbered."""
    return titles if len(set(titles)) == len(titles) else [f"{n}. {title}" for n, title in enumerate(titles, 1)]


def _of_columns(board: Board) -> list[Any]:
    """How the branch stands with each requirement, as the page says it."""
    found: list[Any] = []
    for counts in (column.counts for column in board.columns):
        found += [f"{count(counts.approved)} / {count(counts.total)}", None, percent(counts.approved, counts.total)]
    return found


def _cells(cells: list[Cell | None]) -> list[Any]:
    found: list[Any] = []
    for cell in cells:
        found += [_standing(cell), cell.due_on, cell.summary] if cell else [None, None, None]
    return found


def _standing(cell: Cell) -> str:
    """How a unit stands with a requirement, with all that the page says of it besides."""
    words = [str(cell.standing_label)]
    if cell.standing == Standing.LATE:
        words = [ngettext("late by %(days)s day", "late by %(days)s days", cell.days_late) % {"days": cell.days_late}]
    if cell.is_irregular and cell.standing != Standing.APPROVED:
        words.append(_("not as required"))
    if not cell.is_accepted:
        words = [*words, _("not yet accepted")] if cell.standing == Standing.LATE else [_("not yet accepted")]
    return "; ".join(words)


def of_matrix(matrix: Matrix, title: str, said: list[tuple[str, str]]) -> Sheet:
    """The matrix, whole: every unit and every column."""
    columns = [Column(_("Unit"), width=34)]
    for head in _apart([head.title for head in matrix.heads]):
        columns += [
            Column(_("Done"), head, "count", 9),
            Column(_("Late"), head, "count", 9),
            Column(_("Assigned"), head, "count", 9),
        ]
    columns += _count_columns(_("All together"))
    rows = [
        [line.name, *(n for c in line.cells for n in (c.approved, c.late, c.total)), *_count_cells(line.total)]
        for line in (*matrix.lines, matrix.whole)
    ]
    rows[-1][0] = _("Whole branch")
    return Sheet(_("Matrix"), title, columns, rows[:-1], rows[-1], said, _("Notes"))


def of_rows(root: Cascade, found: RowPage, above: dict[int, str], said: list[tuple[str, str]]) -> Sheet:
    """The obligations behind a figure, all of them."""
    columns = [
        Column(_("Unit"), width=34), Column(_("Belongs to"), width=34), Column(_("Requirement"), width=44),
        Column(_("Deadline"), "", "day", 12), Column(_("Standing"), width=18), Column(_("Not as required"), width=12),
        Column(_("Person responsible"), width=24),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            r.unit_name, above.get(r.unit_id), r.title, r.due_on, str(r.standing_label),
            "x" if r.is_irregular else None, r.responsible or None,
        ]
        for r in found.rows
    ]  # fmt: skip
    total = [_("All together"), found.total, *([None] * 5)]
    return Sheet(_("Obligations"), root.title, columns, rows, total, said, _("Notes"))


def of_late(root: Cascade, found: LatePage, whom: Calls, said: list[tuple[str, str]]) -> Sheet:
    """Who is late, whom to call, and the superior who chases."""
    call, chase = _("Whom to call"), _("Superior who chases")
    columns = [
        Column(_("Unit"), width=34), Column(_("Requirement"), width=44), Column(_("Deadline"), "", "day", 12),
        Column(_("Days late"), "", "count", 10), Column(_("Head of the unit"), call, width=30),
        Column(_("Person responsible"), call, width=24), Column(_("Office"), call, width=30),
        Column(_("Unit"), chase, width=30), Column(_("Head of the unit"), chase, width=30),
        Column(_("Office"), chase, width=30),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            line.row.unit_name, line.row.title, line.row.due_on, line.days,
            _head(line.head_name, line.head_title), line.row.responsible or None,
            _people(whom.offices.get(line.row.unit_id)), *_chasing(whom.superiors.get(line.row.cascade_id)),
        ]
        for line in found.lines
    ]  # fmt: skip
    total = [_("All together"), found.total, *([None] * 8)]
    return Sheet(_("Late"), root.title, columns, rows, total, said, _("Notes"))


def _head(name: str, title: str) -> str | None:
    return f"{name} ({title})" if name else None


def _people(contacts: list[Contact] | None) -> str | None:
    return ", ".join(str(contact) for contact in contacts) if contacts else None


def _chasing(superior: Superior | None) -> list[str | None]:
    if superior is None:
        return [None] * 3
    return [superior.unit_name, _head(superior.head_name, superior.head_title), _people(superior.offices)]


def of_overview(found: Overview, said: list[tuple[str, str]]) -> Sheet:
    """All open cascades of a branch."""
    columns = [Column(_("Cascade"), width=50), Column(_("Issued by"), width=34), Column(_("Deadline"), "", "day", 12)]
    columns += _count_columns(_("Whole branch"))
    rows = [[s.root.title, s.issuer_name, s.due_on, *_count_cells(s.counts)] for s in found.lines]
    total = [_("All together"), None, None, *_count_cells(found.total)]
    return Sheet(_("Open cascades"), found.unit.name, columns, rows, total, said, _("Notes"))


def of_ranks(root: Cascade, ranks: list[Ranked], said: list[tuple[str, str]]) -> Sheet:
    """The units directly below by their share done."""
    columns = [Column(_("Place"), "", "count", 8), Column(_("Unit"), width=34), *_count_columns(_("Whole branch"))]
    rows = [[line.place, line.node.name, *_count_cells(line.node.branch)] for line in ranks]
    together = sum((line.node.branch for line in ranks), Counts())
    total = [None, _("All together"), *_count_cells(together)]
    return Sheet(_("Units by share done"), root.title, columns, rows, total, said, _("Notes"))


def of_weeks(root: Cascade, other: Cascade, weeks: list[Week], said: list[tuple[str, str]]) -> Sheet:
    """Two cascades beside each other, so many weeks after each was issued."""
    columns = [Column(_("Weeks since issue"), "", "count", 12)]
    for title in _apart([root.title, other.title]):
        columns += _point_columns(title)
    rows = [[week.number, *_point_cells(week.one), *_point_cells(week.other)] for week in weeks]
    return Sheet(_("Beside another cascade"), root.title, columns, rows, None, said, _("Notes"))


def of_trend(root: Cascade, points: list[Point], said: list[tuple[str, str]]) -> Sheet:
    """The end of each day, the latest first."""
    columns = [Column(_("End of the day"), "", "day", 14), *_point_columns(root.title)]
    rows = [[point.day, *_point_cells(point)] for point in reversed(points)]
    return Sheet(_("Course"), root.title, columns, rows, None, said, _("Notes"))


def _point_columns(group: str) -> list[Column]:
    return [
        Column(_("Assigned"), group, "count", 10), Column(_("Done"), group, "count", 10),
        Column(_("Share done"), group, "share", 10), Column(_("Late"), group, "count", 10),
    ]  # fmt: skip


def _point_cells(point: Point | None) -> list[Any]:
    if point is None or not point.total:
        return [None] * 4
    return [point.total, point.done, share(point.done, point.total), point.late]
