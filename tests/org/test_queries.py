"""Reading the tree as at a day, for whoever may see it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import DateRange

from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import NotFound
from quantriet.org import actions, permissions, queries
from quantriet.org.actions import UnitFacts
from quantriet.org.models import Mandate, UnitVersion
from tests.cascade.stories import many_units
from tests.world import World

MERGED = date(2019, 7, 1)
WARD = UnitFacts("Đảng ủy phường Bắc Sơn", "đảng ủy phường", "commune")


def move_ward_a_to_the_bloc(world: World) -> None:
    actions.place_units(actor=SYSTEM, above={world.ward_a: world.bloc}, since=MERGED, at=world.noon)


def drawn(twig: queries.Twig) -> list:
    return [twig.unit.name, *[drawn(below) for below in twig.below]]


def test_the_tree_is_drawn_with_siblings_in_order(world: World) -> None:
    top = queries.unit(world.kien_an.pk, world.today)
    assert drawn(queries.tree(top, world.today)) == [
        "Quận ủy Kiến An",
        ["Đảng ủy phường Bắc Sơn", ["Chi bộ số 1"]],
        ["Đảng ủy phường Nam Sơn"],
    ]


def test_the_tree_of_a_past_day_is_the_tree_of_that_day(world: World) -> None:
    move_ward_a_to_the_bloc(world)
    bloc = world.bloc.pk
    then = queries.tree(queries.unit(bloc, date(2019, 6, 30)), date(2019, 6, 30))
    now = queries.tree(queries.unit(bloc, MERGED), MERGED)
    assert (len(then.below), len(now.below)) == (0, 1)


def test_a_cut_tree_says_where_more_follows(world: World) -> None:
    twig = queries.tree(queries.unit(world.kien_an.pk, world.today), world.today, levels=1)
    assert [(below.unit.name, below.is_cut) for below in twig.below] == [
        ("Đảng ủy phường Bắc Sơn", True),
        ("Đảng ủy phường Nam Sơn", False),
    ]


def test_a_large_tree_is_cut_by_itself_and_costs_no_more_queries(world: World) -> None:
    top = queries.unit(world.city.pk, world.today)
    with CaptureQueriesContext(connection) as small:
        queries.tree(top, world.today)
    many_units(world, world.branch, queries.FULL_TREE)
    with CaptureQueriesContext(connection) as large:
        twig = queries.tree(top, world.today)
    ward = twig.below[-1].below[0] if twig.below[-1].below else twig.below[0].below[0]
    assert ward.is_cut
    assert len(large) <= len(small) + 2  # however many units there are


def test_members_and_units_are_counted_for_the_whole_branch(world: World) -> None:
    facts = UnitFacts("Chi bộ số 1", "chi bộ", "branch", members=27)
    actions.change_units(actor=SYSTEM, units={world.branch: facts}, since=MERGED, at=world.noon)
    assert queries.size(queries.unit(world.kien_an.pk, world.today).path, world.today) == queries.Size(3, 27)


def test_a_unit_is_found_without_diacritics_and_only_where_one_may_see(world: World) -> None:
    def found(acting: queries.Acting, words: str = "nam son") -> list[str]:
        return [u.name for u in queries.search_units(words, world.today, permissions.visible(acting))]

    assert found(world.district_office.acting()) == ["Đảng ủy phường Nam Sơn"]
    assert found(world.ward_office.acting()) == []
    assert found(world.ward_office.acting(), "thanh uy") == ["Thành ủy Cảng"]


def test_a_unit_that_has_left_is_seen_as_at_the_days_it_was_ours(world: World) -> None:
    move_ward_a_to_the_bloc(world)
    district = world.district_office.acting()
    assert permissions.unit_to_see(district, world.ward_a.pk, date(2019, 6, 30))
    with pytest.raises(NotFound):
        permissions.unit_to_see(district, world.ward_a.pk, MERGED)


def test_who_has_moved_still_sees_its_own_past(world: World) -> None:
    move_ward_a_to_the_bloc(world)
    ward = world.ward_office.acting()
    assert permissions.unit_to_oversee(ward, world.branch.pk, date(2019, 6, 30))
    assert permissions.unit_to_see(ward, world.kien_an.pk, date(2019, 6, 30))
    with pytest.raises(NotFound):
        permissions.unit_to_see(ward, world.kien_an.pk, MERGED)


def test_the_branch_keeps_units_that_have_ended_and_loses_those_that_left(world: World) -> None:
    district = world.district_office.acting()
    UnitVersion.objects.filter(unit=world.ward_b).update(valid_during=DateRange(world.since, MERGED))
    move_ward_a_to_the_bloc(world)
    units = set(district.branch_units(world.today).values_list("unit_id", flat=True))
    assert units == {world.kien_an.pk, world.ward_b.pk}


def test_a_vacant_seat_is_shown_as_vacant(world: World) -> None:
    actions.create_position(
        actor=SYSTEM, unit=world.kien_an, title="Ủy viên", is_head=False, place=9, since=MERGED, at=world.noon
    )
    seats = [(s.title, s.holder, s.is_head) for s in queries.seats(world.kien_an.pk, world.today)]
    assert seats == [
        ("Bí thư Quận ủy", "Vũ Đức Bình", True),
        ("Phó Bí thư Quận ủy", "Đỗ Quốc Chi", False),
        ("Ủy viên", "", False),
    ]


def test_an_account_with_two_mandates_acts_first_for_the_higher_unit(world: World) -> None:
    actions.give_mandate(
        actor=SYSTEM, user_id=world.ward_office.user.pk, unit=world.kien_an, role="office", person=None,
        since=world.since, at=world.noon,
    )  # fmt: skip
    assert Mandate.objects.filter(user=world.ward_office.user).count() == 2
    names = [m.unit_name for m in queries.mandates_of(world.ward_office.user.pk, world.today)]
    assert names == ["Quận ủy Kiến An", "Đảng ủy phường Bắc Sơn"]
