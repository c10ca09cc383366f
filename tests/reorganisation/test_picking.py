"""Units are written into the lines of a draft as people call them, and kept by their codes."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line
from tests.reorganisation.stories import Scene, drafted, scene, unit
from tests.world import World

NEW = reverse("reorganisation:reorganisation-new")
WORDS = {"title": "Sắp xếp", "decision": "15-QĐ/QU", "effective_on": "01/08/2019", "do": "save"}


@pytest.fixture
def scenery(world: World) -> Scene:
    return scene(world)


@pytest.fixture
def office(world: World) -> Client:
    return world.client(world.district_office)


def fields(page: str) -> dict[str, str]:
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'<input type="text" name="(l\d-\w+)" value="([^"]*)"', page)
    }


def test_a_draft_is_shown_by_names_and_saved_by_codes(world: World, scenery: Scene, office: Client) -> None:
    found = drafted(
        world, Line(Kind.MERGE, ("WA", "WB"), "WA"), Line(Kind.MOVE, ("TX",), parent="WC"),
        Line(Kind.DISSOLVE, ("NOBODY",), "WC"),
    )  # fmt: skip
    edit = reverse("reorganisation:reorganisation-edit", args=[found.pk])
    typed = fields(office.get(edit).content.decode())
    assert typed == {
        "l1-sources": "Đảng ủy phường Bắc Sơn (WA); Đảng ủy phường Nam Sơn (WB)",
        "l1-code": "Đảng ủy phường Bắc Sơn (WA)",
        "l2-sources": "Chi bộ Trường (TX)", "l2-parent": "Đảng ủy phường Văn Đẩu (WC)", "l3-sources": "NOBODY",
        "l3-code": "Đảng ủy phường Văn Đẩu (WC)",
    }  # fmt: skip
    before = [line.facts for line in found.lines.order_by("place")]
    rows = {"row": ["1:merge", "2:move", "3:dissolve"], "version": found.version}
    assert office.post(edit, WORDS | typed | rows).status_code == 302
    assert [line.facts for line in found.lines.order_by("place")] == before


def test_the_heir_may_be_written_by_name(scenery: Scene, office: Client) -> None:
    typed = {"row": "1:dissolve", "l1-sources": "chi bo truong", "l1-code": "Đảng ủy phường Văn Đẩu"}
    office.post(NEW, WORDS | typed)
    [line] = Reorganisation.objects.get().lines.all()
    assert (line.facts.sources, line.facts.code) == (("TX",), "WC")


def test_a_name_of_several_units_is_told_beside_the_field_and_nothing_is_saved(
    world: World, scenery: Scene, office: Client
) -> None:
    unit(world, "TWIN", "Chi bộ Trường", world.ward_a)
    answer = office.post(NEW, WORDS | {"row": "1:dissolve", "l1-sources": "Chi bộ Trường", "l1-code": "WC"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "là tên của 2 đơn vị" in page
    assert "TX (Quận ủy Kiến An)" in page
    assert "TWIN (Đảng ủy phường Bắc Sơn)" in page
    assert not Reorganisation.objects.exists()


def test_what_no_unit_is_called_is_the_code_of_a_new_one_if_it_is_short_enough(scenery: Scene, office: Client) -> None:
    line = {"row": "1:merge", "l1-sources": "WA;WB", "l1-name": "Đảng ủy mới", "l1-unit_kind": "đảng ủy phường"}
    answer = office.post(NEW, WORDS | line | {"l1-code": "x" * 61})
    assert answer.status_code == 422
    assert "làm mã thì quá dài" in answer.content.decode()
    office.post(NEW, WORDS | line | {"l1-code": "WAB"})
    assert Reorganisation.objects.get().lines.get().facts.code == "WAB"


def test_the_units_are_those_of_the_day_in_force(scenery: Scene, office: Client) -> None:
    page = office.post(NEW, WORDS | {"do": "add:merge"}).content.decode()
    assert page.count("data-pick=") == 3  # units concerned, the one that remains, the one above
    assert page.count('data-pick-on="effective_on"') == 3
    assert page.count("/units/offers/?on=01/08/2019") == 3
