"""The desk: what came from above, what was passed down, what waits for me; and the search."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from quantriet.desk import queries
from quantriet.documents.queries import label_of
from quantriet.kernel import clock
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import is_htmx, page, partial


@require_GET
def home(request: ActingRequest) -> HttpResponse:
    """The first page; asked by a live change, its main part alone."""
    if request.acting is None:
        return page(request, "desk/no_mandate.html")
    now = clock.now()
    today = clock.local_day(now)
    context = {"desk": queries.desk_of(request.acting, today, now), "today": today}
    if is_htmx(request):
        return partial(request, "desk/_desk.html", context | {"is_live": True})
    return page(request, "desk/home.html", context)


@require_GET
def owed(request: ActingRequest) -> HttpResponse:
    """All that the unit still owes."""
    return _owed_list(request, "desk/owed.html", only_soon=False)


@require_GET
def due_soon(request: ActingRequest) -> HttpResponse:
    """What the unit owes within the next days."""
    return _owed_list(request, "desk/due_soon.html", only_soon=True)


def _owed_list(request: ActingRequest, template: str, *, only_soon: bool) -> HttpResponse:
    today = clock.today()
    lines = queries.owed(acting_or_404(request.acting), today, only_soon=only_soon)
    return page(request, template, {"lines": lines, "today": today})


@require_GET
def to_decide(request: ActingRequest) -> HttpResponse:
    """What waits for a decision of this account."""
    acting, today = acting_or_404(request.acting), clock.today()
    to_review, waiting = queries.to_review(acting, today)
    context: dict[str, Any] = {
        "to_approve": queries.to_approve(acting),
        "to_settle": queries.to_settle(acting, queries.reorganisations(acting)),
        "to_review": to_review,
        "waiting": waiting,
    }
    return page(request, "desk/to_decide.html", context)


@require_GET
def late_below(request: ActingRequest) -> HttpResponse:
    """What is late below the unit."""
    now = clock.now()
    groups = queries.late_below(acting_or_404(request.acting), clock.local_day(now), now)
    total = sum(cascade.counts.late for cascade, _ in groups)
    return page(request, "desk/late_below.html", {"groups": groups, "total": total, "today": clock.local_day(now)})


@require_GET
def new_documents(request: ActingRequest) -> HttpResponse:
    """The unit's documents that wait to be reviewed."""
    found = queries.new_documents(acting_or_404(request.acting))
    return page(request, "desk/new_documents.html", {"lines": [(document, label_of(document)) for document in found]})


@require_GET
def search(request: ActingRequest) -> HttpResponse:
    """What holds the words: a part for the palette, a page without it."""
    words = request.GET.get("q", "").replace("\0", " ").strip()[:200]
    context = {"words": words, "found": queries.found(request.acting, words, clock.today())}
    if is_htmx(request):
        return partial(request, "desk/_found.html", context)
    return page(request, "desk/search.html", context)
