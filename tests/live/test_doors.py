"""Who may follow changes: whoever has signed in; the stream says topics and ids, never content."""

import pytest

from tests.doors import EVERYBODY, Door, check

DOORS = [Door("live:stream", EVERYBODY, data={"topic": "unit:1"})]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.url_name)
def test_doors(door, world):
    check(door, world)
