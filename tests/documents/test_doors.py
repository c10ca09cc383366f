"""Who of the cast may open which page of the registry."""

from typing import Any

import pytest

from quantriet.documents import actions
from quantriet.documents.models import Batch, Finding
from quantriet.documents.rules.findings import Category
from quantriet.kernel.actor import SYSTEM
from tests.documents.stories import PLAN_91, accept, entered, found, mention, taken_in
from tests.doors import EVERYBODY, Door, check
from tests.world import World

CITY = {"city_office", "city_secretary"}
DISTRICT = {"district_office", "district_secretary"}
WARD = {"ward_office", "ward_secretary"}


def _of_the_ward(world: World) -> dict[str, int]:
    return {"pk": taken_in(world, world.ward_office).pk}


def _registered(world: World) -> dict[str, int]:
    return {"pk": entered(world, world.ward_office, taken_in(world, world.ward_office), PLAN_91).pk}


def _stub(world: World) -> dict[str, Any]:
    finding = mention(taken_in(world, world.ward_office), "45-NQ/TW")
    return {"pk": accept(world, world.ward_office, finding).target_id}


def _duty(world: World) -> dict[str, int]:
    return {"pk": found(taken_in(world, world.ward_office), Category.DUTY, "báo cáo").pk}


def _reference(world: World) -> dict[str, int]:
    return {"pk": mention(taken_in(world, world.ward_office), "45-NQ/TW").pk}


def _sent(world: World) -> Batch:
    ward = world.ward_office
    files = [("a.txt", b"Th\xc3\xb4ng b\xc3\xa1o"), ("b.txt", b"Th\xc3\xb4ng b\xc3\xa1o")]
    batch = actions.send_files(actor=ward.actor, unit_id=ward.unit.pk, files=files, published=None, at=world.noon)
    for pk in batch.files.values_list("pk", flat=True):
        actions.read_file(actor=SYSTEM, file_id=pk, at=world.noon)
    return batch


def _batch(world: World) -> dict[str, int]:
    return {"pk": _sent(world).pk}


def _twin(world: World) -> dict[str, int]:
    return {"pk": _sent(world).files.get(state="duplicate").pk}


ABOVE_THE_WARD = CITY | DISTRICT | WARD
DOORS = [
    Door("documents:document-list", opens=EVERYBODY),
    Door("documents:document-add", opens=EVERYBODY),
    Door("documents:document-page", kwargs=_of_the_ward, opens=ABOVE_THE_WARD),
    Door("documents:document-page", kwargs=_registered, opens=ABOVE_THE_WARD),
    Door("documents:document-page", kwargs=_stub, opens=ABOVE_THE_WARD),
    Door("documents:document-file", kwargs=_of_the_ward, opens=ABOVE_THE_WARD),
    Door("documents:document-file", kwargs=_stub, opens=set()),
    Door("documents:batch-page", kwargs=_batch, opens=WARD),
    Door("documents:batch-rows", kwargs=_batch, opens=WARD),
    Door("documents:batch-decide", kwargs=_twin, opens=WARD, method="post", data={"decision": "keep"}),
    Door("documents:recognition", kwargs=_of_the_ward, opens=ABOVE_THE_WARD),
    Door("documents:recognise", kwargs=_of_the_ward, opens=WARD, method="post"),
    Door("documents:word-correct", kwargs=_of_the_ward, opens=WARD, method="post", data={"start": 1, "seen": "x"}),
    Door("documents:document-register", kwargs=_of_the_ward, opens=WARD, method="post"),
    Door("documents:reference-add", kwargs=_of_the_ward, opens=WARD),
    Door("documents:reference-remove", kwargs=_of_the_ward, opens=WARD, method="post"),
    Door("documents:document-check", kwargs=_of_the_ward, opens=WARD, method="post"),
    Door("documents:document-read-again", kwargs=_of_the_ward, opens=WARD, method="post"),
    Door("documents:readings", opens=EVERYBODY),
    Door("documents:findings-accept", kwargs=_of_the_ward, opens=WARD, method="post"),
    Door("documents:finding-card", kwargs=_duty, opens=WARD),
    Door("documents:finding-decide", kwargs=_duty, opens=WARD, method="post", data={"decision": "accepted"}),
    Door("documents:finding-correct", kwargs=_duty, opens=WARD, method="post"),
    Door("documents:finding-link", kwargs=_reference, opens=WARD, method="post"),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.url_name} {door.kwargs.__name__}")
def test_the_door_opens_for_these_alone(world: World, door: Door) -> None:
    check(door, world)


def test_nothing_is_decided_by_those_who_stay_outside(world: World) -> None:
    pk = _duty(world)["pk"]
    for name in sorted(EVERYBODY - WARD):
        world.client(world.member(name)).post(f"/documents/findings/{pk}/decide/", {"decision": "accepted"})
    assert Finding.objects.get(pk=pk).status == "proposed"
