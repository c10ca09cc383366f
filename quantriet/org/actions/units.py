"""Units are founded, changed, placed elsewhere, ended. A branch of any size moves in a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from graphlib import CycleError
from typing import Any

from django.db import connection, transaction
from psycopg.types.range import DateRange

from quantriet.audit import actions as audit
from quantriet.kernel.actor import Actor
from quantriet.kernel.text import fold, nfc, sort_key
from quantriet.org import errors, queries, verbs
from quantriet.org.models import Succession, Unit, UnitVersion
from quantriet.org.rules import moved_paths, path_of


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What a unit is: its words and its place among its siblings."""

    name: str
    kind: str
    level: str
    short_name: str = ""
    members: int = 0
    place: int = 0


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


def _parent_paths(parents: Iterable[Unit], on: date) -> dict[int, str]:
    """Where units above others stand from a day on; refused where one does not stay there."""
    wanted = {parent.pk for parent in parents}
    versions = queries.versions_since(list(wanted), on)
    first = {version.unit_id: version for version in reversed(versions)}
    if any(number not in first or first[number].valid_during.lower > on for number in wanted):
        raise errors.BeforeParent(day=f"{on:%d/%m/%Y}")
    if moved := next((v for v in versions if v.path != first[v.unit_id].path), None):
        raise errors.ChangesLater(unit=first[moved.unit_id].name, day=moved.valid_during.lower)
    return {number: version.path for number, version in first.items()}


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


def found_unit(  # noqa: PLR0913 - an act names its actor, its thing and its instant
    *, actor: Actor, code: str, facts: UnitFacts, parent: Unit | None, since: date, at: datetime, reference: str = ""
) -> Unit:
    """Bring a unit into being from a day on; a code whose unit was undone is free again."""
    units = {code: (facts, parent.code if parent else None)}
    return found_units(actor=actor, units=units, since=since, at=at, reference=reference)[code]


@transaction.atomic
def found_units(  # noqa: PLR0913
    *, actor: Actor, units: Mapping[str, tuple[UnitFacts, str | None]], since: date, at: datetime, reference: str = ""
) -> dict[str, Unit]:
    """Bring units into being from a day on: by code what each is, and the code of the unit above.

    What stands above may be founded with them, if it is named before.
    """
    Unit.objects.bulk_create([Unit(code=code) for code in units], ignore_conflicts=True)
    parents = {parent for _facts, parent in units.values() if parent} - units.keys()
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=[*units, *parents])}
    if taken := UnitVersion.objects.filter(unit__code__in=units).select_related("unit").first():
        raise errors.CodeTaken(code=taken.unit.code)
    places = _parent_paths([known[code] for code in parents], since)
    paths = {code: places[known[code].pk] for code in parents}
    for code, (_facts, parent) in units.items():
        paths[code] = path_of(paths[parent] if parent else "", known[code].pk)
    UnitVersion.objects.bulk_create(
        [
            UnitVersion(
                unit=known[code], parent=known[parent] if parent else None, path=paths[code],
                valid_during=DateRange(since, None), reference=nfc(reference), **_words(facts),
            )
            for code, (facts, parent) in units.items()
        ],
        batch_size=1000,
    )  # fmt: skip
    made = {code: known[code] for code in units}
    acts = [(unit, unit.pk, {"name": units[code][0].name}) for code, unit in made.items()]
    audit.record_each(actor=actor, verb=verbs.UNIT_FOUNDED, acts=acts, at=at)
    return made


@transaction.atomic
def change_units(
    *, actor: Actor, units: Mapping[Unit, UnitFacts], since: date, at: datetime, reference: str = ""
) -> None:
    """Let units have another name, kind or level from a day on; what was before stays readable."""
    one_at_a_time()
    settled = _settled(list(units), since)
    _rewrite({number: (old.path, old.path) for number, old in settled.items()}, since, reference)
    words = {unit.pk: _words(facts) for unit, facts in units.items()}
    changed = list(UnitVersion.objects.filter(unit__in=units, valid_during__startswith=since))
    for version in changed:
        for name, value in words[version.unit_id].items():
            setattr(version, name, value)
    UnitVersion.objects.bulk_update(changed, list(_words(UnitFacts("", "", ""))), batch_size=200)
    acts = [(unit, unit.pk, {"name": facts.name}) for unit, facts in units.items()]
    audit.record_each(actor=actor, verb=verbs.UNIT_CHANGED, acts=acts, at=at)


@transaction.atomic
def place_units(*, actor: Actor, above: Mapping[Unit, Unit], since: date, at: datetime, reference: str = "") -> None:
    """Let each unit stand below another parent from a day on, with all that is below it; all of them at once."""
    one_at_a_time()
    places = _parent_paths(above.values(), since)
    settled = _settled(list(above), since)
    places |= {number: old.path for number, old in settled.items()}
    parents = {unit.pk: parent.pk for unit, parent in above.items()}
    try:
        new = moved_paths(parents, places)
    except CycleError as circle:
        raise errors.OwnDescendant from circle
    _rewrite({number: (old.path, new[number]) for number, old in settled.items()}, since, reference)
    with connection.cursor() as cursor:
        cursor.execute(_UNDER, {"units": list(parents), "parents": list(parents.values()), "since": since})
    received: dict[Unit, list[int]] = {}
    for unit, parent in above.items():
        received.setdefault(parent, []).append(unit.pk)
    acts = [(parent, parent.pk, {"units": numbers}) for parent, numbers in received.items()]
    audit.record_each(actor=actor, verb=verbs.UNITS_PLACED, acts=acts, at=at)


_UNDER = """
    update org_unitversion t set parent_id = m.parent_id
      from unnest(%(units)s::bigint[], %(parents)s::bigint[]) as m(unit_id, parent_id)
     where t.unit_id = m.unit_id and lower(t.valid_during) = %(since)s
"""
# Each row goes with the lowest of the moved units that it stands below.
_MOVED = """
    (select distinct on (v.id) v.id, v.unit_id = m.unit_id as is_top, upper(v.valid_during) as until,
            m.new_path || substr(v.path, length(m.old_path) + 1) as new_path
       from unnest(%(units)s::bigint[], %(old)s::text[], %(new)s::text[]) as m(unit_id, old_path, new_path)
      cross join lateral (select * from org_unitversion b
                           where b.path >= m.old_path collate "C" and b.path < (m.old_path || '~') collate "C"
                             and (b.unit_id = m.unit_id or m.new_path <> m.old_path)
                          offset 0) v
      where {which}
      order by v.id, length(m.old_path) desc) c
"""
_FROM_THAT_DAY = f"""
    update org_unitversion t
       set path = c.new_path, reference = case when c.is_top or t.reference = '' then %(reference)s else t.reference end
      from {_MOVED.format(which="lower(v.valid_during) >= %(since)s")}
     where t.id = c.id
"""  # noqa: S608 - our own words
_COPIED = "unit_id, parent_id, name, short_name, kind, level, members, place, search_text, sort_key"
_SPLIT = f"""
    with closed as (
        update org_unitversion t set valid_during = daterange(lower(t.valid_during), %(since)s)
          from {_MOVED.format(which="v.valid_during @> %(since)s::date and lower(v.valid_during) < %(since)s")}
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
    acts = [(unit, unit.pk, {"since": str(since)}) for unit in units]
    audit.record_each(actor=actor, verb=verbs.UNIT_ENDED, acts=acts, at=at)


@transaction.atomic
def succeed(  # noqa: PLR0913
    *, actor: Actor, pairs: Sequence[tuple[Unit, Unit]], kind: str, since: date, reference: str, at: datetime
) -> None:
    """Write down which units take the place of which, and by what decision."""
    made = Succession.objects.bulk_create(
        [Succession(predecessor=old, successor=new, since=since, kind=kind, reference=nfc(reference))
         for old, new in pairs],
        batch_size=1000,
    )  # fmt: skip
    acts = [(one, one.successor_id, {"kind": kind}) for one in made]
    audit.record_each(actor=actor, verb=verbs.UNIT_SUCCEEDED, acts=acts, at=at)
