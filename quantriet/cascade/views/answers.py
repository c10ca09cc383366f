"""What a unit says and shows about an obligation, and what else is done about it on its page."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quantriet.cascade import actions, errors, permissions
from quantriet.cascade.actions import lifecycle
from quantriet.cascade.actions.moves import require_owed
from quantriet.cascade.forms.answer import EvidenceForm, HandOverForm, NoteForm, ReasonForm, SendForm
from quantriet.cascade.queries.answers import latest_answer, tell, words_of
from quantriet.cascade.rules.requirement import type_of
from quantriet.cascade.views.obligation import show
from quantriet.kernel import clock
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import page
from quantriet.web.refusals import refusal_text

if TYPE_CHECKING:
    from quantriet.cascade.models import Obligation


@require_http_methods(["GET", "POST"])
def report(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit reports what it has done."""
    return _record(request, permissions.obligation_to_answer(request.acting, pk), None)


@require_http_methods(["GET", "POST"])
def on_behalf(request: ActingRequest, pk: int) -> HttpResponse:
    """The superior's office records what a unit below has sent on paper."""
    obligation = permissions.obligation_to_answer_for(request.acting, pk)
    return _record(request, obligation, acting_or_404(request.acting).unit_id)


def _record(request: ActingRequest, obligation: "Obligation", by_unit_id: int | None) -> HttpResponse:
    require_owed(obligation)
    before = latest_answer(obligation)
    form = EvidenceForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        fields=type_of(obligation.requirement.type).fields,
        before=before.facts if before else None,
        for_unit=by_unit_id is not None,
    )
    if request.method == "GET" or not form.is_valid():
        return _record_page(request, obligation, form, status=200 if request.method == "GET" else 422)
    if form.is_empty:
        form.add_error(None, _("Write what was done, or add a file."))
        return _record_page(request, obligation, form, status=422)
    said = form.report(by_unit_id)
    missing = actions.send_report(actor=request.actor, obligation=obligation, report=said, at=clock.now())
    if missing:
        words = " ".join(words_of(shortfall) for shortfall in missing)
        messages.warning(request, _("Recorded, but not sent. %(missing)s") % {"missing": words})
    else:
        messages.success(request, _("Sent to the superior."))
    return redirect("cascade:obligation-page", pk=obligation.pk)


def _record_page(request: ActingRequest, obligation: "Obligation", form: EvidenceForm, *, status: int) -> HttpResponse:
    told = tell(obligation, on=clock.today(), now=clock.now())
    context = {"told": told, "form": form, "today": clock.today()}
    return page(request, "cascade/report.html", context, status=status)


@require_POST
def send(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit sends what is recorded; while units below are not done, with the reason."""
    obligation = permissions.obligation_to_answer(request.acting, pk)
    form = SendForm(request.POST)
    if not form.is_valid():
        return show(request, obligation, status=422, send_form=form)
    reason = form.cleaned_data["reason"]
    try:
        actions.submit_answer(actor=request.actor, obligation=obligation, at=clock.now(), reason=reason)
    except errors.OpenBelow as refusal:
        form.add_error("reason", refusal_text(refusal))
        return show(request, obligation, status=refusal.status, send_form=form)
    messages.success(request, _("Sent to the superior."))
    return redirect("cascade:obligation-page", pk=pk)


@require_POST
def hand_over(request: ActingRequest, pk: int) -> HttpResponse:
    """Somebody else in the unit has it in hand from now on."""
    obligation = permissions.obligation_to_answer(request.acting, pk)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return show(request, obligation, status=422, hand_over_form=form)
    lifecycle.hand_over(actor=request.actor, obligation=obligation, at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Handed over."))
    return redirect("cascade:obligation-page", pk=pk)


@require_POST
def note(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit says how far it is."""
    obligation = permissions.obligation_to_answer(request.acting, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show(request, obligation, status=422, note_form=form)
    lifecycle.note_progress(actor=request.actor, obligation=obligation, text=form.cleaned_data["text"], at=clock.now())
    messages.success(request, _("Noted. Your superiors can read it."))
    return redirect("cascade:obligation-page", pk=pk)


@require_POST
def waive(request: ActingRequest, pk: int) -> HttpResponse:
    """The superior lets the unit off."""
    obligation = permissions.obligation_to_review(request.acting, pk)
    form = ReasonForm(request.POST, prefix="waive")
    if not form.is_valid():
        return show(request, obligation, status=422, waive_form=form)
    lifecycle.waive(actor=request.actor, obligation=obligation, reason=form.cleaned_data["reason"], at=clock.now())
    messages.success(request, _("Waived with your reason: it counts no more."))
    return redirect("cascade:obligation-page", pk=pk)
