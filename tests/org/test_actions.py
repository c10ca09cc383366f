"""The tree changes; what was before stays readable."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from quantriet.accounts.models import User
from quantriet.kernel.actor import SYSTEM
from quantriet.org import actions, errors, queries
from quantriet.org.actions import UnitFacts
from quantriet.org.models import Appointment, Position, Unit
from quantriet.org.rules import is_within
from tests.world import World

MERGED = date(2019, 7, 1)
WARD = UnitFacts("Đảng ủy phường Bắc Sơn", "đảng ủy phường", "commune")


def place(world: World, unit: Unit, parent: Unit) -> None:
    actions.place_units(actor=SYSTEM, above={unit: parent}, since=MERGED, at=world.noon)


def test_a_new_name_holds_from_its_day_and_the_old_one_before(world: World) -> None:
    facts = UnitFacts("Đảng ủy phường Bắc Nam", "đảng ủy phường", "commune")
    actions.change_units(actor=SYSTEM, units={world.ward_a: facts}, since=MERGED, at=world.noon)
    before, now = (queries.unit(world.ward_a.pk, day) for day in (date(2019, 6, 30), MERGED))
    assert (before.name, now.name) == ("Đảng ủy phường Bắc Sơn", "Đảng ủy phường Bắc Nam")
    assert (now.parent_id, now.path) == (before.parent_id, before.path)


def test_whoever_moves_takes_everything_below_along(world: World) -> None:
    place(world, world.ward_a, world.bloc)
    bloc, kien_an = queries.unit(world.bloc.pk, MERGED), queries.unit(world.kien_an.pk, MERGED)
    assert is_within(queries.unit(world.branch.pk, MERGED).path, bloc.path)
    assert is_within(queries.unit(world.branch.pk, date(2019, 6, 30)).path, kien_an.path)
    assert [u.unit_id for u in queries.subtree(bloc.path, MERGED)] == [
        world.bloc.pk, world.ward_a.pk, world.branch.pk,
    ]  # fmt: skip


def test_two_changes_on_one_day_leave_the_latter(world: World) -> None:
    place(world, world.ward_a, world.bloc)
    place(world, world.ward_a, world.kien_an)
    assert queries.versions(world.ward_a.pk).filter(valid_during__contains=MERGED).count() == 1
    assert queries.unit(world.ward_a.pk, MERGED).parent_id == world.kien_an.pk


def test_a_unit_cannot_stand_below_itself_or_its_own(world: World) -> None:
    for parent in (world.kien_an, world.branch):
        with pytest.raises(errors.OwnDescendant):
            place(world, world.kien_an, parent)


def test_a_unit_cannot_exist_before_the_one_above(world: World) -> None:
    with pytest.raises(errors.BeforeParent):
        actions.found_unit(
            actor=SYSTEM, code="X", facts=WARD, parent=world.kien_an, since=date(2014, 12, 31), at=world.noon
        )


def test_a_code_is_given_once(world: World) -> None:
    with pytest.raises(errors.CodeTaken):
        actions.found_unit(actor=SYSTEM, code="KA", facts=WARD, parent=None, since=MERGED, at=world.noon)


def test_a_position_is_free_again_when_its_holder_has_left(world: World) -> None:
    position = Position.objects.get(unit=world.kien_an, is_head=True)
    with pytest.raises(errors.PositionTaken):
        actions.appoint(actor=SYSTEM, person=world.district_deputy, position=position, since=MERGED, at=world.noon)
    actions.end_appointment(
        actor=SYSTEM, appointment=Appointment.objects.get(position=position), until=MERGED, at=world.noon
    )
    actions.appoint(actor=SYSTEM, person=world.district_deputy, position=position, since=MERGED, at=world.noon)
    assert queries.head_of(world.kien_an.pk, date(2019, 6, 30)).name == "Vũ Đức Bình"
    assert queries.head_of(world.kien_an.pk, MERGED).name == "Đỗ Quốc Chi"


def typed(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"{password}\n"))


def test_the_command_line_founds_a_unit_and_adds_its_account(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("found_unit", "WC", "Đảng ủy phường Mới", kind="đảng ủy phường", level="commune", parent="KA")
    typed(monkeypatch, "a-long-enough-secret")
    call_command("add_user", "office.ward-c", "Mai Thị Ngọc", "WC", "office")
    user = User.objects.get(username="office.ward-c")
    assert user.check_password("a-long-enough-secret")
    (acting,) = queries.mandates_of(user.pk, world.today)
    assert (acting.unit_name, acting.role) == ("Đảng ủy phường Mới", "office")


@pytest.mark.parametrize(
    ("username", "unit", "password", "said"),
    [
        ("new.one", "NOWHERE", "a-long-enough-secret", "no unit with the code"),
        ("new.one", "KA", "short", "too weak"),
        ("Office.District", "KA", "a-long-enough-secret", "already an account"),
    ],
)
def test_the_command_line_says_why_nothing_was_added(
    world: World, monkeypatch: pytest.MonkeyPatch, username: str, unit: str, password: str, said: str
) -> None:
    typed(monkeypatch, password)
    before = User.objects.count()
    with pytest.raises(CommandError, match=said):
        call_command("add_user", username, "Một Người", unit, "office")
    assert User.objects.count() == before


def test_a_head_is_appointed_from_the_command_line_and_the_one_before_leaves_that_day(world: World) -> None:
    for name, since in (("Mai Thị Ngọc", date(2019, 7, 1)), ("Lý Văn Phúc", date(2019, 7, 12))):
        call_command("appoint", "WB", "Bí thư Đảng ủy phường", name, "--head", since=since)
    assert queries.head_of(world.ward_b.pk, date(2019, 7, 11)).name == "Mai Thị Ngọc"
    assert queries.head_of(world.ward_b.pk, date(2019, 7, 12)).name == "Lý Văn Phúc"
    with pytest.raises(CommandError, match="NOWHERE"):
        call_command("appoint", "NOWHERE", "Bí thư", "Ai đó")
