"""The legal moves of a reorganisation stand twice, in Python and in the database: every pair is tried on both."""

from itertools import product

from django.db import IntegrityError, connection, transaction

from quantriet.reorganisation.errors import WrongState
from quantriet.reorganisation.rules.kinds import State
from quantriet.reorganisation.rules.moves import MOVES, require_move
from tests.reorganisation.stories import drafted
from tests.world import World


def _python_allows(old: str, new: str) -> bool:
    try:
        require_move(old, new)
    except WrongState:
        return False
    return True


def test_a_move_is_legal_in_python_exactly_when_in_the_database(world: World) -> None:
    found = drafted(world)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for promise in ("applied_has_instant", "submitted_has_instant"):  # asked by others; not the matter here
            cursor.execute(f"alter table reorganisation_reorganisation drop constraint reorganisation_{promise}")
        for old, new in product(State.values, State.values):
            cursor.execute("alter table reorganisation_reorganisation disable trigger reorganisation_move_legal")
            cursor.execute("update reorganisation_reorganisation set state = %s where id = %s", [old, found.pk])
            cursor.execute("alter table reorganisation_reorganisation enable trigger reorganisation_move_legal")
            stopped = None
            try:
                with transaction.atomic():
                    cursor.execute("update reorganisation_reorganisation set state = %s where id = %s", [new, found.pk])
            except IntegrityError as refused:
                stopped = refused.__cause__.diag.constraint_name
            if old != new:  # what stays as it is, is no move
                assert stopped == (None if _python_allows(old, new) else "reorganisation_move_legal"), f"{old} → {new}"


def test_every_state_has_its_moves_and_what_is_undone_stays_undone() -> None:
    assert set(MOVES) == set(State.values)
    assert MOVES[State.UNDONE] == frozenset()
