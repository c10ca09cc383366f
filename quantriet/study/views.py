"""The page on which a unit counts who has studied."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from quantriet.cascade.permissions import on_behalf
from quantriet.cascade.rules.evidence import Shortfall
from quantriet.documents.queries import label_of
from quantriet.kernel import clock
from quantriet.org import queries as org
from quantriet.org.requests import ActingRequest
from quantriet.study import actions, permissions, rules
from quantriet.study.errors import CountedInFuture, MoreThanObliged, MoreThanStudied
from quantriet.study.forms import StudyForm
from quantriet.web.pages import page, partial
from quantriet.web.refusals import refusal_text

if TYPE_CHECKING:
    from quantriet.cascade.models import Obligation


@require_http_methods(["GET", "POST"])
def record(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit counts who has studied; figures that cannot be are refused beside the form."""
    obligation = permissions.obligation_to_record(request.acting, pk)
    if request.method == "GET":
        return _page(request, obligation, StudyForm(initial=_proposed(obligation)))
    form = StudyForm(request.POST)
    if not form.is_valid():
        return _page(request, obligation, form, status=422)
    missing = rules.shortfalls(rules.facts_of(form.counted()))
    if {shortfall.code for shortfall in missing} - form.warned_of():
        return _page(request, obligation, form, missing, status=422)
    try:
        _count, missing = actions.record_count(
            actor=request.actor,
            obligation=obligation,
            counted=form.counted(),
            note=form.cleaned_data["note"],
            at=clock.now(),
            by_unit_id=on_behalf(request.acting, obligation),
        )
    except (CountedInFuture, MoreThanObliged, MoreThanStudied) as refusal:
        form.add_error(None, refusal_text(refusal))
        return _page(request, obligation, form, status=422)
    if missing:
        messages.warning(request, _("The count is recorded, but it does not satisfy the requirement yet."))
    else:
        messages.success(request, _("The count is recorded and sent to the superior."))
    return redirect("cascade:obligation-page", pk=pk)


@require_GET
def coverage(request: ActingRequest, pk: int) -> HttpResponse:
    """The share that the figures typed so far make."""
    permissions.obligation_to_record(request.acting, pk)
    form = StudyForm(initial=request.GET.dict())
    return partial(request, "study/_coverage.html", form.figures_so_far())


def _proposed(obligation: "Obligation") -> dict[str, object]:
    unit = org.unit(obligation.unit_id, clock.today())
    return {"counted_on": clock.today(), "members": (unit.members if unit else 0) or None}


def _page(
    request: ActingRequest,
    obligation: "Obligation",
    form: StudyForm,
    missing: list[Shortfall] | None = None,
    status: int = 200,
) -> HttpResponse:
    documents = obligation.cascade.documents.all()
    context = form.figures_so_far() | {
        "obligation": obligation,
        "form": form,
        "missing": missing or [],
        "codes": " ".join(shortfall.code for shortfall in missing or []),
        "documents": [{"pk": document.pk, "label": label_of(document)} for document in documents],
    }
    return page(request, "study/record.html", context, status=status)
