"""Whom a draft reaches, by search and by code: units left out, units picked by hand; and templates."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quantriet.cascade import actions, permissions
from quantriet.cascade.forms.changes import CodesForm, TemplateForm, TickedForm
from quantriet.cascade.queries.scope import audience, left_out_rows, search_units
from quantriet.cascade.queries.templates import templates_of
from quantriet.cascade.rules.scope import Scope
from quantriet.kernel import clock
from quantriet.org import queries as org
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import page

if TYPE_CHECKING:
    from quantriet.cascade.models import Cascade

PAGE = 100  # units left out on one page


@require_http_methods(["GET", "POST"])
def draft_units(request: ActingRequest, pk: int) -> HttpResponse:
    """Search, leave out, take back in, pick; one by one or many by their codes."""
    cascade = permissions.draft_to_edit(request.acting, pk, clock.today())
    acting = acting_or_404(request.acting)
    if request.method == "GET":
        return _show(request, cascade, CodesForm(acting=acting, on=cascade.scope_on))
    word, _colon, what = request.POST.get("do", "").partition(":")
    now = clock.now()
    if word in ("out-many", "pick-many"):
        is_out = word == "out-many"
        form = CodesForm(request.POST, request.FILES, acting=acting, on=cascade.scope_on, needs_reason=is_out)
        if not form.is_valid():
            return _show(request, cascade, form, status=422)
        _say(request, _many(request, cascade, word, form.cleaned_data["all_codes"], form.cleaned_data["reason"]))
    elif word in ("out", "pick"):
        _say(request, _many(request, cascade, word, request.POST.getlist("code"), request.POST.get("reason", "")))
    elif word == "in":
        actions.take_in(actor=request.actor, cascade=cascade, codes=[what], at=now)
    elif word == "in-all":
        actions.take_in(actor=request.actor, cascade=cascade, codes=None, at=now)
    elif word == "drop" and what.isdecimal():
        actions.drop(actor=request.actor, cascade=cascade, unit_ids=[int(what)], at=now)
    return redirect("cascade:draft-units", pk=pk)


def _many(
    request: ActingRequest, cascade: "Cascade", word: str, codes: list[str], reason: str
) -> actions.Outcome:
    if word.startswith("pick"):
        return actions.pick(actor=request.actor, cascade=cascade, codes=codes, at=clock.now())
    return actions.leave_out(actor=request.actor, cascade=cascade, codes=codes, reason=reason, at=clock.now())


def _say(request: ActingRequest, outcome: actions.Outcome) -> None:
    messages.success(request, _("Units changed: %(number)s.") % {"number": outcome.taken})
    if outcome.elsewhere:
        messages.warning(request, _("Not among those addressed: %(number)s.") % {"number": outcome.elsewhere})
    if outcome.unknown:
        facts = {"number": outcome.unknown, "codes": ", ".join(outcome.examples)}
        messages.warning(request, _("Codes that no unit has: %(number)s (%(codes)s)") % facts)


def _show(request: ActingRequest, cascade: "Cascade", form: CodesForm, *, status: int = 200) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", " ").strip()
    is_hand = cascade.scope == Scope.HAND
    reached = audience(cascade)
    found = search_units(cascade, words) if words else []
    above = org.paths_in_words(found, cascade.scope_on)
    context = {
        "cascade": cascade,
        "form": form,
        "ticked_form": TickedForm(),
        "q": words,
        "found": [(unit, above[unit.unit_id]) for unit in found],
        "is_hand": is_hand,
        "picked": reached.units if is_hand else [],
        "reached": reached,
        "scope_label": Scope(cascade.scope).label,
        "pages": Paginator(left_out_rows(cascade, cascade.scope_on), PAGE).get_page(request.GET.get("page")),
    }
    return page(request, "cascade/units.html", context, status=status)


@require_GET
def template_list(request: ActingRequest) -> HttpResponse:
    """The templates of my unit."""
    acting = acting_or_404(request.acting)
    return page(request, "cascade/templates.html", {"templates": templates_of(acting.unit_id)})


@require_POST
def template_save(request: ActingRequest, pk: int) -> HttpResponse:
    """Keep one's own cascade as a template."""
    cascade = permissions.cascade_to_edit(request.acting, pk, clock.today())
    form = TemplateForm(request.POST)
    title = form.cleaned_data["title"] if form.is_valid() else cascade.title
    actions.save_template(actor=request.actor, cascade=cascade, title=title, at=clock.now())
    messages.success(request, _("Kept as a template."))
    return redirect("cascade:template-list")


@require_POST
def template_use(request: ActingRequest, pk: int) -> HttpResponse:
    """Begin a draft from a template."""
    template = permissions.template_to_use(request.acting, pk)
    cascade = actions.draft_from_template(actor=request.actor, template=template, at=clock.now())
    return redirect("cascade:draft-page", pk=cascade.pk)


@require_POST
def template_delete(request: ActingRequest, pk: int) -> HttpResponse:
    """Delete a template."""
    template = permissions.template_to_use(request.acting, pk)
    actions.delete_template(actor=request.actor, template=template, at=clock.now())
    messages.success(request, _("The template is deleted."))
    return redirect("cascade:template-list")
