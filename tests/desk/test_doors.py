"""Who may open the pages of the desk: everybody their own, and nobody anybody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from quantriet.accounts.models import User
from tests.doors import EVERYBODY, Door, check
from tests.world import World

PAGES = ("home", "owed", "new-documents", "due-soon", "to-decide", "late-below", "search")
DOORS = [Door(f"desk:{page}", EVERYBODY) for page in PAGES]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.url_name)
def test_doors(door: Door, world: World) -> None:
    check(door, world)


@pytest.fixture
def unmandated(world: World) -> Client:
    """A browser of somebody who has an account and acts for nobody."""
    client = Client()
    client.force_login(User.objects.create(username="newcomer", full_name="Lý Văn Mới"))
    return client


def test_an_account_without_a_mandate_is_told_what_to_do(unmandated: Client) -> None:
    html = unmandated.get("/").content.decode()
    assert "Lý Văn Mới" in html
    assert "Hãy đề nghị văn phòng đơn vị giao quyền cho đồng chí" in html


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("home", "search")])
def test_an_account_without_a_mandate_has_no_lists(unmandated: Client, page: str) -> None:
    assert unmandated.get(reverse(f"desk:{page}")).status_code == 404


def test_an_account_without_a_mandate_finds_nothing(unmandated: Client, world: World) -> None:
    assert "Không tìm thấy" in unmandated.get("/search/", {"q": "kien an"}).content.decode()
