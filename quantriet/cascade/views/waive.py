"""Letting several units off at once."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from quantriet.cascade import permissions
from quantriet.cascade.actions import lifecycle
from quantriet.cascade.forms.answer import MOST_WAIVED, WaiveManyForm
from quantriet.cascade.forms.board import WaivableForm
from quantriet.cascade.queries.lists import WaivablePage, WaiveFilter, waivable
from quantriet.cascade.queries.matrix import requirement_titles
from quantriet.cascade.rules.states import State
from quantriet.cascade.views.board import place
from quantriet.kernel import clock
from quantriet.org import queries as org
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import page

if TYPE_CHECKING:
    from quantriet.cascade.models import Cascade, Obligation

NAMED = 20  # duties that could not be waived; of more only the number


CHOOSING = ("all", "page", "none", "turn")  # buttons that change what is ticked, or only turn the page


@require_http_methods(["GET", "POST"])
def cascade_waive(request: ActingRequest, pk: int) -> HttpResponse:
    """What one's own unit has given and may waive: tick several, give one reason."""
    root = permissions.root_given_from(request.acting, pk, clock.today())
    if request.method == "GET":
        return _show(request, root, WaiveManyForm())
    if (do := request.POST.get("do", "")) in CHOOSING:
        return _show(request, root, WaiveManyForm(request.POST, is_edit=True), do=do)
    form = WaiveManyForm(request.POST)
    if not form.is_valid():
        return _show(request, root, form, status=422)
    given = permissions.obligations_to_review(request.acting, root, form.chosen)
    told = lifecycle.waive_many(
        actor=request.actor, obligations=given, reason=form.cleaned_data["reason"], at=clock.now()
    )
    _say(request, told, len(form.chosen))
    return redirect(request.get_full_path())


def _show(
    request: ActingRequest, root: "Cascade", form: WaiveManyForm, *, do: str = "", status: int = 200
) -> HttpResponse:
    filter_form = WaivableForm(request.GET)
    context = place(request, root, filter_form)
    only = filter_form.only()

    def told(only: WaiveFilter) -> WaivablePage:
        unit_id = acting_or_404(request.acting).unit_id
        return waivable(unit_id, root, context["unit"].path, on=clock.today(), only=only)

    found = told(only)
    here = {line.obligation_id for line in found.lines}
    if do == "all":
        whole = told(replace(only, page=1, number=MOST_WAIVED))
        form.chosen = {line.obligation_id for line in whole.lines}
        context["most"] = MOST_WAIVED if whole.has_more else None
    elif do == "page":
        form.chosen |= here
    elif do == "none":
        form.chosen = set()
    context |= {
        "found": found,
        "only": only,
        "titles": requirement_titles(root.pk),
        "chosen": only.requirement_id,
        "waive_form": form,
        "elsewhere": sorted(form.chosen - here),
    }
    return page(request, "cascade/waive.html", context, status=status)


def _say(request: ActingRequest, told: lifecycle.Waived, chosen: int) -> None:
    """How many were let off; by name and present state who was not."""
    done, refused = len(told.done), told.refused
    if done:
        words = ngettext(
            "%(number)s duty is waived with your reason.", "%(number)s duties are waived with your reason.", done
        )
        messages.success(request, words % {"number": done})
    if refused:
        words = _("Not waived, for they stand otherwise by now: %(names)s")
        messages.warning(request, words % {"names": _named(refused)})
    if gone := chosen - done - len(refused):
        words = ngettext(
            "%(number)s duty is not yours to waive any more.",
            "%(number)s duties are not yours to waive any more.",
            gone,
        )
        messages.warning(request, words % {"number": gone})


def _named(refused: "list[Obligation]") -> str:
    names = org.names({o.unit_id for o in refused}, clock.today())
    lines = [f"{names.get(o.unit_id, '')} – {o.requirement.title} ({State(o.state).label})" for o in refused[:NAMED]]
    more = len(refused) - len(lines)
    return "; ".join(lines) + (_("; and %(number)s more") % {"number": more} if more else "")
