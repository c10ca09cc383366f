"""The requirement that a plan is issued."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from quantriet.cascade.rules.requirement import RequirementType, Shortfall, Terms
from quantriet.programme import rules


class PlanIssued(RequirementType):
    """The unit's own plan or action programme, with number and day."""

    code = rules.PLAN_ISSUED
    label = _("Plan issued")
    answer_label = _("Register the plan")
    answer_route = "programme:plan-record"

    def shortfalls(self, terms: Terms, facts: dict[str, Any]) -> list[Shortfall]:
        return rules.shortfalls(facts)
