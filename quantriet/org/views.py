"""Pages of the organisation tree."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from quantriet.kernel import clock
from quantriet.org import permissions, queries
from quantriet.org.forms import AsAtForm, TreeForm
from quantriet.org.queries import search
from quantriet.org.requests import ActingRequest
from quantriet.org.rules import ACTING_UNIT, ancestor_ids, level_label
from quantriet.web import formats
from quantriet.web.pages import is_htmx, page, partial

if TYPE_CHECKING:
    from quantriet.org.models import UnitVersion

MOST_FOUND = 20


@require_GET
def unit_tree(request: ActingRequest) -> HttpResponse:
    """One's own branch as a tree, with what stands above it; or the units whose name was asked for."""
    acting = permissions.acting_or_404(request.acting)
    form = TreeForm(request.GET)
    on = _day(form)
    words = form.cleaned_data.get("q", "")
    form.shows(on)
    context: dict[str, Any] = {"form": form, "on": on, "words": words, "is_today": on == clock.today()}
    if words:
        context["found"] = _found(request, words, on)
    else:
        wanted = request.GET.get("top", "")
        own = queries.unit(acting.unit_id, on)
        top = permissions.unit_to_oversee(acting, int(wanted), on) if wanted.isdecimal() else own
        context |= {"own": own, "top": top}
        if top is not None:
            context |= {"above": list(queries.ancestors(top.path, on))[:-1], "twig": queries.tree(top, on)}
    if is_htmx(request):
        return partial(request, "org/_tree.html", context)
    return page(request, "org/tree.html", context)


@require_GET
def unit_below(request: ActingRequest, pk: int) -> HttpResponse:
    """The next level of a large tree, when somebody opens a unit."""
    on = _day(AsAtForm(request.GET))
    unit = permissions.unit_to_oversee(request.acting, pk, on)
    twig = queries.tree(unit, on, levels=1)
    return partial(request, "org/_twigs.html", {"twigs": twig.below, "on": on, "is_today": on == clock.today()})


@require_GET
def unit_offers(request: ActingRequest) -> HttpResponse:
    """Units of one's own branch to choose from, for a field in which one types what they are called."""
    acting = permissions.acting_or_404(request.acting)
    form = TreeForm(request.GET)
    on = _day(form)
    words = form.cleaned_data.get("q", "")
    found = search.offered(words, on, permissions.branch(acting, on)) if words else []
    paths = queries.paths_in_words(found, on)
    top = len(ancestor_ids(acting.path)) - 1
    offers = [(unit, search.label_of(unit), paths[unit.unit_id][top:]) for unit in found]
    return partial(request, "org/_offers.html", {"offers": offers, "is_full": len(offers) == search.OFFERED})


@require_GET
def unit_page(request: ActingRequest, pk: int) -> HttpResponse:
    """A unit as at a day: where it stands, who holds what in it, what it has been called, what came before and after.

    An old link to a unit that is no more leads to the one that has taken its place.
    """
    form = AsAtForm(request.GET)
    on = _day(form)
    acting = permissions.acting_or_404(request.acting)
    after = queries.successors(pk)
    if "on" in request.GET or queries.unit(pk, on):
        unit = permissions.unit_to_see(acting, pk, on)
    else:
        unit, on = permissions.ended_unit_to_see(acting, pk, on)
        if len(after) == 1 and permissions.sees(acting, after[0].unit_id, clock.today()):
            words = _("%(old)s is now %(new)s, since %(day)s by %(decision)s.")
            told = {"old": unit.name, "new": after[0].name, "day": formats.day(after[0].since)}
            messages.info(request, words % (told | {"decision": after[0].reference}))
            return redirect("org:unit-page", pk=after[0].unit_id)
    form.shows(on)
    is_ours = permissions.is_of_branch(acting, unit.path, on)
    below = list(queries.children(pk, on)) if is_ours else []
    heads = queries.heads([child.unit_id for child in below], on)
    history = queries.history(pk)
    above = queries.names({spell.parent_id for spell in history if spell.parent_id}, on)
    context = {
        "unit": unit,
        "form": form,
        "on": on,
        "is_today": on == clock.today(),
        "is_ours": is_ours,
        "level": level_label(unit.level),
        "above": list(queries.ancestors(unit.path, on))[:-1],
        "below": [(child, heads.get(child.unit_id)) for child in below],
        "size": queries.size(unit.path, on) if is_ours else None,
        "seats": queries.seats(pk, on),
        "history": [(spell, above.get(spell.parent_id or 0, "")) for spell in history],
        "before": queries.predecessors(pk),
        "after": after,
    }
    return page(request, "org/unit.html", context)


@require_POST
def act_for(request: ActingRequest) -> HttpResponse:
    """Chooses for which of one's units one acts from now on."""
    wanted = request.POST.get("unit", "")
    chosen = permissions.mandate_to_choose(request.mandates, int(wanted) if wanted.isdecimal() else 0)
    request.session[ACTING_UNIT] = chosen.unit_id
    return redirect("/")  # the page one was on may not be the other unit's to see


def _day(form: AsAtForm) -> date:
    """The day asked for; today while none was, or none that can be read."""
    form.is_valid()
    return form.cleaned_data.get("on") or clock.today()


def _found(request: ActingRequest, words: str, on: date) -> "list[tuple[UnitVersion, list[str]]]":
    hits = list(queries.search_units(words, on, permissions.visible(request.acting, on), limit=MOST_FOUND))
    paths = queries.paths_in_words(hits, on)
    return [(unit, paths[unit.unit_id]) for unit in hits]
