"""Taking back what was given: a whole cascade, or the duty of one unit, with all that was passed down from it.

What is done stays done, and what was recorded stays readable; only what is still open is closed.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from quantriet.audit import actions as audit
from quantriet.cascade import errors, verbs
from quantriet.cascade.actions.many import OPEN, TOLD, counted, given_topics, is_for_a_job, open_rows, topics_of
from quantriet.cascade.actions.telling import tell_unit
from quantriet.cascade.models import Cascade, Move, Obligation
from quantriet.cascade.rules.states import CASCADE_MOVES, OUT_OF_COUNT, CascadeState, State, require_move
from quantriet.cascade.rules.telling import Told
from quantriet.jobs.queue import defer
from quantriet.kernel.actor import Actor
from quantriet.kernel.text import nfc
from quantriet.org import actions as org

_BELOW = """
    with recursive below as (
        select id from cascade_cascade where id = %(cascade)s
        union select c.id from cascade_cascade c join below b on c.parent_id = b.id)
    select c.id, c.unit_in_charge_id, c.state from cascade_cascade c join below b on b.id = c.id
     order by c.id for no key update of c
"""
# The requirements that hang on what one unit owes.
_HANGING = """
    with recursive below as (
        select r.id from cascade_requirement r join cascade_cascade c on c.id = r.cascade_id
         where r.parent_id = %(requirement)s and c.parent_id = %(cascade)s and c.unit_in_charge_id = %(unit)s
           and c.issuing_unit_id in (%(unit)s, %(origin)s)
        union select r.id from cascade_requirement r join below b on r.parent_id = b.id)
    select r.id, r.cascade_id, c.unit_in_charge_id, c.state
      from below b join cascade_requirement r on r.id = b.id join cascade_cascade c on c.id = r.cascade_id
     order by c.id for no key update of c
"""
_CLOSE = """
    with changed as (
        update cascade_obligation o set state = 'recalled', state_at = %(at)s
         where o.root_cascade_id = %(root)s and o.partition_no = %(partition)s and o.state = any(%(open)s)
           and (o.cascade_id = any(%(cascades)s) or o.requirement_id = any(%(requirements)s) or o.id = %(obligation)s)
        returning o.id, o.due_on)
    insert into cascade_move (obligation_id, step, state, due_on, at, user_id, actor_name, reason, facts)
    select id, 'moved', 'recalled', due_on, %(at)s, %(user)s, %(name)s, %(reason)s,
           jsonb_build_object('cascade', %(cascade)s)
      from changed
"""


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


@transaction.atomic
def recall(
    *, actor: Actor, cascade: Cascade, reason: str, at: datetime, progress: Callable[[int, int], None] = _silent
) -> int:
    """Recall a cascade and everything passed down from it; gives how many open obligations were closed.

    Drafts that hang on it stay with their authors, who are told; they can no longer be sent.
    """
    _require_recallable(cascade, reason)
    hit = _locked_below(cascade)
    cascade.refresh_from_db()
    if cascade.state == CascadeState.RECALLED:
        return 0  # pressed twice, or the job run again
    pks = [pk for pk, _unit_id, _state in hit]
    expected = open_rows(cascade.root_pk, Q(cascade_id__in=pks))
    progress(0, expected)
    closed = _close(actor, cascade, reason, at, {"cascades": pks})
    _mark(Cascade.objects.filter(pk__in=pks, state=CascadeState.ISSUED), actor, reason, at)
    cascade.refresh_from_db()
    below = [(pk, unit_id) for pk, unit_id, _state in hit if pk != cascade.pk]
    audit.record(
        actor=actor, verb=verbs.CASCADE_RECALLED, subject=cascade, at=at, unit_id=cascade.unit_in_charge_id,
        facts={"reason": nfc(reason.strip()), "obligations": closed, "cascades": len(hit)},
        topics=topics_of(cascade, below),
    )  # fmt: skip
    for pk, _unit_id, state in hit[:TOLD]:
        if state == CascadeState.ISSUED:
            defer("cascade.tell", cascade_id=pk, what=Told.RECALLED, text=nfc(reason.strip()))
    progress(expected, expected)
    return closed


def _locked_below(cascade: Cascade) -> list[tuple[Any, ...]]:
    """The cascade and what hangs on it, kept from going on; what came to be while we waited is seen by another look."""
    org.stand_still()
    found: list[tuple[Any, ...]] = []
    while len(more := _rows(_BELOW, {"cascade": cascade.pk})) > len(found):
        found = more
    return more


def _require_recallable(cascade: Cascade, reason: str) -> None:
    if not reason.strip():
        raise errors.ReasonMissing
    if cascade.state != CascadeState.RECALLED:
        require_move(cascade.state, CascadeState.RECALLED, CASCADE_MOVES)


@transaction.atomic
def ask_for_recall(*, actor: Actor, cascade: Cascade, reason: str, at: datetime) -> bool:
    """The same from a page: at once, or by a job where there are many; gives whether it is done already."""
    _require_recallable(cascade, reason)
    hit = [pk for pk, _unit_id, _state in _locked_below(cascade)]
    if not is_for_a_job(open_rows(cascade.root_pk, Q(cascade_id__in=hit))):
        recall(actor=actor, cascade=cascade, reason=reason, at=at)
        return True
    defer(
        "cascade.recall", cascade_id=cascade.pk, reason=reason, user_id=actor.user_id, actor_name=actor.name
    )  # fmt: skip
    return False


@transaction.atomic
def recall_obligation(*, actor: Actor, obligation: Obligation, reason: str, at: datetime) -> int:
    """Recall what one unit owes, and what it has passed down from that; gives how many obligations were closed."""
    if not reason.strip():
        raise errors.ReasonMissing
    org.stand_still()
    cascade = Cascade.objects.select_for_update(no_key=True).get(pk=obligation.cascade_id)
    obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    require_move(obligation.state, State.RECALLED)
    hanging = _rows(_HANGING, {
        "requirement": obligation.requirement_id, "cascade": cascade.pk, "unit": obligation.unit_id,
        "origin": obligation.origin_unit_id,
    })  # fmt: skip
    closed = _close(
        actor, cascade, reason, at, {"requirements": [row[0] for row in hanging], "obligation": obligation.pk}
    )
    live = Obligation.objects.filter(root_cascade_id=cascade.root_pk).exclude(state__in=[State.RECALLED])
    empty = Q(pk__in={row[1] for row in hanging}) & ~Q(pk__in=live.values("cascade_id"))
    _mark(Cascade.objects.filter(empty, state=CascadeState.ISSUED), actor, reason, at)
    below = [(cascade_id, unit_id) for _pk, cascade_id, unit_id, _state in hanging]
    audit.record(
        actor=actor, verb=verbs.OBLIGATION_RECALLED, subject=obligation, at=at, unit_id=obligation.unit_id,
        facts={"reason": nfc(reason.strip()), "obligations": closed},
        topics=(
            f"obligation:{obligation.pk}", f"unit:{obligation.unit_id}", f"unit:{cascade.unit_in_charge_id}",
            f"cascade:{cascade.root_pk}", *sorted({f"cascade:{pk}" for pk, _unit_id in below}),
            *sorted({f"unit:{unit_id}" for _pk, unit_id in below}), *given_topics(pk for pk, _unit_id in below),
        ),
    )  # fmt: skip
    _tell_owing(actor, obligation, reason, at, hanging)
    return closed


def _tell_owing(
    actor: Actor, obligation: Obligation, reason: str, at: datetime, hanging: list[tuple[Any, ...]]
) -> None:
    """Tell the unit at once, and by a job those to whom it has passed the duty on, as after a whole recall."""
    step = Move.objects.filter(obligation=obligation, state=State.RECALLED).latest("pk")
    tell_unit(actor=actor, obligation=obligation, what=Told.RECALLED, step=step, at=at)
    for requirement_id, cascade_id, _unit_id, state in hanging[:TOLD]:
        if state == CascadeState.ISSUED:
            words = {"mark": str(requirement_id), "text": nfc(reason.strip())}
            defer("cascade.tell", cascade_id=cascade_id, what=Told.RECALLED, **words)


@transaction.atomic
def close_orphan(*, actor: Actor, cascade: Cascade, at: datetime) -> bool:
    """Recall an approved cascade of which all was taken back above before it was issued: nobody is given anything."""
    reason = _taken_back(cascade)
    if not reason:
        return False
    Cascade.objects.filter(pk=cascade.pk, state=CascadeState.APPROVED).update(
        state=CascadeState.ISSUED, issued_at=at
    )
    _mark(Cascade.objects.filter(pk=cascade.pk), actor, reason, at)
    audit.record(
        actor=actor, verb=verbs.CASCADE_RECALLED, subject=cascade, at=at, unit_id=cascade.unit_in_charge_id,
        facts={"reason": reason, "obligations": 0, "cascades": 1},
        topics=(f"cascade:{cascade.pk}", f"unit:{cascade.unit_in_charge_id}"),
    )  # fmt: skip
    return True


def _taken_back(cascade: Cascade) -> str:
    """Why the unit owes nothing any more of what it passes down; empty while it does."""
    if cascade.parent is None or cascade.parent.state == CascadeState.RECALLED:
        return cascade.parent.recall_reason if cascade.parent else ""
    own = Obligation.objects.filter(cascade=cascade.parent, unit_id=cascade.unit_in_charge_id)
    if own.exclude(state__in=OUT_OF_COUNT).exists():
        return ""
    steps = Move.objects.filter(obligation_id__in=own.values("pk"), state__in=OUT_OF_COUNT)
    return steps.order_by("-at", "-pk").values_list("reason", flat=True).first() or ""


def _mark(cascades: Any, actor: Actor, reason: str, at: datetime) -> None:
    cascades.update(
        state=CascadeState.RECALLED, recalled_at=at, recalled_by_id=actor.user_id, recall_reason=nfc(reason.strip())
    )


def _close(actor: Actor, cascade: Cascade, reason: str, at: datetime, which: dict[str, Any]) -> int:
    """Close what is open of some cascades, of some requirements, or of one obligation."""
    which = {"cascades": [], "requirements": [], "obligation": 0} | which
    wanted = Q(cascade_id__in=which["cascades"]) | Q(requirement_id__in=which["requirements"])
    rows = open_rows(cascade.root_pk, wanted | Q(pk=which["obligation"]))
    partition = Cascade.objects.values_list("partition_no", flat=True).get(pk=cascade.root_pk)
    with counted(cascade.root_pk, rows), connection.cursor() as cursor:
        values: dict[str, Any] = which | {
            "root": cascade.root_pk, "partition": partition, "open": OPEN, "at": at, "user": actor.user_id,
            "name": actor.name, "reason": nfc(reason.strip()), "cascade": cascade.pk,
        }  # fmt: skip
        cursor.execute(_CLOSE, values)
        return int(cursor.rowcount)


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
