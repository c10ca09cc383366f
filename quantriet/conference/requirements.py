"""The requirement that a conference is held."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from quantriet.cascade.rules.requirement import RequirementType, Shortfall, Terms
from quantriet.conference import rules


class ConferenceHeld(RequirementType):
    """A conference was held, with somebody there; where asked, the head presented in person."""

    code = rules.CONFERENCE_HELD
    label = _("Conference held")
    answer_label = _("Record the conference")
    answer_route = "conference:conference-record"
    asks_head = True

    def shortfalls(self, terms: Terms, facts: dict[str, Any]) -> list[Shortfall]:
        return rules.shortfalls(terms, facts)
