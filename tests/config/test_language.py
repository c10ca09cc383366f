"""A page is Vietnamese unless its reader has chosen otherwise."""

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


def language_of(client: Client, **headers: str) -> str | None:
    return client.get("/accounts/sign-in/", headers=headers or None).headers["Content-Language"]


def test_vietnamese_comes_first_whatever_the_browser_asks_for() -> None:
    assert language_of(Client(), accept_language="en-US,en;q=0.9") == "vi"


def test_the_chosen_language_stays() -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert language_of(client) == "en"


def test_an_unknown_language_is_vietnamese() -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "../../etc"
    assert language_of(client) == "vi"
