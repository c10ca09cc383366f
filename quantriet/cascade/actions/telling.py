"""Telling the accounts of units what has happened to their duties."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from quantriet.cascade.models import Cascade, Move, Obligation
from quantriet.cascade.queries.reminders import accounts_addressed, accounts_of, first_deadline
from quantriet.cascade.rules.telling import Duty, Told, title_of
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.notices.actions import Message, notify


def key_of(cascade_id: int, what: str, *parts: object) -> str:
    """The key of a message: it begins with the cascade, so that its log is one range of keys."""
    return ":".join(str(part) for part in ("cascade", cascade_id, what, *parts))


@transaction.atomic
def tell_unit(*, actor: Actor, obligation: Obligation, what: Told, step: Move, at: datetime) -> int:
    """Tell whoever acts for the owing unit of one step; who did it need not be told."""
    with translation.override(settings.LANGUAGE_CODE):
        title = title_of(what, Duty(obligation.requirement.title, due_on=obligation.due_on))
    message = Message(
        kind=f"cascade.{what}",
        title=title,
        text=step.reason,
        path=reverse("cascade:obligation-page", args=[obligation.pk]),
        key=key_of(obligation.cascade_id, what, obligation.pk, step.pk),
        unit_id=obligation.cascade.unit_in_charge_id,
    )
    people = accounts_of([obligation.unit_id], local_day(at)) - {actor.user_id}
    return notify(actor=actor, recipient_ids=people, message=message, at=at)


@transaction.atomic
def tell_addressed(*, actor: Actor, cascade_id: int, what: str, at: datetime, mark: str = "", text: str = "") -> int:
    """Tell every unit that owes something under a cascade, each account once; `mark` tells two such acts apart."""
    cascade = Cascade.objects.get(pk=cascade_id)
    with translation.override(settings.LANGUAGE_CODE):
        title = title_of(what, _duty(cascade, what, mark))
    message = Message(
        kind=f"cascade.{what}",
        title=title,
        text=text,
        path=reverse("cascade:cascade-page", args=[cascade.root_pk]),
        key=key_of(cascade_id, what, mark),
        unit_id=cascade.unit_in_charge_id,
    )
    people = accounts_addressed(cascade, local_day(at), _requirement_in(what, mark)) - {actor.user_id}
    return notify(actor=actor, recipient_ids=people, message=message, at=at)


def _duty(cascade: Cascade, what: str, mark: str) -> Duty:
    """What the message is about: the cascade, or the one requirement that was moved or recalled (its mark says so)."""
    if what == Told.DEADLINE:
        requirement_id, _, day = mark.partition(":")
        return Duty(cascade.requirements.get(pk=requirement_id).title, due_on=date.fromisoformat(day))
    if (requirement := _requirement_in(what, mark)) is not None:
        return Duty(cascade.requirements.get(pk=requirement).title)
    return Duty(cascade.title, due_on=first_deadline(cascade.pk))


def _requirement_in(what: str, mark: str) -> int | None:
    """The one requirement that was recalled; None for the whole cascade."""
    return int(mark) if what == Told.RECALLED and mark else None
