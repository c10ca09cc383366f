"""Who may open what: the unit records its own conference; its superiors see it."""

import pytest

from tests.cascade import stories
from tests.conference.test_actions import record
from tests.doors import Door, check
from tests.world import World

CITY = {"city_office", "city_secretary"}
DISTRICT = {"district_office", "district_secretary"}


def owed(world: World) -> dict[str, int]:
    return {"pk": stories.owed(stories.issued(world), world.district_office, "conference_held").pk}


def held(world: World) -> dict[str, int]:
    obligation = stories.owed(stories.issued(world), world.district_office, "conference_held")
    conference, _missing = record(world, obligation, world.district_secretary.person.pk)
    return {"pk": conference.pk}


DOORS = [
    Door("conference:conference-record", opens=DISTRICT | CITY, kwargs=owed),
    Door("conference:conference-record", opens=DISTRICT | CITY, kwargs=owed, method="post"),
    Door("conference:conference-presenter", opens=DISTRICT | CITY, kwargs=owed),
    Door("conference:conference-page", opens=CITY | DISTRICT, kwargs=held),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.url_name}")
def test_door(door: Door, world: World) -> None:
    check(door, world)


def test_a_duty_of_another_kind_has_no_conference(world: World) -> None:
    report = stories.owed(stories.issued(world), world.district_office, "report_sent")
    check(Door("conference:conference-record", opens=set(), kwargs=lambda w: {"pk": report.pk}), world)
