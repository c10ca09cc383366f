"""The page of one obligation: the unit answers, the superior judges."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quantriet.cascade import actions, permissions
from quantriet.cascade.forms.answer import AcceptForm, ReportForm, ReturnForm
from quantriet.cascade.queries.answers import tell
from quantriet.cascade.queries.drafts import documents_of
from quantriet.cascade.rules.states import State
from quantriet.kernel import clock
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import is_htmx, page, partial

if TYPE_CHECKING:
    from quantriet.cascade.models import Obligation


@require_GET
def obligation_page(request: ActingRequest, pk: int) -> HttpResponse:
    """What is owed, to whom, by when, and how far it is."""
    return _show(request, permissions.obligation_to_see(request.acting, pk, clock.today()))


def _show(request: ActingRequest, obligation: "Obligation", *, status: int = 200, **forms: Any) -> HttpResponse:
    acting, today = acting_or_404(request.acting), clock.today()
    context = {
        "told": tell(obligation, on=today, now=clock.now()),
        "documents": documents_of(obligation.cascade),
        "today": today,
        "is_ours": obligation.unit_id == acting.unit_id,
        "is_reviewer": obligation.cascade.unit_in_charge_id == acting.unit_id,
        "is_own_answer": obligation.submitted_by_id == request.actor.user_id,
        "accept_form": AcceptForm(initial={"responsible": request.actor.name}),
        "return_form": ReturnForm(limit=obligation.requirement.due_on),
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
        return _show(request, obligation, status=422, accept_form=form)
    actions.accept(
        actor=request.actor, obligation=obligation, responsible=form.cleaned_data["responsible"], at=clock.now()
    )
    messages.success(request, _("Accepted. The superior sees it."))
    return redirect("cascade:obligation-page", pk=pk)


@require_http_methods(["GET", "POST"])
def report(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit reports what it has done."""
    obligation = permissions.obligation_to_answer(request.acting, pk)
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return _report_page(request, obligation, form, status=200 if request.method == "GET" else 422)
    file = form.cleaned_data["file"]
    said = actions.Report(form.cleaned_data["text"], file.read() if file else b"", file.name if file else "")
    if not said.text.strip() and not said.raw:
        form.add_error("text", _("Write what was done, or add a file."))
        return _report_page(request, obligation, form, status=422)
    missing = actions.send_report(actor=request.actor, obligation=obligation, report=said, at=clock.now())
    if missing:
        messages.warning(request, _("Recorded, but it does not satisfy the requirement yet."))
    else:
        messages.success(request, _("Sent to the superior."))
    return redirect("cascade:obligation-page", pk=pk)


def _report_page(request: ActingRequest, obligation: "Obligation", form: ReportForm, *, status: int) -> HttpResponse:
    told = tell(obligation, on=clock.today(), now=clock.now())
    context = {"told": told, "form": form, "today": clock.today()}
    return page(request, "cascade/report.html", context, status=status)


@require_POST
def approve(request: ActingRequest, pk: int) -> HttpResponse:
    """The superior finds it done; pressed twice, it is done once."""
    obligation = permissions.obligation_to_review(request.acting, pk)
    if obligation.state != State.APPROVED:
        actions.approve_answer(actor=request.actor, obligation=obligation, at=clock.now())
        messages.success(request, _("Approved: it now counts as done."))
    return redirect("cascade:obligation-page", pk=pk)


@require_POST
def return_for_more(request: ActingRequest, pk: int) -> HttpResponse:
    """The superior asks for more."""
    obligation = permissions.obligation_to_review(request.acting, pk)
    form = ReturnForm(request.POST, limit=obligation.requirement.due_on)
    if not form.is_valid():
        return _show(request, obligation, status=422, return_form=form)
    said = form.cleaned_data
    actions.return_answer(
        actor=request.actor, obligation=obligation, reason=said["reason"], new_due_on=said["new_due_on"], at=clock.now()
    )
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
