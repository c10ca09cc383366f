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
    from quantriet.audit.models import Entry

LINES = 50  # on one page


@require_GET
def entry_list(request: OverseerRequest) -> HttpResponse:
    """Who did what in one's own branch, the newest first."""
    overseer, today = permissions.overseer_or_404(request.acting), clock.today()
    entries = permissions.entries_to_see(overseer, today)
    form = JournalForm(request.GET)
    if form.is_valid():
        asked = form.cleaned_data
        entries = queries.chosen(entries, asked["family"], asked["since"], asked["until"])
    else:
        entries = entries.none()
    shown = Paginator(entries, LINES).get_page(request.GET.get("page"))
    names = overseer.unit_names({entry.unit_id for entry in shown if entry.unit_id}, today)
    context = {"form": form, "shown": shown, "lines": [_line(entry, names) for entry in shown]}
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
