"""Scans: how far the recognition is, starting it again, and correcting doubtful words."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from quantriet.documents import actions, permissions
from quantriet.documents.forms import WordForm
from quantriet.documents.rules.content import WAITING
from quantriet.kernel import clock
from quantriet.kernel.errors import NotFound
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import partial


def recognition(request: ActingRequest, pk: int) -> HttpResponse:
    """How far the recognition is; once it has ended, the browser is told to fetch the page."""
    document = permissions.document_to_see(request.acting, pk, clock.today())
    response = partial(request, "documents/_recognition.html", {"document": document})
    if document.intake_note != WAITING:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def recognise(request: ActingRequest, pk: int) -> HttpResponse:
    """Have a kept scan recognised."""
    document = permissions.document_to_review(request.acting, pk)
    actions.ask_recognition(actor=request.actor, document=document, at=clock.now())
    return redirect("documents:document-page", pk)


@require_POST
def word_correct(request: ActingRequest, pk: int) -> HttpResponse:
    """Put the right word in the place of a doubtful one."""
    document = permissions.document_to_review(request.acting, pk)
    form = WordForm(request.POST)
    if not form.is_valid():
        raise NotFound
    actions.correct_word(actor=request.actor, document=document, **form.cleaned_data, at=clock.now())
    return redirect(reverse("documents:document-page", args=[pk]) + "#doubts")
