"""Fixtures that every test may use."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.world import World


@pytest.fixture
def world(db: None) -> Iterator["World"]:
    """The small world with its cast, which stands in the database already; the clock stands at noon of 12/7/2019."""
    from quantriet.kernel import clock
    from tests.world import NOON, kept

    clock.set_source(lambda: NOON)
    try:
        yield kept()
    finally:
        clock.set_source(None)
