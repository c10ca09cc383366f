"""Reminding whoever has not acted, and telling the superior's head once when the grace is over."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from quantriet.cascade.queries.reminders import ToTell, to_tell
from quantriet.cascade.rules.telling import Duty, title_of
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.notices.actions import Message, notify_many
from quantriet.org import queries as org

CHUNK = 2000  # obligations of one transaction


@transaction.atomic
def send_reminders(*, actor: Actor, at: datetime, after: int = 0, chunk: int = CHUNK) -> tuple[int, int | None]:
    """Send what is due today of the next obligations; gives how many messages, and where to go on, if anywhere.

    Run again, it sends nothing twice: what has gone is known by its key.
    """
    found, last = to_tell(local_day(at), after=after, chunk=chunk)
    names = org.names({line.unit_id for line in found}, local_day(at)) if found else {}
    with translation.override(settings.LANGUAGE_CODE):
        told = [(line.user_id, _message(line, names)) for line in found]
    return (notify_many(actor=actor, told=told, at=at) if told else 0), last


def _message(line: ToTell, names: dict[int, str]) -> Message:
    unit_name = names.get(line.unit_id, "")
    return Message(
        kind=f"cascade.{line.kind}",
        title=title_of(line.kind, Duty(line.title, unit_name, line.due_on)),
        text=unit_name,
        path=reverse("cascade:obligation-page", args=[line.obligation_id]),
        key=line.key,
        unit_id=line.unit_in_charge_id,
    )
