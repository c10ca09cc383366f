"""Refusals of the cascade.

Refusal
├── IllegalMove            this step does not follow from the present state
├── LaterThanParent        a deadline after the superior's
├── OwnApproval            nobody approves what he submitted
├── ReasonMissing          an exclusion, a return, a recall need a reason
├── NothingToIssue         no requirement, or nobody in scope
├── DeadlineMissing        a requirement without a day
└── AnswerIncomplete       the recorded facts do not satisfy the requirement
"""

from quantriet.kernel.errors import Refusal, _


class IllegalMove(Refusal):
    """This step does not follow from the present state."""

    code = "illegal_move"
    status = 409
    message = _("This step is no longer possible: the state has changed. Look at the present state, then choose again.")


class LaterThanParent(Refusal):
    """A deadline after the superior's."""

    code = "later_than_parent"
    message = _("Not later than the superior's deadline (%(limit)s). Choose %(limit)s or an earlier day.")


class OwnApproval(Refusal):
    """Nobody approves what he submitted."""

    code = "own_approval"
    message = _("You submitted this yourself; somebody else must approve it.")


class ReasonMissing(Refusal):
    """A reason is required."""

    code = "reason_missing"
    message = _("Please write the reason.")


class NothingToIssue(Refusal):
    """No requirement, or nobody in scope."""

    code = "nothing_to_issue"
    message = _("There is nobody to give this to, or nothing to give. Add a requirement and keep at least one unit.")


class DeadlineMissing(Refusal):
    """A requirement without a day."""

    code = "deadline_missing"
    message = _("The requirement “%(title)s” has no deadline. Set one before sending it for approval.")


class AnswerIncomplete(Refusal):
    """The recorded facts do not satisfy the requirement."""

    code = "answer_incomplete"
    message = _("What was recorded does not satisfy the requirement yet. The page says what is missing.")
