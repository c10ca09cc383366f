"""Units beside units, a cascade beside another, and a branch beside itself on earlier days."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from quantriet.cascade import permissions
from quantriet.cascade.forms.board import BoardForm, BranchForm, CompareForm
from quantriet.cascade.queries import sheets
from quantriet.cascade.queries.matrix import ranking, requirement_days
from quantriet.cascade.queries.national import open_roots
from quantriet.cascade.queries.trend import chart, weeks_beside
from quantriet.cascade.queries.trend import trend as trend_of
from quantriet.cascade.views.board import notes, place, table_file
from quantriet.kernel import clock
from quantriet.org import queries as org
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import is_htmx, page, partial


@require_GET
def trend(request: ActingRequest, pk: int) -> HttpResponse:
    """How a branch came to stand where it stands: a picture with the deadlines, and the same as a table."""
    cascade = permissions.issued_root_to_see(request.acting, pk, clock.today())
    form = BoardForm(request.GET)
    context = place(request, cascade, form)
    points = trend_of(cascade, context["unit"].path, on=context["on"], now=clock.now())
    if form.is_file():
        return table_file(sheets.of_trend(cascade, points, notes(request, form, context)), context["on"])
    context |= {"points": points, "chart": chart(points, requirement_days(cascade.pk))}
    if is_htmx(request):
        return partial(request, "cascade/_trend.html", context)
    return page(request, "cascade/trend.html", context)


@require_GET
def compare(request: ActingRequest, pk: int) -> HttpResponse:
    """The units directly below by their share done; and another cascade week by week beside this one."""
    today = clock.today()
    cascade = permissions.issued_root_to_see(request.acting, pk, today)
    form = CompareForm(request.GET)
    context = place(request, cascade, form)
    branch_form = BranchForm(request.GET, acting=acting_or_404(request.acting), on=context["on"])
    if branch_form.is_valid():
        unit_id = org.unit_by_code(branch_form.cleaned_data["branch"]).pk
        day = {} if context["is_today"] else {"on": context["on"].isoformat()}
        return redirect(f"{request.path}?{urlencode({'unit': unit_id} | day)}")
    context["branch_form"] = branch_form
    others = open_roots(permissions.visible_cascades(request.acting, today), context["on"]).exclude(pk=cascade.pk)
    context |= {"ranks": ranking(cascade.pk, context["unit"], on=context["on"], now=clock.now()), "others": others}
    if (number := form.said("other")) is not None:
        other = permissions.issued_root_to_see(request.acting, number, today)
        weeks = weeks_beside(cascade, other, context["unit"].path, now=clock.now())
        if form.is_file():
            said = notes(request, form, context)
            return table_file(sheets.of_weeks(cascade, other, weeks, said), context["on"])
        context |= {"other": other, "weeks": weeks}
    if form.is_file():
        return table_file(sheets.of_ranks(cascade, context["ranks"], notes(request, form, context)), context["on"])
    return page(request, "cascade/compare.html", context)
