"""What a board has hundreds of: its lines and the fields of its picture, written here and not in a template.

Plain text with its words escaped one by one: three times as fast as a template, and such a page is mostly these.
"""

from dataclasses import dataclass
from functools import cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from quantriet.cascade.queries.board import Board, Cell, Line
from quantriet.cascade.queries.rollup import Node
from quantriet.cascade.rules.standing import Counts, Standing, tone_of
from quantriet.web.formats import count, percent, short_day
from quantriet.web.templatetags.kit import bar, icon

register = template.Library()
CROWDED = 60  # fields side by side: their names no longer fit


@cache
def _frame(name: str) -> tuple[str, str]:
    """What stands before and behind the number in the address of a page."""
    before, after = reverse(name, args=[0]).rsplit("0", 1)
    return before, after


def _at(name: str, number: int) -> str:
    before, after = _frame(name)
    return f"{before}{number}{after}"


@dataclass(frozen=True, slots=True)
class _Places:
    """The addresses of one cascade's pages on one day."""

    rows: str
    branch: str
    day: str  # nothing for today, so that a kept link stays of today

    @classmethod
    def of(cls, context: template.Context) -> "_Places":
        root_id = context["root"].pk
        day = "" if context.get("is_today") else f"&on={context['on'].isoformat()}"
        return cls(_at("cascade:cascade-rows", root_id), _at("cascade:cascade-page", root_id), day)

    def branch_of(self, unit_id: int) -> str:
        return f"{self.branch}?unit={unit_id}{self.day}"

    def rows_of(self, unit_id: int, *, own: bool) -> str:
        """The list behind a figure: of the whole branch, or of what the unit owes itself."""
        return f"{self.rows}?unit={unit_id}{self.day}{'&own=1' if own else ''}"


# --- the table -------------------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def board_lines(context: template.Context, board: Board) -> SafeString:
    """The lines of the table: what the unit owes itself, then the units directly below it."""
    places = _Places.of(context)
    own = [_line(board.own, places, is_own=True)] if board.own else []
    written = "\n".join([*own, *(_line(line, places, is_own=False) for line in board.lines)])
    return mark_safe(written)  # noqa: S308 - every word of it is escaped


def _line(line: Line, places: _Places, *, is_own: bool) -> str:
    node, counts = line.node, line.node.own if is_own else line.node.branch
    rows, name = places.rows_of(node.unit_id, own=is_own), escape(node.name)
    links = {standing: f"{rows}&standing={standing}" for standing in Standing.values}
    if is_own:
        start, head = ' class="board-own"', f'{name} <span class="row-sub">{escape(gettext("owed by itself"))}</span>'
    else:
        start, head = "", f'<a href="{escape(places.branch_of(node.unit_id))}">{name}</a>'
    cells = "".join([f"<td>{_cell(cell)}</td>" for cell in line.cells])
    return (
        f'<tr{start}><th scope="row">{head}</th>{cells}<td class="board-bar">{bar(counts, links)}'
        f'<a href="{escape(links["approved"])}">{count(counts.approved)}</a> / '
        f'<a href="{escape(rows)}">{count(counts.total)}</a></td></tr>'
    )


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return f'<span class="text-secondary" title="{escape(gettext("not asked of this unit"))}">–</span>'
    tone, drawing, words, below = _told(cell)
    smaller = f'<span class="row-sub">{escape(below)}</span>' if below else ""
    return (
        f'<a class="board-cell" href="{_at("cascade:obligation-page", cell.obligation_id)}">'
        f'<span class="tone-text tone-{tone}">{icon(drawing)} {escape(words)}</span>{smaller}</a>'
    )


def _told(cell: Cell) -> tuple[str, str, str, str]:
    """How a cell looks: its colour, its drawing, its words, and the smaller words below them."""
    is_late = cell.standing == Standing.LATE
    if cell.standing == Standing.APPROVED:
        return "green", "check", cell.summary or str(cell.standing_label), ""
    if cell.is_irregular:
        return "amber", "alert-circle", cell.summary, _late_by(cell) if is_late else gettext("not as required")
    if is_late:
        return "red", "alert-triangle", _late_by(cell), "" if cell.is_accepted else gettext("not yet accepted")
    if cell.standing == Standing.SUBMITTED:
        return "blue", "clock", gettext("waiting for approval"), cell.summary
    if cell.standing == Standing.RETURNED:
        return "orange", "corner-up-left", gettext("returned"), ""
    if cell.is_accepted:
        return "amber", "clock", str(cell.standing_label), cell.summary or _by(cell)
    return "grey", "minus", gettext("not yet accepted"), _by(cell)


def _late_by(cell: Cell) -> str:
    return ngettext("late by %(days)s day", "late by %(days)s days", cell.days_late) % {"days": cell.days_late}


def _by(cell: Cell) -> str:
    """The day, where it is not the one at the head of the column."""
    return gettext("by %(day)s") % {"day": short_day(cell.due_on)} if cell.has_own_day else ""


# --- the picture -----------------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def icicle(context: template.Context, node: Node) -> SafeString:
    """The fields of the picture: each unit as wide as what it owes, the units below it under it."""
    places, said, below = _Places.of(context), _said(), gettext("Below %(unit)s")
    written = "".join([_child(child, places, said, below) for child in node.children])
    return mark_safe(written)  # noqa: S308 - every word of it is escaped


def _said() -> str:
    return gettext(
        "%(unit)s: %(done)s of %(total)s done (%(share)s), %(late)s late, %(sent)s waiting for approval, "
        "%(returned)s returned"
    )


def _child(child: Node, places: _Places, said: str, below: str) -> str:
    fields = "".join(
        [f'<li style="flex-grow: {node.branch.total}">{_field(node, places, said)}</li>' for node in child.children]
    )
    if fields:
        crowded = " is-crowded" if len(child.children) > CROWDED else ""
        words = escape(below % {"unit": child.name})
        fields = f'<ul class="icicle-below{crowded}" aria-label="{words}">{fields}</ul>'
    start = f'<li class="icicle-child" style="flex-grow: {child.branch.total}">'
    return f"{start}{_field(child, places, said)}{fields}</li>"


def _field(node: Node, places: _Places, said: str) -> str:
    counts = node.branch
    words = escape(said % {
        "unit": node.name, "done": count(counts.approved), "total": count(counts.total),
        "share": percent(counts.approved, counts.total), "late": count(counts.late), "sent": count(counts.submitted),
        "returned": count(counts.returned),
    })  # fmt: skip
    late = f' <span class="icicle-late">!{count(counts.late)}</span>' if counts.late else ""
    return (
        f'<a class="icicle-field tone-{tone_of(counts)}" href="{escape(places.branch_of(node.unit_id))}"'
        f' title="{words}" aria-label="{words}"><span class="icicle-words"><span class="icicle-name">'
        f'{escape(node.short_name)}</span> <span class="icicle-share">{whole_percent(counts)}{late}</span></span></a>'
    )


def whole_percent(counts: Counts) -> str:
    """The share that is done without decimals, for a small field; all is only said when all is done."""
    return f"{100 * counts.approved // counts.total}%" if counts.total else ""
