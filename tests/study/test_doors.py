"""Who may open what: a unit counts its own members."""

import pytest

from tests.cascade import stories
from tests.doors import Door, check
from tests.world import World

GIVER = {"city_office", "city_secretary"}  # may enter it on behalf of the unit
DISTRICT = {"district_office", "district_secretary"}


def owed(world: World) -> dict[str, int]:
    cascade = stories.issued(world, stories.duty("Hoàn thành học tập", "study_done"))
    return {"pk": stories.owed(cascade, world.district_office, "study_done").pk}


DOORS = [
    Door("study:study-record", opens=DISTRICT | GIVER, kwargs=owed),
    Door("study:study-record", opens=DISTRICT | GIVER, kwargs=owed, method="post"),
    Door("study:study-coverage", opens=DISTRICT | GIVER, kwargs=owed),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.url_name}")
def test_door(door: Door, world: World) -> None:
    check(door, world)


def test_a_duty_of_another_kind_has_no_count(world: World) -> None:
    report = stories.owed(stories.issued(world), world.district_office, "report_sent")
    check(Door("study:study-record", opens=set(), kwargs=lambda w: {"pk": report.pk}), world)
