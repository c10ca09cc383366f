"""Signing in with one click, and moving the clock: only where a sample world is loaded."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from quantriet.kernel import clock
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import NotFound
from quantriet.sample import actions, queries
from quantriet.sample.forms import ClockForm


@login_not_required
@require_POST
def sign_in(request: HttpRequest, username: str) -> HttpResponse:
    """Take an account of the sample cast, without a password."""
    user = queries.sample_user(username)
    if user is None:
        raise NotFound
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    actions.note_session(actor=Actor(user.pk, str(user)), user=user, at=clock.now())
    return redirect(_next(request))


@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Let the sample world play another day."""
    user = queries.sample_user(request.user.get_username())
    if user is None:
        raise NotFound
    form = ClockForm(request.POST)
    if form.is_valid():
        actions.move_clock(actor=Actor(user.pk, str(user)), today=form.cleaned_data["today"], at=clock.now())
    else:
        messages.error(request, " ".join(str(problem) for problem in form.errors["today"]))
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Where the person was, when it is a page of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return settings.LOGIN_REDIRECT_URL
