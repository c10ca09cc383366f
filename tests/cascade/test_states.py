"""The legal moves stand twice, in Python and in the database: every pair of states is tried on both."""

from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from quantriet.cascade.errors import IllegalMove
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.rules.states import CASCADE_MOVES, MOVES, CascadeState, State, require_move
from tests.cascade.stories import draft, issued, owed
from tests.world import World

PAIRS = [(old, new) for old, new in product(State.values, State.values) if old != new]
CASCADE_PAIRS = [(old, new) for old, new in product(CascadeState.values, CascadeState.values) if old != new]


def _python_allows(old: str, new: str, moves: dict[str, frozenset[str]]) -> bool:
    try:
        require_move(old, new, moves)
    except IllegalMove:
        return False
    return True


def _database_allows(table: str, pk: int, old: str, new: str) -> str | None:
    """None when the move was let through, else the name of the promise that stopped it."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # a table with waiting checks cannot be altered
        cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(f"update {table} set state = %s where id = %s", [old, pk])
        cursor.execute(f"alter table {table} enable trigger user")
        try:
            with transaction.atomic():
                cursor.execute(f"update {table} set state = %s where id = %s", [new, pk])
        except IntegrityError as refused:
            return refused.__cause__.diag.constraint_name
    return None


def test_obligation_move_legal_in_python_exactly_when_in_the_database(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    for old, new in PAIRS:
        stopped = _database_allows("cascade_obligation", obligation.pk, old, new)
        expected = None if _python_allows(old, new, MOVES) else "obligation_move_legal"
        assert stopped == expected, f"{old} → {new}"


def test_cascade_move_legal_in_python_exactly_when_in_the_database(world: World) -> None:
    cascade = draft(world)
    with connection.cursor() as cursor:  # an instant of issue is asked by another promise; it is not the matter here
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table cascade_cascade drop constraint cascade_issued_has_instant")
        cursor.execute("alter table cascade_cascade drop constraint cascade_recall_has_reason")
    for old, new in CASCADE_PAIRS:
        stopped = _database_allows("cascade_cascade", cascade.pk, old, new)
        expected = None if _python_allows(old, new, CASCADE_MOVES) else "cascade_move_legal"
        assert stopped == expected, f"{old} → {new}"


def test_every_state_has_its_moves_and_its_label() -> None:
    assert set(MOVES) == set(State.values)
    assert set(CASCADE_MOVES) == set(CascadeState.values)


@pytest.mark.parametrize("state", [State.APPROVED, State.RECALLED, State.WAIVED])
def test_what_is_finished_stays_finished(state: str) -> None:
    assert MOVES[state] == frozenset()


def test_a_state_that_does_not_change_is_no_move(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    assert Obligation.objects.filter(pk=obligation.pk).update(state=obligation.state) == 1
    assert Cascade.objects.filter(pk=obligation.cascade_id).update(state=CascadeState.ISSUED) == 1
