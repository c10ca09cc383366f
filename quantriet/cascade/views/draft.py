"""A draft: written by the office, decided by the head, issued in the background."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quantriet.cascade import actions, permissions
from quantriet.cascade.forms.answer import SendBackForm, sent_read
from quantriet.cascade.forms.draft import DraftForm, PlanForm, Stored
from quantriet.cascade.queries.drafts import documents_of, issuer_of, own_plan, own_plans
from quantriet.cascade.queries.proposals import changes_above
from quantriet.cascade.queries.scope import addressed, audience, branch_groups, limits, reasons_of
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import EDITABLE, CascadeState
from quantriet.documents import permissions as documents
from quantriet.documents.queries import label_of
from quantriet.jobs import progress as jobs
from quantriet.kernel import clock
from quantriet.kernel.errors import ChangedMeanwhile, Refusal
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import is_htmx, page, partial
from quantriet.web.refusals import refusal_text

if TYPE_CHECKING:
    from quantriet.cascade.models import Cascade


@require_POST
def draft_from_document(request: ActingRequest, pk: int) -> HttpResponse:
    """Begin a cascade with the confirmed duties of a document."""
    acting = acting_or_404(request.acting)
    document = documents.document_to_review(acting, pk)
    label = label_of(document)  # a news text is called by its headline, which is a title already
    title = _("Implementing %(document)s") % {"document": label} if document.number else label
    cascade = actions.draft_from_document(
        actor=request.actor, document=document, unit_id=acting.unit_id, title=title, at=clock.now()
    )
    return redirect("cascade:draft-page", pk=cascade.pk)


@require_POST
def pass_down(request: ActingRequest, pk: int) -> HttpResponse:
    """Begin one's own cascade from what was given from above."""
    acting = acting_or_404(request.acting)
    parent = permissions.cascade_to_pass_down(acting, pk, clock.today())
    cascade = actions.draft_pass_down(
        actor=request.actor, parent=parent, unit_id=acting.unit_id, title=parent.title, at=clock.now()
    )
    return redirect("cascade:cascade-page", pk=cascade.pk)


@require_http_methods(["GET", "POST"])
def draft_page(request: ActingRequest, pk: int) -> HttpResponse:
    """The draft as a form while it is written, to read and decide once it is sent."""
    cascade = permissions.cascade_to_edit(request.acting, pk, clock.today())
    if request.method == "POST":
        return _written(request, cascade)
    if cascade.issued_at is not None:
        return redirect("cascade:cascade-page", pk=pk)
    return _show(request, cascade, DraftForm(_stored(cascade)))


def _written(request: ActingRequest, cascade: "Cascade") -> HttpResponse:
    do = request.POST.get("do", "save")
    form = DraftForm(_stored(cascade), request.POST, do)
    if do not in ("save", "send"):
        return _show(request, cascade, form)
    if not form.is_valid():
        return _show(request, cascade, form, status=422)
    act = actions.save_and_submit if do == "send" else actions.save_draft
    try:
        act(
            actor=request.actor, cascade=cascade, facts=form.facts(), at=clock.now(), version=_version_read(request)
        )
    except ChangedMeanwhile:
        now = permissions.cascade_to_edit(request.acting, cascade.pk, clock.today())
        present_out = [unit for unit in addressed(now) if unit.reason is not None]
        return _show(request, now, form, status=409, present=DraftForm(_stored(now)), present_out=present_out)
    except Refusal as refusal:
        form.add_error(None, refusal_text(refusal))
        return _show(request, cascade, form, status=refusal.status)
    messages.success(request, _("Sent for approval.") if do == "send" else _("Saved."))
    return redirect("cascade:draft-page", pk=cascade.pk)


def _version_read(request: ActingRequest) -> int:
    """The version of the draft that the page showed."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() else 0


def _stored(cascade: "Cascade") -> Stored:
    requirements = list(cascade.requirements.order_by("place"))
    groups = branch_groups(cascade.unit_in_charge_id, cascade.scope_on)
    return Stored(cascade, requirements, limits(cascade), reasons_of(cascade), clock.today(), groups)


def _show(
    request: ActingRequest, cascade: "Cascade", form: DraftForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    scope, day = form.chosen_scope
    reached = audience(cascade, scope=scope, on=day, rule=form.rule, reasons=form.left_out if form.is_listed else None)
    context = {
        "cascade": cascade,
        "form": form,
        "reached": reached,
        "given": reached.given,
        "changes": changes_above(cascade.unit_in_charge_id, clock.today(), cascade) if cascade.parent_id else [],
        "documents": documents_of(cascade),
        "issuer": issuer_of(cascade, clock.today()),
        "today": clock.today(),
        "is_editable": cascade.state in EDITABLE,
        "is_pending": cascade.state == CascadeState.PENDING,
        "is_own": cascade.submitted_by_id == request.actor.user_id,
        "send_back_form": SendBackForm(),
        "progress": jobs.of(f"cascade:{cascade.pk}"),
        "state_label": CascadeState(cascade.state).label,
        "scope_label": Scope(cascade.scope).label,
    }
    if cascade.parent_id is not None:
        context |= {"plan": cascade.plan, "plan_form": PlanForm(plans=own_plans(cascade.unit_in_charge_id))}
    return page(request, "cascade/draft.html", context | more, status=status)


@require_POST
def discard(request: ActingRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    cascade = permissions.cascade_to_edit(request.acting, pk, clock.today())
    actions.discard_draft(actor=request.actor, cascade=cascade, version=_version_read(request), at=clock.now())
    messages.success(request, _("The draft is discarded."))
    return redirect("cascade:cascade-list")


@require_POST
def plan(request: ActingRequest, pk: int) -> HttpResponse:
    """Register or choose the unit's own plan for passing this on."""
    cascade = permissions.cascade_to_edit(request.acting, pk, clock.today())
    form = PlanForm(request.POST, request.FILES, plans=own_plans(cascade.unit_in_charge_id))
    if not form.is_valid():
        return _plan_answer(request, cascade, form, status=422)
    chosen, file = form.cleaned_data["document"], form.cleaned_data["file"]
    if chosen:
        found = own_plan(cascade.unit_in_charge_id, chosen)
        actions.attach_plan(actor=request.actor, cascade=cascade, plan=found, at=clock.now())
    else:
        raw, name = (file.read(), file.name) if file else (b"", "")
        new = actions.NewPlan(form.facts(issuer_of(cascade, clock.today())), raw, name)
        actions.register_plan(actor=request.actor, cascade=cascade, plan=new, at=clock.now())
    return _plan_answer(request, cascade, PlanForm(plans=own_plans(cascade.unit_in_charge_id)))


def _plan_answer(request: ActingRequest, cascade: "Cascade", form: PlanForm, *, status: int = 200) -> HttpResponse:
    if is_htmx(request):
        context = {"cascade": cascade, "plan": cascade.plan, "plan_form": form, "is_editable": True}
        return partial(request, "cascade/_plan.html", context, status=status)
    if status == 200:  # noqa: PLR2004
        return redirect("cascade:draft-page", pk=cascade.pk)
    return _show(request, cascade, DraftForm(_stored(cascade)), status=status, plan_form=form)


@require_POST
def approve(request: ActingRequest, pk: int) -> HttpResponse:
    """The head approves; a job issues. Pressed twice by the same person, it is approved once."""
    cascade = permissions.cascade_to_approve(request.acting, pk, clock.today())
    if cascade.approved_by_id != request.actor.user_id:
        actions.approve(actor=request.actor, cascade=cascade, at=clock.now(), sent_at=sent_read(request.POST))
    return redirect("cascade:cascade-page", pk=pk)


@require_POST
def send_back(request: ActingRequest, pk: int) -> HttpResponse:
    """The head returns the draft with a reason."""
    cascade = permissions.cascade_to_approve(request.acting, pk, clock.today())
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _show(request, cascade, DraftForm(_stored(cascade)), status=422, send_back_form=form)
    actions.send_back(actor=request.actor, cascade=cascade, reason=form.cleaned_data["reason"], at=clock.now())
    messages.success(request, _("Returned to the drafter with your reason."))
    return redirect("cascade:draft-page", pk=pk)


@require_GET
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """How far the issuing is; at the end it leads to the roll-up."""
    cascade = permissions.cascade_to_edit(request.acting, pk, clock.today())
    context = {"cascade": cascade, "progress": jobs.of(f"cascade:{cascade.pk}")}
    response = partial(request, "cascade/_progress.html", context)
    if cascade.issued_at is not None:
        response["HX-Redirect"] = reverse("cascade:cascade-page", args=[pk])
    return response
