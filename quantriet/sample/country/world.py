"""Tells the whole country from its founding to its today, in minutes: everything of which there is much, in bulk."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.db import connection, transaction

from quantriet.cascade import actions as cascade_actions
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.clock import ZONE
from quantriet.sample import actions
from quantriet.sample.country import cascades
from quantriet.sample.country.answers import answer
from quantriet.sample.country.cast import Cast
from quantriet.sample.country.tree import write_tree

NAME = "country"
TODAY = date(2026, 10, 12)

Tell = Callable[[int, str], None]  # how many percent are done, and what


@transaction.atomic
def load(*, at: datetime, tell: Tell, scale: float = 1.0) -> None:
    """All of it, or nothing. A scale below one gives so large a part of the communes an inner life."""
    tell(0, "provinces, communes, organisations, branches")
    tree = write_tree(scale)
    cascade_actions.place(at=datetime.combine(TODAY, time(7), tzinfo=ZONE))  # nobody owes anything yet: costs nothing
    _know_the_size()
    tell(15, f"{tree.size:,} units; accounts and papers")
    issuing = cascades.Issuing(tree, Cast(tree))
    tell(17, "a national cascade to every unit")
    national = cascades.national(issuing, lambda done, total: tell(17 + 23 * done // total, f"{done:,} obligations"))
    tell(41, "cascades of a city, and level by level")
    provincial = cascades.provincial(issuing)
    by_level = cascades.by_level(issuing)
    cascades.waiting(issuing)
    tell(45, "answers to the national cascade")
    moved = answer([national], TODAY, tell=lambda part: tell(45 + 43 * part // 100, "answers to the national cascade"))
    tell(88, f"{moved:,} steps; answers to the others")
    answer([provincial], TODAY)
    answer(by_level[1:], TODAY, only_accepted=True)
    actions.set_clock(actor=SYSTEM, world=NAME, today=TODAY, at=at)
    tell(92, "writing down")


def settle(tell: Tell) -> None:
    """Let the database look at what it has: outside the transaction."""
    tell(95, "tidying up")
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    tell(100, "done")


def _know_the_size() -> None:
    with connection.cursor() as cursor:
        for table in ("org_unit", "org_unitversion", "org_position", "org_appointment", "org_person"):
            cursor.execute(f"analyze {table}")
