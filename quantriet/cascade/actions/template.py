"""Templates: a cascade kept as a pattern, and drafts begun from it."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from quantriet.audit import actions as audit
from quantriet.cascade import errors, verbs
from quantriet.cascade.models import Cascade, Requirement, Template
from quantriet.cascade.rules.deadlines import deadline_from, resolve
from quantriet.cascade.rules.requirement import types
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.kernel.text import nfc


@transaction.atomic
def save_template(*, actor: Actor, cascade: Cascade, title: str, at: datetime) -> Template:
    """Keep requirements, shapes of deadlines and scope of one's own cascade; days themselves are not kept."""
    pattern: list[dict[str, Any]] = [
        {"type": r.type, "title": r.title, "terms": r.terms, "deadline": r.deadline}
        for r in cascade.requirements.order_by("place")
    ]
    try:
        with transaction.atomic():
            template = Template.objects.create(
                unit_id=cascade.unit_in_charge_id, title=nfc(title.strip()), scope=cascade.scope,
                scope_rule=cascade.scope_rule, requirements=pattern, created_at=at, created_by_id=actor.user_id,
            )  # fmt: skip
    except IntegrityError as problem:
        raise errors.TemplateNameTaken(title=title) from problem
    _note(actor, verbs.TEMPLATE_SAVED, template, at)
    return template


@transaction.atomic
def draft_from_template(*, actor: Actor, template: Template, at: datetime) -> Cascade:
    """Begin a draft; its days follow from the shapes, as far as these need no day of their own."""
    today = local_day(at)
    cascade = Cascade.objects.create(
        title=template.title, issuing_unit_id=template.unit_id, unit_in_charge_id=template.unit_id,
        scope=template.scope, scope_rule=template.scope_rule, scope_on=today, created_at=at,
        created_by_id=actor.user_id,
    )  # fmt: skip
    known = [row for row in template.requirements if row["type"] in types()]
    Requirement.objects.bulk_create(_from_pattern(cascade, row, place, at) for place, row in enumerate(known, 1))
    _note(actor, verbs.CASCADE_DRAFTED, cascade, at, template=template.pk)
    return cascade


def _from_pattern(cascade: Cascade, row: dict[str, Any], place: int, at: datetime) -> Requirement:
    deadline = deadline_from(row["deadline"])
    is_of_now = deadline is not None and deadline.day is None  # a day of last year says nothing about this one
    return Requirement(
        cascade=cascade, type=row["type"], title=row["title"], terms=row["terms"], place=place,
        deadline=row["deadline"] if is_of_now else {},
        due_on=resolve(deadline, today=local_day(at)) if deadline is not None and is_of_now else None,
    )  # fmt: skip


@transaction.atomic
def delete_template(*, actor: Actor, template: Template, at: datetime) -> None:
    """Forget a template; what was drafted from it stays."""
    _note(actor, verbs.TEMPLATE_DELETED, template, at)
    template.delete()


def _note(actor: Actor, verb: str, subject: Template | Cascade, at: datetime, **facts: object) -> None:
    unit_id = subject.unit_id if isinstance(subject, Template) else subject.unit_in_charge_id
    audit.record(
        actor=actor, verb=verb, subject=subject, at=at, unit_id=unit_id, facts=facts, topics=(f"unit:{unit_id}",)
    )
