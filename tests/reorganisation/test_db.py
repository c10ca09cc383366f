"""What the tables of reorganisations keep, whoever writes."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection

from quantriet.reorganisation.models import Reorganisation
from tests.reorganisation.stories import approved, drafted, submitted
from tests.world import World


def _broken(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("state = 'dreamt'", "reorganisation_state_known"),
        ("decision = ''", "reorganisation_has_decision"),
        ("approved_by_id = drafted_by_id", "reorganisation_not_own_approval"),
        ("approved_by_id = submitted_by_id, drafted_by_id = null", "reorganisation_not_own_submission"),
        ("submitted_at = null", "reorganisation_submitted_has_instant"),
        ("state = 'applied'", "reorganisation_applied_has_instant"),
        ("applied_at = now()", "reorganisation_applied_has_instant"),
    ],
)
def test_a_reorganisation_cannot_be(world: World, change: str, promise: str) -> None:
    found = submitted(world)
    _broken("set constraints all immediate")
    _broken("alter table reorganisation_reorganisation disable trigger reorganisation_move_legal")  # not the matter
    with pytest.raises(IntegrityError, match=promise):
        _broken(f"update reorganisation_reorganisation set {change} where id = %s", found.pk)


@pytest.mark.parametrize("make", [submitted, approved])
def test_only_a_draft_is_thrown_away(world: World, make: Callable[[World], Reorganisation]) -> None:
    found = make(world)
    with pytest.raises(IntegrityError, match="is not thrown away") as refused:
        found.delete()
    assert refused.value.__cause__.diag.constraint_name == "reorganisation_only_drafts_go"


@pytest.mark.parametrize(
    ("values", "promise"),
    [("1, 'merge'", "reorganisation_line_once"), ("2, 'eat'", "reorganisation_line_kind_known")],
)
def test_a_line_cannot_be(world: World, values: str, promise: str) -> None:
    found = drafted(world)
    with pytest.raises(IntegrityError, match=promise):
        _broken(
            "insert into reorganisation_line (reorganisation_id, place, kind, sources, code, name, unit_kind, level,"
            f" parent, children) values (%s, {values}, '{{}}', '', '', '', '', '', '{{}}')",
            found.pk,
        )
