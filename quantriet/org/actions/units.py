"""Units are founded, changed, placed elsewhere, ended. A branch of any size moves in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from psycopg.types.range import DateRange

from quantriet.audit import actions as audit
from quantriet.kernel.actor import Actor
from quantriet.kernel.text import fold, nfc, sort_key
from quantriet.org import errors, queries, verbs
from quantriet.org.models import Succession, Unit, UnitVersion
from quantriet.org.rules import is_within, path_of


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What a unit is: its words and its place among its siblings."""

    name: str
    kind: str
    level: str
    short_name: str = ""
    members: int = 0
    place: int = 0


def facts_of(version: UnitVersion) -> UnitFacts:
    """What a unit was in a period, to be changed in part."""
    return UnitFacts(version.name, version.kind, version.level, version.short_name, version.members, version.place)


def _words(facts: UnitFacts) -> dict[str, object]:
    name, short = nfc(facts.name).strip(), nfc(facts.short_name or facts.name).strip()
    return {
        "name": name,
        "short_name": short,
        "kind": facts.kind,
        "level": facts.level,
        "members": facts.members,
        "place": facts.place,
        "search_text": fold(f"{name} {short}"),
        "sort_key": sort_key(name),
    }


def _parent_path(parent: Unit | None, on: date) -> str:
    """Where the unit above stands from a day on; refused where it does not stay there."""
    if parent is None:
        return ""
    versions = queries.versions_since([parent.pk], on)
    if not versions or versions[0].valid_during.lower > on:
        raise errors.BeforeParent(day=f"{on:%d/%m/%Y}")
    if moved := next((v for v in versions if v.path != versions[0].path), None):
        raise errors.ChangesLater(unit=versions[0].name, day=moved.valid_during.lower)
    return versions[0].path


def _settled(units: Sequence[Unit], since: date) -> dict[int, UnitVersion]:
    """The units as they are from a day on; refused where another change follows, which would be contradicted."""
    found: dict[int, UnitVersion] = {}
    for version in queries.versions_since([unit.pk for unit in units], since):
        if version.unit_id in found:
            raise errors.ChangesLater(unit=found[version.unit_id].name, day=version.valid_during.lower)
        found[version.unit_id] = version
    for unit in units:
        if unit.pk not in found or found[unit.pk].valid_during.lower > since:
            raise errors.NotThen(code=unit.code, day=since)
    return found


def one_at_a_time() -> None:
    """Let changes of the tree wait for each other: two moves at once could make a circle. Readers do not wait."""
    with connection.cursor() as cursor:
        cursor.execute("lock table org_unitversion in share row exclusive mode")


def stand_still() -> None:
    """Keep the tree as it is until this transaction ends; many may ask for that at once, a change waits for them."""
    with connection.cursor() as cursor:
        cursor.execute("lock table org_unitversion in share mode")


@transaction.atomic
def found_unit(  # noqa: PLR0913 - an act names its actor, its thing and its instant
    *, actor: Actor, code: str, facts: UnitFacts, parent: Unit | None, since: date, at: datetime, reference: str = ""
) -> Unit:
    """Bring a unit into being from a day on; a code whose unit was undone is free again."""
    above = _parent_path(parent, since)
    unit, _is_new = Unit.objects.get_or_create(code=code)
    if UnitVersion.objects.filter(unit=unit).exists():
        raise errors.CodeTaken(code=code)
    UnitVersion.objects.create(
        unit=unit, parent=parent, path=path_of(above, unit.pk), valid_during=DateRange(since, None),
        reference=nfc(reference), **_words(facts),
    )  # fmt: skip
    audit.record(actor=actor, verb=verbs.UNIT_FOUNDED, subject=unit, at=at, unit_id=unit.pk, facts={"name": facts.name})
    return unit


@transaction.atomic
def change_unit(  # noqa: PLR0913
    *, actor: Actor, unit: Unit, facts: UnitFacts, parent: Unit | None, since: date, at: datetime, reference: str = ""
) -> None:
    """Let a unit have another name, kind, level or parent from a day on; what was before stays readable."""
    one_at_a_time()
    old = _settled([unit], since)[unit.pk]
    above = _parent_path(parent, since)
    if is_within(above, old.path):
        raise errors.OwnDescendant
    _rewrite({unit.pk: (old.path, path_of(above, unit.pk))}, since, reference)
    changed = UnitVersion.objects.filter(unit=unit, valid_during__startswith=since)
    changed.update(parent=parent, **_words(facts))
    audit.record(actor=actor, verb=verbs.UNIT_CHANGED, subject=unit, at=at, unit_id=unit.pk, facts={"name": facts.name})


@transaction.atomic
def place_units(  # noqa: PLR0913
    *, actor: Actor, units: Sequence[Unit], parent: Unit, since: date, at: datetime, reference: str = ""
) -> None:
    """Let units, none below another of them, stand below another parent from a day on, with all that is below them."""
    one_at_a_time()
    above = _parent_path(parent, since)
    settled = _settled(units, since)
    if any(is_within(above, old.path) for old in settled.values()):
        raise errors.OwnDescendant
    _rewrite({number: (old.path, path_of(above, number)) for number, old in settled.items()}, since, reference)
    UnitVersion.objects.filter(unit__in=units, valid_during__startswith=since).update(parent=parent)
    audit.record(
        actor=actor, verb=verbs.UNITS_PLACED, subject=parent, at=at, unit_id=parent.pk, facts={"units": list(settled)}
    )


_MOVED = """
    unnest(%(units)s::bigint[], %(old)s::text[], %(new)s::text[]) as m(unit_id, old_path, new_path)
    cross join lateral (select * from org_unitversion b
                         where b.path >= m.old_path collate "C" and b.path < (m.old_path || '~') collate "C"
                           and (b.unit_id = m.unit_id or m.new_path <> m.old_path)
                        offset 0) v
"""
_FROM_THAT_DAY = f"""
    update org_unitversion t
       set path = c.path, reference = case when c.is_top or t.reference = '' then %(reference)s else t.reference end
      from (select v.id, m.new_path || substr(v.path, length(m.old_path) + 1) as path, v.unit_id = m.unit_id as is_top
              from {_MOVED} where lower(v.valid_during) >= %(since)s) c
     where t.id = c.id
"""  # noqa: S608 - our own words
_COPIED = "unit_id, parent_id, name, short_name, kind, level, members, place, search_text, sort_key"
_SPLIT = f"""
    with closed as (
        update org_unitversion t set valid_during = daterange(lower(t.valid_during), %(since)s)
          from (select v.id, upper(v.valid_during) as until,
                       m.new_path || substr(v.path, length(m.old_path) + 1) as new_path
                  from {_MOVED} where v.valid_during @> %(since)s::date and lower(v.valid_during) < %(since)s) c
         where t.id = c.id returning t.*, c.until, c.new_path)
    insert into org_unitversion ({_COPIED}, path, valid_during, reference)
    select {_COPIED}, new_path, daterange(%(since)s, until), %(reference)s from closed
"""  # noqa: S608 - our own words


def _rewrite(moves: Mapping[int, tuple[str, str]], since: date, reference: str) -> None:
    """Begin a new version on that day for each unit, and for all below it whose path changes with it."""
    facts: dict[str, Any] = {
        "units": list(moves),
        "old": [old for old, _new in moves.values()],
        "new": [new for _old, new in moves.values()],
        "since": since,
        "reference": nfc(reference),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPLIT, facts)
        # What begins on that day or later takes the new path as it is: a period of no days is no period.
        # Those just inserted no longer stand under an old path, unless it did not change; then this changes nothing.
        cursor.execute(_FROM_THAT_DAY, facts)


_OF_UNITS = {
    "org_appointment": "position_id in (select p.id from org_position p where p.unit_id = any(%(units)s))",
    "org_position": "unit_id = any(%(units)s)",
    "org_mandate": "unit_id = any(%(units)s)",
    "org_unitversion": "unit_id = any(%(units)s)",
}
_NEVER_BEGINS = "delete from {table} where {belongs} and lower(valid_during) >= %(since)s"
_ENDS = (
    "update {table} set valid_during = daterange(lower(valid_during), %(since)s)"
    " where {belongs} and valid_during @> %(since)s::date"
)


@transaction.atomic
def end_units(*, actor: Actor, units: Sequence[Unit], since: date, at: datetime) -> None:
    """Let units be no more from a day on, nor their positions, appointments and mandates; nothing may stand below."""
    one_at_a_time()
    _settled(units, since)
    ending = [unit.pk for unit in units]
    below = UnitVersion.objects.filter(parent_id__in=ending, valid_during__overlap=DateRange(since, None))
    if left := below.exclude(unit_id__in=ending).first():
        raise errors.StillBelow(unit=left.name)
    with connection.cursor() as cursor:
        for table, belongs in _OF_UNITS.items():
            for statement in (_NEVER_BEGINS, _ENDS):
                cursor.execute(statement.format(table=table, belongs=belongs), {"units": ending, "since": since})
    for unit in units:
        audit.record(
            actor=actor, verb=verbs.UNIT_ENDED, subject=unit, at=at, unit_id=unit.pk, facts={"since": str(since)}
        )


@transaction.atomic
def succeed(  # noqa: PLR0913
    *, actor: Actor, pairs: Sequence[tuple[Unit, Unit]], kind: str, since: date, reference: str, at: datetime
) -> None:
    """Write down which units take the place of which, and by what decision."""
    for predecessor, successor in pairs:
        made = Succession.objects.create(
            predecessor=predecessor, successor=successor, since=since, kind=kind, reference=nfc(reference)
        )
        audit.record(
            actor=actor, verb=verbs.UNIT_SUCCEEDED, subject=made, at=at, unit_id=successor.pk, facts={"kind": kind}
        )
