"""Refusals: what the product says when it will not do a thing.

    Refusal               (422)  a rule says no; the message says what to do
    ├── NotFound          (404)  absent, or not yours to see: the two look alike
    ├── NotAllowed        (403)  you may see it, but this act is not yours
    └── ChangedMeanwhile  (409)  somebody else was faster; nothing was written

`message` is an English msgid with %(named)s places, translated where it is shown; `facts` fill the places.
"""

from typing import Any


def _(message: str) -> str:
    """Mark a message for the catalogue; the kernel itself knows no gettext."""
    return message


class Refusal(Exception):
    """A named no."""

    code = "refused"
    status = 422
    message = _("This cannot be done.")

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.message)
        self.facts = facts

    def __str__(self) -> str:
        return self.message % self.facts


class NotFound(Refusal):
    """There is no such thing, or it is not yours to see."""

    code = "not_found"
    status = 404
    message = _("Not found.")


class NotAllowed(Refusal):
    """The act belongs to somebody else."""

    code = "not_allowed"
    status = 403
    message = _("This act is not yours to do.")


class ChangedMeanwhile(Refusal):
    """Somebody else changed the same thing first."""

    code = "changed_meanwhile"
    status = 409
    message = _("Somebody else has just changed this. Look at the present state below, then try again.")
