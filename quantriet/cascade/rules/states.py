"""States of a cascade and of an obligation, and the moves between them. The same moves stand in sql/*_guard_v1.sql."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quantriet.cascade.errors import IllegalMove


class CascadeState(TextChoices):
    """From a draft to obligations that units carry."""

    DRAFT = "draft", _("Draft")
    PENDING = "pending", _("Waiting for approval")
    RETURNED = "returned", _("Returned to the drafter")
    APPROVED = "approved", _("Being issued")  # approved; the obligations are being made in the background
    ISSUED = "issued", _("Issued")
    RECALLED = "recalled", _("Recalled")


CASCADE_MOVES: dict[str, frozenset[str]] = {
    CascadeState.DRAFT: frozenset({CascadeState.PENDING}),
    CascadeState.PENDING: frozenset({CascadeState.APPROVED, CascadeState.RETURNED}),
    CascadeState.RETURNED: frozenset({CascadeState.PENDING}),
    CascadeState.APPROVED: frozenset({CascadeState.ISSUED}),
    CascadeState.ISSUED: frozenset({CascadeState.RECALLED}),
    CascadeState.RECALLED: frozenset(),
}

EDITABLE = frozenset({CascadeState.DRAFT, CascadeState.RETURNED})


class State(TextChoices):
    """What a unit and its superior have done about an obligation. “Late” is not a state: the clock says it."""

    ASSIGNED = "assigned", _("Not yet accepted")
    ACCEPTED = "accepted", _("In progress")
    SUBMITTED = "submitted", _("Waiting for the superior's approval")
    RETURNED = "returned", _("Returned for more")
    APPROVED = "approved", _("Done")
    RECALLED = "recalled", _("Recalled")
    WAIVED = "waived", _("Waived")


class MoveStep(TextChoices):
    """What kind of thing happened in the life of an obligation."""

    MOVED = "moved", _("State changed")
    DEADLINE = "deadline", _("Deadline changed")
    INHERITED = "inherited", _("Inherited")
    HANDED_OVER = "handed_over", _("Handed over")
    NOTE = "note", _("Progress note")


MOVES: dict[str, frozenset[str]] = {
    State.ASSIGNED: frozenset({State.ACCEPTED, State.RECALLED, State.WAIVED}),
    State.ACCEPTED: frozenset({State.SUBMITTED, State.RECALLED, State.WAIVED}),
    State.SUBMITTED: frozenset({State.APPROVED, State.RETURNED, State.RECALLED}),
    State.RETURNED: frozenset({State.SUBMITTED, State.RECALLED, State.WAIVED}),
    State.APPROVED: frozenset(),
    State.RECALLED: frozenset(),
    State.WAIVED: frozenset(),
}

ANSWERABLE = frozenset({State.ACCEPTED, State.RETURNED})
OUT_OF_COUNT = frozenset({State.RECALLED, State.WAIVED})
CLOSED = OUT_OF_COUNT | {State.APPROVED}


def require_move(old: str, new: str, moves: dict[str, frozenset[str]] = MOVES) -> None:
    """Refuse a move that does not exist."""
    if new not in moves.get(old, frozenset()):
        raise IllegalMove(old=old, new=new)
