"""The sample world, told once for all the tests of a run."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from quantriet.kernel import clock
from quantriet.org.models import UnitVersion
from quantriet.org.queries import Acting, mandates_of
from quantriet.pg.embedded import Cluster
from quantriet.sample import queries

TODAY = date(2019, 7, 12)
NOON = datetime(2019, 7, 12, 12, 0, tzinfo=clock.ZONE)
CAST = (
    "vp.tu", "bithu.tu", "vp.quan", "bithu.quan", "vp.phuong", "bithu.phuong", "bithu.chibo", "vp.khoi", "bithu.khoi",
    "vp.khac",
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """The loaded world as tests ask it."""

    def unit(self, code: str) -> UnitVersion:
        """A unit by its code, as at today."""
        return UnitVersion.objects.as_at(TODAY).get(unit__code=code)

    def acting(self, username: str) -> Acting:
        """What the request of one of the cast carries."""
        user = queries.sample_user(username)
        assert user is not None
        return mandates_of(user.pk, TODAY)[0]

    def client(self, username: str) -> Client:
        """A browser in which one of the cast has signed in with one click."""
        client = Client()
        assert client.post(reverse("sample:sign-in", args=[username])).status_code == 302
        return client


@pytest.fixture(scope="module")
def _told(cluster: Cluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Another database for the tests of a module: a copy of one into which the world was told once in the whole run."""
    with told_in(cluster, django_db_blocker, "told"):
        yield


@contextmanager
def told_in(cluster: Cluster, blocker: DjangoDbBlocker, name: str, *words: str) -> Iterator[None]:
    """Tests meanwhile see a copy of the database `name`, into which `load_sample` has told a world once in the run."""
    own = connection.settings_dict["NAME"]
    with blocker.unblock():
        with (Path(os.environ["QUANTRIET_TEST_FOLDER"]) / name).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _tell_once(cluster, name, *words)
        _copy(cluster, name, f"{own}_{name}")
        _connect_to(f"{own}_{name}")
        yield
        _connect_to(own)


def _tell_once(cluster: Cluster, name: str, *words: str) -> None:
    with cluster.connect() as server:
        if server.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return
        _copy(cluster, "migrated", f"telling_{name}")
        _connect_to(f"telling_{name}")
        call_command("load_sample", *words, stdout=StringIO())
        connection.close()
        server.execute(f"alter database telling_{name} rename to {name}")


def _copy(cluster: Cluster, source: str, name: str) -> None:
    with cluster.connect() as server:
        server.execute(f"drop database if exists {name} with (force)")
        server.execute(f"create database {name} template {source} strategy file_copy")


def _connect_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture
def loaded(_told: None, db: None) -> Iterator[Sample]:
    """The sample world at noon of its first day; what a test changes is undone after it."""
    queries.forget()
    clock.set_source(lambda: NOON)
    yield Sample()
    clock.set_source(None)
    queries.forget()
