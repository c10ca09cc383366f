"""The templates of a unit."""

from quantriet.cascade.models import Template


def templates_of(unit_id: int) -> list[Template]:
    """By name."""
    return list(Template.objects.filter(unit_id=unit_id).order_by("title"))
