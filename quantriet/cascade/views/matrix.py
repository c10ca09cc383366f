"""Many at once: all open cascades of a branch, and units against requirements or cascades."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from quantriet.cascade import permissions
from quantriet.cascade.forms.board import BoardForm, MatrixForm, OverviewForm, SavedViewForm
from quantriet.cascade.queries import sheets
from quantriet.cascade.queries.matrix import Matrix, of_cascades, of_requirements
from quantriet.cascade.queries.national import open_roots
from quantriet.cascade.queries.national import overview as overview_of
from quantriet.cascade.views.board import days, notes, place, table_file
from quantriet.kernel import clock
from quantriet.org import queries as org
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.org.rules import is_within
from quantriet.web.pages import is_htmx, page, partial

LINES, COLUMNS = 60, 12  # of a matrix on one page


@require_GET
def overview(request: ActingRequest) -> HttpResponse:
    """Every open cascade that reaches a branch, as a bar and figures."""
    form = OverviewForm(request.GET)
    context = _place(request, form)
    roots = open_roots(permissions.visible_cascades(request.acting, context["today"]), context["on"])
    told = overview_of(roots, context["unit"], on=context["on"], now=clock.now(), order=form.said("sort") or "due")
    context["found"] = found = told.only(late=bool(form.said("late")), due=form.said("due") or "", on=context["on"])
    if form.is_file():
        return table_file(sheets.of_overview(found, notes(request, form, context)), context["on"])
    if is_htmx(request):
        return partial(request, "cascade/_overview.html", context)
    return page(request, "cascade/overview.html", context)


@require_GET
def overview_matrix(request: ActingRequest) -> HttpResponse:
    """The units directly below against all open cascades."""
    form = MatrixForm(request.GET)
    context = _place(request, form)
    roots = list(open_roots(permissions.visible_cascades(request.acting, context["today"]), context["on"]))
    roots.sort(key=lambda c: (c.due_on is None, c.due_on, c.pk))  # type: ignore[attr-defined]
    told = of_cascades(roots, context["unit"], on=context["on"], now=clock.now())
    if form.is_file():
        return table_file(sheets.of_matrix(told, context["unit"].name, notes(request, form, context)), context["on"])
    return page(request, "cascade/matrix.html", context | _cut(told, form))


@require_GET
def cascade_matrix(request: ActingRequest, pk: int) -> HttpResponse:
    """The units directly below against the requirements of one cascade."""
    cascade = permissions.issued_root_to_see(request.acting, pk, clock.today())
    form = MatrixForm(request.GET)
    context = place(request, cascade, form)
    told = of_requirements(cascade, context["unit"], on=context["on"], now=clock.now())
    if form.is_file():
        return table_file(sheets.of_matrix(told, cascade.title, notes(request, form, context)), context["on"])
    return page(request, "cascade/matrix.html", context | _cut(told, form))


def _cut(told: Matrix, form: MatrixForm) -> dict[str, Any]:
    """The part of a long or wide matrix that one page shows."""
    lines, columns = Paginator(told.lines, LINES), Paginator(told.heads, COLUMNS)
    down, across = lines.get_page(form.number()), columns.get_page(form.said("columns") or 1)
    first = (across.number - 1) * COLUMNS
    return {"told": told, "down": down, "across": across, "cut": f"{first}:{first + COLUMNS}"}


def _place(request: ActingRequest, form: BoardForm) -> dict[str, Any]:
    """The branch and the day of a page that is about no single cascade."""
    acting, today = acting_or_404(request.acting), clock.today()
    first = today - timedelta(days=365)
    on = form.day(today, first)
    unit = permissions.unit_of_branch(acting, form.unit_id() or acting.unit_id, on)
    above = [v for v in org.ancestors(unit.path, on) if is_within(v.path, acting.path) and v.path != unit.path]
    return days(on, today, first) | {
        "unit": unit, "above": above, "form": form, "words": form.words(on, today),
        "save_form": SavedViewForm(initial={"address": request.get_full_path()}),
    }  # fmt: skip
