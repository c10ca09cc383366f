"""Giving the registry a text: a file or a paste; whatever is wrong with it, nothing that was sent is lost."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from quantriet.documents import actions, errors
from quantriet.documents.forms import AddForm
from quantriet.documents.queries.files import stored_bytes
from quantriet.documents.rules.content import content_of_file
from quantriet.kernel import clock
from quantriet.kernel.errors import Refusal
from quantriet.org.permissions import acting_or_404
from quantriet.web.pages import page
from quantriet.web.refusals import refusal_text

_SALT = "documents.kept"


def document_add(request: HttpRequest) -> HttpResponse:
    """Paste a text or choose a file; it is read, and what was found is shown for review."""
    acting = acting_or_404(request.acting)
    if request.method != "POST":
        return _form_page(request, AddForm())
    form = AddForm(request.POST, request.FILES)
    source = _source(request, form)
    if not form.is_valid():
        return _form_page(request, form, source, status=422)
    try:
        document = actions.take_in(
            actor=request.actor,
            unit_id=acting.unit_id,
            text=form.cleaned_data["text"],
            file=content_of_file(source["name"], source["raw"]) if source else None,
            published=form.cleaned_data["published"],
            again=form.cleaned_data["again"],
            at=clock.now(),
        )
    except errors.AlreadyKept as twin:
        return _form_page(request, form, source, status=twin.status, twin=twin.facts)
    except Refusal as refusal:
        form.add_error(None, refusal_text(refusal))
        return _form_page(request, form, status=refusal.status)
    messages.success(request, _("The text has been read. Confirm what was found, then enter it into the registry."))
    return redirect("documents:document-page", document.pk)


def _source(request: HttpRequest, form: AddForm) -> dict[str, Any]:
    """The file that was sent now, or the one that was kept when it was sent before."""
    form.is_valid()
    file = request.FILES.get("file")
    if file is not None:
        return {} if "file" in form.errors else {"name": file.name, "raw": file.read()}
    kept = _kept(request)
    if kept:
        return {"name": kept["name"], "raw": stored_bytes(kept["file"])}
    return {}


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    """What the sealed word in the form says of the kept file; it opens for the account that sent the file only."""
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=_SALT, max_age=24 * 3600)
    except signing.BadSignature:
        return None
    return kept if kept["user"] == request.actor.user_id else None


def _form_page(
    request: HttpRequest, form: AddForm, source: dict[str, Any] | None = None, *, status: int = 200, **facts: Any
) -> HttpResponse:
    """The form with what was typed; a file cannot be put back into it by the browser, so it is kept here."""
    context: dict[str, Any] = {"form": form, **facts}
    if source and source.get("raw"):
        stored = actions.store_file(raw=source["raw"], at=clock.now())
        sealed = {"file": stored.pk, "name": source["name"], "user": request.actor.user_id}
        context |= {"kept": signing.dumps(sealed, salt=_SALT), "kept_name": source["name"]}
    if "twin" in facts:
        context["twin_label"] = facts["twin"]["label"]
    return page(request, "documents/document_add.html", context, status=status)
