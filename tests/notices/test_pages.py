"""One's own messages, the bell, and how one wants e-mail."""

from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from quantriet.notices.models import Notice, Preference
from tests.notices.sink import Sink
from tests.notices.stories import local, tell, wants
from tests.world import World

HTMX = {"HX-Request": "true"}
FORM = {
    "mode": "digest", "address": "dung@example.vn", "digest_hour": "16", "quiet_from": "22:00", "quiet_until": "06:30",
}  # fmt: skip


@pytest.fixture
def ward(world: World) -> Client:
    return world.client(world.ward_office)


def shown(client: Client, name: str = "notices:notice-list", **how: Any) -> str:
    return client.get(reverse(name), **how).content.decode()


def test_the_unread_stand_first_with_their_text(world: World, ward: Client) -> None:
    tell(world.ward_office, key="duty:1", title="Việc cũ", at=local(10, 9))
    tell(world.ward_office, key="duty:2", title="Việc đã đọc", at=local(11, 9))
    ward.post(reverse("notices:notice-read", args=[Notice.objects.get(key="duty:2").pk]))
    page = shown(ward)
    assert page.index("Việc cũ") < page.index("Việc đã đọc")
    assert "Nội dung chỉ xem trong phần mềm." in page
    assert "10/07/2019 09:00" in page
    assert page.count("Đánh dấu đã đọc<") == 1


def test_to_open_a_message_marks_it_read_and_leads_there(world: World, ward: Client) -> None:
    tell(world.ward_office)
    answer = ward.post(reverse("notices:notice-open", args=[Notice.objects.get().pk]))
    assert answer.headers["Location"] == "/cascades/1/"
    assert Notice.objects.get().read_at is not None


def test_all_are_read_at_once_but_only_ones_own(world: World, ward: Client) -> None:
    for number in range(3):
        tell(world.ward_office, world.ward_b_office, key=f"duty:{number}")
    ward.post(reverse("notices:read-all"))
    assert not Notice.objects.filter(recipient=world.ward_office.user, read_at__isnull=True).exists()
    assert Notice.objects.filter(recipient=world.ward_b_office.user, read_at__isnull=True).count() == 3


def test_the_bell_counts_the_unread_on_every_page_and_alone(world: World, ward: Client) -> None:
    assert 'class="bell-count"' not in shown(ward, "desk:home")
    tell(world.ward_office, key="duty:1")
    tell(world.ward_office, key="duty:2")
    assert '<span class="bell-count" aria-hidden="true">2</span>' in shown(ward, "desk:home")
    assert f'data-live="user:{world.ward_office.user.pk}"' in shown(ward, "desk:home")
    alone = shown(ward, "notices:bell")
    assert "Thông báo: 2 chưa đọc" in alone
    assert "<html" not in alone
    assert "bell-count" not in shown(world.client(world.stranger), "desk:home")


def test_the_bell_costs_one_query(world: World, ward: Client, django_assert_num_queries) -> None:
    request = RequestFactory().get("/")
    request.actor = world.ward_office.actor  # type: ignore[attr-defined]  # as the middleware leaves it
    with django_assert_num_queries(1):
        Template("{% load notices %}{% bell %}").render(Context({"request": request}))
    with django_assert_num_queries(0):
        assert Template("{% load notices %}{% bell %}").render(Context({})).strip() == ""


def test_a_live_change_asks_for_the_rows_alone(world: World, ward: Client) -> None:
    tell(world.ward_office)
    part = shown(ward, headers=HTMX)
    assert "<html" not in part
    assert "Còn 3 ngày" in part


def test_more_messages_are_on_the_next_page_in_the_same_number_of_queries(
    world: World, ward: Client, django_assert_max_num_queries
) -> None:
    for number in range(60):
        tell(world.ward_office, key=f"duty:{number}", title=f"Việc số {number}.")
    with django_assert_max_num_queries(10):
        assert shown(ward).count("Việc số") == 3 * 50
    assert shown(ward, data={"page": 2}).count("Việc số") == 3 * 10


def test_nothing_to_tell_says_so(world: World, ward: Client) -> None:
    assert "Chưa có thông báo nào" in shown(ward)


def test_a_wish_is_kept_and_shown_again(world: World, ward: Client) -> None:
    assert ward.post(reverse("notices:preference"), FORM).status_code == 302
    kept = Preference.objects.get(user=world.ward_office.user)
    assert (kept.mode, kept.address, kept.digest_hour) == ("digest", "dung@example.vn", 16)
    assert (kept.quiet_from.hour, kept.quiet_until.minute, kept.working_days_only) == (22, 30, False)
    page = shown(ward, "notices:preference")
    assert 'value="dung@example.vn"' in page
    assert 'value="06:30"' in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"address": ""}, "Hãy nhập địa chỉ nhận thư"),
        ({"address": "dung"}, "thư điện tử"),
        ({"mode": "hourly"}, "hourly"),
        ({"digest_hour": "24"}, "24"),
        ({"quiet_from": "25:00"}, "giờ"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_beside_its_field(
    world: World, ward: Client, change: dict[str, str], said: str
) -> None:
    answer = ward.post(reverse("notices:preference"), FORM | change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Preference.objects.exists()


def test_the_page_says_when_the_server_sends_no_e_mail(world: World, ward: Client) -> None:
    assert "Máy chủ này chưa gửi thư điện tử" in shown(ward, "notices:preference")


def test_the_page_says_nothing_of_it_when_it_does(world: World, ward: Client, sink: Sink) -> None:
    wants(world.ward_office)
    assert "Máy chủ này chưa gửi thư điện tử" not in shown(ward, "notices:preference")


def test_a_title_cannot_bring_markup(world: World, ward: Client) -> None:
    tell(world.ward_office, title="<b>đậm</b>", text="<script>alert(1)</script>")
    page = shown(ward)
    assert "&lt;b&gt;đậm" in page
    assert "<script>alert" not in page
