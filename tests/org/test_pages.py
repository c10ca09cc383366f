"""The pages of the tree."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from quantriet.kernel.actor import SYSTEM
from quantriet.org import actions, queries
from quantriet.org.actions import UnitFacts
from tests.cascade.stories import many_units
from tests.org.test_changes import merged as merge
from tests.world import World

TREE = "org:unit-tree"
MERGED = date(2019, 7, 1)


@pytest.fixture
def district(world: World) -> Client:
    """The district's office, signed in."""
    return world.client(world.district_office)


def text(client: Client, name: str, query: str = "", **kwargs: int) -> str:
    answer = client.get(reverse(name, kwargs=kwargs) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def rename_ward_a(world: World) -> None:
    facts = UnitFacts("Đảng ủy phường Bắc Nam", "đảng ủy phường", "commune", members=1234)
    actions.change_units(actor=SYSTEM, units={world.ward_a: facts}, since=MERGED, at=world.noon)


def test_the_tree_shows_ones_branch_and_what_is_above_but_not_the_neighbours(world: World, district: Client) -> None:
    page = text(district, TREE)
    for name in ("Thành ủy Cảng", "Quận ủy Kiến An", "Đảng ủy phường Bắc Sơn", "Chi bộ số 1"):
        assert name in page
    assert "Đảng ủy Khối" not in page


def test_the_tree_as_at_a_past_day_uses_the_names_of_that_day(world: World, district: Client) -> None:
    rename_ward_a(world)
    assert "Đảng ủy phường Bắc Nam" in text(district, TREE)
    past = text(district, TREE, "?on=30/06/2019")
    assert "Đảng ủy phường Bắc Sơn" in past
    assert "Đảng ủy phường Bắc Nam" not in past
    assert "tại ngày 30/06/2019" in past


def test_before_the_unit_was_founded_the_tree_says_so(world: World, district: Client) -> None:
    assert "Ngày đó chưa có đơn vị này" in text(district, TREE, "?on=31/12/2014")


def test_a_day_that_cannot_be_read_is_pointed_out_and_today_is_shown(world: World, district: Client) -> None:
    page = text(district, TREE, "?on=31/02/2019")
    assert "field-error" in page
    assert "tại ngày 12/07/2019" in page


def test_the_field_of_the_day_holds_the_day_that_is_shown(world: World, district: Client) -> None:
    for name, kwargs in ((TREE, {}), ("org:unit-page", {"pk": world.ward_a.pk})):
        assert 'name="on" value="12/07/2019"' in text(district, name, **kwargs)
        assert 'name="on" value="01/07/2019"' in text(district, name, "?on=01/07/2019", **kwargs)
        assert 'name="on" value="mai"' in text(district, name, "?on=mai", **kwargs)


def test_units_are_found_without_diacritics_with_the_way_to_them(world: World, district: Client) -> None:
    page = text(district, TREE, "?q=chi bo so 1")
    assert "Tìm thấy 1 đơn vị" in page
    assert "Thành ủy Cảng › Quận ủy Kiến An › Đảng ủy phường Bắc Sơn" in page


def test_nothing_found_is_said(world: World, district: Client) -> None:
    assert "Không có đơn vị nào tên như vậy" in text(district, TREE, "?q=xyz")


def test_htmx_gets_the_tree_alone(world: World, district: Client) -> None:
    answer = district.get(reverse(TREE), headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "Đảng ủy phường Bắc Sơn" in answer.content.decode()


def test_a_large_tree_loads_what_is_opened_and_offers_a_way_without_scripts(world: World) -> None:
    many_units(world, world.branch, queries.FULL_TREE)
    city = world.client(world.city_office)
    page = text(city, TREE)
    below = reverse("org:unit-below", kwargs={"pk": world.ward_a.pk})
    assert f'hx-get="{below}?on=12/07/2019"' in page
    assert f"?top={world.ward_a.pk}&amp;on=12/07/2019" in page
    assert "Chi bộ số 1" not in page
    assert "Chi bộ số 1" in text(city, "org:unit-below", pk=world.ward_a.pk)
    assert "Chi bộ số 1" in text(city, TREE, f"?top={world.ward_a.pk}")


def test_no_query_is_added_by_more_units(world: World, district: Client, django_assert_max_num_queries) -> None:
    many_units(world, world.ward_b, 50)
    with django_assert_max_num_queries(15):
        text(district, TREE)
    with django_assert_max_num_queries(20):
        text(district, "org:unit-page", pk=world.ward_b.pk)


def test_a_unit_shows_its_people_its_names_and_its_figures(world: World, district: Client) -> None:
    rename_ward_a(world)
    page = text(district, "org:unit-page", pk=world.ward_a.pk)
    for words in ("Bùi Văn Giang", "Bí thư Đảng ủy phường", "01/01/2015 – 30/06/2019", "từ 01/07/2019", "1.234"):
        assert words in page
    past = text(district, "org:unit-page", "?on=30/06/2019", pk=world.ward_a.pk)
    assert "<h1>Đảng ủy phường Bắc Sơn</h1>" in past


def test_of_a_unit_above_one_sees_the_people_but_not_what_stands_below(world: World, district: Client) -> None:
    page = text(district, "org:unit-page", pk=world.city.pk)
    assert "Lê Văn Cảng" in page
    assert "Đảng ủy Khối" not in page
    assert "Đơn vị trực thuộc" not in page


def test_numbers_larger_than_any_id_find_nothing(world: World, district: Client) -> None:
    huge = 10**30
    assert district.get(reverse("org:unit-page", kwargs={"pk": huge})).status_code == 404
    assert district.get(reverse(TREE) + f"?top={huge}").status_code == 404


def test_whoever_has_two_mandates_chooses_for_whom_to_act(world: World) -> None:
    ward = world.ward_office
    actions.give_mandate(
        actor=SYSTEM, user_id=ward.user.pk, unit=world.ward_b, role="office", person=None, since=world.since,
        at=world.noon,
    )  # fmt: skip
    client = world.client(ward)
    assert "Đảng ủy phường Bắc Sơn" in text(client, TREE).split("<main")[1]
    client.post(reverse("org:act-for"), {"unit": world.ward_b.pk})
    shown = text(client, TREE).split("<main")[1]
    assert "Đảng ủy phường Nam Sơn" in shown
    assert "Đảng ủy phường Bắc Sơn" not in shown


@pytest.fixture
def merged(world: World) -> int:
    """Ward A has become a new ward with ward B; the number of the new one."""
    new, _touched = merge(world)
    return new.pk


def test_an_old_link_leads_to_the_unit_that_took_the_place(world: World, district: Client, merged: int) -> None:
    answer = district.get(reverse("org:unit-page", kwargs={"pk": world.ward_a.pk}), follow=True)
    assert answer.redirect_chain == [(reverse("org:unit-page", kwargs={"pk": merged}), 302)]
    page = answer.content.decode()
    assert "Đảng ủy phường Bắc Sơn nay là Đảng ủy phường Bắc Nam, từ ngày 01/07/2019 theo QĐ-15." in page
    assert f"/units/{world.ward_b.pk}/?on=30/06/2019" in page


def test_a_unit_that_is_no_more_is_shown_as_at_its_days_and_says_what_it_is_now(
    world: World, district: Client, merged: int
) -> None:
    page = text(district, "org:unit-page", "?on=30/06/2019", pk=world.ward_a.pk)
    assert "Đơn vị này đã kết thúc hoạt động" in page
    assert f"/units/{merged}/" in page
    gone = district.get(reverse("org:unit-page", kwargs={"pk": world.ward_a.pk}) + "?on=01/07/2019")
    assert gone.status_code == 404


def test_the_successor_sees_what_it_took_over_and_nothing_beside(world: World, merged: int) -> None:
    office = world.client(world.ward_office)  # acts for the new ward since the merger
    for pk, status in ((world.ward_a.pk, 200), (world.ward_b.pk, 200), (world.bloc.pk, 404)):
        assert office.get(reverse("org:unit-page", kwargs={"pk": pk}) + "?on=30/06/2019").status_code == status


def test_a_unit_that_ended_without_successor_is_shown_as_it_last_was(world: World, district: Client) -> None:
    actions.end_units(actor=SYSTEM, units=[world.ward_b], since=MERGED, at=world.noon)
    assert "tại ngày 30/06/2019" in text(district, "org:unit-page", pk=world.ward_b.pk)


def test_the_history_names_the_decision_and_leaves_out_what_moved_only_with_others(
    world: World, district: Client
) -> None:
    actions.place_units(
        actor=SYSTEM, above={world.ward_a: world.ward_b}, since=MERGED, at=world.noon, reference="QĐ-20"
    )
    assert "QĐ-20" in text(district, "org:unit-page", pk=world.ward_a.pk)
    assert len(queries.versions(world.branch.pk)) == 2
    assert [spell.name for spell in queries.history(world.branch.pk)] == ["Chi bộ số 1"]


def test_an_old_link_does_not_lead_to_a_successor_that_is_not_ones_own_to_see(world: World, district: Client) -> None:
    pairs = [(world.ward_b, world.bloc)]
    actions.end_units(actor=SYSTEM, units=[world.ward_b], since=MERGED, at=world.noon)
    actions.succeed(actor=SYSTEM, pairs=pairs, kind="dissolved", since=MERGED, reference="QĐ-9", at=world.noon)
    assert "Đơn vị này đã kết thúc hoạt động" in text(district, "org:unit-page", pk=world.ward_b.pk)
