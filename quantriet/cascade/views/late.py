"""Who is late, and whom to call."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from quantriet.cascade import permissions
from quantriet.cascade.forms.board import PAGE, LateForm
from quantriet.cascade.queries import sheets
from quantriet.cascade.queries.late import late_page
from quantriet.cascade.queries.lists import calls
from quantriet.cascade.queries.matrix import requirement_titles
from quantriet.cascade.views.board import not_too_long, notes, place, table_file
from quantriet.kernel import clock
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import is_htmx, page, partial


@require_GET
def cascade_late(request: ActingRequest, pk: int) -> HttpResponse:
    """The late obligations of a branch: unit, delay, head, person responsible, office."""
    today = clock.today()
    cascade = permissions.issued_root_to_see(request.acting, pk, today)
    form = LateForm(request.GET)
    context = place(request, cascade, form)
    chosen, part = form.said("requirement"), form.part()
    found = late_page(
        cascade.pk, context["unit"].path, on=context["on"], now=clock.now(), requirement_id=chosen, part=part
    )
    titles, whom = requirement_titles(cascade.pk), calls((line.row for line in found.lines), today)
    if form.is_file():
        not_too_long(found.total)
        said = notes(request, form, context, titles.get(chosen or 0, ""))
        return table_file(sheets.of_late(cascade, found, whom, said), context["on"])
    pages = Paginator(range(found.total), PAGE).get_page(part.offset // PAGE + 1)
    context |= {"found": found, "whom": whom, "part": part, "pages": pages, "titles": titles, "chosen": chosen}
    context["may_waive"] = context["is_today"] and permissions.has_given(request.acting, cascade)
    if is_htmx(request):
        return partial(request, "cascade/_late.html", context)
    return page(request, "cascade/late.html", context)
