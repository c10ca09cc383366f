"""Refusals of reorganisations.

Refusal
├── NothingPlanned      a reorganisation without a line
├── UnknownUnit         no such unit in one's branch on that day
├── UnclearUnit         several units bear that name
├── UnitEnded           the unit is no more on that day
├── NotFoundedYet       the unit has not existed before that day
├── UnitTwice           two lines dispose of the same unit
├── OwnChild            a unit cannot be merged with one that stands below it
├── Circle              a unit would stand below itself
├── TargetTaken         another unit has that code
├── TargetIncomplete    a new unit needs code, name, kind, level and a unit above
├── SplitLeftover       something of a divided unit is assigned to no part
├── PartWrong           another part of the same divided unit has a mistake
├── PastNeedsReason     a day that is past needs a reason
├── OwnApproval         nobody approves what he drafted or sent for approval
├── WrongState          this step does not follow from the present state
├── TooLate             only 30 days to undo
├── WorkedOn            the new unit has worked on what it took over
├── SheetUnreadable     the file is no table of ours
├── RowUnreadable       one row of it cannot be read
└── CellTooLong         a cell of it holds more than a unit can be called
"""

from quantriet.kernel.errors import Refusal, _


class NothingPlanned(Refusal):
    """A reorganisation without a line."""

    code = "nothing_planned"
    message = _("Nothing is planned yet. Add at least one change.")


class UnknownUnit(Refusal):
    """No such unit in one's branch on that day."""

    code = "unknown_unit"
    message = _(
        "Below your unit there is no unit “%(code)s” on %(day)s. Write its code, or its full name as it stands then."
    )


class UnclearUnit(Refusal):
    """Several units bear that name."""

    code = "unclear_unit"
    message = _("Several units are called “%(code)s”: %(what)s. Write the code of the one you mean.")


class UnitEnded(Refusal):
    """The unit is no more on that day."""

    code = "unit_ended"
    message = _("“%(code)s” has ended before %(day)s. Choose an earlier day, or the unit that took its place.")


class NotFoundedYet(Refusal):
    """The unit has not existed before that day."""

    code = "not_founded_yet"
    message = _("“%(code)s” exists only since %(since)s. Choose a later day.")


class UnitTwice(Refusal):
    """Two lines dispose of the same unit."""

    code = "unit_twice"
    message = _("“%(code)s” stands in two changes. Keep one of them, or make two reorganisations, one after the other.")


class OwnChild(Refusal):
    """A unit cannot be merged with one that stands below it."""

    code = "own_child"
    message = _("“%(code)s” stands below another unit of this change. Dissolve it first, then change the one above.")


class Circle(Refusal):
    """A unit would stand below itself."""

    code = "circle"
    message = _("“%(code)s” would stand below itself. Choose another unit above.")


class TargetTaken(Refusal):
    """Another unit has that code."""

    code = "target_taken"
    message = _("The code “%(code)s” belongs to another unit. Choose a new code.")


class TargetIncomplete(Refusal):
    """A change needs words that are not there: a new unit code, name, kind, level and a unit above."""

    code = "target_incomplete"
    message = _("This change needs %(what)s. Fill it in.")


class SplitLeftover(Refusal):
    """Something of a divided unit is assigned to no part."""

    code = "split_leftover"
    message = _("Of “%(code)s” is left over: %(what)s. Assign it to one of the parts.")


class PartWrong(Refusal):
    """Another part of the same divided unit has a mistake."""

    code = "part_wrong"
    message = _("Another part of the same division has a mistake. Correct that one; then this one can be done too.")


class PastNeedsReason(Refusal):
    """A day that is past needs a reason."""

    code = "past_needs_reason"
    message = _("%(day)s is past. Write why the change is entered only now, or choose today or a later day.")


class OwnApproval(Refusal):
    """Nobody approves what he drafted or sent for approval."""

    code = "own_draft"
    message = _("You drafted this or sent it for approval yourself; somebody else must approve it.")


class WrongState(Refusal):
    """This step does not follow from the present state."""

    code = "wrong_state"
    status = 409
    message = _("This step is no longer possible: the state has changed. Look at the present state, then choose again.")


class TooLate(Refusal):
    """Only 30 days to undo."""

    code = "too_late"
    status = 409
    message = _("It can be undone for %(days)s days only. Make a new reorganisation instead.")


class WorkedOn(Refusal):
    """The new unit has worked on what it took over."""

    code = "worked_on"
    status = 409
    message = _("This can no longer be undone: %(what)s. Make a new reorganisation instead.")


class SheetUnreadable(Refusal):
    """The file is no table of ours."""

    code = "sheet_unreadable"
    message = _("This is no .xlsx table in our form. Take the form offered here, fill it in and send it again.")


class RowUnreadable(Refusal):
    """One row of it cannot be read."""

    code = "row_unreadable"
    message = _("“%(value)s” does not belong in the column “%(column)s”. %(allowed)s")


class CellTooLong(Refusal):
    """A cell holds more than a unit can be called."""

    code = "cell_too_long"
    message = _("The column “%(column)s” holds at most %(most)s letters.")
