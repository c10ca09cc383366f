"""Puts the actor on the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from quantriet.accounts.requests import OpenRequest
from quantriet.kernel.actor import Actor


class ActorMiddleware:
    """`request.actor`: the signed-in account as an Actor, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponse:
        user = request.user
        request.actor = Actor(user.pk, str(user)) if user.is_authenticated else None
        return self.get_response(request)
