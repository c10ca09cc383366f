"""The requirement that a conference is held."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.rules.evidence import Shortfall
from quantriet.cascade.rules.requirement import RequirementType, Terms
from quantriet.conference import rules
from quantriet.web.formats import count, day, short_day

POPULATIONS = {
    "venue_attendees": _("At the venues"),
    "class_learners": _("In classes"),
    "make_up_learners": _("Make-up study"),
    "viewers": _("Viewers"),
}


class ConferenceHeld(RequirementType):
    """A conference was held, with somebody there; where asked, the head presented in person."""

    code = rules.CONFERENCE_HELD
    label = _("Conference held")
    answer_label = _("Record the conference")
    answer_route = "conference:conference-record"
    asks_head = True

    def shortfalls(self, terms: Terms, facts: dict[str, Any]) -> list[Shortfall]:
        return rules.shortfalls(terms, facts)

    def summary(self, facts: dict[str, Any]) -> str:
        held_on = short_day(date.fromisoformat(facts["held_on"]))
        who = facts["position"] or facts["presenter"]
        if facts["held_on"] > facts["recorded_on"]:
            return gettext("planned %(day)s · %(who)s") % {"day": held_on, "who": who}
        return f"{held_on} · {who}"

    def held(self, facts: dict[str, Any]) -> dict[str, Any]:
        if facts["held_on"] > facts["recorded_on"]:  # only planned
            return {}
        return {"held_on": facts["held_on"], "form": facts["form"]}

    def lines(self, facts: dict[str, Any]) -> list[tuple[Any, str]]:
        held_on = day(date.fromisoformat(facts["held_on"]))
        if facts.get("conference"):
            address = reverse("conference:conference-page", args=[facts["conference"]])
            held_on = format_html('<a href="{}">{}</a>', address, held_on)
        people = [(label, count(facts[name])) for name, label in POPULATIONS.items() if facts[name]]
        return [
            (_("Day of the conference"), held_on),
            (_("Form of the conference"), str(rules.Form(facts["form"]).label)),
            (_("Presented by"), f"{facts['position']} {facts['presenter']}".strip()),
            *people,
        ]
