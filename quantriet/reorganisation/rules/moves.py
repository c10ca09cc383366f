"""The moves between the states of a reorganisation. The same moves stand in sql/reorganisation_guard_v2.sql."""

from quantriet.reorganisation.errors import WrongState
from quantriet.reorganisation.rules.kinds import State

MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.DRAFT, State.APPROVED}),
    State.APPROVED: frozenset({State.DRAFT, State.APPLIED}),
    State.APPLIED: frozenset({State.UNDONE}),
    State.UNDONE: frozenset(),
}


def require_move(old: str, new: str) -> None:
    """Refuse a move that does not exist."""
    if new not in MOVES.get(old, frozenset()):
        raise WrongState
