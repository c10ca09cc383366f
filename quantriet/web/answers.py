"""The answers that are not what was asked for: refusals and errors, as a page or as a message for htmx."""

import sys
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from psycopg.errors import TooManyConnections
from psycopg_pool import PoolTimeout, TooManyRequests

from quantriet.kernel.errors import Refusal
from quantriet.web.pages import is_htmx, own_address, page, partial
from quantriet.web.refusals import refusal_text

_CROWDED = (PoolTimeout, TooManyRequests, TooManyConnections)
AGAIN_AFTER = 10  # seconds: whoever waited for a connection in vain has waited about as long already


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A rule said no: the reason, and a way back to what one was doing."""
    words = {"title": _("This was not done"), "text": refusal_text(refusal), "code": refusal.code}
    return _answer(request, "web/errors/refused.html", words, refusal.status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Absent, or not yours to see: the two look alike."""
    words = {
        "title": _("There is nothing here"),
        "text": _("The address is wrong, or what was here belongs to somebody else or is gone."),
    }
    return _answer(request, "web/errors/not_found.html", words, 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Seen, but not allowed."""
    words = {"title": _("This is not yours to do"), "text": _("Ask the office of your unit if it should be.")}
    return _answer(request, "web/errors/refused.html", words, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The browser sent something no form of ours sends, or far too much."""
    words = {
        "title": _("The request could not be understood"),
        "text": _("It may have been too large. Go back, check what you entered and send it again."),
    }
    return _answer(request, "web/errors/refused.html", words, 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the session: nothing typed is lost, for the browser has kept it."""
    words = {
        "title": _("Your session had ended"),
        "text": _(
            "Nothing was saved, but nothing you typed is lost: open the page again and it is offered back to you."
        ),
    }
    return _answer(request, "web/errors/session_ended.html", words, 403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """For htmx: the session ended while the page was open."""
    here = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
    return _message(
        request,
        {
            "title": _("Your session has ended"),
            "text": _("Nothing was saved, but nothing you typed is lost: it is offered back when you have signed in."),
            "link": f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': here})}",
            "link_label": _("Sign in"),
        },
        401,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Something of ours broke, or too many wanted it at once; said without session or database, for these may be it."""
    if _is_crowded(sys.exception()):
        words = {
            "title": _("The system is busy"),
            "text": _(
                "Too many people are working at this moment. Nothing was saved, but what you typed is kept: "
                "try again in a moment."
            ),
            "tone": "amber",
        }
        answer = _bare(request, "web/errors/busy.html", words, 503)
        answer["Retry-After"] = str(AGAIN_AFTER)
        return answer
    words = {
        "title": _("Something went wrong on our side"),
        "text": _("It has been noted. Nothing was half saved. Wait a moment and try again."),
        "tone": "red",
    }
    return _bare(request, "web/errors/server_error.html", words, 500)


def _is_crowded(exception: BaseException | None) -> bool:
    """Whether all connections to the database were taken; Django wraps what its driver says."""
    while exception is not None:
        if isinstance(exception, _CROWDED):
            return True
        exception = exception.__cause__
    return False


def _bare(request: HttpRequest, template: str, words: dict[str, Any], status: int) -> HttpResponse:
    if is_htmx(request):
        return _aimed(HttpResponse(render_to_string("web/_message.html", words), status=status))
    return HttpResponse(render_to_string(template, words | {"here": _here(request)}), status=status)


def _here(request: HttpRequest) -> str:
    """The page that was asked for, or the one from which something was sent."""
    return request.get_full_path() if request.method == "GET" else _way_back(request)


def _answer(request: HttpRequest, template: str, words: dict[str, Any], status: int) -> HttpResponse:
    if is_htmx(request):
        return _message(request, words, status)
    return page(request, template, words | {"back": _way_back(request)}, status=status)


def _message(request: HttpRequest, words: dict[str, Any], status: int) -> HttpResponse:
    return _aimed(partial(request, "web/_message.html", {"tone": "amber"} | words, status=status))


def _aimed(response: HttpResponse) -> HttpResponse:
    """Lets htmx show the answer where messages stand, whatever part was asked for."""
    response["HX-Retarget"] = "#messages"
    response["HX-Reswap"] = "innerHTML"
    response["HX-Push-Url"] = "false"
    return response


def _way_back(request: HttpRequest) -> str:
    """The page one came from, when it is one of ours."""
    return own_address(request, request.headers.get("Referer", "")) or "/"
