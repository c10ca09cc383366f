"""From a draft to obligations: one drafts, another approves, a job issues, all or nothing."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.cascade import errors, verbs
from quantriet.cascade.actions.deadlines import require_timely
from quantriet.cascade.actions.draft import DraftFacts, save_draft
from quantriet.cascade.actions.fanout import write_obligations
from quantriet.cascade.actions.many import keep_given
from quantriet.cascade.actions.recall import close_orphan
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.queries.scope import limits, reaches_anybody
from quantriet.cascade.rules.deadlines import require_not_past
from quantriet.cascade.rules.states import CASCADE_MOVES, CascadeState, require_move
from quantriet.documents.models import Document
from quantriet.jobs.queue import defer
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.kernel.text import nfc

NOTIFIED = 1000  # obligations whose units are told at once on their open desks; the others learn it at the next opening


def _move(cascade: Cascade, new: str, **changes: object) -> None:
    """Move the cascade if it still is where we saw it."""
    require_move(cascade.state, new, CASCADE_MOVES)
    seen = {"state": cascade.state, "version": cascade.version, "submitted_at": cascade.submitted_at}
    rows = Cascade.objects.filter(pk=cascade.pk, **seen)
    if not rows.update(state=new, **changes):
        raise ChangedMeanwhile
    cascade.refresh_from_db()


def _note(actor: Actor, verb: str, cascade: Cascade, at: datetime, **facts: object) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject=cascade,
        at=at,
        unit_id=cascade.unit_in_charge_id,
        facts=facts,
        topics=(f"cascade:{cascade.pk}", f"unit:{cascade.unit_in_charge_id}"),
    )


@transaction.atomic
def submit_for_approval(*, actor: Actor, cascade: Cascade, at: datetime, plan: Document | None = None) -> None:
    """Send the draft to the head; every requirement must have a day, and somebody must be addressed."""
    require_timely(cascade)
    requirements, own = list(cascade.requirements.all()), limits(cascade)
    for requirement in requirements:
        if requirement.due_on is None:
            raise errors.DeadlineMissing(title=requirement.title)
        limit = own.get(requirement.pk)
        require_not_past(requirement.title, requirement.due_on, today=local_day(at), limit=limit)
    if not requirements or not reaches_anybody(cascade):
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
def save_and_submit(*, actor: Actor, cascade: Cascade, facts: DraftFacts, version: int | None, at: datetime) -> None:
    """Write the draft down and send it to the head: both, or neither."""
    save_draft(actor=actor, cascade=cascade, facts=facts, version=version, at=at)
    submit_for_approval(actor=actor, cascade=cascade, at=at)


@transaction.atomic
def approve(*, actor: Actor, cascade: Cascade, at: datetime, sent_at: datetime | None = None) -> None:
    """Approve what somebody else submitted, as it was sent at the instant that was read; a job issues it."""
    if sent_at and cascade.state == CascadeState.PENDING and cascade.submitted_at != sent_at:
        raise errors.SentAnew
    if cascade.submitted_by_id is not None and cascade.submitted_by_id == actor.user_id:
        raise errors.OwnApproval
    require_timely(cascade)
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


@transaction.atomic
def issue(*, actor: Actor, cascade_id: int, at: datetime, progress: Callable[[int, int], None]) -> int:
    """Make one obligation for each requirement and addressed unit, in one transaction: all of them or none.

    Run twice, it issues once: the cascade's row is locked, and only an approved cascade is issued.
    `progress(done, total)` counts obligations; it reports outside this transaction.
    """
    keep_given(Cascade.objects.values_list("parent_id", flat=True).get(pk=cascade_id))
    cascade = Cascade.objects.select_for_update(no_key=True).get(pk=cascade_id)
    if cascade.state != CascadeState.APPROVED or close_orphan(actor=actor, cascade=cascade, at=at):
        return 0
    made = write_obligations(cascade, at=at, today=local_day(at), progress=progress)
    _move(cascade, CascadeState.ISSUED, issued_at=at)
    first = Obligation.objects.filter(root_cascade_id=cascade.root_pk, cascade=cascade).order_by("path")
    told = set(first.values_list("unit_id", flat=True)[:NOTIFIED])
    topics = {f"cascade:{cascade.pk}", f"cascade:{cascade.root_pk}", f"unit:{cascade.unit_in_charge_id}"}
    audit.record(
        actor=actor,
        verb=verbs.CASCADE_ISSUED,
        subject=cascade,
        at=at,
        unit_id=cascade.unit_in_charge_id,
        facts={"units": made.units, "obligations": made.obligations},
        topics=(*topics, *(f"unit:{unit_id}" for unit_id in sorted(told))),
    )
    return made.obligations
