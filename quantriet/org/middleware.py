"""Puts the acting unit on the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from quantriet.kernel import clock
from quantriet.org import queries
from quantriet.org.rules import ACTING_UNIT


class ActingMiddleware:
    """`request.acting`: the unit and role the account acts in; `request.mandates`: all it may choose from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = request.actor  # type: ignore[attr-defined]
        mandates = queries.mandates_of(actor.user_id, clock.today()) if actor else []
        chosen = request.session.get(ACTING_UNIT) if mandates else None
        request.mandates = mandates  # type: ignore[attr-defined]
        request.acting = next(  # type: ignore[attr-defined]
            (m for m in mandates if m.unit_id == chosen), mandates[0] if mandates else None
        )
        return self.get_response(request)
