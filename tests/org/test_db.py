"""The tree keeps its promises whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, connection

from quantriet.kernel.actor import SYSTEM
from quantriet.org import actions
from quantriet.org.models import Mandate, Position, UnitVersion
from tests.world import World


def broken(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("parent_id = unit_id", "unit_not_its_own_parent"),
        ("valid_during = 'empty'", "unit_version_lasts"),
        ("path = '7/'", "unit_path_has_steps"),
    ],
)
def test_a_version_of_a_unit_cannot_be(world: World, change: str, promise: str) -> None:
    version = UnitVersion.objects.get(unit=world.kien_an)
    with pytest.raises(IntegrityError, match=promise):
        broken(f"update org_unitversion set {change} where id = %s", version.pk)


def test_a_unit_is_one_thing_a_day(world: World) -> None:
    with pytest.raises(IntegrityError, match="unit_has_one_version_a_day"):
        broken(
            "insert into org_unitversion (unit_id, name, short_name, kind, level, members, place, path, search_text,"
            " sort_key, valid_during) select unit_id, name, short_name, kind, level, members, place, path, search_text,"
            " sort_key, '[2019-01-01,2019-02-01)' from org_unitversion where unit_id = %s",
            world.kien_an.pk,
        )


def test_a_unit_has_one_head_position_at_a_time(world: World) -> None:
    with pytest.raises(IntegrityError, match="unit_has_one_head_position"):
        broken(
            "insert into org_position (unit_id, title, is_head, place, valid_during)"
            " values (%s, 'Bí thư thứ hai', true, 1, '[2019-01-01,)')",
            world.kien_an.pk,
        )


def test_a_position_has_one_holder_at_a_time(world: World) -> None:
    position = Position.objects.get(unit=world.kien_an, is_head=True)
    with pytest.raises(IntegrityError, match="position_has_one_holder"):
        broken(
            "insert into org_appointment (person_id, position_id, valid_during) values (%s, %s, '[2019-01-01,)')",
            world.district_deputy.pk,
            position.pk,
        )


def test_an_appointment_lasts(world: World) -> None:
    position = actions.create_position(
        actor=SYSTEM, unit=world.kien_an, title="Ủy viên", is_head=False, place=9, since=date(2019, 1, 1), at=world.noon
    )
    with pytest.raises(IntegrityError, match="appointment_lasts"):
        broken(
            "insert into org_appointment (person_id, position_id, valid_during) values (%s, %s, 'empty')",
            world.district_deputy.pk,
            position.pk,
        )


def test_a_mandate_has_a_known_role(world: World) -> None:
    with pytest.raises(IntegrityError, match="mandate_role_known"):
        broken("update org_mandate set role = 'king' where user_id = %s", world.district_office.user.pk)


def test_a_mandate_is_given_once(world: World) -> None:
    mandate = Mandate.objects.get(user=world.district_office.user)
    with pytest.raises(IntegrityError, match="mandate_once"):
        broken(
            "insert into org_mandate (user_id, unit_id, role, valid_during)"
            " select user_id, unit_id, role, valid_during from org_mandate where id = %s",
            mandate.pk,
        )


@pytest.mark.parametrize(
    ("values", "promise"),
    [
        ("%(a)s, %(b)s, '2019-07-01', 'merged', 'QĐ-15'", "succession_once"),
        ("%(b)s, %(b)s, '2019-07-01', 'merged', 'QĐ-15'", "succession_of_another"),
        ("%(b)s, %(a)s, '2019-07-01', 'eaten', 'QĐ-15'", "succession_kind_known"),
        ("%(b)s, %(a)s, '2019-07-01', 'merged', ''", "succession_has_reference"),
    ],
)
def test_a_succession_cannot_be(world: World, values: str, promise: str) -> None:
    pairs = [(world.ward_a, world.ward_b)]
    actions.succeed(
        actor=SYSTEM, pairs=pairs, kind="merged", since=date(2019, 7, 1), reference="QĐ-15", at=world.noon
    )  # fmt: skip
    sql = f"insert into org_succession (predecessor_id, successor_id, since, kind, reference) values ({values})"
    with pytest.raises(IntegrityError, match=promise), connection.cursor() as cursor:
        cursor.execute(sql, {"a": world.ward_a.pk, "b": world.ward_b.pk})


def test_a_row_is_kept_once_for_an_act(world: World) -> None:
    actions.keep_before(act=7, units=[world.ward_a.pk], since=date(2019, 7, 1))
    with pytest.raises(IntegrityError, match="kept_row_once"):
        actions.keep_before(act=7, units=[world.ward_a.pk], since=date(2019, 7, 1))
