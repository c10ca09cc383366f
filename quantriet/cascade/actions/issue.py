"""From a draft to obligations: one drafts, another approves, a job issues, all or nothing."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.cascade import errors, verbs
from quantriet.cascade.models import Cascade, Move, Obligation, Requirement
from quantriet.cascade.queries.scope import addressed_unit_ids
from quantriet.cascade.rules.states import CASCADE_MOVES, CascadeState, State, require_move
from quantriet.documents.models import Document
from quantriet.jobs.queue import defer
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.kernel.text import nfc

BATCH = 500  # units written between two signs of progress


def _move(cascade: Cascade, new: str, **changes: object) -> None:
    """Move the cascade if it still is where we saw it."""
    require_move(cascade.state, new, CASCADE_MOVES)
    rows = Cascade.objects.filter(pk=cascade.pk, state=cascade.state, version=cascade.version)
    if not rows.update(state=new, **changes):
        raise ChangedMeanwhile
    cascade.refresh_from_db()


def _note(actor: Actor, verb: str, cascade: Cascade, at: datetime, **facts: object) -> None:
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
def submit_for_approval(*, actor: Actor, cascade: Cascade, plan: Document | None, at: datetime) -> None:
    """Send the draft to the head; every requirement must have a day, and somebody must be addressed."""
    requirements = list(cascade.requirements.all())
    for requirement in requirements:
        if requirement.due_on is None:
            raise errors.DeadlineMissing(title=requirement.title)
    if not requirements or not addressed_unit_ids(cascade):
        raise errors.NothingToIssue
    _move(
        cascade,
        CascadeState.PENDING,
        submitted_at=at,
        submitted_by_id=actor.user_id,
        plan=plan or cascade.plan,
        return_reason="",
    )
    _note(actor, verbs.CASCADE_SUBMITTED, cascade, at)


@transaction.atomic
def approve(*, actor: Actor, cascade: Cascade, at: datetime) -> None:
    """Approve what somebody else submitted; a job issues it."""
    if cascade.submitted_by_id == actor.user_id:
        raise errors.OwnApproval
    _move(cascade, CascadeState.APPROVED, approved_at=at, approved_by_id=actor.user_id)
    _note(actor, verbs.CASCADE_APPROVED, cascade, at)
    defer("cascade.issue", cascade_id=cascade.pk)


@transaction.atomic
def send_back(*, actor: Actor, cascade: Cascade, reason: str, at: datetime) -> None:
    """Return the draft to its author with a reason."""
    if not reason.strip():
        raise errors.ReasonMissing
    _move(cascade, CascadeState.RETURNED, return_reason=nfc(reason.strip()))
    _note(actor, verbs.CASCADE_RETURNED, cascade, at, reason=reason)


def _write_batch(cascade: Cascade, requirements: list[Requirement], unit_ids: list[int], at: datetime) -> None:
    made = Obligation.objects.bulk_create(
        Obligation(
            cascade=cascade,
            root_cascade_id=cascade.root_pk,
            requirement=requirement,
            root_requirement_id=requirement.root_pk,
            unit_id=unit_id,
            due_on=requirement.due_on,
            state=State.ASSIGNED,
            state_at=at,
        )
        for requirement in requirements
        for unit_id in unit_ids
    )
    Move.objects.bulk_create(
        Move(obligation=o, state=o.state, due_on=o.due_on, at=at, user_id=cascade.approved_by_id, actor_name="")
        for o in made
    )


@transaction.atomic
def issue(*, actor: Actor, cascade_id: int, at: datetime, progress: Callable[[int, int], None]) -> int:
    """Make one obligation for each requirement and addressed unit, in one transaction: all of them or none.

    Run twice, it issues once: the cascade's row is locked, and only an approved cascade is issued.
    `progress(done, total)` counts units; it reports outside this transaction.
    """
    cascade = Cascade.objects.select_for_update().get(pk=cascade_id)
    if cascade.state != CascadeState.APPROVED:
        return 0
    requirements = list(cascade.requirements.order_by("place"))
    unit_ids = addressed_unit_ids(cascade)
    for begin in range(0, len(unit_ids), BATCH):
        _write_batch(cascade, requirements, unit_ids[begin : begin + BATCH], at)
        progress(min(begin + BATCH, len(unit_ids)), len(unit_ids))
    _move(cascade, CascadeState.ISSUED, issued_at=at)
    audit.record(
        actor=actor,
        verb=verbs.CASCADE_ISSUED,
        subject=cascade,
        at=at,
        unit_id=cascade.issuing_unit_id,
        facts={"units": len(unit_ids), "requirements": len(requirements)},
        topics=("board:1", f"cascade:{cascade.root_pk}", f"unit:{cascade.issuing_unit_id}"),
    )
    return len(unit_ids) * len(requirements)
