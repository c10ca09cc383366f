"""Who will be reminded, and what has been said."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from quantriet.cascade import permissions
from quantriet.cascade.queries import reminders as queries
from quantriet.kernel import clock
from quantriet.notices.queries import CHANNELS, log_of
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import page

LINES = 50  # of the log, on one page


@require_GET
def preview(request: ActingRequest) -> HttpResponse:
    """Of the unit's own cascades: who will be reminded of what in the coming week."""
    acting = acting_or_404(request.acting)
    context = {"preview": queries.preview(acting.unit_id, clock.today()), "most": queries.ROWS}
    return page(request, "cascade/reminders.html", context)


@require_GET
def log(request: ActingRequest, pk: int) -> HttpResponse:
    """What was said to whom about one of the unit's own cascades, and what became of it."""
    cascade = permissions.cascade_to_edit(request.acting, pk, clock.today())
    pages = Paginator(log_of(f"cascade:{cascade.pk}:"), LINES)
    context = {"cascade": cascade, "lines": pages.get_page(request.GET.get("page")), "channels": CHANNELS}
    return page(request, "cascade/reminder_log.html", context)
