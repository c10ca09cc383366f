"""Refusals of conferences.

Refusal
└── NoSuchPresenter    the chosen person held no position in the unit on that day
"""

from quantriet.kernel.errors import Refusal, _


class NoSuchPresenter(Refusal):
    """The chosen person held no position in the unit on that day."""

    code = "no_such_presenter"
    message = _(
        "On %(day)s the chosen person held no position in this unit. "
        "Choose the presenter again, or name a guest presenter."
    )
