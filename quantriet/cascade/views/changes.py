"""What happens to a cascade after issuing: deadlines moved, duties recalled, changes from above answered."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quantriet.cascade import actions, permissions
from quantriet.cascade.forms.changes import DeadlineForm, ReasonForm, TemplateForm
from quantriet.cascade.queries.proposals import changes_above as find_changes
from quantriet.cascade.queries.scope import limits
from quantriet.cascade.rules.states import CascadeState
from quantriet.jobs import progress as jobs
from quantriet.kernel import clock
from quantriet.kernel.errors import Refusal
from quantriet.org import queries as org
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.fields import DayField
from quantriet.web.pages import own_address, page
from quantriet.web.refusals import refusal_text

if TYPE_CHECKING:
    from quantriet.cascade.models import Cascade


@require_GET
def cascade_changes(request: ActingRequest, pk: int) -> HttpResponse:
    """Deadlines, recall and template of one's own cascade."""
    cascade = permissions.cascade_to_edit(request.acting, pk, clock.today())
    return _show(request, cascade)


def _show(
    request: ActingRequest, cascade: "Cascade", *, deadline: DeadlineForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    own = limits(cascade)
    rows = []
    for requirement in cascade.requirements.order_by("place"):
        form = DeadlineForm(key=requirement.pk, limit=own.get(requirement.pk))
        if deadline is not None and deadline.prefix == form.prefix:
            form = deadline
        rows.append({"requirement": requirement, "limit": own.get(requirement.pk), "form": form})
    context = {
        "cascade": cascade,
        "rows": rows,
        "changes": find_changes(cascade.unit_in_charge_id, clock.today(), cascade),
        "recall_form": ReasonForm(),
        "template_form": TemplateForm(initial={"title": cascade.title}),
        "progress": jobs.of(f"cascade:{cascade.pk}") if request.GET.get("wait") else None,
        "state_label": CascadeState(cascade.state).label,
    }
    return page(request, "cascade/changes.html", context | more, status=status)


@require_POST
def deadline_change(request: ActingRequest, pk: int) -> HttpResponse:
    """Extend a deadline or bring it forward."""
    requirement = permissions.requirement_to_change(request.acting, pk, clock.today())
    cascade = requirement.cascade
    form = DeadlineForm(request.POST, key=pk, limit=limits(cascade).get(pk))
    if not form.is_valid():
        return _show(request, cascade, deadline=form, status=422)
    said = form.cleaned_data
    try:
        is_done = actions.ask_for_change(
            actor=request.actor, requirement=requirement, new_due_on=said["new_due_on"], reason=said["reason"],
            at=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, refusal_text(refusal))
        return _show(request, cascade, deadline=form, status=refusal.status)
    messages.success(request, _("The deadline is moved.") if is_done else _("The deadline is being moved for many."))
    return _back(cascade, is_done=is_done)


def _back(cascade: "Cascade", *, is_done: bool) -> HttpResponse:
    answer = redirect("cascade:cascade-changes", pk=cascade.pk)
    if not is_done:
        answer["Location"] += "?wait=1"
    return answer


@require_POST
def recall(request: ActingRequest, pk: int) -> HttpResponse:
    """Recall the whole cascade; the head decides."""
    cascade = permissions.cascade_to_approve(request.acting, pk, clock.today())
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, cascade, recall_form=form, status=422)
    is_done = actions.ask_for_recall(
        actor=request.actor, cascade=cascade, reason=form.cleaned_data["reason"], at=clock.now()
    )
    messages.success(request, _("The cascade is recalled.") if is_done else _("The cascade is being recalled."))
    return _back(cascade, is_done=is_done)


@require_http_methods(["GET", "POST"])
def obligation_recall(request: ActingRequest, pk: int) -> HttpResponse:
    """Recall what one unit owes, with what it has passed down."""
    obligation = permissions.obligation_to_review(request.acting, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.recall_obligation(actor=request.actor, obligation=obligation, reason=reason, at=clock.now())
        messages.success(request, _("The duty is recalled."))
        return redirect("cascade:obligation-page", pk=pk)
    name = org.names({obligation.unit_id}, clock.today()).get(obligation.unit_id, "")
    context = {"obligation": obligation, "form": form, "unit_name": name}
    return page(request, "cascade/recall.html", context, status=422 if form.errors else 200)


@require_GET
def changes_above(request: ActingRequest) -> HttpResponse:
    """Where superiors have moved deadlines of what my unit has passed down."""
    acting = acting_or_404(request.acting)
    return page(request, "cascade/changes_above.html", {"changes": find_changes(acting.unit_id, clock.today())})


@require_POST
def change_answer(request: ActingRequest, pk: int) -> HttpResponse:
    """Take over the day proposed, or keep one's own."""
    requirement = permissions.requirement_to_change(request.acting, pk, clock.today())
    if request.POST.get("do") == "keep":
        actions.keep_deadline(actor=request.actor, requirement=requirement, at=clock.now())
        messages.success(request, _("Your own deadline stays."))
    else:
        actions.adopt_deadline(
            actor=request.actor, requirement=requirement, new_due_on=DayField().clean(request.POST.get("day")),
            reason=_("The superior has moved the deadline"), at=clock.now(),
        )  # fmt: skip
        messages.success(request, _("The deadline is moved."))
    back = own_address(request, request.POST.get("back", ""))
    return redirect(back or reverse("cascade:cascade-page", args=[requirement.cascade_id]))
