"""The page of one document: its text with every finding in place, and a person's decision on each."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from quantriet.documents import actions, permissions
from quantriet.documents.forms import FORMS, RegisterForm, correction_form, register_form
from quantriet.documents.queries.doubts import doubts_about, facts_of
from quantriet.documents.queries.page import page_of, review_for
from quantriet.documents.rules.findings import Status
from quantriet.documents.rules.numbering import Doubt
from quantriet.kernel import clock
from quantriet.kernel.errors import ChangedMeanwhile, NotFound
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import is_htmx, page, partial
from quantriet.web.refusals import refusal_text

_DECISIONS = (Status.ACCEPTED, Status.REJECTED, Status.PROPOSED)


def document_page(request: ActingRequest, pk: int) -> HttpResponse:
    """The text, what was read in it, what the registry says of it, and the line it stands in."""
    edited = _number(request.GET.get("edit"))
    return _page(request, pk, edited=edited, at=_number(request.GET.get("at")) or edited)


@require_POST
def document_register(request: ActingRequest, pk: int) -> HttpResponse:
    """Enter the document into the registry, or change what the registry says of it."""
    document = permissions.document_to_review(request.acting, pk)
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, register_form=form, status=422)
    facts = form.facts()
    version = form.cleaned_data["version"]
    try:
        actions.register(actor=request.actor, document=document, facts=facts, version=version, at=clock.now())
    except ChangedMeanwhile as refusal:
        return _page(request, pk, register_form=form, register_conflict=refusal_text(refusal), status=409)
    messages.success(request, _("The registry has been updated."))
    return redirect("documents:document-page", pk)


@require_POST
def document_check(request: ActingRequest, pk: int) -> HttpResponse:
    """What looks wrong in what is typed so far; nothing is written."""
    document = permissions.document_to_review(request.acting, pk)
    form = RegisterForm(request.POST)
    today = clock.today()
    visible = permissions.visible(request.acting, today)
    doubts = doubts_about(document, form.facts(), visible, today) if form.is_valid() else []
    return partial(request, "documents/_doubts_answer.html", {"doubts": doubts, "names": list(form.fields)})


@require_POST
def document_read_again(request: ActingRequest, pk: int) -> HttpResponse:
    """Read the text again by the reader of today; every decision stays."""
    document = permissions.document_to_review(request.acting, pk)
    number = actions.read_again(actor=request.actor, document=document, at=clock.now())
    words = ngettext(
        "The text was read again: %(number)s new detail. Every decision was kept.",
        "The text was read again: %(number)s new details. Every decision was kept.",
        number,
    )
    messages.success(request, words % {"number": number})
    return redirect(reverse("documents:document-page", args=[pk]) + "#findings")


@require_POST
def findings_accept(request: ActingRequest, pk: int) -> HttpResponse:
    """Accept everything that is certain."""
    document = permissions.document_to_review(request.acting, pk)
    number = actions.accept_certain(actor=request.actor, document=document, at=clock.now())
    words = ngettext("%(number)s detail was accepted.", "%(number)s details were accepted.", number)
    words %= {"number": number}
    if is_htmx(request):
        return partial(request, "documents/_review.html", _review(request, pk, said=words))
    messages.success(request, words)
    return redirect(reverse("documents:document-page", args=[pk]) + "#findings")


def finding_card(request: ActingRequest, pk: int) -> HttpResponse:
    """One finding, to read or (with ?edit) to correct."""
    finding = permissions.finding_to_decide(request.acting, pk)
    return _card(request, finding.document_id, pk, edited=pk if "edit" in request.GET else None)


@require_POST
def finding_decide(request: ActingRequest, pk: int) -> HttpResponse:
    """Accept, reject, or take the decision back."""
    finding = permissions.finding_to_decide(request.acting, pk)
    decision, seen = request.POST.get("decision", ""), request.POST.get("seen", "")
    if decision not in _DECISIONS:
        raise NotFound
    try:
        actions.decide(actor=request.actor, finding=finding, status=decision, seen=seen, at=clock.now())
    except ChangedMeanwhile as refusal:
        return _card(request, finding.document_id, pk, conflict=refusal_text(refusal), status=409)
    return _card(request, finding.document_id, pk)


@require_POST
def finding_correct(request: ActingRequest, pk: int) -> HttpResponse:
    """Put a correction beside what was read."""
    finding = permissions.finding_to_decide(request.acting, pk)
    form = FORMS[finding.category](request.POST, auto_id=f"finding-{pk}-%s")
    again = {"edited": pk, "form": form}
    if not form.is_valid():
        return _card(request, finding.document_id, pk, seen=request.POST.get("seen"), status=422, **again)
    correction, seen = form.correction(), form.cleaned_data["seen"]
    try:
        actions.correct(actor=request.actor, finding=finding, correction=correction, seen=seen, at=clock.now())
    except ChangedMeanwhile as refusal:
        return _card(request, finding.document_id, pk, conflict=refusal_text(refusal), status=409, **again)
    return _card(request, finding.document_id, pk)


@require_POST
def finding_link(request: ActingRequest, pk: int) -> HttpResponse:
    """Say which document a reference means."""
    finding = permissions.finding_to_decide(request.acting, pk)
    chosen, seen = _number(request.POST.get("target")), request.POST.get("seen", "")
    target = permissions.document_to_link(request.acting, chosen, clock.today()) if chosen else None
    try:
        actions.choose_target(actor=request.actor, finding=finding, target=target, seen=seen, at=clock.now())
    except ChangedMeanwhile as refusal:
        return _card(request, finding.document_id, pk, conflict=refusal_text(refusal), status=409)
    return _card(request, finding.document_id, pk)


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isdecimal() else None


def _review(request: ActingRequest, pk: int, **facts: Any) -> dict[str, Any]:
    """What the review part of the page needs; with `edited` the form of that finding."""
    today = clock.today()
    document = permissions.document_to_see(request.acting, pk, today)
    review = review_for(document, acting_or_404(request.acting), today)
    card = review.card_of(facts["edited"]) if facts.get("edited") else None
    context = {"document": document, "review": review, "may_review": permissions.may_review(request.acting, document)}
    if card is not None and facts.get("form") is None:
        facts["form"] = correction_form(card.finding.category, card.pk, card.facts)
    return context | facts | {"edited": card.pk if card else None}


def _page(request: ActingRequest, pk: int, *, status: int = 200, **facts: Any) -> HttpResponse:
    """The whole page."""
    context = _review(request, pk, **facts)
    document = context["document"]
    context["page"] = page_of(document, acting_or_404(request.acting), clock.today())
    context.setdefault("register_form", register_form(document))
    if context["may_review"] and not document.is_stub:
        context["doubts"] = _doubts(request, document, context["register_form"])
    return page(request, "documents/document_page.html", context, status=status)


def _doubts(request: ActingRequest, document: Any, form: RegisterForm) -> list[Doubt]:
    """What looks wrong in what is typed, or in what the registry says."""
    if form.is_bound and not form.is_valid():
        return []
    facts = form.facts() if form.is_bound else facts_of(document)
    today = clock.today()
    return doubts_about(document, facts, permissions.visible(request.acting, today), today)


def _card(request: ActingRequest, document_id: int, pk: int, *, status: int = 200, **facts: Any) -> HttpResponse:
    """One card for htmx; without it, the page (again) at that card."""
    if not is_htmx(request):
        if status == 200 and request.method == "POST":
            return redirect(reverse("documents:document-page", args=[document_id]) + f"?at={pk}#finding-{pk}")
        return _page(request, document_id, at=pk, status=status, **facts)
    context = _review(request, document_id, **facts)
    card = context["review"].card_of(pk)
    if card is None:
        raise NotFound
    return partial(request, "documents/_card_answer.html", context | {"card": card}, status=status)
