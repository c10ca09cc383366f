"""Moving a deadline after it was given; and what a change above means for one's own deadlines below."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from quantriet.audit import actions as audit
from quantriet.cascade import errors, verbs
from quantriet.cascade.actions.many import OPEN, counted, is_for_a_job, open_rows, topics_of
from quantriet.cascade.models import Cascade, Requirement
from quantriet.cascade.queries.scope import limits
from quantriet.cascade.rules.deadlines import require_not_after, require_not_past
from quantriet.cascade.rules.states import EDITABLE, CascadeState
from quantriet.jobs.queue import defer
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.kernel.text import nfc
from quantriet.org import actions as org

# Whoever was given an earlier day of his own keeps it, unless it is now too late.
_CHANGE = """
    with old as (
        select o.id, o.partition_no, o.due_on from cascade_obligation o
         where o.root_cascade_id = %(root)s and o.partition_no = %(partition)s and o.cascade_id = %(cascade)s
           and o.requirement_id = %(requirement)s and o.state = any(%(open)s)
           and (o.due_on = %(before)s or o.due_on > %(new)s) and o.due_on <> %(new)s
           for update),
    changed as (
        update cascade_obligation o set due_on = %(new)s from old
         where o.id = old.id and o.partition_no = old.partition_no
        returning o.id, o.state, o.due_on, old.due_on as due_before)
    insert into cascade_move (obligation_id, step, state, due_on, at, user_id, actor_name, reason, facts)
    select id, 'deadline', state, due_on, %(at)s, %(user)s, %(name)s, %(reason)s,
           jsonb_build_object('old', due_before, 'new', due_on)
      from changed
"""


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


@transaction.atomic
def change_deadline(  # noqa: PLR0913 - who, what, to when, why, when, and who watches
    *,
    actor: Actor,
    requirement: Requirement,
    new_due_on: date,
    reason: str,
    at: datetime,
    progress: Callable[[int, int], None] = _silent,
) -> int:
    """Extend or bring forward what was given: the requirement and its open obligations; gives how many moved.

    Deadlines that units below have set stay; those units are told and decide: keep_deadline, adopt_deadline.
    """
    org.stand_still()
    cascade = Cascade.objects.select_for_update(no_key=True).get(pk=requirement.cascade_id)
    requirement.refresh_from_db()
    before = requirement.due_on
    if before == new_due_on:
        return 0  # pressed twice, or the job run again
    limit = _require_changeable(cascade, requirement, new_due_on, reason)
    Requirement.objects.filter(pk=requirement.pk).update(due_on=new_due_on, parent_due_on=limit)
    requirement.refresh_from_db()
    expected = open_rows(cascade.root_pk, Q(cascade=cascade, requirement=requirement))
    progress(0, expected)
    with counted(cascade.root_pk, expected), connection.cursor() as cursor:
        cursor.execute(_CHANGE, _values(actor, cascade, at, reason) | {
            "requirement": requirement.pk, "before": before, "new": new_due_on
        })  # fmt: skip
        moved = int(cursor.rowcount)
    hanging = Requirement.objects.filter(parent=requirement).exclude(cascade__state=CascadeState.RECALLED)
    below = list(hanging.values_list("cascade_id", "cascade__unit_in_charge_id"))
    audit.record(
        actor=actor,
        verb=verbs.DEADLINE_CHANGED,
        subject=cascade,
        at=at,
        unit_id=cascade.unit_in_charge_id,
        facts={
            "requirement": requirement.pk, "old": f"{before:%d/%m/%Y}", "new": f"{new_due_on:%d/%m/%Y}",
            "reason": nfc(reason.strip()), "obligations": moved,
        },
        topics=topics_of(cascade, below),
    )  # fmt: skip
    defer(
        "cascade.tell", cascade_id=cascade.pk, what="deadline", mark=f"{requirement.pk}:{new_due_on}",
        text=nfc(reason.strip()),
    )  # fmt: skip
    progress(expected, expected)
    return moved


def _values(actor: Actor, cascade: Cascade, at: datetime, reason: str) -> dict[str, Any]:
    partition = Cascade.objects.values_list("partition_no", flat=True).get(pk=cascade.root_pk)
    return {
        "root": cascade.root_pk, "partition": partition, "cascade": cascade.pk, "open": OPEN, "at": at,
        "user": actor.user_id, "name": actor.name, "reason": nfc(reason.strip()),
    }  # fmt: skip


def _require_changeable(cascade: Cascade, requirement: Requirement, new_due_on: date, reason: str) -> date | None:
    """Refuse what cannot be; gives the superior's day, if there is one."""
    if cascade.state != CascadeState.ISSUED:
        raise errors.IllegalMove
    if not reason.strip():
        raise errors.ReasonMissing
    limit = limits(cascade).get(requirement.pk)
    require_not_after(new_due_on, limit)
    return limit


@transaction.atomic
def ask_for_change(
    *, actor: Actor, requirement: Requirement, new_due_on: date, reason: str, at: datetime
) -> bool:
    """The same from a page: at once, or by a job where there are many; gives whether it is done already."""
    cascade = requirement.cascade
    limit = _require_changeable(cascade, requirement, new_due_on, reason)
    require_not_past(requirement.title, new_due_on, today=local_day(at), limit=limit)
    if not is_for_a_job(open_rows(cascade.root_pk, Q(cascade=cascade, requirement=requirement))):
        change_deadline(actor=actor, requirement=requirement, new_due_on=new_due_on, reason=reason, at=at)
        return True
    defer(
        "cascade.change_deadline", requirement_id=requirement.pk, new_due_on=new_due_on.isoformat(), reason=reason,
        user_id=actor.user_id, actor_name=actor.name,
    )  # fmt: skip
    return False


@transaction.atomic
def adopt_deadline(
    *, actor: Actor, requirement: Requirement, new_due_on: date, reason: str, at: datetime
) -> bool:
    """Take over the day proposed after a change above, in a draft or in what was issued."""
    cascade = requirement.cascade
    if cascade.state == CascadeState.ISSUED:
        if requirement.due_on == new_due_on:
            keep_deadline(actor=actor, requirement=requirement, at=at)
            return True
        return ask_for_change(actor=actor, requirement=requirement, new_due_on=new_due_on, reason=reason, at=at)
    limit = limits(cascade).get(requirement.pk)
    require_not_after(new_due_on, limit)
    drafts = Cascade.objects.filter(pk=cascade.pk, state__in=EDITABLE)
    if not drafts.update(version=F("version") + 1):
        raise ChangedMeanwhile
    Requirement.objects.filter(pk=requirement.pk).update(due_on=new_due_on, parent_due_on=limit)
    _tell(actor, cascade, at, requirement=requirement.pk, new=f"{new_due_on:%Y-%m-%d}")
    return True


@transaction.atomic
def keep_deadline(*, actor: Actor, requirement: Requirement, at: datetime) -> None:
    """Keep one's own day although the superior's has changed; refused where it is too late."""
    limit = limits(requirement.cascade).get(requirement.pk)
    if requirement.due_on is not None:
        require_not_after(requirement.due_on, limit)
    Requirement.objects.filter(pk=requirement.pk).update(parent_due_on=limit)
    _tell(actor, requirement.cascade, at, requirement=requirement.pk, kept=True)


def _tell(actor: Actor, cascade: Cascade, at: datetime, **facts: object) -> None:
    audit.record(
        actor=actor, verb=verbs.CASCADE_CHANGED, subject=cascade, at=at, unit_id=cascade.unit_in_charge_id,
        facts=facts, topics=(f"cascade:{cascade.pk}", f"unit:{cascade.unit_in_charge_id}"),
    )  # fmt: skip


def require_timely(cascade: Cascade) -> None:
    """Refuse to pass down what was recalled above, or later than one owes it oneself."""
    if cascade.parent is None:
        return
    if cascade.parent.state == CascadeState.RECALLED:
        raise errors.RecalledAbove
    own = limits(cascade)
    for requirement in cascade.requirements.exclude(parent=None):
        if requirement.pk not in own:
            raise errors.RecalledAbove
        if requirement.due_on is not None:
            require_not_after(requirement.due_on, own[requirement.pk])
