"""A whole reorganisation from a table."""

import json
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from quantriet.kernel import clock
from quantriet.kernel.errors import Refusal
from quantriet.org.permissions import acting_or_404
from quantriet.org.requests import ActingRequest
from quantriet.reorganisation import actions
from quantriet.reorganisation.forms import ImportForm
from quantriet.reorganisation.queries.called import called
from quantriet.reorganisation.queries.sheet import Read, empty_table, read
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line
from quantriet.reorganisation.rules.sheet import lines_from
from quantriet.web.pages import page
from quantriet.web.refusals import refusal_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def empty_form(request: ActingRequest) -> HttpResponse:
    """The table to fill in."""
    acting_or_404(request.acting)
    answer = HttpResponse(empty_table(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="reorganisation.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
def import_page(request: ActingRequest) -> HttpResponse:
    """First a dry run that names every mistake by its row; then a draft of the rows without mistakes."""
    acting = acting_or_404(request.acting)
    if request.method == "GET":
        return page(request, "reorganisation/import.html", {"form": ImportForm()})
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, "reorganisation/import.html", {"form": form}, status=422)
    if request.POST.get("do") == "keep":
        lines = lines_from(form.cleaned_data["rows"])
        found = actions.begin(
            actor=request.actor, unit_id=acting.unit_id, facts=form.facts(), lines=lines, at=clock.now()
        )
        messages.success(request, _("The draft is made. Below is what it would do."))
        return redirect("reorganisation:reorganisation-page", pk=found.pk)
    file = form.cleaned_data["file"]
    if file is None:
        form.add_error("file", _("Choose the table."))
        return page(request, "reorganisation/import.html", {"form": form}, status=422)
    try:
        told = read(file.read(), acting.unit_id, form.cleaned_data["effective_on"])
    except Refusal as refusal:
        form.add_error("file", refusal_text(refusal))
        return page(request, "reorganisation/import.html", {"form": form}, status=refusal.status)
    return _dry_run(request, form, told)


def _dry_run(request: ActingRequest, form: ImportForm, told: Read) -> HttpResponse:
    kept: list[Line] = [line for _number, line in told.lines]
    again = ImportForm(
        initial={name: form.cleaned_data[name] for name in ("title", "decision", "effective_on", "reason")}
        | {"rows": json.dumps([asdict(line) for line in kept], ensure_ascii=False)}
    )
    said = called([row.line for row in told.rows], form.cleaned_data["effective_on"])
    rows = [
        (row, Kind(row.line.kind).label if row.line.kind else "", words)
        for row, words in zip(told.rows, said, strict=True)
    ]
    context = {"form": again, "told": told, "rows": rows, "kept": kept, "is_dry_run": True}
    return page(request, "reorganisation/import.html", context)
