"""What an account may see of the tree: its own branch, and the units it stands under."""

from datetime import date

from django.db.models import Q

from quantriet.kernel.errors import NotAllowed, NotFound
from quantriet.org import queries
from quantriet.org.models import UnitVersion
from quantriet.org.queries import Acting
from quantriet.org.rules import ancestor_ids, is_within


def top_paths(acting: Acting, on: date) -> list[str]:
    """Where the acting unit stood on a day; before it was founded those whose place it took, or where it stands now."""
    then = queries.unit(acting.unit_id, on)
    return [then.path] if then else queries.former_paths(acting.unit_id, on) or [acting.path]


def visible(acting: Acting | None, on: date | None = None) -> Q:
    """The filter over UnitVersion for what this account may see, today or as at another day."""
    if acting is None:
        return Q(pk__in=[])
    paths = [acting.path] if on is None else top_paths(acting, on)
    seen = Q(unit_id__in={number for path in paths for number in ancestor_ids(path)})
    for path in paths:
        seen |= Q(path__startswith=path)
    return seen


def branch(acting: Acting, on: date) -> Q:
    """The filter over UnitVersion for the acting unit as at a day and what stood below it."""
    found = Q()
    for path in top_paths(acting, on):
        found |= Q(path__startswith=path)
    return found


def is_of_branch(acting: Acting, path: str, on: date) -> bool:
    """Whether what stood at `path` on a day was the acting unit, one it succeeds, or below one of them."""
    return any(is_within(path, top) for top in top_paths(acting, on))


def has_inherited(acting: Acting, path: str) -> bool:
    """Whether a unit that last stood at `path` was, or stood below, one whose place the acting unit has taken."""
    return any(is_within(path, top) for top in queries.former_paths(acting.unit_id))


def may_oversee(acting: Acting | None, path: str) -> bool:
    """Whether the unit of `path` is the acting unit or stands below it."""
    return acting is not None and is_within(path, acting.path)


def may_approve(acting: Acting, unit_id: int) -> bool:
    """Whether the account is the head's own for that unit."""
    return acting.unit_id == unit_id and acting.is_head


def acting_or_404(acting: Acting | None) -> Acting:
    """The acting unit; an account without a mandate sees nothing."""
    if acting is None:
        raise NotFound
    return acting


def unit_to_see(acting: Acting | None, unit_id: int, on: date) -> UnitVersion:
    """The unit as at a day, if it is in one's own branch or above oneself."""
    found = UnitVersion.objects.as_at(on).filter(visible(acting, on), unit_id=unit_id).first()
    if found is None:
        raise NotFound
    return found


def sees(acting: Acting | None, unit_id: int, on: date) -> bool:
    """Whether the unit exists on a day and is in one's own branch or above oneself."""
    return UnitVersion.objects.as_at(on).filter(visible(acting, on), unit_id=unit_id).exists()


def ended_unit_to_see(acting: Acting | None, unit_id: int, today: date) -> tuple[UnitVersion, date]:
    """A unit that is no more, as it was on its last day, if one could see it then."""
    last = queries.latest_unit(unit_id)
    if last is None or last.last_day is None or last.last_day >= today:
        raise NotFound
    return unit_to_see(acting, unit_id, last.last_day), last.last_day


def unit_to_oversee(acting: Acting | None, unit_id: int, on: date) -> UnitVersion:
    """The unit as at a day, if it is one's own or below: figures are shown downwards only."""
    found = queries.unit(unit_id, on)
    if found is None or acting is None or not is_of_branch(acting, found.path, on):
        raise NotFound
    return found


def mandate_to_choose(mandates: list[Acting], unit_id: int) -> Acting:
    """One of one's own mandates."""
    found = next((mandate for mandate in mandates if mandate.unit_id == unit_id), None)
    if found is None:
        raise NotFound
    return found


def require_head(acting: Acting, unit_id: int) -> None:
    """Refuse unless the account is the head's own."""
    if not may_approve(acting, unit_id):
        raise NotAllowed
