"""The journal page."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from quantriet.audit import permissions, queries
from quantriet.audit.forms import JournalForm
from quantriet.audit.requests import OverseerRequest
from quantriet.audit.rules import FAMILIES, family_of, sentence
from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.web.pages import is_htmx, page, partial

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from quantriet.audit.models import Entry

LINES = 50  # on one page
MOST = 2000  # on all pages: to count all of a country's lines would take longer than to show them


@require_GET
def entry_list(request: OverseerRequest) -> HttpResponse:
    """Who did what in one's own branch, the newest first."""
    overseer, today = permissions.overseer_or_404(request.acting), clock.today()
    parts: list[QuerySet[Entry]] = []
    form = JournalForm(request.GET)
    if form.is_valid():
        asked = form.cleaned_data["family"], form.cleaned_data["since"], form.cleaned_data["until"]
        parts = [queries.chosen(part, *asked) for part in permissions.entries_to_see(overseer, today)]
    number = queries.count(parts, MOST + 1)
    shown = Paginator(range(min(number, MOST)), LINES).get_page(request.GET.get("page"))
    entries = queries.latest(parts, shown.start_index() - 1, shown.end_index())
    names = overseer.unit_names({entry.unit_id for entry in entries if entry.unit_id}, today)
    lines = [_line(entry, names) for entry in entries]
    context = {"form": form, "shown": shown, "is_cut": number > MOST, "lines": lines}
    if is_htmx(request):
        return partial(request, "audit/_entries.html", context)
    return page(request, "audit/entries.html", context)


def _line(entry: "Entry", names: dict[int, str]) -> dict[str, Any]:
    is_system = entry.user_id is None and entry.actor_name == SYSTEM.name
    return {
        "entry": entry,
        "who": _("The system") if is_system else entry.actor_name,
        "what": sentence(entry.verb, entry.subject_name, entry.facts),
        "unit": names.get(entry.unit_id or 0, ""),
        "family": FAMILIES.get(family_of(entry.verb), family_of(entry.verb)),
    }
