"""The journal page."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from quantriet.audit import permissions, queries
from quantriet.audit.forms import JournalForm, TurningForm
from quantriet.audit.requests import OverseerRequest
from quantriet.audit.rules import FAMILIES, family_of, sentence
from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.web.pages import is_htmx, page, partial

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from quantriet.audit.models import Entry

LINES = 50  # on one page


@require_GET
def entry_list(request: OverseerRequest) -> HttpResponse:
    """Who did what in one's own branch, the newest first, to the beginning."""
    overseer, today = permissions.overseer_or_404(request.acting), clock.today()
    parts: list[QuerySet[Entry]] = []
    form, turning = JournalForm(request.GET), TurningForm(request.GET)
    if form.is_valid():
        asked = form.cleaned_data["family"], form.cleaned_data["since"], form.cleaned_data["until"]
        parts = [queries.chosen(part, *asked) for part in permissions.entries_to_see(overseer, today)]
    told = queries.turn(parts, LINES, before=turning.said("before"), after=turning.said("after"))
    names = overseer.unit_names({entry.unit_id for entry in told.entries if entry.unit_id}, today)
    lines = [_line(entry, names) for entry in told.entries]
    context = {"form": form, "told": told, "lines": lines, "first": told.entries[-1:], "last": told.entries[:1]}
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
