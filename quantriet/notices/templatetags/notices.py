"""The bell of the top bar: {% load notices %}{% bell %}."""

from typing import Any

from django import template

from quantriet.notices import queries

register = template.Library()


@register.inclusion_tag("notices/_bell_place.html", takes_context=True)
def bell(context: dict[str, Any]) -> dict[str, Any]:
    """How many messages wait to be read; nothing for somebody who has not signed in."""
    actor = getattr(context.get("request"), "actor", None)
    return {"user_id": actor.user_id, "unread": queries.unread(actor.user_id)} if actor else {}
