"""The list of cascades, the roll-up of one, and the rows behind each figure."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from quantriet.cascade import permissions
from quantriet.cascade.errors import TableTooLong
from quantriet.cascade.forms.board import MOST_ROWS, PAGE, BoardForm, RowsForm, SavedViewForm, TableForm
from quantriet.cascade.queries import lists, sheets
from quantriet.cascade.queries.beside import beside
from quantriet.cascade.queries.board import board, count_waiting
from quantriet.cascade.queries.drafts import documents_of, issuer_of
from quantriet.cascade.queries.matrix import requirement_titles
from quantriet.cascade.queries.proposals import changes_above_count
from quantriet.cascade.queries.rollup import rows
from quantriet.cascade.rules.sheet import Sheet, file_name, xlsx
from quantriet.kernel import clock
from quantriet.kernel.clock import local_day
from quantriet.org import queries as org
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.org.rules import is_within
from quantriet.web.pages import is_htmx, page, partial

if TYPE_CHECKING:
    from quantriet.cascade.models import Cascade
    from quantriet.org.models import UnitVersion

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DRAWN_AT_ONCE = 20_000  # obligations: the way they went is told with the page; beyond, when somebody asks


@require_GET
def cascade_list(request: ActingRequest) -> HttpResponse:
    """What my unit has issued, and what it was given."""
    acting, today, now = acting_or_404(request.acting), clock.today(), clock.now()
    own = Paginator(lists.own(acting.unit_id), PAGE).get_page(request.GET.get("own"))
    given = Paginator(lists.given(acting.unit_id), PAGE).get_page(request.GET.get("given"))
    context = {
        "own": lists.own_cascades(list(own.object_list), acting.path, on=today, now=now),
        "own_page": own,
        "given": lists.given_cascades(list(given.object_list), acting.unit_id, on=today),
        "given_page": given,
        "today": today,
        "changed_above": changes_above_count(acting.unit_id),
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
        words = request.GET.copy()
        words["unit"] = str(unit.unit_id)
        return redirect(f"{reverse('cascade:cascade-page', args=[cascade.root_id])}?{words.urlencode()}")
    form = TableForm(request.GET)
    context = place(request, cascade, form)
    unit, now, on, only = context["unit"], clock.now(), context["on"], form.only()
    context["board"] = told = board(cascade, unit, on=on, now=now, only=only)
    if form.is_file():
        chosen = told.columns[0].title if only.requirement_id and told.columns else ""
        return table_file(sheets.of_board(told, notes(request, form, context, chosen)), context["on"])
    reviewer_id = acting_or_404(request.acting).unit_id
    context |= {
        "for_me": count_waiting(cascade, unit.path, reviewer_id, on=on, now=now),
        "beside": beside(cascade.pk, unit.unit_id, on),
        "documents": documents_of(cascade),
        "issuer": issuer_of(cascade, on),
        "titles": requirement_titles(cascade.pk),
        "chosen": only.requirement_id,
        "is_drawn": told.node.branch.total <= DRAWN_AT_ONCE,
    }
    if is_htmx(request):
        return partial(request, "cascade/_board.html", context)
    return page(request, "cascade/board.html", context)


@require_GET
def cascade_rows(request: ActingRequest, pk: int) -> HttpResponse:
    """Exactly the obligations that a figure counts."""
    cascade = permissions.cascade_to_see(request.acting, pk, clock.today())
    form = RowsForm(request.GET)
    context = place(request, cascade, form)
    only, part = form.only(acting_or_404(request.acting).unit_id), form.part()
    found = rows(cascade.root_pk, context["unit"].path, on=context["on"], now=clock.now(), only=only, part=part)
    chosen = next((r.title for r in found.rows if only.requirement_id), "")
    if form.is_file():
        not_too_long(found.total)
        said, above = notes(request, form, context, chosen), lists.units_above(found.rows, context["on"])
        return table_file(sheets.of_rows(cascade, found, above, said), context["on"])
    pages = Paginator(range(found.total), PAGE).get_page(part.offset // PAGE + 1)
    above = lists.units_above(found.rows, context["on"])
    lines = [(row, above.get(row.unit_id, "")) for row in found.rows]
    context |= {"found": found, "lines": lines, "only": only, "part": part, "pages": pages, "requirement": chosen}
    context["may_waive"] = context["is_today"] and permissions.has_given(request.acting, cascade.root or cascade)
    if is_htmx(request):
        return partial(request, "cascade/_rows.html", context)
    return page(request, "cascade/rows.html", context)


def place(request: ActingRequest, cascade: "Cascade", form: BoardForm) -> dict[str, Any]:
    """Which branch is looked at, on which day, and the way up from it as far as one may go."""
    acting, today = acting_or_404(request.acting), clock.today()
    first = local_day(cascade.issued_at) if cascade.issued_at else today
    on = form.day(today, first)
    unit: UnitVersion
    if (unit_id := form.unit_id()) is not None:
        unit = permissions.unit_of_branch(acting, unit_id, on)
    else:
        unit = permissions.branch_in_view(acting, cascade, on)
    above = [v for v in org.ancestors(unit.path, on) if is_within(v.path, acting.path) and v.path != unit.path]
    return days(on, today, first) | {
        "cascade": cascade, "root": cascade, "unit": unit, "above": above, "form": form,
        "words": form.words(on, today),
        "save_form": SavedViewForm(initial={"address": request.get_full_path()}),
    }  # fmt: skip


def days(on: date, today: date, first: date) -> dict[str, Any]:
    """The day shown, its neighbours, and how far back the buttons go."""
    return {
        "on": on,
        "today": today,
        "is_today": on == today,
        "first_day": min(first, on),
        "days_since": (on - min(first, on)).days,
        "days_all": (today - min(first, on)).days,
        "day_before": on - timedelta(days=1) if on > first else None,
        "day_after": on + timedelta(days=1) if on < today else None,
    }


def notes(
    request: ActingRequest, form: BoardForm, context: dict[str, Any], requirement: str = ""
) -> list[tuple[str, str]]:
    """What a table taken away says of itself."""
    return sheets.notes(
        on=context["on"],
        now=clock.now(),
        unit=context["unit"].name,
        who=f"{request.actor.name} – {acting_or_404(request.acting).unit_name}",
        words=form.filter_words(requirement),
    )


def not_too_long(total: int) -> None:
    """Refuse to write a table that no desk can open."""
    if total > MOST_ROWS:
        raise TableTooLong(most=MOST_ROWS)


def table_file(sheet: Sheet, on: date) -> HttpResponse:
    """The table as a file."""
    name = file_name(sheet.name, sheet.title, str(on), ending="xlsx")
    return HttpResponse(
        xlsx(sheet), content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
