"""The page on which a unit registers its plan."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quantriet.cascade.permissions import on_behalf
from quantriet.cascade.rules.evidence import Shortfall
from quantriet.documents.queries import label_of
from quantriet.kernel import clock
from quantriet.org import queries as org
from quantriet.org.requests import ActingRequest
from quantriet.programme import actions, permissions, rules
from quantriet.programme.actions import PlanFile
from quantriet.programme.forms import PlanForm
from quantriet.web.pages import page

if TYPE_CHECKING:
    from quantriet.cascade.models import Obligation


@require_http_methods(["GET", "POST"])
def record(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit registers its plan; what would be missing is said before anything is sent."""
    obligation = permissions.obligation_to_record(request.acting, pk)
    if request.method == "GET":
        return _page(request, obligation, PlanForm(initial={"issued_on": clock.today()}))
    form = PlanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, obligation, form, status=422)
    facts = form.facts(issuer=org.names({obligation.unit_id}, clock.today())[obligation.unit_id])
    missing = rules.shortfalls(rules.plan_facts(facts, recorded_on=clock.today()))
    if {shortfall.code for shortfall in missing} - form.warned_of():
        return _page(request, obligation, form, missing, status=422)
    sent = form.cleaned_data["file"]
    file = PlanFile(sent.name, sent.read()) if sent else None
    _document, missing = actions.register_plan(
        actor=request.actor,
        obligation=obligation,
        facts=facts,
        file=file,
        at=clock.now(),
        by_unit_id=on_behalf(request.acting, obligation),
    )
    if missing:
        messages.warning(request, _("The plan is registered, but it does not satisfy the requirement yet."))
    else:
        messages.success(request, _("The plan is registered and sent to the superior."))
    return redirect("cascade:obligation-page", pk=pk)


def _page(
    request: ActingRequest,
    obligation: "Obligation",
    form: PlanForm,
    missing: list[Shortfall] | None = None,
    status: int = 200,
) -> HttpResponse:
    documents = obligation.cascade.documents.all()
    context = {
        "obligation": obligation,
        "form": form,
        "missing": missing or [],
        "codes": " ".join(shortfall.code for shortfall in missing or []),
        "documents": [{"pk": document.pk, "label": label_of(document)} for document in documents],
    }
    return page(request, "programme/record.html", context, status=status)
