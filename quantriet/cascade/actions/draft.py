"""Drafting a cascade: from a document with accepted duties, or passing down what came from above."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from quantriet.audit import actions as audit
from quantriet.cascade import errors, verbs
from quantriet.cascade.models import Cascade, Exclusion, Obligation, Requirement
from quantriet.cascade.rules.deadlines import proposed_below, require_not_after
from quantriet.cascade.rules.requirement import Terms
from quantriet.cascade.rules.states import EDITABLE, OUT_OF_COUNT
from quantriet.documents.models import Document, Finding
from quantriet.documents.rules.findings import CONFIRMED, Category
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.kernel.text import nfc
from quantriet.org import queries as org


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """What a requirement asks."""

    type: str
    title: str
    due_on: date | None
    terms: Terms = field(default_factory=Terms)


def _touch(cascade: Cascade, version: int | None) -> None:
    """Count one change of the draft; refuse when it is no draft any more or somebody else saved since `version`."""
    rows = Cascade.objects.filter(pk=cascade.pk, state__in=EDITABLE)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(version=F("version") + 1):
        raise ChangedMeanwhile
    cascade.refresh_from_db(fields=["version", "state"])


def _note(actor: Actor, cascade: Cascade, at: datetime, verb: str = verbs.CASCADE_CHANGED, **facts: object) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject=cascade,
        at=at,
        unit_id=cascade.issuing_unit_id,
        facts=facts,
        topics=(f"cascade:{cascade.root_pk}", f"unit:{cascade.issuing_unit_id}"),
    )


@transaction.atomic
def draft_from_document(*, actor: Actor, document: Document, unit_id: int, title: str, at: datetime) -> Cascade:
    """Draft a cascade whose requirements are the confirmed duties of the document."""
    cascade = Cascade.objects.create(
        title=nfc(title)[:300],
        issuing_unit_id=unit_id,
        scope_on=local_day(at),
        created_at=at,
        created_by_id=actor.user_id,
    )
    cascade.documents.add(document)
    duties = Finding.objects.filter(document=document, category=Category.DUTY, status__in=CONFIRMED).order_by("start")
    Requirement.objects.bulk_create(
        Requirement(
            cascade=cascade,
            type=duty.facts["type"],
            title=duty.facts["what"][:300],
            terms=asdict(Terms(head_in_person=bool(duty.facts.get("head_in_person")))),
            due_on=date.fromisoformat(duty.facts["due"]) if duty.facts.get("due") else None,
            place=place,
            finding=duty,
        )
        for place, duty in enumerate(duties, 1)
    )
    _note(actor, cascade, at, verbs.CASCADE_DRAFTED, document=document.pk)
    return cascade


@transaction.atomic
def draft_pass_down(*, actor: Actor, parent: Cascade, unit_id: int, title: str, at: datetime) -> Cascade:
    """Draft the unit's own cascade to its subordinates, one requirement for each that it owes itself, earlier."""
    owed = Obligation.objects.filter(cascade=parent, unit_id=unit_id).exclude(state__in=OUT_OF_COUNT)
    owed = list(owed.select_related("requirement").order_by("requirement__place"))
    if not owed:
        raise errors.NothingToIssue
    day = local_day(at)
    unit = org.unit(unit_id, day)
    has_levels_below = unit is not None and org.below(unit.path, day).exclude(parent_id=unit_id).exists()
    cascade = Cascade.objects.create(
        title=nfc(title)[:300],
        issuing_unit_id=unit_id,
        root_id=parent.root_pk,
        parent=parent,
        scope_on=day,
        created_at=at,
        created_by_id=actor.user_id,
    )
    cascade.documents.set(parent.documents.all())
    for place, obligation in enumerate(owed, 1):
        Requirement.objects.create(
            cascade=cascade,
            parent=obligation.requirement,
            root_id=obligation.requirement.root_pk,
            type=obligation.requirement.type,
            title=obligation.requirement.title,
            terms=obligation.requirement.terms,
            due_on=proposed_below(obligation.due_on, has_levels_below=has_levels_below, earliest=day),
            place=place,
        )
    _note(actor, cascade, at, verbs.CASCADE_DRAFTED, parent=parent.pk)
    return cascade


@transaction.atomic
def rename(*, actor: Actor, cascade: Cascade, title: str, version: int | None, at: datetime) -> None:
    """Give the draft another title."""
    _touch(cascade, version)
    Cascade.objects.filter(pk=cascade.pk).update(title=nfc(title)[:300])
    _note(actor, cascade, at, title=title)


@transaction.atomic
def change_requirement(  # noqa: PLR0913
    *, actor: Actor, cascade: Cascade, requirement_id: int | None, facts: RequirementFacts, version: int | None, at: datetime
) -> Requirement:
    """Change a requirement of the draft, or add one when no number is given."""
    _touch(cascade, version)
    if requirement_id is None:
        highest = cascade.requirements.aggregate(place=Max("place"))["place"] or 0
        requirement = Requirement(cascade=cascade, place=highest + 1)
    else:
        requirement = cascade.requirements.get(pk=requirement_id)
    if requirement.parent_id is not None:
        if facts.due_on is None:
            raise errors.DeadlineMissing(title=facts.title)
        require_not_after(facts.due_on, limit_of(requirement, cascade.issuing_unit_id))
    requirement.type, requirement.title = facts.type, nfc(facts.title)[:300]
    requirement.due_on, requirement.terms = facts.due_on, asdict(facts.terms)
    requirement.save()
    _note(actor, cascade, at, requirement=requirement.pk, due_on=str(facts.due_on))
    return requirement


def limit_of(requirement: Requirement, unit_id: int) -> date | None:
    """The day by which the passing unit itself owes what it passes on."""
    owed = Obligation.objects.filter(requirement_id=requirement.parent_id, unit_id=unit_id)
    return owed.values_list("due_on", flat=True).first()


@transaction.atomic
def remove_requirement(*, actor: Actor, cascade: Cascade, requirement_id: int, version: int | None, at: datetime) -> None:
    """Take a requirement out of the draft."""
    _touch(cascade, version)
    cascade.requirements.filter(pk=requirement_id).delete()
    _note(actor, cascade, at, removed=requirement_id)


@transaction.atomic
def change_scope(  # noqa: PLR0913
    *, actor: Actor, cascade: Cascade, scope: str, scope_on: date, version: int | None, at: datetime
) -> None:
    """Address direct subordinates or the whole branch, as the tree stands on a day."""
    _touch(cascade, version)
    Cascade.objects.filter(pk=cascade.pk).update(scope=scope, scope_on=scope_on)
    _note(actor, cascade, at, scope=scope, scope_on=str(scope_on))


@transaction.atomic
def exclude(*, actor: Actor, cascade: Cascade, unit_id: int, reason: str, at: datetime) -> None:
    """Leave a unit out, with the reason."""
    if not reason.strip():
        raise errors.ReasonMissing
    _touch(cascade, None)
    Exclusion.objects.update_or_create(cascade=cascade, unit_id=unit_id, defaults={"reason": nfc(reason.strip())})
    _note(actor, cascade, at, excluded=unit_id, reason=reason)


@transaction.atomic
def include(*, actor: Actor, cascade: Cascade, unit_id: int, at: datetime) -> None:
    """Take a unit back in."""
    _touch(cascade, None)
    Exclusion.objects.filter(cascade=cascade, unit_id=unit_id).delete()
    _note(actor, cascade, at, included=unit_id)
