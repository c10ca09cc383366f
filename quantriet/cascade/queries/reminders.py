"""Who is to be told of what: today, in the coming days, and whoever acts for the units that a cascade addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Min, Q

from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.rules.reminders import REMINDED, Kind, deadlines_reminded, reminders
from quantriet.cascade.rules.requirement import types
from quantriet.notices import queries as notices
from quantriet.org import queries as org
from quantriet.org.models import Mandate
from quantriet.org.rules import Role

AHEAD = 7  # days that the preview looks ahead, today included
ROWS = 200  # lines the preview shows; of more only the number

# Each deadline of which somebody is reminded, by type: the rules have worked it out, here days are only compared.
_DUE = """
    select o.id, o.cascade_id, c.unit_in_charge_id, o.unit_id, r.title, o.due_on, d.kind, d.rule, d.day
      from unnest(%(types)s::text[], %(dues)s::date[], %(kinds)s::text[], %(rules)s::text[], %(days)s::date[])
           as d (type, due_on, kind, rule, day)
      join cascade_obligation o on o.due_on = d.due_on
      join cascade_requirement r on r.id = o.requirement_id and r.type = d.type
      join cascade_cascade c on c.id = o.cascade_id
     where o.state = any(%(states)s)
"""
_TELL = """
    with due as ({due} and o.id > %(after)s order by o.id fetch first %(chunk)s rows with ties),
         told as (
            select distinct due.*, m.user_id,
                   'cascade:' || due.cascade_id || ':' || due.rule || ':' || due.id || ':' || due.due_on as key
              from due
              join org_mandate m on m.valid_during @> %(today)s::date
               and (m.unit_id = due.unit_id
                    or due.kind = 'escalated' and m.unit_id = due.unit_in_charge_id and m.role = 'head'))
    select (select max(id) from due), told.*
      from (select) one left join told
        on not exists (select from notices_notice n where n.recipient_id = told.user_id and n.key = told.key)
     order by told.id, told.rule, told.user_id
"""


@dataclass(frozen=True, slots=True)
class ToTell:
    """One reminder to one account."""

    user_id: int
    key: str
    obligation_id: int
    cascade_id: int
    unit_in_charge_id: int
    unit_id: int
    title: str
    due_on: date
    kind: Kind


def _deadlines(found: Iterable[tuple[str, date, Any]]) -> dict[str, list[Any]]:
    rows = list(found)
    return {
        "types": [code for code, _, _ in rows],
        "dues": [due_on for _, due_on, _ in rows],
        "kinds": [str(reminder.kind) for _, _, reminder in rows],
        "rules": [reminder.rule for _, _, reminder in rows],
        "days": [reminder.day for _, _, reminder in rows],
        "states": [str(state) for state in REMINDED],
    }


def to_tell(today: date, *, after: int, chunk: int) -> tuple[list[ToTell], int | None]:
    """The reminders due today that have not gone yet, of the next so many obligations, and the last of these."""
    due = ((code, day, r) for code, kind in types().items() for day, r in deadlines_reminded(today, kind.rhythm))
    values: dict[str, Any] = _deadlines(due) | {"after": after, "chunk": chunk, "today": today}
    with connection.cursor() as cursor:
        cursor.execute(_TELL.format(due=_DUE), values)
        rows = cursor.fetchall()
    last = rows[0][0]
    return [
        ToTell(user_id, key, pk, cascade_id, charge_id, unit_id, title, due_on, Kind(kind))
        for _, pk, cascade_id, charge_id, unit_id, title, due_on, kind, _rule, _day, user_id, key in rows
        if pk is not None
    ], last


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One line of the preview."""

    day: date
    kind: Kind
    obligation_id: int
    unit_name: str
    title: str
    due_on: date
    people: str  # whose accounts get it; empty where nobody has one


@dataclass(frozen=True, slots=True)
class Preview:
    """Who will be reminded in the coming days, as things stand now."""

    counts: list[tuple[date, Kind, int]]
    rows: list[Foreseen]

    @property
    def total(self) -> int:
        return sum(number for _, _, number in self.counts)


_COUNTS = """
    select due.day, due.kind, count(*) from ({due} and c.unit_in_charge_id = %(unit)s) due group by 1, 2 order by 1, 2
"""
_ROWS = """
    select due.day, due.kind, due.id, due.unit_id, due.title, due.due_on
      from ({due} and c.unit_in_charge_id = %(unit)s) due
     order by due.day, due.kind, due.due_on, due.id limit %(most)s
"""


def preview(unit_id: int, today: date) -> Preview:
    """Of the unit's own cascades: the reminders whose own day comes within a week."""
    until = today + timedelta(days=AHEAD - 1)
    found = []
    for code, kind in types().items():
        rhythm = kind.rhythm
        reach = range(-7 * rhythm.weeks - rhythm.grace - AHEAD, max(rhythm.before, default=0) + AHEAD + 31)
        for due_on in (today + timedelta(days=number) for number in reach):
            found += [(code, due_on, r) for r in reminders(due_on, rhythm) if today <= r.day <= until]
    values: dict[str, Any] = _deadlines(found) | {"unit": unit_id, "most": ROWS}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(due=_DUE), values)
        counts = cursor.fetchall()
        cursor.execute(_ROWS.format(due=_DUE), values)
        rows = cursor.fetchall()
    names = org.names({row[3] for row in rows}, today) if rows else {}
    people = _people({row[3] for row in rows} | {unit_id}, today) if rows else {}
    heads = [name for name, role in people.get(unit_id, []) if role == Role.HEAD]  # told when the grace is over
    return Preview(
        [(day, Kind(kind), number) for day, kind, number in counts],
        [
            Foreseen(
                day, Kind(kind), pk, names.get(owing, ""), title, due_on,
                ", ".join([*(name for name, _ in people.get(owing, [])), *(heads if kind == Kind.ESCALATED else [])]),
            )
            for day, kind, pk, owing, title, due_on in rows
        ],
    )  # fmt: skip


def _people(unit_ids: set[int], on: date) -> dict[int, list[tuple[str, str]]]:
    """Whoever acts for these units on a day, by name, with the role."""
    found = Mandate.objects.filter(unit_id__in=unit_ids, valid_during__contains=on, user__is_active=True)
    people: dict[int, list[tuple[str, str]]] = {}
    for mandate in found.select_related("user").order_by("user__full_name", "pk"):
        people.setdefault(mandate.unit_id, []).append((str(mandate.user), mandate.role))
    return people


def accounts_of(unit_ids: Iterable[int], on: date, role: Role | None = None) -> set[int]:
    """Whoever acts for these units on a day, in one role or any."""
    found = Mandate.objects.filter(unit_id__in=list(unit_ids), valid_during__contains=on)
    return set(found.filter(Q(role=role) if role else Q()).values_list("user_id", flat=True))


def accounts_addressed(cascade: Cascade, on: date, requirement_id: int | None = None) -> set[int]:
    """Whoever acts on a day for a unit that owes something under the cascade, or one requirement of it."""
    owing = Obligation.objects.filter(root_cascade_id=cascade.root_pk, cascade_id=cascade.pk)
    if requirement_id is not None:
        owing = owing.filter(requirement_id=requirement_id)
    found = Mandate.objects.filter(unit_id__in=owing.values("unit_id"), valid_during__contains=on)
    return set(found.values_list("user_id", flat=True))


def superiors_told(cascade: Cascade, keys: set[str]) -> dict[str, str]:
    """Of messages that went to the superior: the names of its heads who got each; nobody, if none has an account."""
    people = notices.recipients(keys) if keys else []
    heads = Mandate.objects.filter(
        unit_id__in=[cascade.unit_in_charge_id, cascade.issuing_unit_id], role=Role.HEAD,
        user_id__in={user_id for _, user_id, _ in people},
    )  # fmt: skip
    found = set(heads.values_list("user_id", flat=True)) if people else set()
    told: dict[str, list[str]] = {}
    for key, user_id, name in people:
        if user_id in found:
            told.setdefault(key, []).append(name)
    return {key: ", ".join(names) for key, names in told.items()}


def first_deadline(cascade_id: int) -> date | None:
    """The earliest deadline among the requirements of a cascade."""
    found = Cascade.objects.filter(pk=cascade_id).aggregate(first=Min("requirements__due_on"))
    day: date | None = found["first"]
    return day
