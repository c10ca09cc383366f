"""Who may open what: everybody their own messages, nobody another's."""

import pytest

from quantriet.notices.models import Notice
from tests.doors import EVERYBODY, Door, check
from tests.notices.stories import tell
from tests.world import World


def of_the_ward(world: World) -> dict[str, int]:
    tell(world.ward_office)
    return {"pk": Notice.objects.get().pk}


DOORS = [
    Door("notices:notice-list", opens=EVERYBODY),
    Door("notices:bell", opens=EVERYBODY),
    Door("notices:preference", opens=EVERYBODY),
    Door("notices:preference", opens=EVERYBODY, method="post"),
    Door("notices:read-all", opens=EVERYBODY, method="post"),
    Door("notices:notice-open", opens={"ward_office"}, kwargs=of_the_ward, method="post"),
    Door("notices:notice-read", opens={"ward_office"}, kwargs=of_the_ward, method="post"),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.url_name}")
def test_door(door: Door, world: World) -> None:
    check(door, world)
