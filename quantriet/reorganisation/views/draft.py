"""Writing a reorganisation down."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quantriet.documents.permissions import held
from quantriet.documents.queries import label_of
from quantriet.kernel import clock
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.reorganisation import actions, permissions
from quantriet.reorganisation.forms import DraftForm, Stored, version_read
from quantriet.reorganisation.queries.preview import Preview
from quantriet.reorganisation.rules.kinds import Kind, State
from quantriet.web.pages import page

if TYPE_CHECKING:
    from quantriet.reorganisation.models import Reorganisation

MOST_DOCUMENTS = 200


def _documents(request: ActingRequest) -> list[tuple[int, str]]:
    own = held(request.acting).filter(registered_at__isnull=False).order_by("-issued_on", "-pk")
    return [(document.pk, label_of(document)) for document in own[:MOST_DOCUMENTS]]


@require_http_methods(["GET", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Begin a draft for one's own unit, which decides about what stands below it."""
    acting = acting_or_404(request.acting)
    if request.method == "GET":
        return _show(request, DraftForm(documents=_documents(request), acting=acting))
    do = request.POST.get("do", "save")
    form = DraftForm(request.POST, request.FILES, documents=_documents(request), acting=acting, do=do)
    if do != "save" or not form.is_valid():
        return _show(request, form, status=200 if do != "save" else 422)
    found = actions.begin(actor=request.actor, unit_id=acting.unit_id, facts=form.facts(), at=clock.now())
    return _saved(request, found, form, found.version)


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Go on writing it, while it is a draft."""
    acting, found = acting_or_404(request.acting), permissions.to_edit(request.acting, pk, clock.today())
    if found.state != State.DRAFT:
        return redirect("reorganisation:reorganisation-page", pk=pk)
    if request.method == "GET":
        words = {name: getattr(found, name) for name in ("title", "decision", "effective_on", "reason")}
        lines = [line.facts for line in found.lines.order_by("place")]
        stored = Stored(words | {"document": found.document_id}, lines)
        form = DraftForm(stored=stored, documents=_documents(request), acting=acting)
        return _show(request, form, found)
    do = request.POST.get("do", "save")
    form = DraftForm(request.POST, request.FILES, documents=_documents(request), acting=acting, do=do)
    if do != "save" or not form.is_valid():
        return _show(request, form, found, status=200 if do != "save" else 422)
    return _saved(request, found, form, version_read(request))


def _saved(request: ActingRequest, found: "Reorganisation", form: DraftForm, version: int) -> HttpResponse:
    actions.save_draft(
        actor=request.actor, found=found, facts=form.facts(), lines=form.lines(), paper=form.paper(), version=version,
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Saved. Below is what it would do."))
    return redirect("reorganisation:reorganisation-page", pk=found.pk)


def _show(
    request: ActingRequest, form: DraftForm, found: "Reorganisation | None" = None, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "found": found, "kinds": Kind.choices}
    return page(request, "reorganisation/edit.html", context, status=status)


@require_POST
def discard(request: ActingRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = permissions.to_edit(request.acting, pk, clock.today())
    actions.discard(actor=request.actor, found=found, version=version_read(request), at=clock.now())
    messages.success(request, _("The draft is discarded."))
    return redirect("reorganisation:reorganisation-list")


@require_POST
def submit(request: ActingRequest, pk: int) -> HttpResponse:
    """Send the draft to the head."""
    found = permissions.to_edit(request.acting, pk, clock.today())
    actions.submit(actor=request.actor, found=found, version=version_read(request), at=clock.now())
    messages.success(request, _("Sent for approval: the head is told."))
    return redirect("reorganisation:reorganisation-page", pk=pk)


@require_POST
def take_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Go on writing what is not decided on yet."""
    found = permissions.to_edit(request.acting, pk, clock.today())
    actions.take_back(actor=request.actor, found=found, at=clock.now())
    messages.success(request, _("It is a draft again."))
    return redirect("reorganisation:reorganisation-page", pk=pk)


@require_POST
def assign(request: ActingRequest, pk: int) -> HttpResponse:
    """Say which part of a divided unit gets what."""
    found = permissions.to_edit(request.acting, pk, clock.today())
    said: dict[str, dict[int, str]] = {"obligations": {}, "mandates": {}}
    for _name, parts, things in Preview(found, clock.today()).to_assign:
        for what, number, _words, _part in things:
            part = request.POST.get(f"{what}-{number}", "")
            said[what][number] = part if part in dict(parts) else ""
    actions.assign(
        actor=request.actor, found=found, obligations=said["obligations"], mandates=said["mandates"], at=clock.now()
    )
    messages.success(request, _("Saved."))
    return redirect("reorganisation:reorganisation-page", pk=pk)
