"""What is answered while every connection to the database is taken."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from quantriet.web import answers
from tests.world import World

pytestmark = pytest.mark.django_db
Ask = Callable[[], HttpResponse]


@contextmanager
def crowded(*, taken: bool) -> Iterator[Callable[[Ask], HttpResponse]]:
    """A thread of the server whose pool holds a single connection, which somebody else may have."""
    wrapper = DatabaseWrapper(deepcopy(connection.settings_dict))
    wrapper.settings_dict["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 1, "timeout": 0.2}
    wrapper.inc_thread_sharing()
    wrapper.pool.open()
    held = wrapper.pool.getconn(timeout=10) if taken else None

    def ask(what: Ask) -> HttpResponse:
        found: list[Any] = []

        def work() -> None:
            connections["default"] = wrapper
            found.append(what())

        thread = Thread(target=work)
        thread.start()
        thread.join()
        return found[0]

    try:
        yield ask
    finally:
        if held is not None:
            wrapper.pool.putconn(held)
        wrapper.close()
        wrapper.close_pool()


@pytest.fixture
def visitor(world: World) -> Client:
    client = world.client(world.district_office)
    client.raise_request_exception = False
    return client


def test_who_finds_no_connection_is_asked_to_try_again(visitor: Client) -> None:
    with crowded(taken=True) as ask:
        answer = ask(lambda: visitor.get("/units/?q=bac&page=2"))
        sent = ask(lambda: visitor.post("/units/", {"x": "1"}, headers={"Referer": "http://testserver/study/"}))
        part = ask(lambda: visitor.get("/units/", headers={"HX-Request": "true"}))
    html = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, str(answers.AGAIN_AFTER))
    assert "Hệ thống đang bận" in html
    assert "data-unsaved" in html  # the browser keeps what was sent
    assert 'href="/units/?q=bac&amp;page=2"' in html
    assert sent.status_code == 503
    assert 'href="/study/"' in sent.content.decode()  # sent again from its page, not asked for by its address
    assert (part.status_code, part["HX-Retarget"]) == (503, "#messages")
    assert "<html" not in part.content.decode()


def test_with_a_connection_left_the_same_pool_answers() -> None:
    """The page itself is what it is without the crowd; so the answer above comes from the crowd alone."""
    with crowded(taken=False) as ask:
        assert ask(lambda: Client().get(reverse("accounts:sign-in"))).status_code == 200


def test_what_broke_otherwise_is_no_crowd(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_CROWDED", ())
    with crowded(taken=True) as ask:
        answer = ask(lambda: visitor.get("/units/"))
    assert answer.status_code == 500
    assert not answer.has_header("Retry-After")
