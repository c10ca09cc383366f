"""The request as the journal must know it; the organisation tree puts `acting` on it."""

from django.http import HttpRequest

from quantriet.audit.permissions import Overseer


class OverseerRequest(HttpRequest):
    """A request of somebody who may oversee a branch."""

    acting: Overseer | None
