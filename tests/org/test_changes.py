"""Whole branches move, units end and are succeeded; what was done can be undone exactly."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quantriet.kernel.actor import SYSTEM
from quantriet.org import actions, errors, queries
from quantriet.org.actions import UnitFacts
from quantriet.org.models import Appointment, Mandate, Position, Succession, Unit, UnitVersion
from quantriet.org.rules import Role, ancestor_ids, is_within
from tests.cascade.stories import many_units
from tests.world import World

EVE, DAY = date(2019, 6, 30), date(2019, 7, 1)
DECISION = "QĐ-15"
WARD = UnitFacts("Đảng ủy phường Bắc Nam", "đảng ủy phường", "commune")


def place(world: World, units: list[Unit], parent: Unit, since: date = DAY) -> None:
    above = dict.fromkeys(units, parent)
    actions.place_units(actor=SYSTEM, above=above, since=since, at=world.noon, reference=DECISION)


def end(world: World, *units: Unit, since: date = DAY) -> None:
    actions.end_units(actor=SYSTEM, units=units, since=since, at=world.noon)


def everything() -> dict[str, list[Any]]:
    tables = (UnitVersion, Position, Appointment, Mandate, Succession)
    return {table.__name__: sorted(table.objects.values_list()) for table in tables}


def test_a_large_branch_moves_in_as_many_statements_as_a_small_one(world: World) -> None:
    def statements(unit: Unit) -> int:
        with CaptureQueriesContext(connection) as caught:
            place(world, [unit], world.bloc)
        return len(caught)

    many_units(world, world.branch, 500)
    assert statements(world.ward_a) == statements(world.ward_b)
    assert queries.below(queries.unit(world.bloc.pk, DAY).path, DAY).count() == 503


def test_all_below_follows_and_says_by_which_decision(world: World) -> None:
    place(world, [world.ward_a, world.ward_b], world.bloc)
    bloc = queries.unit(world.bloc.pk, DAY)
    assert {u.unit_id for u in queries.below(bloc.path, DAY)} == {world.ward_a.pk, world.branch.pk, world.ward_b.pk}
    assert queries.unit(world.ward_a.pk, DAY).reference == DECISION
    assert queries.unit(world.ward_a.pk, EVE).reference == ""


def test_what_is_known_of_later_days_moves_along(world: World) -> None:
    later = date(2019, 9, 1)
    facts = UnitFacts("Chi bộ số 1 mới", "chi bộ", "branch")
    actions.change_units(actor=SYSTEM, units={world.branch: facts}, since=later, at=world.noon)
    place(world, [world.ward_a], world.bloc)
    for day, name in ((DAY, "Chi bộ số 1"), (later, "Chi bộ số 1 mới")):
        branch = queries.unit(world.branch.pk, day)
        assert (branch.name, is_within(branch.path, queries.unit(world.ward_a.pk, day).path)) == (name, True)


def test_nothing_is_changed_before_a_change_that_is_already_known(world: World) -> None:
    place(world, [world.ward_a], world.bloc, since=date(2019, 9, 1))
    with pytest.raises(errors.ChangesLater):
        place(world, [world.ward_a], world.bloc)
    with pytest.raises(errors.ChangesLater):  # its new parent would leave again
        place(world, [world.ward_b], world.ward_a)


def test_a_unit_that_is_no_more_cannot_move(world: World) -> None:
    end(world, world.ward_b)
    with pytest.raises(errors.NotThen):
        place(world, [world.ward_b], world.bloc)


def test_nothing_is_placed_below_itself(world: World) -> None:
    with pytest.raises(errors.OwnDescendant):
        place(world, [world.kien_an], world.branch)


def test_units_that_move_at_once_stand_as_if_one_had_moved_after_the_other(world: World) -> None:
    below = [actions.found_unit(
        actor=SYSTEM, code=code, facts=WARD, parent=world.branch, since=world.since, at=world.noon
    ) for code in ("X", "Y")]  # fmt: skip
    above = {
        world.branch: world.kien_an,  # out of a ward that goes below it: the two change places
        world.ward_a: world.branch,
        below[0]: world.ward_b,  # out of the branch, below a ward that moves too
        world.ward_b: world.bloc,
    }
    actions.place_units(actor=SYSTEM, above=above, since=DAY, at=world.noon)

    def way(unit: Unit) -> list[int]:
        return ancestor_ids(queries.unit(unit.pk, DAY).path)[-3:]

    assert way(world.ward_a) == [world.kien_an.pk, world.branch.pk, world.ward_a.pk]
    assert way(below[0]) == [world.bloc.pk, world.ward_b.pk, below[0].pk]
    assert way(below[1]) == [world.kien_an.pk, world.branch.pk, below[1].pk]
    assert {unit.parent_id for unit in queries.children(world.branch.pk, DAY)} == {world.branch.pk}
    for unit, parent in above.items():
        assert queries.unit(unit.pk, DAY).parent_id == parent.pk


def test_units_that_move_at_once_make_no_circle(world: World) -> None:
    with pytest.raises(errors.OwnDescendant):
        actions.place_units(
            actor=SYSTEM, above={world.ward_a: world.ward_b, world.ward_b: world.branch}, since=DAY, at=world.noon
        )


def test_many_units_are_founded_changed_moved_and_ended_in_as_many_statements_as_few(world: World) -> None:
    def statements(some: str, count: int) -> int:
        codes = [f"{some}{number}" for number in range(count)]
        with CaptureQueriesContext(connection) as caught:
            new = {code: (WARD, "KA" if place == 0 else codes[0]) for place, code in enumerate(codes)}
            made = actions.found_units(actor=SYSTEM, units=new, since=DAY, at=world.noon)
            first, *others = made.values()
            actions.change_units(actor=SYSTEM, units=dict.fromkeys(others, WARD), since=DAY, at=world.noon)
            place(world, others, world.bloc)
            actions.succeed(
                actor=SYSTEM, pairs=[(other, first) for other in others], kind="merged", since=DAY, reference="QĐ-1",
                at=world.noon,
            )  # fmt: skip
            end(world, *others)
        return len(caught)

    assert statements("FEW", 3) == statements("MANY", 60)


def test_a_unit_ends_with_its_seats_and_accounts_but_not_with_others_below_it(world: World) -> None:
    with pytest.raises(errors.StillBelow):
        end(world, world.ward_a)
    place(world, [world.branch], world.ward_b)
    end(world, world.ward_a)
    assert queries.unit(world.ward_a.pk, EVE)
    assert queries.unit(world.ward_a.pk, DAY) is None
    assert queries.head_of(world.ward_a.pk, EVE).name == "Bùi Văn Giang"
    assert queries.head_of(world.ward_a.pk, DAY) is None
    assert queries.mandates_of(world.ward_office.user.pk, EVE)
    assert queries.mandates_of(world.ward_office.user.pk, DAY) == []


def test_accounts_act_for_the_successor_once_each(world: World) -> None:
    office, secretary = (Mandate.objects.get(user=m.user) for m in (world.ward_office, world.ward_secretary))
    second = actions.give_mandate(
        actor=SYSTEM, user_id=world.ward_office.user.pk, unit=world.branch, role=Role.OFFICE, person=None,
        since=world.since, at=world.noon,
    )  # fmt: skip
    heirs = {
        office.pk: (world.ward_b, Role.OFFICE), second.pk: (world.ward_b, Role.OFFICE),
        secretary.pk: (world.ward_b, Role.HEAD),
    }  # fmt: skip
    actions.hand_over_mandates(actor=SYSTEM, heirs=heirs, since=DAY, at=world.noon)
    given = Mandate.objects.filter(unit=world.ward_b, valid_during__startswith=DAY)
    assert sorted(given.values_list("user__username", "role")) == [("head.ward-a", "head"), ("office.ward-a", "office")]
    actions.hand_over_mandates(actor=SYSTEM, heirs=heirs, since=DAY, at=world.noon)
    assert given.count() == 2


def merged(world: World) -> tuple[Unit, list[int]]:
    """Both wards become one, as one act with the number 7."""
    touched = [world.ward_a.pk, world.ward_b.pk, world.branch.pk]
    actions.keep_before(act=7, units=touched, since=DAY)
    new = actions.found_unit(
        actor=SYSTEM, code="WAB", facts=WARD, parent=world.kien_an, since=DAY, at=world.noon, reference=DECISION
    )
    place(world, [world.branch], new)
    old = [world.ward_a, world.ward_b]
    mandates = Mandate.objects.filter(unit__in=old)
    end(world, *old)
    actions.hand_over_mandates(actor=SYSTEM, heirs={m.pk: (new, m.role) for m in mandates}, since=DAY, at=world.noon)
    pairs = [(unit, new) for unit in old]
    actions.succeed(actor=SYSTEM, pairs=pairs, kind="merged", since=DAY, reference=DECISION, at=world.noon)
    actions.note_made(act=7, units=[*touched, new.pk], since=DAY)
    return new, [*touched, new.pk]


def undo(world: World, units: list[int]) -> None:
    actions.put_back(actor=SYSTEM, act=7, units=units, since=DAY, reference=DECISION, at=world.noon)


def test_an_act_is_undone_exactly_and_may_be_done_again(world: World) -> None:
    before = everything()
    _new, touched = merged(world)
    assert everything() != before
    undo(world, touched)
    assert everything() == before
    merged(world)  # the code is free again


def change_its_name(world: World, new: Unit) -> None:
    facts = UnitFacts("Tên khác", "đảng ủy phường", "commune")
    actions.change_units(actor=SYSTEM, units={new: facts}, since=date(2019, 7, 5), at=world.noon)


def found_below(world: World, new: Unit) -> None:
    actions.found_unit(
        actor=SYSTEM, code="NEW", facts=UnitFacts("Chi bộ mới", "chi bộ", "branch"), parent=new,
        since=date(2019, 7, 5), at=world.noon,
    )  # fmt: skip


def seat(world: World, new: Unit) -> None:
    actions.create_position(
        actor=SYSTEM, unit=new, title="Ủy viên", is_head=False, place=3, since=date(2019, 7, 5), at=world.noon
    )


def account(world: World, new: Unit) -> None:
    actions.give_mandate(
        actor=SYSTEM, user_id=world.stranger.user.pk, unit=new, role=Role.OFFICE, person=None,
        since=date(2019, 7, 5), at=world.noon,
    )  # fmt: skip


@pytest.mark.parametrize("build", [change_its_name, found_below, seat, account])
def test_an_act_on_which_something_was_built_is_not_undone(world: World, build: Any) -> None:
    new, touched = merged(world)
    build(world, new)
    with pytest.raises(errors.BuiltUpon):
        undo(world, touched)


def test_what_happened_elsewhere_since_stays_when_an_act_is_undone(world: World) -> None:
    _new, touched = merged(world)
    seat(world, world.branch)  # stood below, moved along, got a seat: nothing to do with the merger
    undo(world, touched)
    assert queries.seats(world.branch.pk, date(2019, 7, 5))
