"""Who may open what."""

import pytest

from tests.doors import EVERYBODY, Door, check
from tests.world import World

DOORS = [
    Door("accounts:sign-in", opens=EVERYBODY, public=True),
    Door("accounts:sign-out", opens=EVERYBODY, method="post"),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.url_name)
def test_door(door: Door, world: World) -> None:
    check(door, world)
