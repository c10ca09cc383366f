"""Who may open what: a unit registers its own plan."""

import pytest

from tests.cascade import stories
from tests.doors import Door, check
from tests.world import World

GIVER = {"city_office", "city_secretary"}  # may enter it on behalf of the unit
DISTRICT = {"district_office", "district_secretary"}


def owed(world: World) -> dict[str, int]:
    cascade = stories.issued(world, stories.duty("Ban hành kế hoạch", "plan_issued"))
    return {"pk": stories.owed(cascade, world.district_office, "plan_issued").pk}


DOORS = [
    Door("programme:plan-record", opens=DISTRICT | GIVER, kwargs=owed),
    Door("programme:plan-record", opens=DISTRICT | GIVER, kwargs=owed, method="post"),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.url_name}")
def test_door(door: Door, world: World) -> None:
    check(door, world)


def test_a_duty_of_another_kind_has_no_plan(world: World) -> None:
    report = stories.owed(stories.issued(world), world.district_office, "report_sent")
    check(Door("programme:plan-record", opens=set(), kwargs=lambda w: {"pk": report.pk}), world)
