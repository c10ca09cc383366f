"""Reorganisations to look at and to decide on."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from quantriet.kernel import clock
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.reorganisation import actions, permissions
from quantriet.reorganisation.forms import WhyForm, version_read
from quantriet.reorganisation.queries.called import lines_called
from quantriet.reorganisation.queries.done import DONE, Done
from quantriet.reorganisation.queries.preview import Preview
from quantriet.reorganisation.queries.told import FIGURES, listed, told
from quantriet.reorganisation.rules.kinds import OPEN, TONES, UNDO_DAYS, State
from quantriet.web.pages import page

if TYPE_CHECKING:
    from quantriet.reorganisation.models import Reorganisation

PER_PAGE = 50


@require_GET
def reorganisation_list(request: ActingRequest) -> HttpResponse:
    """Those of one's own branch, the latest day first."""
    acting_or_404(request.acting)
    found = permissions.visible(request.acting, clock.today())
    part = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, State(one.state).label, TONES[State(one.state)]) for one in part]
    return page(request, "reorganisation/list.html", {"part": part, "rows": rows})


@require_GET
def reorganisation_page(request: ActingRequest, pk: int) -> HttpResponse:
    """What it says, and what it would do or has done."""
    return _show(request, permissions.to_see(request.acting, pk, clock.today()))


def _show(request: ActingRequest, found: "Reorganisation", *, status: int = 200, **more: Any) -> HttpResponse:
    is_open = found.state in OPEN
    preview = Preview(found, clock.today()) if is_open else None
    context = {
        "found": found,
        "lines": lines_called(found),
        "state_label": State(found.state).label,
        "tone": TONES[State(found.state)],
        "preview": preview,
        "figures": _figures(found, preview),
        "is_own_unit": request.acting is not None and found.unit_id == request.acting.unit_id,
        "is_own_work": request.actor.user_id in (found.drafted_by_id, found.submitted_by_id),
        "why_form": WhyForm(),
        "undo_days": UNDO_DAYS,
    }
    return page(request, "reorganisation/reorganisation.html", context | more, status=status)


def _figures(found: "Reorganisation", preview: Preview | None) -> list[tuple[str, Any, int]]:
    if found.state == State.APPLIED:
        return Done(found).told()
    return told(preview) if preview else []


@require_GET
def rows(request: ActingRequest, pk: int, what: str) -> HttpResponse:
    """The rows behind one figure of what it would do, or of what it has done."""
    found = permissions.to_see(request.acting, pk, clock.today())
    page_number = request.GET.get("page")
    if what in DONE and found.state == State.APPLIED:
        done = Done(found)
        part = Paginator(done.things(what), PER_PAGE).get_page(page_number)
        lines = done.rows(what, list(part))
    elif what in FIGURES and found.state in OPEN:
        part = Paginator(listed(Preview(found, clock.today()), what), PER_PAGE).get_page(page_number)
        lines = list(part)
    else:
        raise Http404
    context = {"found": found, "label": FIGURES[what], "part": part, "lines": lines, "what": what}
    return page(request, "reorganisation/rows.html", context)


@require_GET
def decision_file(request: ActingRequest, pk: int) -> FileResponse:
    """The decision as it was sent."""
    found, file = permissions.file_to_see(request.acting, pk, clock.today())
    # Never shown in the browser, whatever it claims to be: somebody else has sent it.
    return FileResponse(
        BytesIO(file.content), as_attachment=True, filename=found.file_name, content_type="application/octet-stream"
    )


@require_POST
def approve(request: ActingRequest, pk: int) -> HttpResponse:
    """The head approves what was read; pressed twice, it is approved once."""
    found = permissions.to_decide(request.acting, pk, clock.today())
    if found.approved_by_id == request.actor.user_id:
        return redirect("reorganisation:reorganisation-page", pk=pk)
    actions.approve(actor=request.actor, found=found, version=version_read(request), at=clock.now())
    if found.state == State.APPLIED:
        messages.success(request, _("Approved: it is in force."))
    else:
        messages.success(request, _("Approved: it comes into force on its day."))
    return redirect("reorganisation:reorganisation-page", pk=pk)


@require_POST
def send_back(request: ActingRequest, pk: int) -> HttpResponse:
    """The head wants it otherwise."""
    found = permissions.to_decide(request.acting, pk, clock.today())
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _show(request, found, status=422, why_form=form)
    actions.send_back(actor=request.actor, found=found, reason=form.cleaned_data["reason"], at=clock.now())
    messages.success(request, _("Returned to the drafter."))
    return redirect("reorganisation:reorganisation-page", pk=pk)


@require_POST
def undo(request: ActingRequest, pk: int) -> HttpResponse:
    """The head takes it back; everything is as it was before."""
    found = permissions.to_decide(request.acting, pk, clock.today())
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _show(request, found, status=422, why_form=form)
    actions.undo(actor=request.actor, found=found, reason=form.cleaned_data["reason"], at=clock.now())
    messages.success(request, _("Undone: everything is as it was before."))
    return redirect("reorganisation:reorganisation-page", pk=pk)
