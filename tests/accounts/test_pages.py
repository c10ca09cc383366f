"""The sign-in page."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World

SECRET = "con đường từ chi bộ"


@pytest.fixture
def url(world: World) -> str:
    """Where one signs in, when the district's office has a password."""
    user = world.district_office.user
    user.set_password(SECRET)
    user.save()
    return reverse("accounts:sign-in")


def typed(password: str = SECRET, **more: str) -> dict[str, str]:
    return {"username": "office.district", "password": password, **more}


def test_says_in_vietnamese_what_to_fill_in(url: str) -> None:
    page = Client().get(url).content.decode()
    assert "Tên đăng nhập" in page
    assert 'autocomplete="current-password"' in page


def test_leads_to_the_page_one_wanted(url: str, world: World) -> None:
    client = Client()
    wanted = reverse("org:unit-page", args=[world.kien_an.pk])
    asked = client.get(wanted)
    assert asked.status_code == 302
    answer = client.post(asked.headers["Location"], typed(next=wanted))
    assert answer.headers["Location"] == wanted
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_never_leads_to_another_site(url: str, elsewhere: str) -> None:
    assert Client().post(url, typed(next=elsewhere)).headers["Location"] == "/"


def test_a_wrong_password_is_said_and_the_name_stays_in_the_form(url: str) -> None:
    answer = Client().post(url, typed("wrong"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in page
    assert 'value="office.district"' in page
    assert "wrong" not in page


def test_after_five_wrong_ones_the_time_of_unlocking_is_said(url: str) -> None:
    client = Client()
    for _ in range(4):
        client.post(url, typed("wrong"))
    assert "12/07/2019 12:15" in client.post(url, typed("wrong")).content.decode()
    assert "12/07/2019 12:15" in client.post(url, typed()).content.decode()


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(url: str, settings) -> None:
    settings.HTTPS = True
    for number in range(5):
        Client().post(url, {"username": f"n{number}", "password": "x"}, headers={"X-Forwarded-For": "6.6.6.6, 7.7.7.7"})
    locked = Client().post(url, typed(), headers={"X-Forwarded-For": "9.9.9.9, 7.7.7.7"})
    assert "Tạm khóa" in locked.content.decode()
    free = Client().post(url, typed(), headers={"X-Forwarded-For": "7.7.7.7, 8.8.8.8"})
    assert free.status_code == 302


def test_the_session_gets_a_new_key_at_sign_in(url: str) -> None:
    client = Client()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.post(url, typed())
    assert client.session.session_key != session.session_key
    assert client.session["_auth_user_id"]


def test_signing_out_ends_the_session_and_needs_a_post(url: str, world: World) -> None:
    client = world.client(world.district_office)
    assert client.get(reverse("accounts:sign-out")).status_code == 405
    assert client.post(reverse("accounts:sign-out")).headers["Location"] == url
    assert client.get(reverse("org:unit-tree")).status_code == 302


def test_who_is_signed_in_is_led_on(url: str, world: World) -> None:
    assert world.client(world.district_office).get(url).headers["Location"] == "/"
