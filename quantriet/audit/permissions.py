"""Whose acts one may read: those of one's own branch."""

from datetime import date
from typing import Any, Protocol

from django.db.models import QuerySet

from quantriet.audit.models import Entry
from quantriet.kernel.errors import NotFound


class Overseer(Protocol):
    """For whom somebody acts, as the journal must know it; the organisation tree fills this shape."""

    def branch_units(self, on: date) -> QuerySet[Any, Any]:
        """The numbers of the units of the branch, as a subquery."""

    def branch_users(self, on: date) -> QuerySet[Any, Any]:
        """The numbers of the accounts that act in the branch, as a subquery."""

    def unit_names(self, unit_ids: set[int], on: date) -> dict[int, str]:
        """How units are called on a day."""


def overseer_or_404(acting: Overseer | None) -> Overseer:
    """For whom the account acts; without a mandate there is no journal."""
    if acting is None:
        raise NotFound
    return acting


def entries_to_see(overseer: Overseer, on: date) -> list[QuerySet[Entry]]:
    """The journal of the branch in two parts: acts for its units, and the signing in and out of its people."""
    # Apart, for each is found by an index of its own: of both together the server would read the whole journal.
    of_units = Entry.objects.filter(unit_id__in=overseer.branch_units(on))
    of_people = Entry.objects.filter(unit_id__isnull=True, user_id__in=overseer.branch_users(on))
    return [of_units, of_people]
