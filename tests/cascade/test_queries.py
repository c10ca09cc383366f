"""What the cascade puts on the desk: each count equals its list, and the queries do not grow with the rows."""

from datetime import date, timedelta
from typing import Any

import pytest

from quantriet.cascade import actions, permissions, queries
from quantriet.cascade.queries.board import count_waiting
from quantriet.cascade.queries.rollup import RowFilter, Slice, rows
from quantriet.cascade.rules.standing import Counts
from quantriet.kernel.errors import NotAllowed, NotFound
from tests.cascade.stories import done, draft, duty, issued, owed, passed_down, report
from tests.world import World


def test_the_desk_lists_what_is_owed_the_earliest_first_with_the_next_step(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"), duty("Việc gấp", "other", date(2019, 7, 15)))
    mine = queries.owed(world.kien_an.pk, world.today)
    assert [(o.title, o.issuer_name, o.step.url_name) for o in mine] == [
        ("Việc gấp", "Thành ủy Cảng", "cascade:obligation-page"),
        ("Báo cáo", "Thành ủy Cảng", "cascade:obligation-page"),
    ]
    obligation = owed(root, world.district_office)
    actions.accept(actor=world.district_office.actor, obligation=obligation, responsible="A", at=world.noon)
    mine = queries.owed(world.kien_an.pk, world.today)
    assert [o.step.url_name for o in mine] == ["cascade:obligation-page", "cascade:report-record"]
    assert [str(o.state_label) for o in mine] == ["Chưa nhận", "Đang thực hiện"]
    report(obligation, world.district_office, world.noon)
    assert [o.title for o in queries.owed(world.kien_an.pk, world.today)] == ["Việc gấp"]


def test_what_is_passed_down_counts_only_those_below(world: World) -> None:
    root = issued(world, at=world.noon - timedelta(days=2))
    child = passed_down(world, root, due=date(2019, 7, 11), at=world.noon - timedelta(days=1))
    done(owed(child, world.ward_office), world.ward_office, world.district_office, world.noon)
    done(owed(root, world.district_office), world.district_office, world.city_office, world.noon)
    path = world.district_office.acting().path
    [line] = queries.passed_down(world.kien_an.pk, path, world.today, world.noon)
    assert (line.title, line.root_id, line.due_on) == ("Quận ủy triển khai", root.pk, date(2019, 7, 11))
    assert line.counts == Counts(approved=1, late=3)
    [above] = queries.passed_down(world.city.pk, world.city_office.acting().path, world.today, world.noon)
    assert above.counts == Counts(approved=2, late=3, open=3)


def test_what_waits_for_review_and_for_the_head(world: World) -> None:
    root = issued(world)
    report(owed(root, world.district_office), world.district_office, world.noon)
    [waiting] = queries.to_review(world.city.pk, world.today)
    assert (waiting.unit_name, waiting.title, waiting.sent_at) == ("Quận ủy Kiến An", "Gửi báo cáo kết quả", world.noon)
    cascade = draft(world)
    assert queries.to_approve(world.city.pk) == []
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    [pending] = queries.to_approve(world.city.pk)
    assert (pending.cascade_id, pending.drafter) == (cascade.pk, "Trần Thị Thu")


def test_the_longest_wait_comes_first_whatever_the_cascade_and_however_few_are_asked_for(world: World) -> None:
    sent = [(issued(world), member) for _ in range(3) for member in (world.district_office, world.bloc_office)]
    waiting = []
    for minutes, (root, member) in enumerate([sent[3], sent[0], sent[5], sent[2], sent[4]]):
        obligation = owed(root, member)
        report(obligation, member, world.noon + timedelta(minutes=minutes // 2))  # two at a time: then by number
        waiting.append((minutes // 2, obligation.pk))
    numbers = [pk for _, pk in sorted(waiting)]
    for number in (1, 2, 4, 5, 6, None):
        found = queries.to_review(world.city.pk, world.today, number)
        assert [line.obligation_id for line in found] == numbers[:number]
    child = passed_down(world, sent[0][0])
    report(owed(child, world.ward_office), world.ward_office, world.noon)
    [below] = queries.to_review(world.kien_an.pk, world.today, 5)
    assert below.unit_name == "Đảng ủy phường Bắc Sơn"
    assert [line.obligation_id for line in queries.to_review(world.city.pk, world.today)] == numbers


@pytest.mark.parametrize("days_ago", [0, 1])
def test_what_waits_for_each_reviewer_is_all_that_waits(world: World, days_ago: int) -> None:
    then = world.noon - timedelta(days=2)
    root = issued(world, at=then)
    child = passed_down(world, root, at=then)
    for cascade, member in ((root, world.district_office), (root, world.bloc_office), (child, world.ward_office)):
        report(owed(cascade, member), member, then)
    alone = issued(world, at=then)
    report(owed(alone, world.bloc_office), world.bloc_office, then)
    on, top = world.today - timedelta(days=days_ago), world.city_office.acting().path
    of_root, of_alone = {world.city: 2, world.kien_an: 1, world.bloc: 0}, {world.city: 1, world.kien_an: 0}
    for asked, waiting in ((root, of_root), (alone, of_alone)):
        for unit, number in waiting.items():
            only = RowFilter(standing="submitted", reviewer_id=unit.pk)
            found = rows(asked.pk, top, on=on, now=world.noon, only=only, part=Slice("name", 50, 0))
            assert len(found.rows) == found.total == number
            assert count_waiting(asked, top, unit.pk, on=on, now=world.noon) == number


@pytest.mark.parametrize("unit", ["city", "kien_an", "bloc", "ward_a", "branch", "other_root"])
def test_every_count_equals_its_list(world: World, unit: str) -> None:
    root = issued(world)
    passed_down(world, root)
    report(owed(root, world.bloc_office), world.bloc_office, world.noon)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=draft(world), at=world.noon)
    pk, path = getattr(world, unit).pk, world.city_office.acting().path
    assert queries.owed_count(pk) == len(queries.owed(pk, world.today))
    assert queries.to_review_count(pk) == len(queries.to_review(pk, world.today))
    assert queries.to_approve_count(pk) == len(queries.to_approve(pk))
    assert queries.passed_down_count(pk) == len(queries.passed_down(pk, path, world.today, world.noon))


def test_the_desk_asks_as_often_for_many_as_for_few(world: World, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        root = issued(world, duty(f"Việc {number}", "report_sent"), duty("Khác", "other"))
        report(owed(root, world.bloc_office), world.bloc_office, world.noon)
    path = world.city_office.acting().path
    with django_assert_max_num_queries(8):
        assert len(queries.owed(world.kien_an.pk, world.today)) == 12
        assert len(queries.to_review(world.city.pk, world.today)) == 6
        assert len(queries.to_approve(world.city.pk)) == 0
        assert len(queries.passed_down(world.city.pk, path, world.today, world.noon)) == 6


# --- who may see and do what ------------------------------------------------------------------------------------------


def test_a_draft_is_seen_by_its_own_unit_alone(world: World) -> None:
    cascade = draft(world)
    assert permissions.cascade_to_see(world.city_secretary.acting(), cascade.pk, world.today) == cascade
    for member in (world.district_office, world.stranger):
        with pytest.raises(NotFound):
            permissions.cascade_to_see(member.acting(), cascade.pk, world.today)
    with pytest.raises(NotFound):
        permissions.cascade_to_see(None, cascade.pk, world.today)


def test_an_issued_cascade_is_seen_by_those_it_reached(world: World) -> None:
    root = issued(world)
    for member in (world.city_office, world.district_office, world.bloc_office):
        assert permissions.cascade_to_see(member.acting(), root.pk, world.today) == root
    for member in (world.ward_office, world.branch_secretary, world.stranger):
        with pytest.raises(NotFound):
            permissions.cascade_to_see(member.acting(), root.pk, world.today)
    passed_down(world, root)
    assert permissions.cascade_to_see(world.ward_office.acting(), root.pk, world.today) == root


def test_only_the_head_decides(world: World) -> None:
    cascade = draft(world)
    with pytest.raises(NotAllowed):
        permissions.cascade_to_approve(world.city_office.acting(), cascade.pk, world.today)
    with pytest.raises(NotFound):
        permissions.cascade_to_approve(world.district_secretary.acting(), cascade.pk, world.today)
    assert permissions.cascade_to_approve(world.city_secretary.acting(), cascade.pk, world.today) == cascade


def test_nobody_without_a_mandate_gets_in(world: World) -> None:
    root = issued(world)
    obligation = owed(root, world.district_office)
    for getter in (
        lambda: permissions.obligation_to_see(None, obligation.pk, world.today),
        lambda: permissions.obligation_to_answer(None, obligation.pk),
        lambda: permissions.branch_in_view(None, root, world.today),
        lambda: permissions.unit_of_branch(None, world.city.pk, world.today),
    ):
        with pytest.raises(NotFound):
            getter()
