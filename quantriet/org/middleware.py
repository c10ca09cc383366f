"""Puts the acting unit on the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from quantriet.kernel import clock
from quantriet.org import queries
from quantriet.org.requests import ActingRequest
from quantriet.org.rules import ACTING_UNIT


class ActingMiddleware:
    """`request.acting`: the unit and role the account acts in; `request.mandates`: all it may choose from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ActingRequest) -> HttpResponse:
        user = request.user  # nobody's yet on the sign-in page
        mandates = queries.mandates_of(user.pk, clock.today()) if user.is_authenticated else []
        chosen = request.session.get(ACTING_UNIT) if mandates else None
        request.mandates = mandates
        request.acting = next((m for m in mandates if m.unit_id == chosen), mandates[0] if mandates else None)
        return self.get_response(request)
