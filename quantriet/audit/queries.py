"""Reading the journal."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from quantriet.audit.models import Entry
from quantriet.kernel.clock import ZONE


def chosen(entries: QuerySet[Entry], family: str, since: date | None, until: date | None) -> QuerySet[Entry]:
    """Those of one family of verbs and of a range of days, both ends included; the newest first."""
    if family:
        entries = entries.filter(verb__startswith=f"{family}.")
    if since:
        entries = entries.filter(at__gte=_begin(since))
    if until:
        entries = entries.filter(at__lt=_begin(until + timedelta(days=1)))
    return entries.order_by("-id")


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZONE)
