"""The registry as a list, and the original files."""

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from quantriet.documents import permissions
from quantriet.documents.forms import ListForm
from quantriet.documents.queries import registry
from quantriet.documents.queries.examples import examples
from quantriet.kernel import clock
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import page


def document_list(request: ActingRequest) -> HttpResponse:
    """Everything one's branch holds or was given, searched without diacritics."""
    today = clock.today()
    acting = acting_or_404(request.acting)
    visible = permissions.visible(acting, today)
    form = ListForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data  # what is senseless in a link is left aside
    wanted = registry.Wanted(
        words=asked.get("q", ""),
        kind=asked.get("kind", ""),
        state=asked.get("state", ""),
        order=asked.get("order", ""),
        page=asked.get("page") or 1,
        issuer=asked.get("issuer", ""),
        year=asked.get("year"),
        unit=asked.get("unit"),
    )
    context = {"form": form, "wanted": wanted, **registry.listing(visible, wanted, today)}
    return page(request, "documents/document_list.html", context)


def readings(request: ActingRequest) -> StreamingHttpResponse:
    """What one's unit decided on readings, as JSON Lines: examples to measure the reader by."""
    lines = examples(permissions.held(request.acting))
    response = StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="readings.jsonl"'
    return response


def document_file(request: ActingRequest, pk: int) -> HttpResponse:
    """The original file, byte for byte."""
    document, stored = permissions.file_to_download(request.acting, pk, clock.today())
    name = document.file_name or f"{document.symbol.replace('/', '-') or document.pk}.txt"
    response = HttpResponse(bytes(stored.content), content_type="application/octet-stream")
    response.headers["Content-Length"] = str(stored.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
