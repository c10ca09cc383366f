"""An act on the tree is kept so that it can be undone: each row as it was before, and as the act left it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from quantriet.audit import actions as audit
from quantriet.kernel.actor import Actor
from quantriet.org import errors, verbs
from quantriet.org.models import KeptRow, Succession, Unit

_OF_UNIT = "t.unit_id = any(%(units)s)"
# How the rows of each table belong to units. In this order rows are put back, in the other they are taken away.
_TABLES = {
    "org_unitversion": _OF_UNIT,
    "org_position": _OF_UNIT,
    "org_mandate": _OF_UNIT,
    "org_appointment": "t.position_id in (select p.id from org_position p where p.unit_id = any(%(units)s))",
}
_LASTING = "(upper(t.valid_during) is null or upper(t.valid_during) > %(since)s)"
_SAME = "k.act = %(act)s and k.source = '{table}'"

_KEEP = f"""
    insert into org_keptrow (act, source, row_id, was)
    select %(act)s, '{{table}}', t.id, to_jsonb(t) from {{table}} t where {{belongs}} and {_LASTING}
"""  # noqa: S608 - our own words, here and below
# "not in" is asked of a hash whatever the planner believes; of "not exists" it makes a loop within a loop here, for
# the rows just kept are not in its statistics.
_NOTE_MADE = f"""
    insert into org_keptrow (act, source, row_id, became)
    select %(act)s, '{{table}}', t.id, to_jsonb(t) from {{table}} t
     where {{belongs}} and {_LASTING} and t.id not in (select k.row_id from org_keptrow k where {_SAME})
"""  # noqa: S608
_FORGET_THE_SAME = f"""
    delete from org_keptrow k using {{table}} t where {_SAME} and k.row_id = t.id and k.was = to_jsonb(t)
"""  # noqa: S608
_NOTE_CHANGED = f"""
    update org_keptrow k set became = to_jsonb(t) from {{table}} t where {_SAME} and k.row_id = t.id
"""  # noqa: S608
_CHANGED_SINCE = f"""
    select coalesce(k.was->>'name', k.became->>'name', k.was->>'title', k.became->>'title',
           (select u.code from org_unit u where u.id = (coalesce(k.was, k.became)->>'unit_id')::bigint), k.source)
      from org_keptrow k left join {{table}} t on t.id = k.row_id
     where {_SAME} and k.became is distinct from to_jsonb(t) limit 1
"""  # noqa: S608
_TAKE_AWAY = f"delete from {{table}} t using org_keptrow k where {_SAME} and k.row_id = t.id"  # noqa: S608
_PUT_BACK = f"""
    insert into {{table}} select (jsonb_populate_record(null::{{table}}, k.was)).* from org_keptrow k
     where {_SAME} and k.was is not null
"""  # noqa: S608
_HANGING = f"""
    select t.name from org_unitversion t
     where t.parent_id = any(%(units)s) and {_LASTING} and not exists
           (select from org_unitversion p where p.unit_id = t.parent_id
               and p.valid_during @> greatest(lower(t.valid_during), %(since)s)
               and t.path = p.path || lpad(t.unit_id::text, 11, '0') || '/')
    union all
    select t.title from org_position t where t.unit_id = any(%(units)s) and {_LASTING} and not exists
           (select from org_unitversion v where v.unit_id = t.unit_id and v.valid_during && t.valid_during)
    union all
    select u.username from org_mandate t join accounts_user u on u.id = t.user_id
     where t.unit_id = any(%(units)s) and {_LASTING} and not exists
           (select from org_unitversion v where v.unit_id = t.unit_id and v.valid_during && t.valid_during)
     limit 1
"""  # noqa: S608 - our own words


def _each(statements: Sequence[str], facts: dict[str, Any], *, backwards: bool = False) -> list[str]:
    """Run the statements for every table; gives the words they find."""
    tables, found = list(_TABLES.items()), []
    with connection.cursor() as cursor:
        for table, belongs in reversed(tables) if backwards else tables:
            for statement in statements:
                cursor.execute(statement.format(table=table, belongs=belongs), facts)
                found += [row[0] for row in cursor.fetchall()] if cursor.description else []
    return found


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("lock table org_unitversion in share row exclusive mode")


@transaction.atomic
def keep_before(*, act: int, units: Sequence[int], since: date) -> None:
    """Keep the rows of units that reach that day or later, as the first part of the act that will change some."""
    _alone()
    _each([_KEEP], {"act": act, "units": list(units), "since": since})


@transaction.atomic
def note_made(*, act: int, units: Sequence[int], since: date) -> None:
    """Note what the act has changed and made, and forget what it left alone, as the last part of the act."""
    _each([_NOTE_MADE, _FORGET_THE_SAME, _NOTE_CHANGED], {"act": act, "units": list(units), "since": since})


@transaction.atomic
def put_back(  # noqa: PLR0913
    *, actor: Actor, act: int, units: Sequence[int], since: date, reference: str, at: datetime
) -> None:
    """Make the tree exactly what it was before the act; refused where something has been built on it since."""
    _alone()
    facts: dict[str, Any] = {"act": act, "units": list(units), "since": since}
    if changed := _each([_CHANGED_SINCE], facts):
        raise errors.BuiltUpon(what=changed[0])
    _each([_TAKE_AWAY], facts, backwards=True)
    _each([_PUT_BACK], facts)
    with connection.cursor() as cursor:
        cursor.execute(_HANGING, facts)
        if hanging := cursor.fetchone():
            raise errors.BuiltUpon(what=hanging[0])
    Succession.objects.filter(predecessor__in=units, since=since, reference=reference).delete()
    KeptRow.objects.filter(act=act).delete()
    audit.record(
        actor=actor, verb=verbs.UNITS_PUT_BACK, subject=Unit.objects.get(pk=units[0]), at=at, unit_id=units[0],
        facts={"units": len(units), "reference": reference},
    )  # fmt: skip
