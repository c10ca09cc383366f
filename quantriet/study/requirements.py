"""The requirement that a unit's members study."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from quantriet.cascade.rules.requirement import RequirementType, Shortfall, Terms
from quantriet.study import rules


class StudyDone(RequirementType):
    """Members have studied; the count says how many of those obliged."""

    code = rules.STUDY_DONE
    label = _("Study done")
    answer_label = _("Record the study count")
    answer_route = "study:study-record"

    def shortfalls(self, terms: Terms, facts: dict[str, Any]) -> list[Shortfall]:
        return rules.shortfalls(facts)
