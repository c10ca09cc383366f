"""Refusals of the organisation tree.

Refusal
├── PositionTaken      the position already has a holder in this period
├── OwnDescendant      a unit cannot stand below itself
├── BeforeParent       a unit cannot exist while its parent does not
├── CodeTaken          another unit has this code
├── NoSuchUnit         no unit has this code
├── NotThen            the unit does not exist on that day
├── ChangesLater       the unit changes again on a later day, which a change before it would contradict
├── StillBelow         a unit cannot end while others stand below it
└── BuiltUpon          something new rests on what is to be undone
"""

from quantriet.kernel.errors import Refusal, _


class PositionTaken(Refusal):
    """The position already has a holder in this period."""

    code = "position_taken"
    message = _("The position “%(title)s” already has a holder in this period. End that appointment first.")


class OwnDescendant(Refusal):
    """A unit cannot stand below itself."""

    code = "own_descendant"
    message = _("A unit cannot be placed below itself or below one of its own units. Choose another parent.")


class BeforeParent(Refusal):
    """A unit cannot exist while its parent does not."""

    code = "before_parent"
    message = _("The unit above does not exist on %(day)s. Choose a later day or another unit above.")


class CodeTaken(Refusal):
    """Another unit has this code."""

    code = "code_taken"
    message = _("There is already a unit with the code %(code)s.")


class NoSuchUnit(Refusal):
    """No unit has this code."""

    code = "no_such_unit"
    message = _("There is no unit with the code %(code)s.")


class NotThen(Refusal):
    """The unit does not exist on that day."""

    code = "not_then"
    message = _("The unit %(code)s does not exist on %(day)s. Choose another day or another unit.")


class ChangesLater(Refusal):
    """The unit changes again on a later day, which a change before it would contradict."""

    code = "changes_later"
    message = _("“%(unit)s” changes again on %(day)s. Choose that day or a later one, or undo that change first.")


class StillBelow(Refusal):
    """A unit cannot end while others stand below it."""

    code = "still_below"
    message = _("“%(unit)s” still stands below a unit that would end. Say where it goes.")


class BuiltUpon(Refusal):
    """Something new rests on what is to be undone."""

    code = "built_upon"
    status = 409
    message = _("This can no longer be undone: %(what)s has changed since. Make a new reorganisation instead.")
