"""Links that carry exactly what a figure counts, and the words of a state's colour."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import pgettext

from quantriet.cascade.rules import standing
from quantriet.cascade.rules.evidence import DAY, Field
from quantriet.cascade.rules.standing import Counts, Standing
from quantriet.cascade.rules.states import CascadeState, State
from quantriet.documents.queries import label_of
from quantriet.kernel import clock
from quantriet.org import queries as org
from quantriet.org.rules import level_label
from quantriet.web import formats

if TYPE_CHECKING:
    from quantriet.cascade.models import Obligation

register = template.Library()
register.filter("level_label", level_label)
register.filter("label", label_of)

TONES = {
    State.ASSIGNED: "grey",
    State.ACCEPTED: "amber",
    State.SUBMITTED: "blue",
    State.RETURNED: "orange",
    State.APPROVED: "green",
    State.RECALLED: "violet",
    State.WAIVED: "violet",
}
CASCADE_TONES = {
    CascadeState.DRAFT: "grey",
    CascadeState.PENDING: "blue",
    CascadeState.RETURNED: "orange",
    CascadeState.APPROVED: "amber",
    CascadeState.ISSUED: "green",
    CascadeState.RECALLED: "violet",
}


@cache
def _place(name: str, root_id: int) -> str:
    return reverse(name, args=[root_id])  # a board asks for it hundreds of times


def _address(name: str, root_id: int, words: dict[str, Any]) -> str:
    query = urlencode({key: value for key, value in words.items() if value not in ("", None, False)})
    return f"{_place(name, root_id)}{f'?{query}' if query else ''}"


def _day(context: template.Context) -> str:
    """The day as a link carries it: none for today, so that a kept link stays of today."""
    return "" if context.get("is_today") else context["on"].isoformat()


@register.simple_tag(takes_context=True)
def rows_url(context: template.Context, unit_id: int, **words: Any) -> str:
    """The list behind a figure of the page's cascade."""
    return _address("cascade:cascade-rows", context["root"].pk, {"unit": unit_id, "on": _day(context)} | words)


@register.simple_tag(takes_context=True)
def branch_url(context: template.Context, unit_id: int) -> str:
    """The page of another branch of the same cascade on the same day."""
    return _address("cascade:cascade-page", context["root"].pk, {"unit": unit_id, "on": _day(context)})


@register.simple_tag(takes_context=True)
def bar_links(context: template.Context, unit_id: int, **words: Any) -> dict[str, str]:
    """For each part of a bar the list it opens."""
    return {name: rows_url(context, unit_id, **words, standing=name) for name in Standing.values}


@register.simple_tag
def list_links(root_id: int, unit_id: int, **words: Any) -> dict[str, str]:
    """The same for a bar of today on another page."""
    return {
        name: _address("cascade:cascade-rows", root_id, {"unit": unit_id, "standing": name} | words)
        for name in Standing.values
    }


@register.simple_tag(takes_context=True)
def here_but(context: template.Context, **changes: Any) -> str:
    """The present page with other words in its address."""
    words = context["words"] | changes
    query = urlencode({key: value for key, value in words.items() if value not in ("", None, False)})
    return f"{context['request'].path}?{query}"


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, name: str, **words: Any) -> str:
    """Another page about the same branch on the same day."""
    place = {"unit": context["unit"].unit_id, "on": _day(context)}
    return _address(f"cascade:{name}", context["root"].pk, place | words)


@register.simple_tag(takes_context=True)
def cell_links(context: template.Context, root_id: int, unit_id: int, requirement_id: int | None) -> dict[str, str]:
    """For each standing in a cell the list it opens, and `all` of them."""
    words = {"unit": unit_id, "on": _day(context), "requirement": requirement_id}
    found = {name: _address("cascade:cascade-rows", root_id, words | {"standing": name}) for name in Standing.values}
    return found | {"all": _address("cascade:cascade-rows", root_id, words)}


def _letter(found: Standing) -> str:
    return {
        Standing.APPROVED: pgettext("letter of a standing", "D"),
        Standing.SUBMITTED: pgettext("letter of a standing", "W"),
        Standing.OPEN: pgettext("letter of a standing", "P"),
        Standing.RETURNED: pgettext("letter of a standing", "R"),
        Standing.LATE: pgettext("letter of a standing", "L"),
    }[found]


@register.simple_tag
def standing_letters() -> list[dict[str, Any]]:
    """What the letters of a cell mean."""
    return [{"letter": _letter(s), "tone": standing.TONES[s], "label": s.label} for s in Standing]


@register.simple_tag
def worst(counts: Counts) -> dict[str, Any] | None:
    """What a cell of many obligations is marked with: the standing that needs somebody most."""
    found = standing.worst(counts)
    if found is None:
        return None
    return {"letter": _letter(found), "tone": standing.TONES[found], "label": found.label}


@register.simple_tag
def ring(counts: Counts) -> list[dict[str, Any]]:
    """The parts of a ring, each as long as its share, one after the other."""
    parts, gone = [], 0
    for name in ("approved", "submitted", "open", "returned", "late"):
        number = getattr(counts, name)
        if number:
            tone = standing.TONES[Standing(name)]
            long, at = 100 * number / counts.total, -100 * gone / counts.total
            parts.append({"tone": tone, "long": f"{long:.3f}", "rest": f"{100 - long:.3f}", "at": f"{at:.3f}"})
        gone += number
    return parts


@register.filter
def state_tone(state: str) -> str:
    """The colour of an obligation's state."""
    return TONES[State(state)]


@register.filter
def state_label(state: str) -> Any:
    """An obligation's state in words."""
    return State(state).label


@register.filter
def cascade_tone(state: str) -> str:
    """The colour of a cascade's state."""
    return CASCADE_TONES[CascadeState(state)]


@register.filter
def at(values: Any, place: int) -> Any:
    """What stands at a place of a list."""
    return values[place]


@register.filter
def get(values: dict[Any, Any], key: Any) -> Any:
    """What a dictionary holds for a key."""
    return values.get(key)


@register.simple_tag
def owing_unit(obligation: "Obligation") -> str:
    """The name of the unit that owes it."""
    return org.names({obligation.unit_id}, clock.today()).get(obligation.unit_id, "")


@register.inclusion_tag("cascade/_on_behalf.html", takes_context=True)
def on_behalf_note(context: template.Context, obligation: "Obligation") -> dict[str, Any]:
    """A word to who enters an answer for another unit; nothing to who enters its own."""
    is_other = context["request"].acting.unit_id != obligation.unit_id
    return {"unit_name": owing_unit(obligation) if is_other else ""}


@register.filter
def any_day(value: date | str) -> str:
    """A day as written here, also one that was kept as text."""
    return formats.day(date.fromisoformat(value) if isinstance(value, str) else value)


@register.filter
def worded(field: Field, value: Any) -> str:
    """A value of an evidence field in words."""
    if field.shape == DAY:
        return any_day(value)
    return formats.count(value) if isinstance(value, int) else str(dict(field.choices).get(value, value))
