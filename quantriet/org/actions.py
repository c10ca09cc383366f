"""Every write to the tree: units are founded and changed, people appointed, mandates given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from psycopg.types.range import DateRange

from quantriet.audit import actions as audit
from quantriet.kernel.actor import Actor
from quantriet.kernel.text import fold, nfc, sort_key
from quantriet.org import errors, queries, verbs
from quantriet.org.models import Appointment, Mandate, Person, Position, Unit, UnitVersion
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


def _parent_path(parent: Unit | None, on: date) -> str:
    if parent is None:
        return ""
    version = queries.unit(parent.pk, on)
    if version is None:
        raise errors.BeforeParent(day=f"{on:%d/%m/%Y}")
    return version.path


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


@transaction.atomic
def found_unit(  # noqa: PLR0913 - an act names its actor, its thing and its instant
    *, actor: Actor, code: str, facts: UnitFacts, parent: Unit | None, since: date, at: datetime
) -> Unit:
    """Bring a unit into being from a day on."""
    above = _parent_path(parent, since)
    if Unit.objects.filter(code=code).exists():
        raise errors.CodeTaken(code=code)
    unit = Unit.objects.create(code=code)
    UnitVersion.objects.create(
        unit=unit, parent=parent, path=path_of(above, unit.pk), valid_during=DateRange(since, None), **_words(facts)
    )
    audit.record(actor=actor, verb=verbs.UNIT_FOUNDED, subject=unit, at=at, unit_id=unit.pk, facts={"name": facts.name})
    return unit


@transaction.atomic
def change_unit(  # noqa: PLR0913
    *, actor: Actor, unit: Unit, facts: UnitFacts, parent: Unit | None, since: date, at: datetime
) -> None:
    """Let a unit have another name, kind, level or parent from a day on; what was before stays readable."""
    old = queries.unit(unit.pk, since)
    if old is None:
        raise errors.BeforeParent(day=f"{since:%d/%m/%Y}")
    above = _parent_path(parent, since)
    if is_within(above, old.path):
        raise errors.OwnDescendant
    new_path = path_of(above, unit.pk)
    if new_path != old.path:
        _move_below(old.path, new_path, since)
    _close(UnitVersion.objects.filter(pk=old.pk), since)
    UnitVersion.objects.create(
        unit=unit, parent=parent, path=new_path, valid_during=DateRange(since, old.valid_during.upper), **_words(facts)
    )
    audit.record(actor=actor, verb=verbs.UNIT_CHANGED, subject=unit, at=at, unit_id=unit.pk, facts={"name": facts.name})


def _close(versions: Iterable[UnitVersion], since: date) -> None:
    for version in versions:
        if version.valid_during.lower == since:
            version.delete()  # it never lasted a day: the new version takes its whole period
        else:
            version.valid_during = DateRange(version.valid_during.lower, since)
            version.save(update_fields=["valid_during"])


def _move_below(old_path: str, new_path: str, since: date) -> None:
    moved = list(queries.below(old_path, since))
    pks = [v.pk for v in moved]
    successors = [
        UnitVersion(
            **{f.attname: getattr(v, f.attname) for f in UnitVersion._meta.fields if f.attname not in ("id", "path")}
            | {"path": new_path + v.path[len(old_path) :], "valid_during": DateRange(since, v.valid_during.upper)}
        )
        for v in moved
    ]
    _close(UnitVersion.objects.filter(pk__in=pks), since)
    UnitVersion.objects.bulk_create(successors, batch_size=1000)
    later = UnitVersion.objects.filter(path__startswith=old_path, valid_during__startswith__gt=since)
    later.exclude(path=old_path).update(path=Concat(Value(new_path), Substr(F("path"), len(old_path) + 1)))


@transaction.atomic
def create_position(  # noqa: PLR0913
    *, actor: Actor, unit: Unit, title: str, is_head: bool, place: int, since: date, at: datetime
) -> Position:
    """Give the unit one more seat."""
    position = Position.objects.create(
        unit=unit, title=nfc(title), is_head=is_head, place=place, valid_during=DateRange(since, None)
    )
    audit.record(actor=actor, verb=verbs.POSITION_CREATED, subject=position, at=at, unit_id=unit.pk)
    return position


@transaction.atomic
def register_person(*, actor: Actor, name: str, at: datetime) -> Person:
    """Write down a person by name."""
    person = Person.objects.create(name=nfc(name), search_text=fold(name))
    audit.record(actor=actor, verb=verbs.PERSON_REGISTERED, subject=person, at=at)
    return person


@transaction.atomic
def appoint(*, actor: Actor, person: Person, position: Position, since: date, at: datetime) -> Appointment:
    """Let a person hold a position from a day on."""
    if Appointment.objects.filter(position=position, valid_during__overlap=DateRange(since, None)).exists():
        raise errors.PositionTaken(title=position.title)
    made = Appointment.objects.create(person=person, position=position, valid_during=DateRange(since, None))
    audit.record(actor=actor, verb=verbs.PERSON_APPOINTED, subject=made, at=at, unit_id=position.unit_id)
    return made


@transaction.atomic
def end_appointment(*, actor: Actor, appointment: Appointment, until: date, at: datetime) -> None:
    """Let an appointment end: the person no longer holds the position on `until`."""
    appointment.valid_during = DateRange(appointment.valid_during.lower, until)
    appointment.save(update_fields=["valid_during"])
    unit_id = appointment.position.unit_id
    audit.record(actor=actor, verb=verbs.APPOINTMENT_ENDED, subject=appointment, at=at, unit_id=unit_id)


@transaction.atomic
def give_mandate(  # noqa: PLR0913
    *, actor: Actor, user_id: int, unit: Unit, role: str, person: Person | None, since: date, at: datetime
) -> Mandate:
    """Let an account act for a unit from a day on."""
    mandate = Mandate.objects.create(
        user_id=user_id, unit=unit, role=role, person=person, valid_during=DateRange(since, None)
    )
    audit.record(actor=actor, verb=verbs.MANDATE_GIVEN, subject=mandate, at=at, unit_id=unit.pk, facts={"role": role})
    return mandate
