"""Refusals of notices.

Refusal
└── AddressMissing     e-mail is wanted, but no address was given
"""

from quantriet.kernel.errors import Refusal, _


class AddressMissing(Refusal):
    """E-mail is wanted, but no address was given."""

    code = "address_missing"
    message = _("Give the address to which e-mail is to be sent, or choose no e-mail.")
