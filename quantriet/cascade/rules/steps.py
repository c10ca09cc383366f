"""What a unit does next about an obligation."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from quantriet.cascade.rules.requirement import RequirementType
from quantriet.cascade.rules.states import ANSWERABLE, State

PAGE = "cascade:obligation-page"


@dataclass(frozen=True, slots=True)
class Step:
    """A button: its words, and the name of the page it opens, which takes the obligation's number."""

    label: Any
    url_name: str


def next_step(state: str, requirement_type: RequirementType) -> Step:
    """Accept it; then record what was done; then there is only to look."""
    if state == State.ASSIGNED:
        return Step(_("Accept the duty"), PAGE)
    if state in ANSWERABLE:
        return Step(requirement_type.answer_label, requirement_type.answer_route)
    return Step(_("Open"), PAGE)
