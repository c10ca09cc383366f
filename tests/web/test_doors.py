"""Who may open the pages of the kit."""

import pytest

from tests.doors import EVERYBODY, Door, check

DOORS = [
    Door("web:gallery", EVERYBODY),
    Door("web:language-set", EVERYBODY, method="post", data={"language": "vi", "next": "/"}, public=True),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.url_name)
def test_doors(door, world):
    check(door, world)
