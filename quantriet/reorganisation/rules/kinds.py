"""Kinds of change, and the states of a reorganisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

UNDO_DAYS = 30


class Kind(TextChoices):
    """What can happen to units."""

    RENAME = "rename", _("Rename")
    MOVE = "move", _("Move")
    DISSOLVE = "dissolve", _("Dissolve")
    MERGE = "merge", _("Merge")
    SPLIT = "split", _("Split")
    INSERT = "insert", _("New unit above others")


class State(TextChoices):
    """From a draft to a changed tree."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved, waits for its day")
    APPLIED = "applied", _("In force")
    UNDONE = "undone", _("Undone")


OPEN = (State.DRAFT, State.SUBMITTED, State.APPROVED)  # not in force yet
TONES = {
    State.DRAFT: "grey", State.SUBMITTED: "violet", State.APPROVED: "blue", State.APPLIED: "green",
    State.UNDONE: "orange",
}  # fmt: skip
