"""The list of cascades, the roll-up of one, and the rows behind each figure."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from quantriet.cascade import permissions
from quantriet.cascade.forms.board import PAGE, BoardForm, RowsForm
from quantriet.cascade.queries.board import board
from quantriet.cascade.queries.drafts import documents_of, issuer_of
from quantriet.cascade.queries.lists import given_cascades, own_cascades
from quantriet.cascade.queries.rollup import RowFilter, count_rows, rows
from quantriet.cascade.rules.standing import Standing
from quantriet.kernel import clock
from quantriet.org import queries as org
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.org.rules import is_within
from quantriet.web.pages import is_htmx, page, partial

if TYPE_CHECKING:
    from quantriet.cascade.models import Cascade
    from quantriet.org.models import UnitVersion


@require_GET
def cascade_list(request: ActingRequest) -> HttpResponse:
    """What my unit has issued, and what it was given."""
    acting, today, now = acting_or_404(request.acting), clock.today(), clock.now()
    context = {
        "own": own_cascades(acting.unit_id, acting.path, on=today, now=now),
        "given": given_cascades(acting.unit_id, on=today),
        "today": today,
    }
    if is_htmx(request):
        return partial(request, "cascade/_list.html", context)
    return page(request, "cascade/list.html", context)


@require_GET
def cascade_page(request: ActingRequest, pk: int) -> HttpResponse:
    """The roll-up of one branch, as at a day; a cascade that is passed down shows its part of the whole."""
    today = clock.today()
    cascade = permissions.cascade_to_see(request.acting, pk, today)
    if cascade.issued_at is None:
        return redirect("cascade:draft-page", pk=pk)
    if cascade.root_id is not None:
        unit = permissions.branch_in_view(request.acting, cascade, today)
        return redirect(f"{reverse('cascade:cascade-page', args=[cascade.root_id])}?unit={unit.unit_id}")
    form = BoardForm(request.GET)
    on = form.day(today)
    context = _place(request, cascade, form, on)
    mine = RowFilter(standing=Standing.SUBMITTED, reviewer_id=acting_or_404(request.acting).unit_id)
    unit, now = context["unit"], clock.now()
    context |= {
        "board": board(cascade, unit, on=on, now=now),
        "for_me": count_rows(cascade.pk, unit.path, on=on, now=now, only=mine),
        "form": form,
        "documents": documents_of(cascade),
        "issuer": issuer_of(cascade, on),
    }
    if is_htmx(request):
        return partial(request, "cascade/_board.html", context)
    return page(request, "cascade/board.html", context)


@require_GET
def cascade_rows(request: ActingRequest, pk: int) -> HttpResponse:
    """Exactly the obligations that a figure counts."""
    today = clock.today()
    cascade = permissions.cascade_to_see(request.acting, pk, today)
    form = RowsForm(request.GET)
    on = form.day(today)
    context = _place(request, cascade, form, on)
    only, part = form.only(acting_or_404(request.acting).unit_id), form.part()
    found = rows(cascade.root_pk, context["unit"].path, on=on, now=clock.now(), only=only, part=part)
    pages = Paginator(range(found.total), PAGE).get_page(part.offset // PAGE + 1)
    context |= {"found": found, "only": only, "part": part, "pages": pages, "words": form.words()}
    context["requirement"] = next((r.title for r in found.rows if only.requirement_id), "")
    if is_htmx(request):
        return partial(request, "cascade/_rows.html", context)
    return page(request, "cascade/rows.html", context)


def _place(request: ActingRequest, cascade: "Cascade", form: BoardForm, on: date) -> dict[str, Any]:
    """Which branch is looked at, on which day, and the way up from it as far as one may go."""
    acting = acting_or_404(request.acting)
    unit: UnitVersion
    if (unit_id := form.unit_id()) is not None:
        unit = permissions.unit_of_branch(acting, unit_id, on)
    else:
        unit = permissions.branch_in_view(acting, cascade, on)
    above = [v for v in org.ancestors(unit.path, on) if is_within(v.path, acting.path) and v.path != unit.path]
    today = clock.today()
    return {"cascade": cascade, "root": cascade, "unit": unit, "above": above, "on": on, "today": today,
            "is_today": on == today}  # fmt: skip
