"""Saying how a document stands to another one, which is found by its words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quantriet.documents import actions, permissions
from quantriet.documents.forms import RelationForm
from quantriet.documents.queries import label_of, search_documents
from quantriet.kernel import clock
from quantriet.kernel.errors import Refusal
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import is_htmx, page, partial
from quantriet.web.refusals import refusal_text

_OFFERED = 12


def reference_add(request: ActingRequest, pk: int) -> HttpResponse:
    """Search the other document, and say how this one stands to it."""
    document = permissions.document_to_review(request.acting, pk)
    if request.method != "POST":
        return _answer(request, pk, RelationForm(initial={"q": request.GET.get("q", "")}))
    form = RelationForm(request.POST)
    if not form.is_valid():
        return _answer(request, pk, form, status=422)
    target = permissions.document_to_link(request.acting, form.cleaned_data["target"], clock.today())
    relation = form.cleaned_data["relation"]
    try:
        actions.add_reference(actor=request.actor, source=document, target=target, relation=relation, at=clock.now())
    except Refusal as refusal:
        form.add_error(None, refusal_text(refusal))
        return _answer(request, pk, form, status=refusal.status)
    messages.success(request, _("The relation has been added."))
    return redirect(reverse("documents:document-page", args=[pk]) + "#lineage")


@require_POST
def reference_remove(request: ActingRequest, pk: int) -> HttpResponse:
    """Take back a relation that a person said."""
    document = permissions.document_to_review(request.acting, pk)
    typed = request.POST.get("reference", "")
    reference = permissions.reference_to_remove(document, int(typed)) if typed.isdecimal() else None
    if reference is not None:
        actions.remove_reference(actor=request.actor, reference=reference, at=clock.now())
    messages.success(request, _("The relation has been removed."))
    return redirect(reverse("documents:document-page", args=[pk]) + "#lineage")


def _answer(request: ActingRequest, pk: int, form: RelationForm, *, status: int = 200) -> HttpResponse:
    acting, today = acting_or_404(request.acting), clock.today()
    words = str(form["q"].value() or "")
    hits = [hit for hit in search_documents(words, acting, today, _OFFERED + 1) if hit.pk != pk] if words else []
    context = {"pk": pk, "form": form, "words": words, "hits": hits[:_OFFERED]}
    if is_htmx(request) and request.method != "POST":
        return partial(request, "documents/_relation_hits.html", context)
    context["label"] = label_of(permissions.document_to_review(request.acting, pk))
    return page(request, "documents/reference_add.html", context, status=status)
