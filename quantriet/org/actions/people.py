"""Positions, people who hold them, and accounts that act for units."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from psycopg.types.range import DateRange

from quantriet.audit import actions as audit
from quantriet.kernel.actor import Actor
from quantriet.kernel.text import fold, nfc
from quantriet.org import errors, verbs
from quantriet.org.models import Appointment, Mandate, Person, Position, Unit


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


_GIVEN_ANEW = """
    insert into org_mandate (user_id, unit_id, role, person_id, valid_during)
    select distinct on (m.user_id, w.unit_id) m.user_id, w.unit_id, w.role, m.person_id,
           daterange(greatest(lower(m.valid_during), %(since)s), null)
      from unnest(%(mandates)s::bigint[], %(units)s::bigint[], %(roles)s::text[]) as w(mandate_id, unit_id, role)
      join org_mandate m on m.id = w.mandate_id
     where not exists (select from org_mandate h where h.user_id = m.user_id and h.unit_id = w.unit_id
                          and upper(h.valid_during) is null)
     order by m.user_id, w.unit_id, w.role = 'head' desc, m.id
"""


@transaction.atomic
def hand_over_mandates(*, actor: Actor, heirs: Mapping[int, tuple[Unit, str]], since: date, at: datetime) -> None:
    """Let accounts of a unit that has ended act for its successor, in a role, from that day on: by mandate.

    Whoever may act for the successor already gets no second mandate; who acted for both predecessors gets one.
    """
    facts: dict[str, Any] = {
        "since": since, "mandates": list(heirs), "units": [unit.pk for unit, _role in heirs.values()],
        "roles": [role for _unit, role in heirs.values()],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN_ANEW, facts)
    acts = [
        (mandate, heirs[mandate.pk][0].pk, {"role": heirs[mandate.pk][1], "from_unit": mandate.unit_id})
        for mandate in Mandate.objects.filter(pk__in=heirs).select_related("user")
    ]
    audit.record_each(actor=actor, verb=verbs.MANDATE_HANDED_OVER, acts=acts, at=at)
