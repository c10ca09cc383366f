"""The page of one obligation: the unit answers, the superior judges."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from quantriet.cascade import actions, permissions
from quantriet.cascade.forms.answer import (
    AcceptForm,
    HandOverForm,
    NoteForm,
    ReasonForm,
    ReturnForm,
    SendForm,
    sent_read,
)
from quantriet.cascade.queries.answers import tell
from quantriet.cascade.queries.drafts import documents_of
from quantriet.cascade.queries.scope import latest_term
from quantriet.cascade.rules.reminders import REMINDED
from quantriet.cascade.rules.states import CLOSED, State
from quantriet.kernel import clock
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import is_htmx, page, partial

if TYPE_CHECKING:
    from quantriet.cascade.models import Obligation


@require_GET
def obligation_page(request: ActingRequest, pk: int) -> HttpResponse:
    """What is owed, to whom, by when, and how far it is."""
    return show(request, permissions.obligation_to_see(request.acting, pk, clock.today()))


def show(request: ActingRequest, obligation: "Obligation", *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page with whatever forms were refused; asked for again by a live page, only its part."""
    acting, today = acting_or_404(request.acting), clock.today()
    context = {
        "told": tell(obligation, on=today, now=clock.now()),
        "documents": documents_of(obligation.cascade),
        "today": today,
        "is_ours": obligation.unit_id == acting.unit_id,
        "is_reviewer": obligation.cascade.unit_in_charge_id == acting.unit_id,
        "is_own_answer": obligation.submitted_by_id == request.actor.user_id,
        "accept_form": AcceptForm(initial={"responsible": request.actor.name}),
        "return_form": ReturnForm(limit=latest_term(obligation)),
        "hand_over_form": HandOverForm(),
        "note_form": NoteForm(),
        "send_form": SendForm(),
        "waive_form": ReasonForm(prefix="waive"),
        "is_open": obligation.state not in CLOSED,
        "may_waive": obligation.state in REMINDED,
    }
    context |= forms
    if is_htmx(request) and status == 200:  # noqa: PLR2004 - a live page asks for its part again
        return partial(request, "cascade/_obligation.html", context)
    return page(request, "cascade/obligation.html", context, status=status)


@require_POST
def accept(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit takes it in hand."""
    obligation = permissions.obligation_to_answer(request.acting, pk)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return show(request, obligation, status=422, accept_form=form)
    actions.accept(
        actor=request.actor, obligation=obligation, responsible=form.cleaned_data["responsible"], at=clock.now()
    )
    messages.success(request, _("Accepted. The superior sees it."))
    return redirect("cascade:obligation-page", pk=pk)


@require_POST
def approve(request: ActingRequest, pk: int) -> HttpResponse:
    """The superior finds it done; pressed twice, it is done once."""
    obligation = permissions.obligation_to_review(request.acting, pk)
    if obligation.state != State.APPROVED:
        actions.approve_answer(
            actor=request.actor, obligation=obligation, at=clock.now(), sent_at=sent_read(request.POST)
        )
        messages.success(request, _("Approved: it now counts as done."))
    return redirect("cascade:obligation-page", pk=pk)


@require_POST
def return_for_more(request: ActingRequest, pk: int) -> HttpResponse:
    """The superior asks for more."""
    obligation = permissions.obligation_to_review(request.acting, pk)
    form = ReturnForm(request.POST, limit=latest_term(obligation))
    if not form.is_valid():
        return show(request, obligation, status=422, return_form=form)
    said = form.cleaned_data
    actions.return_answer(
        actor=request.actor, obligation=obligation, reason=said["reason"], new_due_on=said["new_due_on"],
        at=clock.now(), sent_at=sent_read(request.POST),
    )  # fmt: skip
    messages.success(request, _("Returned with your reason: it counts as not done."))
    return redirect("cascade:obligation-page", pk=pk)


@require_GET
def evidence_file(request: ActingRequest, pk: int) -> FileResponse:
    """The file that shows it, as it was sent."""
    evidence, file = permissions.evidence_to_see(request.acting, pk, clock.today())
    # Never shown in the browser, whatever it claims to be: somebody else has sent it.
    return FileResponse(
        BytesIO(file.content), as_attachment=True, filename=evidence.file_name, content_type="application/octet-stream"
    )
