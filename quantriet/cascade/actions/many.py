"""What an act on a whole cascade needs: its rows counted, its sums made anew, its pages woken."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Q

from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.rules.states import State
from quantriet.org import actions as org

IN_BACKGROUND_FROM = 2_000  # obligations: from here on nobody waits for the page
COUNTED_ANEW_FROM = 20_000  # obligations changed at once: counting a root is cheaper than a line for each
TOLD = 1_000  # units whose open pages are woken at once; the others learn it when they next look
OPEN = [State.ASSIGNED, State.ACCEPTED, State.SUBMITTED, State.RETURNED]


def keep_given(cascade_id: int | None) -> None:
    """Let nobody recall a cascade, nor change the tree, until this transaction ends; others below it go on.

    Whoever changes many rows locks in this order: the tree, cascades from the top down, obligations. Of two who meet,
    one then waits; in any other order they could wait for each other.
    """
    org.stand_still()
    with connection.cursor() as cursor:
        cursor.execute("select from cascade_cascade where id = %s for share", [cascade_id])


@contextmanager
def counted(root_id: int, rows: int) -> Iterator[None]:
    """Keep the sums of a root right while so many of its obligations change."""
    if rows < COUNTED_ANEW_FROM:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("set local quantriet.roll = 'off'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("select cascade_recount(%s)", [root_id])
        cursor.execute("set local quantriet.roll = 'on'")


def topics_of(cascade: Cascade, below: list[tuple[int, int]]) -> tuple[str, ...]:
    """The pages to wake: of the cascade and its root, of those it addresses, of the cascades hanging on it."""
    given = Obligation.objects.filter(root_cascade_id=cascade.root_pk, cascade=cascade)
    units = {*given.order_by("path").values_list("unit_id", flat=True)[:TOLD], cascade.unit_in_charge_id}
    units |= {unit_id for _pk, unit_id in below[:TOLD]}
    cascades = {cascade.pk, cascade.root_pk, *(pk for pk, _unit_id in below[:TOLD])}
    return (
        *(f"cascade:{pk}" for pk in sorted(cascades)),
        *given_topics(cascades - {cascade.root_pk} | {cascade.pk}),
        *(f"unit:{pk}" for pk in sorted(units)),
    )


def given_topics(cascade_ids: Iterable[int]) -> tuple[str, ...]:
    """The open pages of single duties that these cascades gave: `cascade:` would wake them by each other's answers."""
    return tuple(f"given:{pk}" for pk in sorted(set(cascade_ids)))


def open_rows(root_id: int, wanted: Q) -> int:
    """How many of the wanted obligations of a root are still open."""
    return Obligation.objects.filter(wanted, root_cascade_id=root_id, state__in=OPEN).count()


def is_for_a_job(rows: int) -> bool:
    """Whether so many obligations are better changed while nobody waits."""
    return rows >= IN_BACKGROUND_FROM
