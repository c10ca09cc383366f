"""Reading the journal."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from quantriet.audit.models import Entry
from quantriet.kernel.clock import ZONE


def count(parts: Sequence[QuerySet[Entry]], most: int) -> int:
    """How many lines there are in parts that share none; of more than so many, that many."""
    # The newest, as on the page: in the order of the units the server might pass all others before it finds one.
    first = [part.order_by("-id").values("pk")[:most] for part in parts]
    return first[0].union(*first[1:], all=True)[:most].count() if first else 0


def latest(parts: Sequence[QuerySet[Entry]], begin: int, end: int) -> list[Entry]:
    """Some lines of all parts, the newest first: each part gives as many as may be needed."""
    if not end:
        return []
    first = [part.order_by("-id")[:end] for part in parts]
    return list(first[0].union(*first[1:], all=True).order_by("-id")[begin:end])


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
