"""The moves between the states of a reorganisation. The same moves stand in sql/reorganisation_guard_v1.sql."""

from quantriet.reorganisation.errors import WrongState
from quantriet.reorganisation.rules.kinds import State

MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.DRAFT, State.APPROVED}),  # a draft that waits for its approval can be sent back too
    State.APPROVED: frozenset({State.DRAFT, State.APPLIED}),
    State.APPLIED: frozenset({State.UNDONE}),
    State.UNDONE: frozenset(),
}


def require_move(old: str, new: str) -> None:
    """Refuse a move that does not exist."""
    if new not in MOVES.get(old, frozenset()):
        raise WrongState
