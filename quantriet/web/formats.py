"""How days, instants, counts and shares are written; pure but for the present language."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, pgettext

from quantriet.kernel import clock

NOTHING = "–"
NARROW = "\u00a0"  # keeps a figure and its sign on one line


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


def day(value: date | None) -> str:
    """12/07/2019, as official papers write it; an instant gives its day in Vietnam."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = clock.local_day(value)
    return f"{value:%d/%m/%Y}"


def short_day(value: date | None) -> str:
    """12/7, where the year is clear."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = clock.local_day(value)
    return f"{value.day}/{value.month}"


def instant(value: datetime | None) -> str:
    """12/07/2019 08:30 in Vietnam."""
    return NOTHING if value is None else f"{value.astimezone(clock.ZONE):%d/%m/%Y %H:%M}"


def long_day(value: date | None) -> str:
    """Thứ Sáu, 12/7/2019."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = clock.local_day(value)
    names = [
        pgettext("weekday", "Monday"),
        pgettext("weekday", "Tuesday"),
        pgettext("weekday", "Wednesday"),
        pgettext("weekday", "Thursday"),
        pgettext("weekday", "Friday"),
        pgettext("weekday", "Saturday"),
        pgettext("weekday", "Sunday"),
    ]
    return f"{names[value.weekday()]}, {value.day}/{value.month}/{value.year}"


def count(value: int | None) -> str:
    """1.234 in Vietnamese, 1,234 in English."""
    if value is None:
        return NOTHING
    if -1000 < value < 1000:  # noqa: PLR2004 - nothing to group, in no language
        return str(value)
    written = f"{value:,}"
    return written if _english() else written.replace(",", ".")


def percent(part: int | None, whole: int | None) -> str:
    """93,8 % of a whole, half rounded up; a dash when there is no whole."""
    if part is None or not whole:
        return NOTHING
    share = (Decimal(100) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{share}%" if _english() else f"{share}{NARROW}%".replace(".", ",")
