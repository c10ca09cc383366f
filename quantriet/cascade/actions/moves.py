"""The one way in which an obligation changes: its row, the step in its history, the journal, who is woken."""

from datetime import datetime
from typing import Any

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.cascade import errors
from quantriet.cascade.models import Move, Obligation
from quantriet.cascade.rules.states import OUT_OF_COUNT, MoveStep, require_move
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.kernel.text import nfc


@transaction.atomic
def move(  # noqa: PLR0913 - a step has exactly these parts
    *,
    actor: Actor,
    obligation: Obligation,
    new: str,
    at: datetime,
    reason: str = "",
    by_unit_id: int | None = None,
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> Move:
    """Move the obligation if it still is where we saw it, and write the step down."""
    require_owed(obligation)
    require_move(obligation.state, new)
    rows = Obligation.objects.filter(pk=obligation.pk, state=obligation.state)
    if not rows.update(state=new, state_at=at, **changes):
        raise ChangedMeanwhile
    obligation.refresh_from_db(fields=["state", "state_at", "due_on", "responsible", "submitted_by"])
    return Move.objects.create(
        obligation=obligation,
        state=new,
        due_on=obligation.due_on,
        by_unit_id=by_unit_id,
        at=at,
        user_id=actor.user_id,
        actor_name=actor.name,
        reason=nfc(reason.strip()),
        facts=facts or {},
    )


@transaction.atomic
def stay(  # noqa: PLR0913 - a step has exactly these parts
    *,
    actor: Actor,
    obligation: Obligation,
    step: MoveStep,
    at: datetime,
    reason: str,
    facts: dict[str, Any] | None = None,
) -> Move:
    """Write down a step that changes neither state nor deadline; of two at once the second waits for the first."""
    row = Obligation.objects.select_for_update().only("state", "due_on").get(pk=obligation.pk)
    if row.state != obligation.state:
        raise ChangedMeanwhile
    return Move.objects.create(
        obligation=obligation,
        step=step,
        state=row.state,
        due_on=row.due_on,
        at=at,
        user_id=actor.user_id,
        actor_name=actor.name,
        reason=nfc(reason.strip()),
        facts=facts or {},
    )


def require_owed(obligation: Obligation) -> None:
    """Refuse whatever is done about a duty that has been taken away."""
    if obligation.state in OUT_OF_COUNT:
        raise errors.NoLongerOwed


def require_reason(reason: str) -> None:
    """Refuse what is done to others without a word."""
    if not reason.strip():
        raise errors.ReasonMissing


@transaction.atomic
def tell_journal(  # noqa: PLR0913 - an audit line has these parts
    *,
    actor: Actor,
    verb: str,
    obligation: Obligation,
    at: datetime,
    by_unit_id: int | None = None,
    **facts: Any,
) -> None:
    """The journal line of an act on an obligation; it wakes the pages of both units and of the cascade."""
    audit.record(
        actor=actor,
        verb=verb,
        subject=obligation,
        at=at,
        unit_id=obligation.unit_id,
        facts=facts | ({"on_behalf": by_unit_id} if by_unit_id else {}),
        topics=(
            f"obligation:{obligation.pk}",
            f"cascade:{obligation.root_cascade_id}",
            f"unit:{obligation.unit_id}",
            f"unit:{obligation.cascade.unit_in_charge_id}",
        ),
    )
