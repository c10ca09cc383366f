"""Giving the registry a text: files or a paste; whatever is wrong with it, nothing that was sent is lost."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from quantriet.documents import actions, errors, permissions
from quantriet.documents.forms import AddForm
from quantriet.documents.queries import batch
from quantriet.documents.queries.files import stored_bytes
from quantriet.documents.rules.content import Content, content_of_file
from quantriet.kernel import clock
from quantriet.kernel.errors import Refusal
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import page
from quantriet.web.refusals import refusal_text

_SALT = "documents.kept"


def document_add(request: ActingRequest) -> HttpResponse:
    """Paste a text or choose a file; it is read, and what was found is shown for review."""
    acting = acting_or_404(request.acting)
    if request.method != "POST":
        return _form_page(request, AddForm())
    form = AddForm(request.POST, request.FILES)
    source = _source(request, form)
    if not form.is_valid():
        return _form_page(request, form, _harmless(source), status=422)
    if len(form.cleaned_data["file"]) > 1:
        return _send(request, form, acting.unit_id)
    try:
        document = actions.take_in(
            actor=request.actor,
            unit_id=acting.unit_id,
            text=form.cleaned_data["text"],
            file=_content(source),
            published=form.cleaned_data["published"],
            again=form.cleaned_data["again"],
            at=clock.now(),
        )
    except errors.AlreadyKept as twin:
        return _form_page(request, form, source, status=twin.status, twin=twin.facts)
    except errors.MarkedSecret as refusal:
        return _secret(request, form, source, refusal, acting.unit_id)
    except Refusal as refusal:
        form.add_error(None, refusal_text(refusal))
        return _form_page(request, form, status=refusal.status)
    messages.success(request, _said(document.text))
    return redirect("documents:document-page", document.pk)


def _said(text: str) -> str:
    if not text:
        return _("The file is kept. Its text is being recognised; this page shows it by itself.")
    return _("The text has been read. Confirm what was found, then enter it into the registry.")


def _send(request: ActingRequest, form: AddForm, unit_id: int) -> HttpResponse:
    """Many files: they are kept now and read in the background."""

    def files() -> Iterator[tuple[str, bytes]]:
        for file in form.cleaned_data["file"]:
            # One that is too large is only named, not read: its refusal needs no more of it.
            yield file.name, file.read(errors.LARGEST_MB * 1024 * 1024 + 1)

    sent = actions.send_files(
        actor=request.actor,
        unit_id=unit_id,
        files=files(),
        published=form.cleaned_data["published"],
        at=clock.now(),
    )
    return redirect("documents:batch-page", sent.pk)


def _secret(
    request: ActingRequest, form: AddForm, source: dict[str, Any], refusal: errors.MarkedSecret, unit_id: int
) -> HttpResponse:
    """The empty form with the reason: nothing of a secret is kept, nor sent back."""
    raw = source["raw"] if source else form.cleaned_data["text"].encode("utf-8", "replace")
    digest = hashlib.sha256(raw).hexdigest()
    actions.note_secret(actor=request.actor, unit_id=unit_id, sha256=digest, at=clock.now())
    return _form_page(request, AddForm(), status=refusal.status, secret=refusal_text(refusal))


def _content(source: dict[str, Any]) -> Content | None:
    return content_of_file(source["name"], source["raw"]) if source else None


def _harmless(source: dict[str, Any]) -> dict[str, Any]:
    """The file, if it may be kept until the form is right; what is refused is not."""
    with suppress(Refusal):
        _content(source)
        return source
    return {}


def _source(request: ActingRequest, form: AddForm) -> dict[str, Any]:
    """The file that was sent now, or the one that was kept when it was sent before."""
    form.is_valid()
    files = request.FILES.getlist("file")
    if len(files) > 1:
        return {}
    if files:
        return {} if "file" in form.errors else {"name": files[0].name, "raw": files[0].read()}
    kept = _kept(request)
    if kept:
        return {"name": kept["name"], "raw": stored_bytes(kept["file"])}
    return {}


def _kept(request: ActingRequest) -> dict[str, Any] | None:
    """What the sealed word in the form says of the kept file; it opens for the account that sent the file only."""
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=_SALT, max_age=24 * 3600)
    except signing.BadSignature:
        return None
    return kept if kept["user"] == request.actor.user_id else None


def _form_page(
    request: ActingRequest, form: AddForm, source: dict[str, Any] | None = None, *, status: int = 200, **facts: Any
) -> HttpResponse:
    """The form with what was typed; a file cannot be put back into it by the browser, so it is kept here."""
    context: dict[str, Any] = {"form": form, "batches": batch.latest(permissions.batches(request.acting)), **facts}
    if source and source.get("raw"):
        stored = actions.store_file(raw=source["raw"], at=clock.now())
        sealed = {"file": stored.pk, "name": source["name"], "user": request.actor.user_id}
        context |= {"kept": signing.dumps(sealed, salt=_SALT), "kept_name": source["name"]}
    if "twin" in facts:
        context["twin_label"] = facts["twin"]["label"]
    return page(request, "documents/document_add.html", context, status=status)
