"""Files that were sent together: how far they are, and what became of each."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from quantriet.documents import actions, permissions
from quantriet.documents.queries import batch as queries
from quantriet.kernel import clock
from quantriet.kernel.errors import NotFound
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import page, partial

_CHOICES = {"keep": True, "drop": False}


def batch_page(request: ActingRequest, pk: int) -> HttpResponse:
    """The files of a batch; the page renews itself until the last one is done."""
    return page(request, "documents/batch_page.html", _context(request, pk))


def batch_rows(request: ActingRequest, pk: int) -> HttpResponse:
    """The part of the page that changes."""
    return partial(request, "documents/_batch.html", _context(request, pk))


@require_POST
def batch_decide(request: ActingRequest, pk: int) -> HttpResponse:
    """Keep a file whose content is in the registry already, or leave it out."""
    file = permissions.batch_file_to_decide(request.acting, pk)
    keep = _CHOICES.get(request.POST.get("decision", ""))
    if keep is None:
        raise NotFound
    actions.decide_twin(actor=request.actor, file=file, keep=keep, at=clock.now())
    return redirect("documents:batch-page", file.batch_id)


def _context(request: ActingRequest, pk: int) -> dict[str, object]:
    batch = permissions.batch_to_see(request.acting, pk)
    asked = request.GET.get("page", "")
    return {"batch": batch, "all": queries.overview(batch, int(asked) if asked.isdecimal() else 1)}
