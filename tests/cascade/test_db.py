"""Each promise of the database, broken in SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from quantriet.cascade import actions
from tests.cascade.stories import draft, issued, owed, passed_down, report
from tests.world import World


def refused_by(name: str, sql: str, *values: object) -> None:
    """Run the statement and see that exactly this promise stops it."""
    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refused, transaction.atomic():  # noqa: PT012
        cursor.execute(sql, values)
        cursor.execute("set constraints all immediate")
    assert refused.value.__cause__.diag.constraint_name == name


def without_trigger(table: str, trigger: str) -> None:
    """Take one guard away, so that the promise behind it is seen to hold alone."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # a table with waiting checks cannot be altered
        cursor.execute(f"alter table {table} disable trigger {trigger}")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("cascade_state_known", "state = 'lost'"),
        ("cascade_scope_known", "scope = 'everybody'"),
        ("cascade_not_own_approval", "submitted_by_id = created_by_id, approved_by_id = created_by_id"),
        ("cascade_root_has_no_parent", "parent_id = {other}"),
        ("cascade_root_has_no_parent", "root_id = {other}"),
        ("cascade_issued_has_instant", "issued_at = now()"),
    ],
)
def test_a_cascade_cannot_hold(world: World, name: str, change: str) -> None:
    cascade, other = draft(world), draft(world)
    without_trigger("cascade_cascade", "cascade_move_legal")
    refused_by(name, f"update cascade_cascade set {change.format(other=other.pk)} where id = %s", cascade.pk)


def test_an_issued_cascade_has_its_instant(world: World) -> None:
    sql = "update cascade_cascade set issued_at = null where id = %s"
    refused_by("cascade_issued_has_instant", sql, issued(world).pk)


def test_a_state_may_only_follow_from_the_one_before(world: World) -> None:
    cascade = issued(world)
    refused_by("cascade_move_legal", "update cascade_cascade set state = 'draft' where id = %s", cascade.pk)
    obligation = owed(cascade, world.district_office)
    refused_by("obligation_move_legal", "update cascade_obligation set state = 'approved' where id = %s", obligation.pk)


def test_two_requirements_never_stand_in_one_place(world: World) -> None:
    sql = "update cascade_requirement set place = 1 where cascade_id = %s"
    refused_by("requirement_place_once", sql, draft(world).pk)


def test_a_requirement_passed_down_is_never_due_after_its_parent(world: World) -> None:
    child = passed_down(world, issued(world))
    sql = "update cascade_requirement set due_on = '2019-08-01' where cascade_id = %s"
    refused_by("requirement_not_after_parent", sql, child.pk)


def test_an_obligation_is_never_due_after_its_requirement(world: World) -> None:
    above = owed(issued(world), world.district_office)
    below = owed(passed_down(world, above.cascade), world.ward_office)
    assert below.due_on < above.due_on
    sql = "update cascade_obligation set due_on = %s where id = %s"
    refused_by("obligation_not_after_requirement", sql, above.due_on + timedelta(days=1), below.pk)
    with connection.cursor() as cursor:  # more time for one unit, as long as the superior has it himself
        cursor.execute(sql, [above.due_on, below.pk])
    columns = "cascade_id, root_cascade_id, requirement_id, root_requirement_id, unit_id, origin_unit_id, path, due_on,"
    columns += "first_due_on, state, is_irregular, responsible, assigned_at, state_at, partition_no"
    later = columns.replace("due_on,first", "due_on + 1,first")
    given = f"insert into cascade_obligation ({columns}) select {later} from cascade_obligation where id = %s"
    refused_by("obligation_not_after_requirement", given, above.pk)


def test_a_unit_is_left_out_once_and_with_a_reason(world: World) -> None:
    cascade = draft(world)
    sql = "insert into cascade_exclusion (cascade_id, unit_id, reason) values (%s, %s, %s)"
    refused_by("exclusion_has_reason", sql, cascade.pk, world.bloc.pk, "")
    twice = f"{sql}, (%s, %s, %s)"
    refused_by("exclusion_once_per_unit", twice, *(cascade.pk, world.bloc.pk, "giải thể") * 2)


def test_a_duty_is_given_to_a_unit_once_whoever_gives_it(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    columns = "cascade_id, root_cascade_id, requirement_id, root_requirement_id, unit_id, origin_unit_id, path, due_on,"
    columns += "first_due_on, state, is_irregular, responsible, assigned_at, state_at, partition_no"
    sql = f"insert into cascade_obligation ({columns}) select {columns} from cascade_obligation where id = %s"
    refused_by("obligation_once_per_unit_0", sql, obligation.pk)  # obligation_once_per_unit, as its partition calls it


def test_an_obligation_and_a_move_know_only_the_states(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    without_trigger("cascade_obligation", "obligation_move_legal")
    refused_by("obligation_state_known", "update cascade_obligation set state = 'lost' where id = %s", obligation.pk)
    sql = (
        "insert into cascade_move (obligation_id, state, due_on, at, actor_name, reason, step, facts, unit_id)"
        " select id, %s, due_on, now(), '', '', %s, '{{}}', {} from cascade_obligation where id = %s"
    )
    refused_by("move_state_known", sql.format("null"), "lost", "moved", obligation.pk)
    refused_by("move_step_known", sql.format("null"), "assigned", "danced", obligation.pk)
    refused_by("move_inherited_names_unit", sql.format("null"), "assigned", "inherited", obligation.pk)
    refused_by("move_inherited_names_unit", sql.format("unit_id"), "assigned", "moved", obligation.pk)


def test_a_move_and_a_fact_belong_to_an_obligation(world: World) -> None:
    move = (
        "insert into cascade_move (obligation_id, state, due_on, at, actor_name, reason, step, facts)"
        " values (0, 'assigned', now(), now(), '', '', 'moved', '{}')"
    )
    refused_by("obligation_exists", move)
    fact = (
        "insert into cascade_fulfilment (obligation_id, at, facts, shortfalls, source_type, note, file_name)"
        " values (0, now(), '{}', '[]', 'report', '', '')"
    )
    refused_by("obligation_exists", fact)


@pytest.mark.parametrize(
    "statement",
    [
        "delete from cascade_obligation where id = %s",
        "update cascade_obligation set first_due_on = first_due_on - 1 where id = %s",
        "update cascade_obligation set assigned_at = now() where id = %s",
        "update cascade_obligation set origin_unit_id = origin_unit_id - 1 where id = %s",
    ],
)
def test_an_obligation_stays_and_so_does_what_it_was_when_it_was_given(world: World, statement: str) -> None:
    refused_by("obligation_kept", statement, owed(issued(world), world.district_office).pk)


def test_a_recall_says_why(world: World) -> None:
    sql = "update cascade_cascade set state = 'recalled', recalled_at = now() where id = %s"
    refused_by("cascade_recall_has_reason", sql, issued(world).pk)


def test_a_pattern_and_a_saved_view_have_their_name_once(world: World) -> None:
    user, unit = world.city_office.user.pk, world.city.pk
    template = (
        "insert into cascade_template (unit_id, title, scope, scope_rule, requirements, created_at)"
        " values (%s, 'x', 'direct', '{}', '[]', now())"
    )
    refused_by("template_title_once", f"{template}; {template}", unit, unit)
    view = "insert into cascade_savedview (user_id, name, page, query, created_at) values (%s, 'x', 'x', '', now())"
    refused_by("saved_view_name_once", f"{view}; {view}", user, user)


@pytest.mark.parametrize("statement", ["update {} set id = id", "delete from {}"])
@pytest.mark.parametrize(
    ("table", "name"),
    [("cascade_move", "cascade_move_append_only"), ("cascade_fulfilment", "cascade_fulfilment_append_only")],
)
def test_what_happened_is_only_ever_added_to(world: World, table: str, name: str, statement: str) -> None:
    report(owed(issued(world), world.district_office), world.district_office, world.noon)
    refused_by(name, statement.format(table))


def test_the_earlier_day_a_superior_sets_on_return_is_let_through(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    report(obligation, world.district_office, world.noon)
    sooner = obligation.due_on - timedelta(days=3)
    actions.return_answer(
        actor=world.city_office.actor, obligation=obligation, reason="thiếu số liệu", new_due_on=sooner, at=world.noon
    )
    obligation.refresh_from_db()
    assert obligation.due_on == sooner


