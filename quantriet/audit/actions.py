"""Writing the record: the last line of every action."""

from datetime import datetime
from typing import Any

from django.db import models

from quantriet.audit.models import Entry
from quantriet.kernel.actor import Actor
from quantriet.live.channel import announce


def record(  # noqa: PLR0913 - an audit line has exactly these parts
    *,
    actor: Actor,
    verb: str,
    subject: models.Model,
    at: datetime,
    unit_id: int | None = None,
    facts: dict[str, Any] | None = None,
    topics: tuple[str, ...] = (),
) -> None:
    """Write one audit line and wake the live pages that listen to `topics` (delivered at commit)."""
    Entry.objects.create(
        at=at,
        user_id=actor.user_id,
        actor_name=actor.name,
        unit_id=unit_id,
        verb=verb,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk,
        subject_name=str(subject)[:300],
        facts=facts or {},
    )
    announce(*topics)
