"""Pages of conferences."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from quantriet.cascade.permissions import on_behalf
from quantriet.cascade.rules.evidence import Shortfall
from quantriet.cascade.rules.requirement import terms_from
from quantriet.conference import actions, permissions, queries
from quantriet.conference.forms import ConferenceForm, day_of
from quantriet.conference.rules import POPULATIONS
from quantriet.documents.queries import label_of
from quantriet.kernel import clock
from quantriet.org import queries as org
from quantriet.org.requests import ActingRequest
from quantriet.web.pages import page, partial

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from quantriet.cascade.models import Fulfilment, Obligation
    from quantriet.documents.models import Document


@require_http_methods(["GET", "POST"])
def record(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit records its conference; what would be missing is said before anything is sent."""
    obligation = permissions.obligation_to_record(request.acting, pk)
    if request.method == "GET":
        form = _form(request, obligation, initial={"held_on": clock.today()})
        return _record_page(request, obligation, form)
    form = _form(request, obligation)
    if not form.is_valid():
        return _record_page(request, obligation, form, status=422)
    missing = queries.foreseen(obligation, form.said(), clock.today())
    if {shortfall.code for shortfall in missing} - form.warned_of():
        return _record_page(request, obligation, form, missing, status=422)
    _conference, missing = actions.record_conference(
        actor=request.actor,
        obligation=obligation,
        said=form.said(),
        at=clock.now(),
        by_unit_id=on_behalf(request.acting, obligation),
    )
    if missing:
        messages.warning(request, _("The conference is recorded, but it does not satisfy the requirement yet."))
    else:
        messages.success(request, _("The conference is recorded and sent to the superior."))
    return redirect("cascade:obligation-page", pk=pk)


@require_GET
def presenter(request: ActingRequest, pk: int) -> HttpResponse:
    """Who could present on the day typed so far, and what the choice made so far would leave missing."""
    obligation = permissions.obligation_to_record(request.acting, pk)
    form = _form(request, obligation, initial=request.GET.dict())
    # Whoever gets the part alone has scripts: fields for those without would only be sent empty.
    return partial(request, "conference/_presenter.html", _facts(obligation, form) | {"is_part": True})


@require_GET
def conference(request: ActingRequest, pk: int) -> HttpResponse:
    """One conference."""
    found = permissions.conference_to_see(request.acting, pk, clock.today())
    context = {
        "conference": found,
        "unit_name": org.names({found.unit_id}, found.held_on)[found.unit_id],
        "answers": [(answer, _reasons(answer)) for answer in queries.answered_by(found)],
        "is_planned": found.held_on > clock.today(),
        "documents": _named(found.documents.all()),
    }
    return page(request, "conference/conference.html", context)


def _reasons(answer: "Fulfilment") -> list[str]:
    told = [(shortfall["message"], shortfall["facts"]) for shortfall in answer.shortfalls]
    return [_(message) % facts for message, facts in told]  # noqa: INT001 - the msgids stand in rules.py


def _named(documents: "QuerySet[Document]") -> list[dict[str, Any]]:
    return [{"pk": document.pk, "label": label_of(document)} for document in documents]


def _form(request: ActingRequest, obligation: "Obligation", initial: dict[str, Any] | None = None) -> ConferenceForm:
    """The form with the people of the day it is about: filled from `initial`, or else from what was sent."""
    typed = request.POST if initial is None else initial
    people = queries.possible_presenters(obligation.unit_id, day_of(typed.get("held_on"), clock.today()))
    return ConferenceForm(request.POST if initial is None else None, initial=initial, presenters=people)


def _facts(obligation: "Obligation", form: ConferenceForm, missing: list[Shortfall] | None = None) -> dict[str, Any]:
    if missing is None:
        said = form.said_so_far(clock.today())
        missing = [s for s in queries.foreseen(obligation, said, clock.today()) if s.code != "nobody_attended"]
    return {"obligation": obligation, "form": form, "missing": missing, "codes": " ".join(s.code for s in missing)}


def _record_page(
    request: ActingRequest,
    obligation: "Obligation",
    form: ConferenceForm,
    missing: list[Shortfall] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _facts(obligation, form, missing) | {
        "is_warning": missing is not None,
        "unit_name": org.names({obligation.unit_id}, clock.today())[obligation.unit_id],
        "head": org.head_of(obligation.unit_id, day_of(form["held_on"].value(), clock.today())),
        "documents": _named(obligation.cascade.documents.all()),
        "counts": [form[name] for name in POPULATIONS],
        "asks_head": terms_from(obligation.requirement.terms).head_in_person,
    }
    return page(request, "conference/record.html", context, status=status)
