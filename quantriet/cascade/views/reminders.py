"""Who will be reminded, and what has been said."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from quantriet.cascade import permissions
from quantriet.cascade.queries import reminders as queries
from quantriet.cascade.rules.reminders import Kind
from quantriet.kernel import clock
from quantriet.notices.queries import CHANNELS, log_of
from quantriet.org import queries as org
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
    lines = Paginator(log_of(f"cascade:{cascade.pk}:"), LINES).get_page(request.GET.get("page"))
    escalated = f"cascade.{Kind.ESCALATED}"
    context = {
        "cascade": cascade,
        "lines": lines,
        "channels": CHANNELS,
        "escalated": escalated,
        "superior": org.names({cascade.unit_in_charge_id}, clock.today()).get(cascade.unit_in_charge_id, ""),
        "superiors_told": queries.superiors_told(cascade, {line.key for line in lines if line.kind == escalated}),
    }
    return page(request, "cascade/reminder_log.html", context)
