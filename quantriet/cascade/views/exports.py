"""Papers and figures to take away: the progress report, and the figures for another system."""

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from quantriet.cascade import permissions
from quantriet.cascade.forms.board import BoardForm
from quantriet.cascade.queries.report import figure_lines, nightly_file, report_facts
from quantriet.cascade.rules.report import docx
from quantriet.cascade.rules.sheet import file_name
from quantriet.cascade.views.board import place
from quantriet.kernel import clock
from quantriet.kernel.errors import NotFound
from quantriet.org.requests import ActingRequest

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINES = "application/x-ndjson; charset=utf-8"


@require_GET
def report(request: ActingRequest, pk: int) -> HttpResponse:
    """The progress report of a branch as a paper to check, number and sign."""
    cascade = permissions.issued_root_to_see(request.acting, pk, clock.today())
    context = place(request, cascade, BoardForm(request.GET))
    paper = docx(report_facts(cascade, context["unit"], on=context["on"], now=clock.now()))
    name = file_name("bao-cao-tien-do", cascade.title, str(context["on"]), ending="docx")
    return HttpResponse(
        paper, content_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_GET
def figures(request: ActingRequest, pk: int) -> StreamingHttpResponse:
    """The figures of a branch as JSON Lines."""
    cascade = permissions.issued_root_to_see(request.acting, pk, clock.today())
    context = place(request, cascade, BoardForm(request.GET))
    lines = figure_lines(cascade, context["unit"], on=context["on"], now=clock.now())
    return StreamingHttpResponse(
        lines, content_type=LINES, headers={"Content-Disposition": f'attachment; filename="figures-{pk}.jsonl"'}
    )


@require_GET
def nightly(request: ActingRequest, pk: int) -> HttpResponse:
    """The file of last night, for those who stand where the cascade was issued, or above."""
    cascade = permissions.cascade_issued_in_branch(request.acting, pk, clock.today())
    file = nightly_file(cascade.pk)
    if not file.is_file():
        raise NotFound
    return HttpResponse(
        file.read_bytes(),
        content_type=LINES,
        headers={"Content-Disposition": f'attachment; filename="figures-{cascade.pk}.jsonl"'},
    )
