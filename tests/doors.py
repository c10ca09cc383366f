"""The door table: each URL, and who of the cast may open it. Everybody else finds nothing there (404)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.world import CAST, World


@dataclass(frozen=True)
class Door:
    """One URL of one app."""

    url_name: str
    opens: set[str]  # names of the cast that get in; a form that is refused (409, 422) is still inside
    kwargs: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    public: bool = False  # opens without signing in
    closed_status: int = 404


INSIDE = {200, 204, 302, 303, 400, 409, 422}


def check(door: Door, world: World) -> None:
    """Try the door with everybody, and with nobody signed in."""
    url = reverse(door.url_name, kwargs=door.kwargs(world))
    nobody = getattr(Client(), door.method)(url, door.data)
    if door.public:
        assert nobody.status_code in INSIDE, f"{url} should be open to all, gave {nobody.status_code}"
    else:
        assert nobody.status_code == 302, f"{url} without sign-in gave {nobody.status_code}"
        assert reverse("accounts:sign-in") in nobody.headers["Location"]
    for name in CAST:
        response = getattr(world.client(world.member(name)), door.method)(url, door.data)
        if name in door.opens:
            assert response.status_code in INSIDE, f"{url} closed to {name}: {response.status_code}"
        else:
            assert response.status_code == door.closed_status, f"{url} gave {response.status_code} to {name}"


EVERYBODY = set(CAST)
