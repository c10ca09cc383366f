"""The request as the middleware leaves it: with the unit and the role for which somebody acts."""

from quantriet.accounts.requests import ActorRequest
from quantriet.org.queries import Acting


class ActingRequest(ActorRequest):
    """A request of somebody who has signed in: `acting` is None without a mandate."""

    acting: Acting | None
    mandates: list[Acting]
