"""Every write of reorganisations: drafting, approving, putting in force, undoing."""

from quantriet.reorganisation.actions.apply import apply_due
from quantriet.reorganisation.actions.decide import approve, send_back, undo
from quantriet.reorganisation.actions.draft import Facts, Paper, assign, begin, save_draft

__all__ = ["Facts", "Paper", "apply_due", "approve", "assign", "begin", "save_draft", "send_back", "undo"]
