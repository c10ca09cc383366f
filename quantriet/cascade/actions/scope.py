"""Leaving units out of a draft, and picking units by hand: one by one or hundreds of thousands at once, by code."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from quantriet.audit import actions as audit
from quantriet.cascade import errors, verbs
from quantriet.cascade.models import Cascade, Exclusion
from quantriet.cascade.queries.scope import condition_of
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import EDITABLE
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.kernel.text import nfc

SHOWN = 20  # unknown codes that are named
MOST_PICKED = 20_000  # by hand; whoever wants more has a rule in mind

_NAMED = """
    from org_unit u join org_unitversion v on v.unit_id = u.id
   where u.code = any(%(codes)s) and v.valid_during @> %(on)s::date and {scope}
"""
_LEAVE_OUT = """
    insert into cascade_exclusion (cascade_id, unit_id, reason)
    select %(cascade)s, v.unit_id, %(reason)s {named}
    on conflict (cascade_id, unit_id) do update set reason = excluded.reason
"""
_UNKNOWN = """
    select w.code, count(*) over () from unnest(%(codes)s::text[]) w (code)
     where not exists (select from org_unit u where u.code = w.code) limit %(shown)s
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the codes: taken, known but not within reach, unknown to the tree."""

    taken: int
    elsewhere: int
    unknown: int
    examples: list[str]


@transaction.atomic
def leave_out(*, actor: Actor, cascade: Cascade, codes: list[str], reason: str, at: datetime) -> Outcome:
    """Leave the units of these codes out, with one reason for all."""
    if not reason.strip():
        raise errors.ReasonMissing
    _touch(cascade)
    condition, named = condition_of(cascade.scope, cascade.scope_rule)
    values = _values(cascade, codes) | named | {"reason": nfc(reason.strip())}
    with connection.cursor() as cursor:
        cursor.execute(_LEAVE_OUT.format(named=_NAMED.format(scope=condition)), values)
        taken = cursor.rowcount
    outcome = _outcome(codes, taken)
    _note(actor, cascade, at, left_out=taken, reason=nfc(reason.strip()))
    return outcome


@transaction.atomic
def take_in(*, actor: Actor, cascade: Cascade, codes: list[str] | None, at: datetime) -> int:
    """Take units back in; None: all of them."""
    _touch(cascade)
    rows = Exclusion.objects.filter(cascade=cascade)
    if codes is not None:
        rows = rows.filter(unit__code__in=codes)
    taken, _kinds = rows.delete()
    _note(actor, cascade, at, taken_in=taken)
    return taken


@transaction.atomic
def pick(*, actor: Actor, cascade: Cascade, codes: list[str], at: datetime) -> Outcome:
    """Add units of the branch to those picked by hand; the cascade is addressed to these alone from now on."""
    _touch(cascade)
    condition, named = condition_of(Scope.SUBTREE, {})
    with connection.cursor() as cursor:
        cursor.execute("select v.unit_id" + _NAMED.format(scope=condition), _values(cascade, codes) | named)
        found = {row[0] for row in cursor.fetchall()}
    before = cascade.scope_rule.get("units", [])
    _set_picked(cascade, sorted({*before, *found})[:MOST_PICKED])
    _note(actor, cascade, at, picked=len(found))
    return _outcome(codes, len(found))


@transaction.atomic
def drop(*, actor: Actor, cascade: Cascade, unit_ids: list[int], at: datetime) -> None:
    """Take units away from those picked by hand."""
    _touch(cascade)
    gone = set(unit_ids)
    _set_picked(cascade, [pk for pk in cascade.scope_rule.get("units", []) if pk not in gone])
    _note(actor, cascade, at, dropped=len(gone))


def _touch(cascade: Cascade) -> None:
    """Lock the draft and count the change, so that another saver notices."""
    if not Cascade.objects.filter(pk=cascade.pk, state__in=EDITABLE).update(version=F("version") + 1):
        raise ChangedMeanwhile
    cascade.refresh_from_db()


def _set_picked(cascade: Cascade, units: list[int]) -> None:
    rule = cascade.scope_rule | {"units": units}
    Cascade.objects.filter(pk=cascade.pk).update(scope=Scope.HAND, scope_rule=rule)
    cascade.refresh_from_db()


def _values(cascade: Cascade, codes: list[str]) -> dict[str, Any]:
    return {"cascade": cascade.pk, "unit": cascade.unit_in_charge_id, "on": cascade.scope_on, "codes": codes}


def _outcome(codes: list[str], taken: int) -> Outcome:
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, {"codes": codes, "shown": SHOWN})
        rows = cursor.fetchall()
    unknown = rows[0][1] if rows else 0
    return Outcome(taken, len(codes) - taken - unknown, unknown, [row[0] for row in rows])


def _note(actor: Actor, cascade: Cascade, at: datetime, **facts: object) -> None:
    audit.record(
        actor=actor, verb=verbs.CASCADE_CHANGED, subject=cascade, at=at, unit_id=cascade.unit_in_charge_id,
        facts=facts, topics=(f"cascade:{cascade.pk}",),
    )  # fmt: skip
