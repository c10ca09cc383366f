"""The request as the middleware leaves it: with the account that makes it."""

from django.http import HttpRequest

from quantriet.accounts.models import User
from quantriet.kernel.actor import Actor


class OpenRequest(HttpRequest):
    """A request of anybody: `actor` is None until one has signed in."""

    actor: Actor | None


class ActorRequest(OpenRequest):
    """A request of somebody who has signed in: every view but those marked `login_not_required` gets one."""

    user: User
    actor: Actor
