"""Who may take an account of the sample cast, and who may move the clock."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from quantriet.accounts.models import User
from quantriet.kernel.actor import SYSTEM
from quantriet.sample import actions, queries
from tests.doors import EVERYBODY, Door, check
from tests.world import World

DOORS = [
    Door("sample:sign-in", EVERYBODY, lambda world: {"username": "mau"}, method="post", public=True),
    Door("sample:move-clock", {"ward_office"}, method="post", data={"today": "13/07/2019"}),
]


@pytest.fixture
def sample(world: World) -> Iterator[None]:
    actions.set_clock(actor=SYSTEM, world="test", today=world.today, at=world.noon)
    actions.offer_account(actor=SYSTEM, username="mau", full_name="Tài khoản mẫu", at=world.noon)
    User.objects.filter(pk=world.ward_office.user.pk).update(is_sample=True)
    queries.forget()
    yield
    queries.forget()


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.url_name)
def test_doors(door: Door, world: World, sample: None) -> None:
    check(door, world)


def test_without_a_sample_world_nobody_comes_in_without_a_password(world: World) -> None:
    queries.forget()
    actions.offer_account(actor=SYSTEM, username="mau", full_name="Tài khoản mẫu", at=world.noon)
    client = Client()
    assert client.post(reverse("sample:sign-in", args=["mau"])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_an_ordinary_account_is_never_taken_with_one_click(world: World, sample: None) -> None:
    client = Client()
    assert client.post(reverse("sample:sign-in", args=[world.city_office.user.username])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_link_signs_nobody_in(world: World, sample: None) -> None:
    assert Client().get(reverse("sample:sign-in", args=["mau"])).status_code == 405


def test_a_real_system_offers_nobody_and_has_no_band(world: World) -> None:
    queries.forget()
    html = Client().get(reverse("accounts:sign-in")).content.decode()
    assert "/sample/" not in html
    assert 'class="band"' not in html
