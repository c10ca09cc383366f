"""Units to choose from while one types, and what the words mean when they are sent."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.forms import Form, ValidationError
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quantriet.kernel.actor import SYSTEM
from quantriet.org import actions
from quantriet.org.actions import UnitFacts
from quantriet.org.fields import UnitsField, written
from quantriet.org.queries import search
from tests.cascade.stories import many_units
from tests.world import SINCE, Member, World

BRANCHES = {"X1": "ward_a", "X2": "ward_b"}


@pytest.fixture
def alike(world: World) -> None:
    """Two branches of one name, one in each ward."""
    for code, ward in BRANCHES.items():
        world.unit(code, "Chi bộ Trường học", "chi bộ", "branch", getattr(world, ward))


def offers(world: World, member: Member, **query: str) -> str:
    answer = world.client(member).get(reverse("org:unit-offers"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def clean(world: World, member: Member, words: str, *, on: date | None = None, **how: Any) -> Any:
    field = UnitsField(required=False, **how)
    field.within(member.acting(), on or world.today)
    return field.clean(words)


def test_units_of_ones_branch_are_offered_without_diacritics_with_their_place(world: World, alike: None) -> None:
    html = offers(world, world.district_office, q="truong hoc")
    assert html.count('role="option"') == 2
    assert 'data-pick-value="Chi bộ Trường học (X1)"' in html
    assert "X1 · Quận ủy Kiến An › Đảng ủy phường Bắc Sơn" in html
    assert "Có 2 đơn vị để chọn" in html
    ward = offers(world, world.ward_office, q="hoc chi")
    assert "X1" in ward
    assert "X2" not in ward


def test_nothing_of_another_branch_or_above_is_offered(world: World) -> None:
    for words in ("thanh uy", "khoi", "tinh uy", "CITY"):
        html = offers(world, world.district_office, q=words)
        assert 'role="option"' not in html
        assert "Không có đơn vị nào tên như vậy" in html
    assert 'role="option"' not in offers(world, world.district_office, q="  ")


def test_who_is_called_exactly_so_comes_first_and_the_list_is_short(world: World) -> None:
    many_units(world, world.city, 20)
    world.unit("ZZ", "Đảng ủy số", "đảng ủy", "branch", world.ward_b)
    html = offers(world, world.city_office, q="dang uy so")
    assert html.index("(ZZ)") < html.index("(CITY-0)")
    assert html.count('role="option"') == search.OFFERED
    assert "gõ thêm tên để thu hẹp" in html
    assert offers(world, world.city_office, q="zz").count('role="option"') == 1


def test_the_day_decides_who_is_offered_and_meant(world: World) -> None:
    new = UnitFacts("Đảng ủy phường Mới", "đảng ủy phường", "commune")
    actions.change_units(actor=SYSTEM, units={world.ward_b: new}, since=date(2019, 8, 1), at=world.noon)
    assert "Mới" not in offers(world, world.district_office, q="moi")
    assert "Mới" in offers(world, world.district_office, q="moi", on="01/08/2019")
    with pytest.raises(ValidationError):
        clean(world, world.district_office, "phường mới")
    with pytest.raises(ValidationError):
        clean(world, world.district_office, "Đảng ủy phường Mới", on=SINCE)
    assert clean(world, world.district_office, "Đảng ủy phường Mới", on=date(2019, 8, 1)) == "WB"


@pytest.mark.parametrize(
    "words",
    ["WA", "wa", "Đảng ủy phường Bắc Sơn", "dang uy phuong bac son", "  ĐẢNG ỦY phường Bắc Sơn ", "Đảng ủy (WA)",
     "Đảng ủy phường Bắc Sơn (WA)"],
)  # fmt: skip
def test_a_unit_is_meant_by_its_code_or_its_whole_name_or_as_it_was_offered(world: World, words: str) -> None:
    assert clean(world, world.district_office, words) == "WA"
    assert clean(world, world.district_office, f"{words}; Chi bộ số 1;{words}", many=True) == ("WA", "B1")


@pytest.mark.parametrize("words", ["Phường Bắc Sơn", "CITY", "Thành ủy Cảng", "Sơn", "(WA) x", "x (y)"])
def test_what_no_unit_of_the_branch_is_called_is_refused_by_name_or_handed_on(world: World, words: str) -> None:
    with pytest.raises(ValidationError, match="Không có đơn vị nào tên hoặc mã là"):
        clean(world, world.district_office, words)
    assert clean(world, world.district_office, words, strict=False) == words
    assert clean(world, world.district_office, f"WA;{words}", strict=False, many=True) == ("WA", words)


def test_a_name_of_several_is_told_with_the_code_and_place_of_each(world: World, alike: None) -> None:
    with pytest.raises(ValidationError) as refused:
        clean(world, world.district_office, "Chi bộ Trường học", strict=False)
    [words] = refused.value.messages
    assert "tên của 2 đơn vị" in words
    assert "X1 (Đảng ủy phường Bắc Sơn); X2 (Đảng ủy phường Nam Sơn)" in words
    assert clean(world, world.district_office, "Chi bộ Trường học (X2)") == "X2"
    assert clean(world, world.ward_office, "Chi bộ Trường học") == "X1"


def test_what_is_written_into_a_field_is_what_it_means(world: World, alike: None) -> None:
    acting = world.district_office.acting()
    said = written(["X2", "WA", "NEW"], acting, world.today)
    assert said == {"X2": "Chi bộ Trường học (X2)", "WA": "Đảng ủy phường Bắc Sơn (WA)", "NEW": "NEW"}
    assert [clean(world, world.district_office, words, strict=False) for words in said.values()] == list(said)


def test_a_field_of_which_the_branch_is_not_told_is_a_mistake_of_ours() -> None:
    with pytest.raises(RuntimeError):
        UnitsField().clean("WA")


def test_many_units_are_found_with_as_many_questions_as_one(world: World) -> None:
    many_units(world, world.city, 30)
    asked = []
    for words in ("WA", "WA; WB; " + "; ".join(f"CITY-{n}" for n in range(1, 25))):
        with CaptureQueriesContext(connection) as questions:
            clean(world, world.city_office, words, many=True)
        asked.append(len(questions))
    assert asked[0] == asked[1] <= 6


def test_the_field_is_an_ordinary_one_with_a_place_for_the_list(world: World) -> None:
    class OneForm(Form):
        unit = UnitsField(label="Đơn vị", day="since")

    html = Template("{% load kit %}{% field form.unit %}").render(Context({"form": OneForm()}))
    assert '<input type="text" name="unit"' in html
    assert 'data-pick="/units/offers/"' in html
    assert 'data-pick-on="since"' in html
    assert 'role="listbox" id="id_unit_offers" aria-label="Các đơn vị để chọn"' in html
    assert 'role="combobox"' not in html  # that it is one with a script alone, the script says
