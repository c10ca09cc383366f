"""Who may open what: one's own branch, and the units one stands under."""

import pytest

from tests.doors import EVERYBODY, Door, check
from tests.world import World

CITY = {"city_office", "city_secretary"}
DISTRICT = {"district_office", "district_secretary"}
WARD_A = {"ward_office", "ward_secretary"}

DOORS = [
    Door("org:unit-tree", opens=EVERYBODY),
    Door("org:unit-page", opens=EVERYBODY - {"stranger"}, kwargs=lambda w: {"pk": w.city.pk}),
    Door(
        "org:unit-page",
        opens=CITY | DISTRICT | WARD_A | {"branch_secretary"},
        kwargs=lambda w: {"pk": w.ward_a.pk},
    ),
    Door("org:unit-page", opens=CITY | DISTRICT | {"ward_b_office"}, kwargs=lambda w: {"pk": w.ward_b.pk}),
    Door("org:unit-page", opens={"stranger"}, kwargs=lambda w: {"pk": w.other_root.pk}),
    Door("org:unit-below", opens=CITY | DISTRICT, kwargs=lambda w: {"pk": w.kien_an.pk}),
    Door("org:unit-offers", opens=EVERYBODY, data={"q": "phuong"}),
    Door("org:act-for", opens=set(), method="post", data={"unit": 0}),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.url_name)
def test_door(door: Door, world: World) -> None:
    check(door, world)


def test_one_acts_only_for_a_unit_of_ones_own_mandates(world: World) -> None:
    own = Door("org:act-for", opens=DISTRICT, method="post", data={"unit": world.kien_an.pk})
    check(own, world)
