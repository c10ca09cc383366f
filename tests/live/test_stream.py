"""The stream through the real server: what is committed arrives, what is rolled back does not."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest
from django.db import connection, transaction

from quantriet.live.channel import announce

PROMISED = 2.0  # seconds from commit to the page


class Reader:
    """One page that follows topics."""

    def __init__(self, port: int, query: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.line.request("GET", f"/?{query}")
        self.response = self.line.getresponse()

    def close(self) -> None:
        self.response.close()
        self.line.close()

    def event(self) -> str:
        """The next event, its lines joined; empty when the stream has ended."""
        lines = []
        while line := self.response.readline().decode().rstrip("\n"):
            lines.append(line)
        return "|".join(lines)


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The real database with real commits; nothing is written to any table."""
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.fixture(scope="module")
def server(database) -> Iterator[tuple[int, subprocess.Popen]]:
    port = _free_port()
    place = connection.settings_dict
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "tests.live.server:application", "--interface", "asginl", "--no-ws",
         "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "--workers-kill-timeout", "30"],
        env=os.environ | {f"LIVE_TEST_{name}": place[name] for name in ("NAME", "USER", "HOST")},
    )  # fmt: skip
    try:
        _wait_for(port, process)
        with _following(port, "topic=unit:0") as first:
            assert first.event().startswith("event: resync")  # from here on the server listens
        yield port, process
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server has ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            os.sched_yield()
    raise AssertionError("the server does not answer")


@contextmanager
def _following(port: int, query: str) -> Iterator[Reader]:
    """A page whose stream has begun: whatever is committed from now on must reach it."""
    with closing(Reader(port, query)) as reader:
        assert reader.event() == "retry: 2000"
        yield reader


def _status(port: int, query: str) -> int:
    with closing(Reader(port, query)) as reader:
        return reader.response.status


def test_a_committed_change_reaches_the_page_in_time(server):
    port, _ = server
    with _following(port, "topic=unit:1&topic=unit:2") as reader:
        assert reader.response.headers["Content-Type"] == "text/event-stream"
        with transaction.atomic():
            announce("unit:2", "unit:2", "unit:9")
        committed = time.monotonic()
        assert reader.event() == "data: unit:2"
        assert time.monotonic() - committed < PROMISED


def test_a_change_that_is_rolled_back_is_never_heard(server):
    port, _ = server
    with _following(port, "topic=unit:1&topic=unit:2") as reader:
        with transaction.atomic():
            announce("unit:1")
            transaction.set_rollback(True)
        announce("unit:2")
        assert reader.event() == "data: unit:2"


def test_many_open_pages_hold_one_connection_to_the_database(server):
    port, _ = server
    with ExitStack() as pages:
        readers = [pages.enter_context(_following(port, f"topic=unit:{number}")) for number in range(1, 13)]
        announce("unit:12")
        assert readers[-1].event() == "data: unit:12"
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) filter (where query like 'listen%'), count(*) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )
            listening, all_of_them = cursor.fetchone()
    assert listening == 1
    assert all_of_them <= 3  # it and the pool of two


def test_after_the_database_was_away_every_page_looks_again(server):
    port, _ = server
    with _following(port, "topic=unit:1") as reader:
        announce("unit:1")
        assert reader.event() == "data: unit:1"
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%'")
        assert reader.event().startswith("event: resync")
        announce("unit:1")
        assert reader.event() == "data: unit:1"


@pytest.mark.parametrize("query", ["", "topic=unit", "topic=unit:1;drop", "topic=Unit:1", "topic=unit:1%0a"])
def test_a_topic_is_a_word_and_a_number(server, query):
    port, _ = server
    assert _status(port, query) == 400


def test_more_topics_than_a_page_may_follow_are_refused(server):
    port, _ = server
    assert _status(port, "&".join(f"topic=unit:{n}" for n in range(51))) == 400


def test_the_server_stops_at_once_though_pages_are_open(server):
    port, process = server
    with _following(port, "topic=unit:1") as reader:
        announce("unit:1")
        assert reader.event() == "data: unit:1"
        process.send_signal(signal.SIGTERM)
        assert reader.event() == ""
        assert process.wait(timeout=5) == 0
