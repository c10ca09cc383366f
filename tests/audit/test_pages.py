"""The journal of one's own branch."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from quantriet.accounts import actions as accounts
from quantriet.accounts.actions import Credentials
from quantriet.audit import actions as audit
from quantriet.audit.models import Entry
from quantriet.audit.permissions import entries_to_see
from quantriet.audit.queries import count, latest
from quantriet.audit.views import LINES
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


def test_pages_follow_each_other_and_keep_what_was_asked(world: World) -> None:
    for number in range(LINES + 10):
        audit.record(
            actor=world.ward_office.actor, verb="cascade.cascade.changed", subject=world.ward_office.user,
            at=world.noon, unit_id=world.ward_a.pk, facts={"number": number},
        )  # fmt: skip
    first = journal(world, world.ward_office, "?family=cascade")
    assert first.count("journal-line") == LINES
    assert "?page=2&amp;family=cascade" in first
    assert journal(world, world.ward_office, "?family=cascade&page=2").count("journal-line") == 10


def test_signing_in_stands_among_the_acts_on_every_page(world: World, story: None) -> None:
    for number in range(8):
        audit.record(
            actor=world.ward_office.actor, verb="accounts.user.signed_in", subject=world.ward_office.user,
            at=world.noon, unit_id=world.ward_a.pk if number % 2 else None,
        )  # fmt: skip
    acting = world.district_office.acting()
    parts = entries_to_see(acting, world.today)
    units = set(acting.branch_units(world.today).values_list("unit_id", flat=True))
    either = Q(unit_id__in=units) | Q(unit_id=None, user=world.ward_office.user)
    told = list(Entry.objects.filter(either).order_by("-id"))
    assert len({entry.unit_id is None for entry in told[:8]}) == 2  # of both parts
    assert count(parts, 500) == len(told)
    for begin in range(0, len(told), 3):
        assert latest(parts, begin, begin + 3) == told[begin : begin + 3]


def test_of_more_than_one_turns_pages_of_the_latest_are_shown_and_the_page_says_so(
    world: World, story: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = count(entries_to_see(world.city_office.acting(), world.today), 500)
    assert count(entries_to_see(world.city_office.acting(), world.today), number - 1) == number - 1
    said = "Còn việc cũ hơn"
    for most, is_cut in ((number, False), (number - 1, True)):
        monkeypatch.setattr("quantriet.audit.views.MOST", most)
        page = journal(world, world.city_office)
        assert page.count("journal-line") == most
        assert (said in page) is is_cut
        assert (f"{most} việc mới nhất" in page) is is_cut


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
