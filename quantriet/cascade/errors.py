"""Refusals of the cascade.

Refusal
├── IllegalMove            this step does not follow from the present state
│   └── NoLongerOwed       the superior has recalled or waived it
├── LaterThanParent        a deadline after the superior's
├── DeadlinePast           a deadline on a day that is over
├── OwnApproval            nobody approves what he submitted
├── SentAnew               what was read has been returned and sent again (409)
├── ReasonMissing          an exclusion, a return, a recall need a reason
├── NothingToIssue         no requirement, or nobody in scope
├── DeadlineMissing        a requirement without a day
├── NothingNew             what was returned is sent again as it was
├── OpenBelow              units below are not done, and no reason is given
├── TemplateNameTaken      the unit has a template of that name
├── RecalledAbove          the superior has taken back what this passes down
├── AnswerIncomplete       the recorded facts do not satisfy the requirement
├── ViewNotKept            this page cannot be kept under a name
├── TooManyViews           as many kept pages as one account may have
└── TableTooLong           more rows than one table to take away holds
"""

from quantriet.kernel.errors import ChangedMeanwhile, Refusal, _


class IllegalMove(Refusal):
    """This step does not follow from the present state."""

    code = "illegal_move"
    status = 409
    message = _("This step is no longer possible: the state has changed. Look at the present state, then choose again.")


class NoLongerOwed(IllegalMove):
    """The superior has recalled or waived it."""

    code = "no_longer_owed"
    message = _(
        "This duty has been recalled or waived, so nothing can be sent, approved or returned any more. "
        "What was recorded can still be read."
    )


class LaterThanParent(Refusal):
    """A deadline after the superior's."""

    code = "later_than_parent"
    message = _("Not later than the superior's deadline (%(limit)s). Choose %(limit)s or an earlier day.")


class DeadlinePast(Refusal):
    """A deadline on a day that is over: everybody would be late at once."""

    code = "deadline_past"
    message = _("“%(title)s”: the deadline %(day)s is past. Choose today or a later day.")


class OwnApproval(Refusal):
    """Nobody approves what he submitted."""

    code = "own_approval"
    message = _("You submitted this yourself; somebody else must approve it.")


class SentAnew(ChangedMeanwhile):
    """What was read has been returned and sent again since."""

    code = "sent_anew"
    message = _(
        "This was returned and sent again while your page stood open. Go back, read what was sent, then decide."
    )


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


class NothingNew(Refusal):
    """What was returned is sent again as it was."""

    code = "nothing_new"
    message = _("The superior has returned this answer. Add what is missing, then send it again.")


class OpenBelow(Refusal):
    """Units below are not done, and no reason is given."""

    code = "open_below"
    message = _(
        "%(count)s of the units below have not finished this. Write why you send it all the same; "
        "the superior sees the reason and the list of these units."
    )


class RecalledAbove(Refusal):
    """The superior has taken back what this passes down."""

    code = "recalled_above"
    status = 409
    message = _(
        "The superior has recalled what this cascade passes down, so it can no longer be sent or approved. "
        "Remove what was recalled, or begin a cascade of your own."
    )


class TemplateNameTaken(Refusal):
    """The unit has a template of that name."""

    code = "template_name_taken"
    status = 409
    message = _("There is a template “%(title)s” already. Choose another name, or delete that one first.")


class ViewNotKept(Refusal):
    """This page cannot be kept under a name."""

    code = "view_not_kept"
    message = _("This page cannot be kept. Open a page with figures or a list, give it a name and save it there.")


class TooManyViews(Refusal):
    """As many kept pages as one account may have."""

    code = "too_many_views"
    message = _("You have kept %(most)s views already. Delete one that you no longer need, then save this one.")


class TableTooLong(Refusal):
    """More rows than one table to take away holds."""

    code = "table_too_long"
    message = _("A table holds at most %(most)s rows. Choose a unit below, or filter, then take it away again.")
