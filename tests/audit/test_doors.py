"""Who may open what: everybody his own branch's journal."""

import pytest
from django.urls import reverse

from quantriet.accounts.models import User
from tests.doors import EVERYBODY, Door, check
from tests.world import World

DOORS = [Door("audit:entry-list", opens=EVERYBODY)]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.url_name)
def test_door(door: Door, world: World) -> None:
    check(door, world)


def test_an_account_without_a_mandate_reads_nothing(world: World, client) -> None:
    client.force_login(User.objects.create(username="nobody.yet"))
    assert client.get(reverse("audit:entry-list")).status_code == 404
