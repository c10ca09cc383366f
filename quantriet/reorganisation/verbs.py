"""Audit verbs of reorganisations."""

DRAFTED = "reorganisation.draft.begun"
SAVED = "reorganisation.draft.saved"
APPROVED = "reorganisation.decision.approved"
SENT_BACK = "reorganisation.decision.sent_back"
APPLIED = "reorganisation.decision.applied"
UNDONE = "reorganisation.decision.undone"
