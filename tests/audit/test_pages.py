"""The journal of one's own branch."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from quantriet.accounts import actions as accounts
from quantriet.accounts.actions import Credentials
from quantriet.audit import actions as audit
from quantriet.kernel.actor import Actor
from tests.cascade import stories
from tests.world import Member, World


def journal(world: World, member: Member, query: str = "") -> str:
    answer = world.client(member).get(reverse("audit:entry-list") + query)
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1]


@pytest.fixture
def story(world: World) -> None:
    """The city issues; the district reports, the bloc does not."""
    cascade = stories.issued(world)
    stories.report(stories.owed(cascade, world.district_office), world.district_office, world.noon)


def test_the_city_reads_what_it_did_and_what_was_done_below(world: World, story: None) -> None:
    page = journal(world, world.city_office)
    assert "đã dự thảo đợt “Quán triệt, triển khai Nghị quyết 45-NQ/TW”" in page
    assert "đã giao đợt “Quán triệt, triển khai Nghị quyết 45-NQ/TW” cho 2 đơn vị" in page
    assert "Phạm Thị Lan" in page


def test_the_district_reads_its_own_acts_and_not_those_above(world: World, story: None) -> None:
    page = journal(world, world.district_office)
    assert "Phạm Thị Lan" in page
    assert "đã dự thảo đợt" not in page


def test_others_read_nothing_of_it(world: World, story: None) -> None:
    for member in (world.bloc_office, world.ward_office, world.stranger):
        assert "Phạm Thị Lan" not in journal(world, member)


def test_the_newest_act_comes_first(world: World, story: None) -> None:
    page = journal(world, world.city_office)
    assert page.index("đã gửi cấp trên") < page.index("đã giao đợt") < page.index("đã dự thảo đợt")


def test_a_family_of_acts_can_be_chosen(world: World, story: None) -> None:
    page = journal(world, world.city_office, "?family=org")
    assert "đã lập đơn vị Quận ủy Kiến An" in page
    assert "đã dự thảo đợt" not in page


def test_a_range_of_days_holds_both_its_ends(world: World, story: None) -> None:
    assert "đã dự thảo đợt" in journal(world, world.city_office, "?since=12/07/2019&until=12/07/2019")
    for empty in ("?since=13/07/2019", "?until=31/12/2014"):
        assert "Chưa có việc nào" in journal(world, world.city_office, empty)


def test_a_day_that_cannot_be_read_is_pointed_out(world: World, story: None) -> None:
    assert "field-error" in journal(world, world.city_office, "?since=hôm qua")


def test_a_lock_out_is_seen_by_the_branch_of_whoever_was_guessed_at(world: World) -> None:
    for second in range(5):
        accounts.try_sign_in(
            actor=Actor(None, "office.ward-a"),
            credentials=Credentials("office.ward-a", "guess", "10.9.8.7"),
            at=world.noon + timedelta(seconds=second),
        )
    said = "bị tạm khóa đăng nhập vì sai mật khẩu nhiều lần từ địa chỉ 10.9.8.7"
    assert said in journal(world, world.district_office)
    assert said not in journal(world, world.bloc_office)


def test_the_number_of_queries_does_not_grow_with_the_lines(
    world: World, story: None, django_assert_max_num_queries
) -> None:
    client = world.client(world.city_office)
    with django_assert_max_num_queries(12):
        client.get(reverse("audit:entry-list"))


def test_what_people_wrote_is_shown_as_text_and_never_as_html(world: World) -> None:
    audit.record(
        actor=Actor(world.ward_office.user.pk, "<script>alert(1)</script>"), verb="cascade.cascade.returned",
        subject=world.ward_office.user, at=world.noon, unit_id=world.ward_a.pk, facts={"reason": "<b>no</b> %(x)s"},
    )  # fmt: skip
    page = journal(world, world.ward_office)
    assert "<script>alert" not in page
    assert "&lt;b&gt;no&lt;/b&gt; %(x)s" in page


def test_htmx_gets_the_lines_alone(world: World) -> None:
    client: Client = world.client(world.city_office)
    answer = client.get(reverse("audit:entry-list"), headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
