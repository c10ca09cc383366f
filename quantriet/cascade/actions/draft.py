"""Drafting a cascade: from a document with accepted duties, or passing down what came from above."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from quantriet.audit import actions as audit
from quantriet.cascade import errors, verbs
from quantriet.cascade.actions.many import keep_given
from quantriet.cascade.models import Cascade, Exclusion, Obligation, Requirement
from quantriet.cascade.queries.scope import in_scope, limits
from quantriet.cascade.rules.deadlines import (
    Deadline,
    Shape,
    lead_below,
    require_not_after,
    resolve,
    shape_of_words,
)
from quantriet.cascade.rules.requirement import Terms, terms_from
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import EDITABLE, OUT_OF_COUNT, CascadeState
from quantriet.documents.models import Document, Finding
from quantriet.documents.rules.addressees import addressees_of, whole_branch
from quantriet.documents.rules.findings import CONFIRMED, Category
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.kernel.text import nfc
from quantriet.org import queries as org


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """What a requirement asks; without a number it is a new one."""

    type: str
    title: str
    due_on: date | None
    terms: Terms = field(default_factory=Terms)
    pk: int | None = None
    deadline: Deadline | None = None  # the shape from which the day was proposed, if one was chosen


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """The whole draft as somebody has written it."""

    title: str
    requirements: list[RequirementFacts]
    scope: str = Scope.DIRECT
    scope_on: date | None = None  # None: the day of saving
    left_out: dict[int, str] | None = field(default_factory=dict)  # unit and reason; None: as it is stored
    scope_rule: dict[str, Any] | None = None  # None: as it is stored


def _note(actor: Actor, cascade: Cascade, at: datetime, verb: str = verbs.CASCADE_CHANGED, **facts: object) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject=cascade,
        at=at,
        unit_id=cascade.unit_in_charge_id,
        facts=facts,
        topics=(f"cascade:{cascade.pk}", f"unit:{cascade.unit_in_charge_id}"),
    )


def _begun_large(words: str) -> str:
    return words[:1].upper() + words[1:]  # a duty stands inside a sentence, a requirement alone


@transaction.atomic
def draft_from_document(*, actor: Actor, document: Document, unit_id: int, title: str, at: datetime) -> Cascade:
    """Draft a cascade whose requirements are the confirmed duties of the document.

    Asked twice in a row, as by a double click, it gives the draft that nobody has touched yet.
    """
    Document.objects.select_for_update().get(pk=document.pk)
    untouched = Cascade.objects.filter(
        documents=document, issuing_unit_id=unit_id, parent=None, state=CascadeState.DRAFT, version=1
    )
    if again := untouched.filter(created_by_id=actor.user_id).first():
        return again
    cascade = _new(actor, unit_id, title, at)
    cascade.documents.add(document)
    duties = Finding.objects.filter(document=document, category=Category.DUTY, status__in=CONFIRMED).order_by("start")
    if whole_branch(addressees_of(duty.facts, duty.correction) for duty in duties):
        Cascade.objects.filter(pk=cascade.pk).update(scope=Scope.SUBTREE)
        cascade.scope = Scope.SUBTREE
    Requirement.objects.bulk_create(
        _from_duty(cascade, duty, place, local_day(at)) for place, duty in enumerate(duties, 1)
    )
    _note(actor, cascade, at, verbs.CASCADE_DRAFTED, document=document.pk)
    return cascade


def _from_duty(cascade: Cascade, duty: Finding, place: int, today: date) -> Requirement:
    day = date.fromisoformat(duty.facts["due"]) if duty.facts.get("due") else None
    deadline = shape_of_words(duty.text, day)
    return Requirement(
        cascade=cascade,
        type=duty.facts["type"],
        title=_begun_large(duty.facts["what"])[:300],
        terms=asdict(Terms(head_in_person=bool(duty.facts.get("head_in_person")))),
        due_on=resolve(deadline, today=today) if deadline else day,
        deadline=deadline.stored() if deadline else {},
        place=place,
        finding=duty,
    )


@transaction.atomic
def draft_pass_down(*, actor: Actor, parent: Cascade, unit_id: int, title: str, at: datetime) -> Cascade:
    """Draft the unit's own cascade to its subordinates, one requirement for each that it owes itself, earlier.

    What the unit has already drafted or issued from the same cascade is given instead of a second one.
    """
    keep_given(parent.pk)
    bound = Obligation.objects.filter(cascade=parent, unit_id=unit_id).exclude(state__in=OUT_OF_COUNT)
    rows = bound.select_for_update(of=("self",)).select_related("requirement").order_by("requirement__place", "due_on")
    earliest: dict[int, Obligation] = {}
    for obligation in rows:  # after a merger the same may be owed twice: it is passed down once, by the earlier day
        earliest.setdefault(obligation.requirement_id, obligation)
    owed = list(earliest.values())
    if not owed:
        raise errors.NothingToIssue
    earlier = Cascade.objects.filter(parent=parent, unit_in_charge_id=unit_id).exclude(state=CascadeState.RECALLED)
    if again := earlier.first():
        return again
    day = local_day(at)
    unit = org.unit(unit_id, day)
    has_levels_below = unit is not None and org.below(unit.path, day).exclude(parent_id=unit_id).exists()
    deadline = Deadline(Shape.PARENT, days=lead_below(has_levels_below=has_levels_below))
    cascade = _new(actor, unit_id, title, at, root_id=parent.root_pk, parent=parent)
    cascade.documents.set(parent.documents.all())
    Requirement.objects.bulk_create(
        Requirement(
            cascade=cascade,
            parent=obligation.requirement,
            root_id=obligation.requirement.root_pk,
            type=obligation.requirement.type,
            title=obligation.requirement.title,
            terms=obligation.requirement.terms,
            due_on=resolve(deadline, today=day, parent_due=obligation.due_on),
            deadline=deadline.stored(),
            parent_due_on=obligation.due_on,
            place=place,
        )
        for place, obligation in enumerate(owed, 1)
    )
    _note(actor, cascade, at, verbs.CASCADE_DRAFTED, parent=parent.pk)
    return cascade


def _new(actor: Actor, unit_id: int, title: str, at: datetime, **links: object) -> Cascade:
    return Cascade.objects.create(
        title=nfc(title)[:300],
        issuing_unit_id=unit_id,
        unit_in_charge_id=unit_id,
        scope_on=local_day(at),
        created_at=at,
        created_by_id=actor.user_id,
        **links,
    )


@transaction.atomic
def save_draft(*, actor: Actor, cascade: Cascade, facts: DraftFacts, version: int | None, at: datetime) -> None:
    """Write the draft down as it now reads; refused when somebody else has saved since `version`."""
    changed = Cascade.objects.filter(pk=cascade.pk, state__in=EDITABLE)
    if version is not None:
        changed = changed.filter(version=version)
    scope_on = facts.scope_on or local_day(at)
    words: dict[str, Any] = {"title": nfc(facts.title), "scope": facts.scope, "scope_on": scope_on}
    if facts.scope_rule is not None:
        words["scope_rule"] = facts.scope_rule
    if not changed.update(version=F("version") + 1, **words):
        raise ChangedMeanwhile
    cascade.refresh_from_db()
    _save_requirements(cascade, facts.requirements)
    if facts.left_out is not None:
        _save_exclusions(cascade, facts.left_out)
    _note(actor, cascade, at, title=cascade.title, requirements=len(facts.requirements))


@transaction.atomic
def discard_draft(*, actor: Actor, cascade: Cascade, version: int, at: datetime) -> None:
    """Throw a draft away as it was read, with all that is written in it; the journal keeps its title and who did it."""
    now = Cascade.objects.select_for_update().filter(pk=cascade.pk, state__in=EDITABLE, version=version).first()
    if now is None:
        raise ChangedMeanwhile
    _note(actor, now, at, verbs.CASCADE_DISCARDED, requirements=now.requirements.count())
    now.delete()


def _save_requirements(cascade: Cascade, wanted: list[RequirementFacts]) -> None:
    present = {r.pk: r for r in cascade.requirements.select_related("parent")}
    latest = limits(cascade)
    for place, facts in enumerate(wanted, 1):
        requirement = present.pop(facts.pk or 0, None) or Requirement(cascade=cascade)
        terms = facts.terms
        if requirement.parent is not None:  # what comes from above may be made stricter, never laxer
            if facts.due_on is None:
                raise errors.DeadlineMissing(title=facts.title)
            require_not_after(facts.due_on, latest.get(requirement.pk))
            requirement.parent_due_on = latest.get(requirement.pk)
            terms = Terms(terms.head_in_person or terms_from(requirement.parent.terms).head_in_person)
        else:
            requirement.type = facts.type
        requirement.title, requirement.due_on, requirement.place = nfc(facts.title), facts.due_on, place
        requirement.terms = asdict(terms)
        requirement.deadline = facts.deadline.stored() if facts.deadline else {}
        requirement.save()
    Requirement.objects.filter(pk__in=present).delete()


def _save_exclusions(cascade: Cascade, left_out: dict[int, str]) -> None:
    if not all(reason.strip() for reason in left_out.values()):
        raise errors.ReasonMissing
    named = in_scope(cascade.unit_in_charge_id, cascade.scope, cascade.scope_on, cascade.scope_rule)
    named = named.filter(unit_id__in=left_out)
    Exclusion.objects.filter(cascade=cascade).delete()
    Exclusion.objects.bulk_create(
        Exclusion(cascade=cascade, unit_id=unit_id, reason=nfc(left_out[unit_id].strip()))
        for unit_id in named.values_list("unit_id", flat=True)
    )
