"""The page on which a unit records its conference."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.states import State
from quantriet.conference.models import Conference
from quantriet.kernel.actor import SYSTEM
from quantriet.org import actions as org
from quantriet.org.models import Appointment, Position
from tests.cascade import stories
from tests.world import World

RECORD, PRESENTER = "conference:conference-record", "conference:conference-presenter"


@pytest.fixture
def obligation(world: World) -> Obligation:
    """The district must hold a conference, its head presenting in person."""
    return stories.owed(stories.issued(world), world.district_office, "conference_held")


@pytest.fixture
def district(world: World) -> Client:
    """The district's office, signed in."""
    return world.client(world.district_office)


def typed(world: World, **changes: Any) -> dict[str, Any]:
    head = world.district_secretary.person.pk
    return {"held_on": "11/07/2019", "form": "hybrid", "presenter": head, "venue_attendees": "96"} | changes


def send(client: Client, obligation: Obligation, data: dict[str, Any]):
    return client.post(reverse(RECORD, args=[obligation.pk]), data)


def test_offers_today_and_the_people_of_the_unit_with_the_head_first(
    world: World, obligation: Obligation, district: Client
) -> None:
    page = district.get(reverse(RECORD, args=[obligation.pk])).content.decode()
    assert 'value="12/07/2019"' in page
    head, deputy = page.index("Bí thư Quận ủy Vũ Đức Bình"), page.index("Phó Bí thư Quận ủy Đỗ Quốc Chi")
    assert head < deputy
    assert "Báo cáo viên mời" in page
    assert 'name="guest_name"' in page.split("<noscript>")[1]  # without scripts a guest can be named too


def test_the_heads_conference_goes_up_and_leads_back_to_the_duty(
    world: World, obligation: Obligation, district: Client
) -> None:
    answer = send(district, obligation, typed(world))
    assert answer.headers["Location"] == reverse("cascade:obligation-page", args=[obligation.pk])
    assert "Đã ghi nhận hội nghị và gửi cấp trên." in district.get(answer.headers["Location"]).content.decode()
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED


def test_a_deputy_is_warned_of_before_anything_is_written(
    world: World, obligation: Obligation, district: Client
) -> None:
    answer = send(district, obligation, typed(world, presenter=world.district_deputy.pk))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "người đứng đầu, đồng chí Vũ Đức Bình, phải trực tiếp truyền đạt" in page
    assert 'name="warned" value="not_head"' in page
    assert not Conference.objects.exists()


def test_whoever_was_warned_may_record_it_and_the_duty_says_why_it_is_not_met(
    world: World, obligation: Obligation, district: Client
) -> None:
    answer = send(district, obligation, typed(world, presenter=world.district_deputy.pk, warned="not_head"))
    page = district.get(answer.headers["Location"]).content.decode()
    assert "người đứng đầu, đồng chí Vũ Đức Bình, phải trực tiếp truyền đạt" in page
    assert Conference.objects.get().presenter_name == "Đỗ Quốc Chi"
    obligation.refresh_from_db()
    assert obligation.state == State.ACCEPTED


def test_a_warning_of_one_thing_is_not_a_warning_of_another(
    world: World, obligation: Obligation, district: Client
) -> None:
    data = typed(world, presenter=world.district_deputy.pk, venue_attendees="0", warned="not_head")
    answer = send(district, obligation, data)
    assert answer.status_code == 422
    assert "Chưa có số người tham dự." in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"held_on": "31/02/2019"}, "id_held_on_error"),
        ({"venue_attendees": "-1"}, "id_venue_attendees_error"),
        ({"venue_attendees": "99999999999"}, "id_venue_attendees_error"),
        ({"presenter": "999999"}, "Ngày đó người này không giữ chức vụ ở đơn vị."),
        ({"presenter": "guest"}, "Hãy ghi tên báo cáo viên mời."),
        ({"form": "by post"}, "id_form"),
    ],
)
def test_what_cannot_be_is_pointed_out_and_what_was_typed_stays(
    world: World, obligation: Obligation, district: Client, change: dict[str, str], said: str
) -> None:
    answer = send(district, obligation, typed(world, note="Có 12 ý kiến thảo luận.", **change))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Có 12 ý kiến thảo luận." in answer.content.decode()
    assert not Conference.objects.exists()


def ask(client: Client, obligation: Obligation, **typed_so_far: Any) -> str:
    answer = client.get(reverse(PRESENTER, args=[obligation.pk]), typed_so_far, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_another_day_brings_the_people_of_that_day(world: World, obligation: Obligation, district: Client) -> None:
    head = Position.objects.get(unit=world.kien_an, is_head=True)
    org.end_appointment(
        actor=SYSTEM, appointment=Appointment.objects.get(position=head), until=date(2019, 7, 10), at=world.noon
    )
    org.appoint(actor=SYSTEM, person=world.district_deputy, position=head, since=date(2019, 7, 10), at=world.noon)
    before = ask(district, obligation, held_on="09/07/2019", form="hybrid")
    after = ask(district, obligation, held_on="10/07/2019", form="hybrid")
    assert "Bí thư Quận ủy Vũ Đức Bình" in before
    assert "Vũ Đức Bình" not in after
    assert "Bí thư Quận ủy Đỗ Quốc Chi" in after


def test_choosing_the_deputy_shows_the_warning_at_once(world: World, obligation: Obligation, district: Client) -> None:
    shown = ask(district, obligation, held_on="11/07/2019", form="hybrid", presenter=world.district_deputy.pk)
    assert "phải trực tiếp truyền đạt" in shown
    assert 'name="warned" value="not_head"' in shown
    head = ask(district, obligation, held_on="11/07/2019", form="hybrid", presenter=world.district_secretary.person.pk)
    assert "phải trực tiếp truyền đạt" not in head


def test_choosing_a_guest_asks_for_his_name(world: World, obligation: Obligation, district: Client) -> None:
    shown = ask(district, obligation, held_on="11/07/2019", form="hybrid", presenter="guest")
    assert 'name="guest_name"' in shown
    without = ask(district, obligation, held_on="11/07/2019", form="hybrid", presenter=world.district_deputy.pk)
    assert 'name="guest_name"' not in without


def test_showing_a_recording_is_warned_of_at_once(world: World, obligation: Obligation, district: Client) -> None:
    head = world.district_secretary.person.pk
    assert "chỉ xem lại bản ghi" in ask(district, obligation, held_on="11/07/2019", form="recording", presenter=head)


def test_what_the_presenters_part_listens_to_stands_on_the_page(
    world: World, obligation: Obligation, district: Client
) -> None:
    page = district.get(reverse(RECORD, args=[obligation.pk])).content.decode()
    named = set(re.findall(r"#([\w-]+)", " ".join(re.findall(r'hx-(?:trigger|include)="([^"]+)"', page))))
    assert {"id_held_on", "conference-form", "id_presenter"} <= named
    assert {name for name in named if f'id="{name}"' not in page} == set()


def test_half_typed_days_and_strange_words_break_nothing(
    world: World, obligation: Obligation, district: Client
) -> None:
    shown = ask(district, obligation, held_on="11/0", form="by post", presenter="<b>")
    assert "Vũ Đức Bình" in shown
    assert "<b>" not in shown


def test_what_has_gone_up_cannot_be_recorded_again(world: World, obligation: Obligation, district: Client) -> None:
    send(district, obligation, typed(world))
    assert district.get(reverse(RECORD, args=[obligation.pk])).status_code == 409
    assert send(district, obligation, typed(world)).status_code == 409
    assert Conference.objects.count() == 1


def test_the_superior_sees_the_conference_with_its_populations_apart(
    world: World, obligation: Obligation, district: Client
) -> None:
    send(district, obligation, typed(world, venue_attendees="1250", viewers="31"))
    url = reverse("conference:conference-page", args=[Conference.objects.get().pk])
    page = world.client(world.city_office).get(url).content.decode()
    for words in ("1.250", "31", "Bí thư Quận ủy", "người đứng đầu tại ngày đó", "Nghị quyết 45-NQ/TW", "đạt yêu cầu"):
        assert words in page
    assert "1.281" not in page  # the populations are never added up


def test_the_page_costs_the_same_however_many_have_positions(
    world: World, obligation: Obligation, district: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(15):
        district.get(reverse(RECORD, args=[obligation.pk]))
