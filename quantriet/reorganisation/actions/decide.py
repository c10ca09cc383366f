"""Deciding on a reorganisation: approve, send back, undo."""

from datetime import datetime, timedelta

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.cascade.actions.inherit import Estate, inherit
from quantriet.cascade.models import Obligation
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.org import actions as org
from quantriet.reorganisation import errors, verbs
from quantriet.reorganisation.actions.apply import put_in_force
from quantriet.reorganisation.actions.submit import locked, return_to_writers
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.queries.built import built_upon
from quantriet.reorganisation.queries.preview import Preview
from quantriet.reorganisation.rules.kinds import UNDO_DAYS, State


@transaction.atomic
def approve(*, actor: Actor, found: Reorganisation, version: int, at: datetime) -> None:
    """Approve what others drafted and sent, as it was read; in force at once, unless its day is still to come."""
    now = locked(found, State.APPROVED)
    if now.version != version:
        raise errors.WrongState
    if actor.user_id is not None and actor.user_id in (now.drafted_by_id, now.submitted_by_id):
        raise errors.OwnApproval
    preview = Preview(now, local_day(at))
    if preview.problems:
        raise preview.problems[0].refusal
    now.state, now.approved_at, now.approved_by_id, now.return_reason = State.APPROVED, at, actor.user_id, ""
    now.save(update_fields=["state", "approved_at", "approved_by", "return_reason"])
    audit.record(
        actor=actor, verb=verbs.APPROVED, subject=now, at=at, unit_id=now.unit_id, topics=(f"unit:{now.unit_id}",)
    )
    if now.effective_on <= local_day(at):
        put_in_force(actor=actor, found=now, at=at)
    found.refresh_from_db()


@transaction.atomic
def send_back(*, actor: Actor, found: Reorganisation, reason: str, at: datetime) -> None:
    """Make a draft again of what is not in force yet, with a reason."""
    now = locked(found, State.DRAFT)
    return_to_writers(actor=actor, found=now, reason=reason.strip(), at=at)
    found.refresh_from_db()


@transaction.atomic
def undo(*, actor: Actor, found: Reorganisation, reason: str, at: datetime) -> None:
    """Make everything as it was before; refused after 30 days, or when something new rests on it."""
    now = locked(found, State.UNDONE)
    org.one_at_a_time()
    assert now.applied_at is not None  # noqa: S101 - by constraint
    if at > now.applied_at + timedelta(days=UNDO_DAYS):
        raise errors.TooLate(days=UNDO_DAYS)
    inherited = [int(number) for number in now.journal["obligations"]]
    list(Obligation.objects.select_for_update().filter(pk__in=inherited).order_by("pk").values_list("pk"))
    if what := built_upon(now):  # whoever was about to answer one of them has committed
        raise errors.WorkedOn(what=what)
    units = now.journal["units"]
    org.put_back(actor=actor, act=now.pk, units=units, since=now.effective_on, reference=now.decision, at=at)
    back = Estate(
        obligations={int(number): unit for number, unit in now.journal["obligations"].items()},
        cascades={int(number): unit for number, unit in now.journal["cascades"].items()},
    )
    inherit(actor=actor, estate=back, moved=units, reason=reason.strip(), at=at, undoes=now.applied_at)
    now.state, now.undone_at, now.undone_by_id, now.undo_reason = State.UNDONE, at, actor.user_id, reason.strip()
    now.save(update_fields=["state", "undone_at", "undone_by", "undo_reason"])
    audit.record(
        actor=actor, verb=verbs.UNDONE, subject=now, at=at, unit_id=now.unit_id, facts={"reason": reason},
        topics=tuple(f"unit:{unit}" for unit in units[:100]),
    )  # fmt: skip
    found.refresh_from_db()
