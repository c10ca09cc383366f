"""The tables keep their promises whoever writes."""

import pytest
from django.db import IntegrityError, connection

from tests.world import World


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("username = 'Office.City'", "user_name_once_whatever_case"),
        ("username = 'two words'", "user_name_plain"),
        ("username = ''", "user_name_plain"),
    ],
)
def test_a_user_name_cannot_be(world: World, change: str, promise: str) -> None:
    with pytest.raises(IntegrityError, match=promise), connection.cursor() as cursor:
        cursor.execute(f"update accounts_user set {change} where id = %s", [world.stranger.user.pk])


def test_attempts_are_counted_in_small_letters(world: World) -> None:
    with pytest.raises(IntegrityError, match="attempt_name_in_small_letters"), connection.cursor() as cursor:
        cursor.execute(
            "insert into accounts_signinattempt (username, address, at, succeeded)"
            " values ('Office', '10.0.0.1', now(), false)"
        )
