"""Who may open what: those of the unit that decides, and of the units above it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quantriet.reorganisation import actions
from quantriet.reorganisation.actions import Paper
from tests.doors import EVERYBODY, Door, check
from tests.reorganisation.stories import FACTS, MERGER, approved, drafted
from tests.world import World

CITY = {"city_office", "city_secretary"}
DISTRICT = {"district_office", "district_secretary"}


def _draft(world: World) -> dict[str, Any]:
    return {"pk": drafted(world).pk}


def _row(world: World) -> dict[str, Any]:
    return _draft(world) | {"what": "closing"}


def _with_file(world: World) -> dict[str, Any]:
    found = drafted(world)
    actions.save_draft(
        actor=world.district_office.actor, found=found, facts=FACTS, lines=[MERGER], paper=Paper(b"QD", "qd.pdf"),
        version=1, at=world.noon,
    )  # fmt: skip
    return {"pk": found.pk}


DOORS = [
    Door("reorganisation:reorganisation-list", opens=EVERYBODY),
    Door("reorganisation:reorganisation-new", opens=EVERYBODY),
    Door("reorganisation:reorganisation-import", opens=EVERYBODY),
    Door("reorganisation:reorganisation-form", opens=EVERYBODY),
    Door("reorganisation:reorganisation-page", opens=CITY | DISTRICT, kwargs=_draft),
    Door("reorganisation:reorganisation-rows", opens=CITY | DISTRICT, kwargs=_row),
    Door("reorganisation:reorganisation-file", opens=CITY | DISTRICT, kwargs=_with_file),
    Door("reorganisation:reorganisation-edit", opens=DISTRICT, kwargs=_draft),
    Door("reorganisation:reorganisation-assign", opens=DISTRICT, kwargs=_draft, method="post"),
    Door("reorganisation:reorganisation-discard", opens=DISTRICT, kwargs=_draft, method="post"),
    Door("reorganisation:reorganisation-submit", opens=DISTRICT, kwargs=_draft, method="post"),
    Door("reorganisation:reorganisation-take-back", opens=DISTRICT, kwargs=_draft, method="post"),
    Door("reorganisation:reorganisation-approve", opens={"district_secretary"}, kwargs=_draft, method="post"),
    Door("reorganisation:reorganisation-send-back", opens={"district_secretary"}, kwargs=_draft, method="post"),
    Door("reorganisation:reorganisation-undo", opens={"district_secretary"}, kwargs=_draft, method="post"),
]
HEADS_ONLY = {"reorganisation-approve", "reorganisation-send-back", "reorganisation-undo"}


@pytest.mark.parametrize(
    "door", [d for d in DOORS if d.url_name.split(":")[1] not in HEADS_ONLY], ids=lambda door: door.url_name
)
def test_a_door_opens_to_whom_it_should(world: World, door: Door) -> None:
    check(door, world)


@pytest.mark.parametrize("name", sorted(HEADS_ONLY))
def test_only_the_head_decides(world: World, name: str) -> None:
    """The office may see it, so it is told that the act is not its own; who stands above may look, not decide."""
    found = approved(world)
    url = reverse(f"reorganisation:{name}", args=[found.pk])
    assert world.client(world.district_office).post(url).status_code == 403
    for member in (world.city_secretary, world.ward_secretary, world.stranger):
        assert world.client(member).post(url).status_code == 404
    found.refresh_from_db()
    assert found.state == "approved"


def test_a_unit_can_only_dispose_of_what_stands_below_it(world: World) -> None:
    data = {
        "title": "Thử", "decision": "QĐ-1", "effective_on": "01/08/2019", "do": "save", "row": "1:rename",
        "l1-sources": "KA", "l1-name": "Tên khác", "file": SimpleUploadedFile("qd.pdf", b"x"),
    }  # fmt: skip
    answer = world.client(world.stranger).post(reverse("reorganisation:reorganisation-new"), data, follow=True)
    assert "không có đơn vị “KA” trực thuộc đơn vị đồng chí" in answer.content.decode()
