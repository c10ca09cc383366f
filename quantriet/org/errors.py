"""Refusals of the organisation tree.

Refusal
├── PositionTaken      the position already has a holder in this period
├── OwnDescendant      a unit cannot stand below itself
└── BeforeParent       a unit cannot exist while its parent does not
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
