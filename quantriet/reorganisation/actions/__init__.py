"""Every write of reorganisations: drafting, sending, approving, putting in force, undoing."""

from quantriet.reorganisation.actions.apply import apply_due
from quantriet.reorganisation.actions.decide import approve, send_back, undo
from quantriet.reorganisation.actions.draft import Facts, Paper, assign, begin, discard, save_draft
from quantriet.reorganisation.actions.submit import submit, take_back

__all__ = [
    "Facts", "Paper", "apply_due", "approve", "assign", "begin", "discard", "save_draft", "send_back", "submit",
    "take_back", "undo",
]  # fmt: skip
