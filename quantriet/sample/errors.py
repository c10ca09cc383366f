"""Refusals of the sample world.

    Refusal
    └── ClockOutOfRange   the day lies outside what the sample world tells
"""

from quantriet.kernel.errors import Refusal, _


class ClockOutOfRange(Refusal):
    """The day lies outside what the sample world tells."""

    code = "clock_out_of_range"
    message = _("The sample world plays from %(earliest)s to %(latest)s. Choose a day between them.")
