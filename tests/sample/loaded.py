"""The sample world, told once for all the tests of a run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from quantriet.kernel import clock
from quantriet.org.models import UnitVersion
from quantriet.org.queries import Acting, mandates_of
from quantriet.pg.embedded import Cluster
from quantriet.sample import queries
from tests import databases

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
    with blocker.unblock():
        databases.make_once(cluster, name, partial(call_command, "load_sample", *words, stdout=StringIO()))
        databases.copy(cluster, name)
        with databases.usually(name):
            yield


@pytest.fixture
def loaded(_told: None, db: None) -> Iterator[Sample]:
    """The sample world at noon of its first day; what a test changes is undone after it."""
    queries.forget()
    clock.set_source(lambda: NOON)
    yield Sample()
    clock.set_source(None)
    queries.forget()
