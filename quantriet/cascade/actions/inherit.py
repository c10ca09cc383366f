"""Units end, what they owe does not: open obligations and the charge of cascades go to the successors, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from quantriet.audit import actions as audit
from quantriet.cascade import verbs
from quantriet.cascade.actions.place import place
from quantriet.cascade.rules.states import CLOSED, MoveStep, State
from quantriet.kernel.actor import Actor
from quantriet.org.models import Unit

OPEN = [state.value for state in State if state not in CLOSED]


@dataclass(frozen=True, slots=True)
class Estate:
    """What goes to whom: everything of a unit, or single obligations and cascades by their numbers."""

    heirs: Mapping[int, int] = field(default_factory=dict)  # unit → the unit that takes its place
    obligations: Mapping[int, int] = field(default_factory=dict)  # obligation → unit
    cascades: Mapping[int, int] = field(default_factory=dict)  # cascade → unit that is in charge of it


@dataclass(frozen=True, slots=True)
class Inherited:
    """What changed hands: obligation or cascade → the unit that had it before."""

    obligations: dict[int, int]
    cascades: dict[int, int]


# Materialized: read from the table itself, a row that somebody is changing meanwhile would be passed over.
_OBLIGATIONS = """
    with wanted as materialized (
        select o.id, o.partition_no, o.unit_id as former, h.heir
          from unnest(%(units)s::bigint[], %(heirs)s::bigint[]) as h(unit_id, heir)
          join cascade_obligation o on o.unit_id = h.unit_id
         where not o.id = any(%(numbers)s)
        union all
        select o.id, o.partition_no, o.unit_id, a.heir
          from unnest(%(numbers)s::bigint[], %(owners)s::bigint[]) as a(id, heir)
          join cascade_obligation o on o.id = a.id
    ), changed as (
        update cascade_obligation o set unit_id = w.heir from wanted w
         where o.id = w.id and o.partition_no = w.partition_no and o.state = any(%(open)s) and o.unit_id <> w.heir
        returning o.id, o.state, o.due_on, o.unit_id, w.former
    ), told as (
        insert into cascade_move (obligation_id, step, state, due_on, unit_id, at, user_id, actor_name, reason, facts)
        select id, %(step)s, state, due_on, unit_id, %(at)s, %(user)s, %(name)s, %(reason)s,
               jsonb_build_object('from_unit', former, 'undone_at', %(undone_at)s::timestamptz) from changed
    )
    select id, former from changed
"""
_CASCADES = """
    with wanted as materialized (
        select c.id, c.unit_in_charge_id as former, h.heir
          from unnest(%(units)s::bigint[], %(heirs)s::bigint[]) as h(unit_id, heir)
          join cascade_cascade c on c.unit_in_charge_id = h.unit_id
         where not c.id = any(%(numbers)s)
        union all
        select c.id, c.unit_in_charge_id, a.heir
          from unnest(%(numbers)s::bigint[], %(owners)s::bigint[]) as a(id, heir)
          join cascade_cascade c on c.id = a.id
    )
    update cascade_cascade c set unit_in_charge_id = w.heir from wanted w where c.id = w.id
    returning c.id, w.former
"""


@transaction.atomic
def inherit(  # noqa: PLR0913
    *, actor: Actor, estate: Estate, moved: Sequence[int], reason: str, at: datetime, undoes: datetime | None = None
) -> Inherited:
    """Hand over what is still open, deadlines unchanged; what is done or recalled stays where it was done.

    `moved` are the units whose place in the tree has changed with it. What undoes an earlier act is told at the instant
    of that act, as the tree is: the days between are told as if it had not been done. Its facts say when it was undone.
    """
    units = {"units": list(estate.heirs), "heirs": list(estate.heirs.values())}
    owed = {"numbers": list(estate.obligations), "owners": list(estate.obligations.values())}
    charge = {"numbers": list(estate.cascades), "owners": list(estate.cascades.values())}
    told: dict[str, Any] = {
        "open": OPEN,
        "step": MoveStep.INHERITED,
        "at": undoes or at,
        "user": actor.user_id,
        "name": actor.name,
        "reason": reason,
        "undone_at": at if undoes else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OBLIGATIONS, units | owed | told)
        obligations = dict(cursor.fetchall())
        cursor.execute(_CASCADES, units | charge)
        cascades = dict(cursor.fetchall())
    receiving = {*estate.heirs.values(), *estate.obligations.values()}
    place(at=at, units=[*moved, *receiving])
    acts = [(unit, unit.pk, {"reason": reason}) for unit in Unit.objects.filter(pk__in=receiving)]
    woken = [f"unit:{number}" for number in receiving]
    audit.record_each(actor=actor, verb=verbs.OBLIGATIONS_INHERITED, acts=acts, at=at, topics=woken)
    return Inherited(obligations, cascades)
