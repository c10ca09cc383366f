"""How a view answers: with a whole page, or with the part of one that htmx asked for."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A whole page."""
    return render(request, template, context, status=status)


def partial(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A part of a page; never kept by the browser, which would show it alone when one goes back."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, and so wants a part and no page."""
    return request.headers.get("HX-Request") == "true"


def own_address(request: HttpRequest, address: str) -> str:
    """The path and query of an address if it is one of ours; of any other nothing."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
