"""The journal is only ever added to, whoever tries."""

import pytest
from django.db import DatabaseError, IntegrityError, connection

from tests.world import World


@pytest.mark.parametrize(
    "sql", ["update audit_entry set actor_name = 'somebody else'", "delete from audit_entry", "truncate audit_entry"]
)
def test_a_line_is_never_changed_or_removed(world: World, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # or truncate is refused for another reason
        with pytest.raises(DatabaseError) as refused:
            cursor.execute(sql)
    assert refused.value.__cause__.diag.constraint_name == "entry_append_only"


def test_a_verb_has_three_parts(world: World) -> None:
    with pytest.raises(IntegrityError, match="entry_verb_has_three_parts"), connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_entry (at, actor_name, verb, subject_type, subject_id, subject_name, facts)"
            " values (now(), 'x', 'cascade.issued', 'cascade', 1, 'x', '{}')"
        )
