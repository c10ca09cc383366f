"""Pages as one has filtered them, kept under a name: one's own, seen by nobody else."""

from datetime import datetime

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.cascade import errors, verbs
from quantriet.cascade.models import SavedView
from quantriet.cascade.queries.saved import KEPT_PAGES
from quantriet.kernel.actor import Actor
from quantriet.kernel.text import nfc

MOST_VIEWS = 100  # of one account


@transaction.atomic
def save_view(*, actor: Actor, name: str, page: str, query: str, at: datetime) -> SavedView:
    """Keep a page under a name; the same name once more replaces what it stood for."""
    name = nfc(name).strip()
    if page not in KEPT_PAGES or not name or actor.user_id is None:
        raise errors.ViewNotKept
    views = SavedView.objects.filter(user_id=actor.user_id)
    if views.count() >= MOST_VIEWS and not views.filter(page=page, name=name).exists():
        raise errors.TooManyViews(most=MOST_VIEWS)
    view, _made = SavedView.objects.update_or_create(
        user_id=actor.user_id, page=page, name=name, defaults={"query": query, "created_at": at}
    )
    audit.record(actor=actor, verb=verbs.VIEW_SAVED, subject=view, at=at)
    return view


@transaction.atomic
def delete_view(*, actor: Actor, view: SavedView, at: datetime) -> None:
    """Let a kept page go."""
    audit.record(actor=actor, verb=verbs.VIEW_DELETED, subject=view, at=at)
    view.delete()
