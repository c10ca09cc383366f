"""Signing in and out."""

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from quantriet.accounts import actions
from quantriet.accounts.actions import Credentials
from quantriet.accounts.forms import SignInForm
from quantriet.accounts.requests import ActorRequest
from quantriet.kernel import clock
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import Refusal
from quantriet.web.pages import page
from quantriet.web.refusals import refusal_text

UNKNOWN = "0.0.0.0"  # noqa: S104 - no address to listen on: the server did not tell where somebody came from


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """User name and password; afterwards the page one wanted."""
    goal = _goal(request)
    if request.user.is_authenticated:
        return redirect(goal)
    form = SignInForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return page(request, "accounts/sign_in.html", {"form": form, "next": goal}, status=422 if form.errors else 200)
    typed = Credentials(form.cleaned_data["username"], form.cleaned_data["password"], _address(request))
    found = actions.try_sign_in(actor=Actor(None, typed.name), credentials=typed, at=clock.now())
    if isinstance(found, Refusal):
        form.add_error(None, refusal_text(found))
        return page(request, "accounts/sign_in.html", {"form": form, "next": goal}, status=found.status)
    login(request, found, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(goal)


@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    """Ends the session."""
    actions.note_sign_out(actor=request.actor, user=request.user, at=clock.now())
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _goal(request: HttpRequest) -> str:
    """The page one wanted, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return settings.LOGIN_REDIRECT_URL


def _address(request: HttpRequest) -> str:
    """Where the request came from; behind the proxy that HTTPS needs, what that proxy says of it."""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS:
        said = request.headers.get("X-Forwarded-For", said).rpartition(",")[2].strip()
    try:
        return str(ip_address(said))
    except ValueError:
        return UNKNOWN
