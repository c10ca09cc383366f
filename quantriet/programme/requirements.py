"""The requirement that a plan is issued."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.rules.evidence import Shortfall
from quantriet.cascade.rules.requirement import RequirementType, Terms
from quantriet.documents.queries import kind_name
from quantriet.programme import rules
from quantriet.web.formats import day


class PlanIssued(RequirementType):
    """The unit's own plan or action programme, with number and day."""

    code = rules.PLAN_ISSUED
    label = _("Plan issued")
    answer_label = _("Register the plan")
    answer_route = "programme:plan-record"

    def shortfalls(self, terms: Terms, facts: dict[str, Any]) -> list[Shortfall]:
        return rules.shortfalls(facts)

    def summary(self, facts: dict[str, Any]) -> str:
        return str(facts["symbol"])

    def lines(self, facts: dict[str, Any]) -> list[tuple[Any, str]]:
        name = f"{kind_name(facts['kind'])} {facts['symbol']}".strip()
        if facts.get("document"):
            address = reverse("documents:document-page", args=[facts["document"]])
            name = format_html('<a href="{}">{}</a>', address, name)
        issued_on = day(date.fromisoformat(facts["issued_on"]) if facts["issued_on"] else None)
        return [(_("The plan"), name), (_("Day of issue"), issued_on), (_("Subject"), facts["subject"])]
