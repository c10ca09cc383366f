"""Whether figures are kept as sums, and where: the present of the upper levels, and their past days."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.backends.utils import CursorWrapper

from quantriet.org.rules import STEP_DIGITS

SUMMED_LEVELS = 3  # levels of the tree for which sums are kept: sql/cascade_rollup_v1.sql
STEP = STEP_DIGITS + 1  # characters of one step of a path

NOW, THEN = "cascade_rollup_v1", "cascade_rollup_then_v2"


def sums(
    cursor: CursorWrapper, roots: Sequence[int], top: str, *, on: date, as_at: datetime | None, levels: int
) -> str | None:
    """The function that gives the figures of a branch and so many levels below it from sums; None where it must count.

    `as_at` null: the present, with the tree of today.
    """
    if len(top) // STEP + levels > SUMMED_LEVELS:
        return None
    if as_at is None:
        cursor.execute("select cascade_is_placed(%s)", [on])
    else:
        cursor.execute("select cascade_is_near(%s::bigint[], %s)", [list(roots), on])
    if not cursor.fetchone()[0]:
        return None
    return NOW if as_at is None else THEN
