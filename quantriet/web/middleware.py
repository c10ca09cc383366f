"""Turns refusals into answers, and tells the browser to run nothing but our own files."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from quantriet.kernel.errors import NotFound, Refusal
from quantriet.web import answers
from quantriet.web.pages import is_htmx

Next = Callable[[HttpRequest], HttpResponse]

# Style attributes carry the widths of bars; everything else comes from our own files.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


class ContentSecurityPolicyMiddleware:
    """Forbids inline scripts and anything from elsewhere."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class RefusalMiddleware:
    """Answers a refusal in words: a page, or a message in the page that htmx shows."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_htmx(request) and _leads_to_sign_in(response):
            return answers.signed_out(request)  # otherwise the sign-in page would land inside the present page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return answers.not_found(request)
        if isinstance(exception, Refusal):
            return answers.refused(request, exception)
        return None


def _leads_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
