"""The band, the cast on the sign-in page, moving the clock."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from quantriet.audit.models import Entry
from quantriet.sample.models import SampleClock
from tests.sample.loaded import CAST, Sample


def test_the_sign_in_page_offers_each_of_the_cast_with_one_click(loaded: Sample) -> None:
    html = Client().get(reverse("accounts:sign-in")).content.decode()
    assert [name for name in CAST if reverse("sample:sign-in", args=[name]) not in html] == []


@pytest.mark.parametrize("username", CAST)
def test_one_click_leads_to_ones_own_desk(loaded: Sample, username: str) -> None:
    html = loaded.client(username).get("/").content.decode()
    assert loaded.acting(username).unit_name in html
    assert 'class="band"' in html


def test_signing_in_leads_back_to_the_page_one_wanted_but_never_away(loaded: Sample) -> None:
    url = reverse("sample:sign-in", args=["vp.quan"])
    assert Client().post(url, {"next": "/units/"}).headers["Location"] == "/units/"
    assert Client().post(url, {"next": "https://example.org/"}).headers["Location"] == "/"


def test_signing_in_is_written_down(loaded: Sample) -> None:
    loaded.client("vp.quan")
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor_name) == ("sample.session.opened", "Văn phòng Quận ủy Kiến An")


def test_the_clock_is_moved_by_any_of_the_cast_and_it_is_written_down(loaded: Sample) -> None:
    client = loaded.client("bithu.chibo")
    answer = client.post(reverse("sample:move-clock"), {"today": "2019-07-13", "next": "/cascades/"})
    assert answer.headers["Location"] == "/cascades/"
    assert SampleClock.objects.get().today == date(2019, 7, 13)
    assert Entry.objects.latest("pk").facts == {"from": "2019-07-12", "to": "2019-07-13"}


def test_a_day_that_is_none_is_said_and_nothing_moves(loaded: Sample) -> None:
    client = loaded.client("vp.quan")
    html = client.post(reverse("sample:move-clock"), {"today": "31/02/2019", "next": "/"}, follow=True).content.decode()
    assert "31/07/2019" in html  # the example in the message
    assert SampleClock.objects.get().today == date(2019, 7, 12)


def test_a_day_outside_the_world_is_refused(loaded: Sample) -> None:
    client = loaded.client("vp.quan")
    answer = client.post(reverse("sample:move-clock"), {"today": "01/01/2030", "next": "/"})
    assert answer.status_code == 422
    assert "31/12/2020" in answer.content.decode()
