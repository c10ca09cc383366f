"""The requirement that a unit's members study."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from quantriet.cascade.rules.evidence import Shortfall
from quantriet.cascade.rules.requirement import RequirementType, Terms
from quantriet.study import rules
from quantriet.web.formats import count, day, percent


class StudyDone(RequirementType):
    """Members have studied; the count says how many of those obliged."""

    code = rules.STUDY_DONE
    label = _("Study done")
    answer_label = _("Record the study count")
    answer_route = "study:study-record"

    def shortfalls(self, terms: Terms, facts: dict[str, Any]) -> list[Shortfall]:
        return rules.shortfalls(facts)

    def summary(self, facts: dict[str, Any]) -> str:
        return f"{count(facts['studied'])}/{count(facts['obliged'])}"

    def held(self, facts: dict[str, Any]) -> dict[str, Any]:
        return {"attended": facts["studied"], "obliged": facts["obliged"]}

    def lines(self, facts: dict[str, Any]) -> list[tuple[Any, str]]:
        share = f"{self.summary(facts)} = {percent(facts['studied'], facts['obliged'])}"
        told = [
            (_("Studied, of those obliged"), share),
            (_("As at"), day(date.fromisoformat(facts["counted_on"]))),
            (_("Members of the unit"), count(facts["members"])),
            (_("Exempt"), count(facts["exempt"])),
            (_("Studied"), count(facts["attended"])),
            (_("Made up"), count(facts["made_up"])),
        ]
        asked = ((_("Tested"), facts["tested"]), (_("Reflections handed in"), facts["reflections"]))
        return told + [(label, count(number)) for label, number in asked if number is not None]
