"""How a view answers: with a whole page, or with the part of one that htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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
