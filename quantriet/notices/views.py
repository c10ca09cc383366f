"""One's own messages, the bell, and how one wants e-mail."""

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quantriet.accounts.requests import ActorRequest
from quantriet.kernel import clock
from quantriet.notices import actions, permissions, queries
from quantriet.notices.errors import AddressMissing
from quantriet.notices.forms import PreferenceForm
from quantriet.notices.rules import Wish
from quantriet.web.pages import is_htmx, page, partial
from quantriet.web.refusals import refusal_text

LINES = 50  # on one page


@require_GET
def notice_list(request: ActorRequest) -> HttpResponse:
    """One's own messages, the unread first."""
    shown = Paginator(queries.of_user(request.user.pk), LINES).get_page(request.GET.get("page"))
    if is_htmx(request):
        return partial(request, "notices/_notices.html", {"shown": shown})
    return page(request, "notices/notices.html", {"shown": shown})


@require_GET
def bell(request: ActorRequest) -> HttpResponse:
    """The bell alone, asked for by a live change."""
    return partial(request, "notices/_bell.html", {"unread": queries.unread(request.user.pk)})


@require_POST
def open_notice(request: ActorRequest, pk: int) -> HttpResponse:
    """Mark a message as read and go where it leads."""
    notice = permissions.own_notice(request.actor, pk)
    actions.mark_read(actor=request.actor, notice_ids=[notice.pk], at=clock.now())
    return redirect(notice.path)


@require_POST
def read(request: ActorRequest, pk: int) -> HttpResponse:
    """Mark a message as read and stay."""
    notice = permissions.own_notice(request.actor, pk)
    actions.mark_read(actor=request.actor, notice_ids=[notice.pk], at=clock.now())
    return redirect("notices:notice-list")


@require_POST
def read_all(request: ActorRequest) -> HttpResponse:
    """Mark all messages as read."""
    actions.mark_read(actor=request.actor, notice_ids=None, at=clock.now())
    return redirect("notices:notice-list")


@require_http_methods(["GET", "POST"])
def preference(request: ActorRequest) -> HttpResponse:
    """How one wants e-mail."""
    if request.method == "GET":
        return _preference(request, PreferenceForm(initial=_kept(request)))
    form = PreferenceForm(request.POST)
    if not form.is_valid():
        return _preference(request, form, status=422)
    try:
        actions.save_preference(
            actor=request.actor, wish=form.wish(), address=form.cleaned_data["address"], at=clock.now()
        )
    except AddressMissing as refusal:
        form.add_error("address", refusal_text(refusal))
        return _preference(request, form, status=422)
    messages.success(request, _("Your choice is kept."))
    return redirect("notices:preference")


def _kept(request: ActorRequest) -> dict[str, object]:
    kept = queries.preference_of(request.user.pk)
    return asdict(queries.wish_of(kept)) | {"address": kept.address} if kept else asdict(Wish())


def _preference(request: ActorRequest, form: PreferenceForm, status: int = 200) -> HttpResponse:
    return page(request, "notices/preference.html", {"form": form, "mail_is_on": settings.MAIL_IS_ON}, status=status)
