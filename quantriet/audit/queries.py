"""Reading the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import DateTimeField, F, Func, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

from quantriet.audit.models import Entry
from quantriet.kernel.clock import ZONE

NEWEST, OLDEST = ("-at", "-id"), ("at", "id")


@dataclass(frozen=True, slots=True)
class Turn:
    """Some lines of the journal, the newest first, and whether there are more at either end."""

    entries: list[Entry]
    has_newer: bool
    has_older: bool


def turn(parts: Sequence[QuerySet[Entry]], size: int, *, before: int | None = None, after: int | None = None) -> Turn:
    """The lines next to one, by its number: older than it, or newer; the newest of all without one, after 0 the oldest.

    Nothing is counted and nothing passed over, so that the first day of a long journal costs what the last one does.
    """
    if not parts:
        return Turn([], False, False)
    if after == 0:
        found = _first([part.order_by(*OLDEST) for part in parts], OLDEST, size + 1)
        return Turn(found[:size][::-1], len(found) > size, False)
    if after is not None and (place := _place(after)):
        newer = [part.filter(GreaterThan(_AT_AND_ID, place)).order_by(*OLDEST) for part in parts]
        found = _first(newer, OLDEST, size + 1)
        if len(found) > size:
            return Turn(found[:size][::-1], True, True)
    elif before is not None and (place := _place(before)):
        parts = [part.filter(LessThan(_AT_AND_ID, place)) for part in parts]
        found = _first([part.order_by(*NEWEST) for part in parts], NEWEST, size + 1)
        return Turn(found[:size], True, len(found) > size)
    found = _first([part.order_by(*NEWEST) for part in parts], NEWEST, size + 1)
    return Turn(found[:size], False, len(found) > size)


def _first(parts: Sequence[QuerySet[Entry]], order: tuple[str, ...], number: int) -> list[Entry]:
    """The first lines of parts that share none: each gives as many as may be needed."""
    first = [part[:number] for part in parts]
    return list(first[0].union(*first[1:], all=True).order_by(*order)[:number])


def _row(*parts: Value | F) -> Func:
    """Compared as one, as the index holds them."""
    return Func(*parts, template="(%(expressions)s)", output_field=DateTimeField())


_AT_AND_ID = _row(F("at"), F("id"))


def _place(number: int) -> Func | None:
    found = Entry.objects.filter(pk=number).values_list("at", "pk").first()
    return _row(*map(Value, found)) if found else None


def chosen(entries: QuerySet[Entry], family: str, since: date | None, until: date | None) -> QuerySet[Entry]:
    """Those of one family of verbs and of a range of days, both ends included."""
    if family:
        entries = entries.filter(verb__startswith=f"{family}.")
    if since:
        entries = entries.filter(at__gte=_begin(since))
    if until:
        entries = entries.filter(at__lt=_begin(until + timedelta(days=1)))
    return entries


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZONE)
