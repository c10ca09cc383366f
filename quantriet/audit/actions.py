"""Writing the record: the last line of every action."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from quantriet.audit.models import Entry
from quantriet.kernel.actor import Actor
from quantriet.live.channel import announce

Act = tuple[models.Model, int | None, dict[str, Any]]  # the thing, on behalf of which unit, the facts


def record(  # noqa: PLR0913 - an audit line has exactly these parts
    *,
    actor: Actor,
    verb: str,
    subject: models.Model,
    at: datetime,
    unit_id: int | None = None,
    facts: dict[str, Any] | None = None,
    topics: Iterable[str] = (),
) -> None:
    """Write one audit line and wake the live pages that listen to `topics` (delivered at commit)."""
    record_each(actor=actor, verb=verb, acts=[(subject, unit_id, facts or {})], at=at, topics=topics)


def record_each(
    *, actor: Actor, verb: str, acts: Iterable[Act], at: datetime, topics: Iterable[str] = ()
) -> None:
    """Write a line for each thing to which the same was done, in one go."""
    Entry.objects.bulk_create(
        [
            Entry(
                at=at,
                user_id=actor.user_id,
                actor_name=actor.name,
                unit_id=unit_id,
                verb=verb,
                subject_type=subject._meta.model_name or "",
                subject_id=subject.pk,
                subject_name=str(subject)[:300],
                facts=facts,
            )
            for subject, unit_id, facts in acts
        ],
        batch_size=1000,
    )
    announce(*topics)
