"""Sending a draft to the head, taking it back, and telling people what has become of it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from quantriet.audit import actions as audit
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.notices.actions import Message, notify
from quantriet.org.models import Mandate
from quantriet.org.rules import Role
from quantriet.reorganisation import errors, verbs
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.queries.preview import Preview
from quantriet.reorganisation.rules.kinds import State
from quantriet.reorganisation.rules.moves import require_move


def locked(found: Reorganisation, new: str) -> Reorganisation:
    """The row as it now is, nobody else's meanwhile, if it may go on to that state."""
    now = Reorganisation.objects.select_for_update().get(pk=found.pk)
    require_move(now.state, new)
    return now


def _drafted_again(found: Reorganisation, reason: str) -> None:
    """Make it a draft that nobody has sent or approved."""
    found.state, found.return_reason = State.DRAFT, reason
    found.submitted_at = found.submitted_by_id = found.approved_at = found.approved_by_id = None
    changed = ["state", "return_reason", "submitted_at", "submitted_by", "approved_at", "approved_by"]
    found.save(update_fields=changed)


@transaction.atomic
def return_to_writers(*, actor: Actor, found: Reorganisation, reason: str, at: datetime) -> None:
    """Make it a draft again and tell whoever drafted it and whoever sent it why, as a part of the act that says so."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("A reorganisation was returned: %(title)s") % {"title": found.title}
    people = {user_id for user_id in (found.drafted_by_id, found.submitted_by_id) if user_id} - {actor.user_id}
    notify(actor=actor, recipient_ids=people, message=_message(found, "returned", title, reason, at), at=at)
    _drafted_again(found, reason)
    audit.record(
        actor=actor, verb=verbs.SENT_BACK, subject=found, at=at, unit_id=found.unit_id, facts={"reason": reason},
        topics=(f"unit:{found.unit_id}",),
    )  # fmt: skip


def _tell_heads(actor: Actor, found: Reorganisation, at: datetime) -> None:
    """Tell the heads of the unit that a draft waits for them."""
    heads = Mandate.objects.filter(unit_id=found.unit_id, role=Role.HEAD, valid_during__contains=local_day(at))
    with translation.override(settings.LANGUAGE_CODE):
        title = _("A reorganisation waits for your approval: %(title)s") % {"title": found.title}
    people = set(heads.values_list("user_id", flat=True)) - {actor.user_id}
    notify(actor=actor, recipient_ids=people, message=_message(found, "submitted", title, "", at), at=at)


def _message(found: Reorganisation, what: str, title: str, text: str, at: datetime) -> Message:
    return Message(
        kind=f"reorganisation.{what}", title=title, text=text, unit_id=found.unit_id,
        path=reverse("reorganisation:reorganisation-page", args=[found.pk]),
        key=f"reorganisation:{found.pk}:{what}:{at.isoformat()}",
    )  # fmt: skip


@transaction.atomic
def submit(*, actor: Actor, found: Reorganisation, version: int, at: datetime) -> None:
    """Send the draft to the head as it was read; refused while something stands against it."""
    now = locked(found, State.SUBMITTED)
    if now.version != version:
        raise ChangedMeanwhile
    preview = Preview(now, local_day(at))
    if preview.problems:
        raise preview.problems[0].refusal
    now.state, now.submitted_at, now.submitted_by_id, now.return_reason = State.SUBMITTED, at, actor.user_id, ""
    now.save(update_fields=["state", "submitted_at", "submitted_by", "return_reason"])
    audit.record(
        actor=actor, verb=verbs.SUBMITTED, subject=now, at=at, unit_id=now.unit_id, topics=(f"unit:{now.unit_id}",)
    )
    _tell_heads(actor, now, at)
    found.refresh_from_db()


@transaction.atomic
def take_back(*, actor: Actor, found: Reorganisation, at: datetime) -> None:
    """Go on writing what the head has not decided on yet."""
    now = locked(found, State.DRAFT)
    if now.state != State.SUBMITTED:
        raise errors.WrongState  # what is approved is the head's to return
    _drafted_again(now, "")
    audit.record(
        actor=actor, verb=verbs.TAKEN_BACK, subject=now, at=at, unit_id=now.unit_id, topics=(f"unit:{now.unit_id}",)
    )
    found.refresh_from_db()
