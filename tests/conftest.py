"""One database server for a whole run of tests, made for it and thrown away; databases for each process."""

import gc
import shutil
from collections.abc import Iterator
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from quantriet.pg.embedded import Cluster
from tests import databases, world

_LONG = tuple(  # begun first, so that none of them is left alone at the end
    f"tests/{name}"
    for name in (
        "browser/", "config/test_run", "config/test_backup", "reorganisation/test_machine",
        "reorganisation/test_killed", "reorganisation/test_properties", "cascade/test_killed", "cascade/test_tasks",
        "pg/test_embedded", "documents/test_scans", "documents/test_batch", "notices/test_workers", "jobs/test_worker",
    )
)  # fmt: skip
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # nothing here outlives the run


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The server that the processes of this run share; the last of them to end stops it."""
    server = Cluster(databases.FOLDER, _CARELESS)
    server.use()
    yield server
    connection.close()
    server.leave()


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> None:
    """Two databases of this process's own: an empty one, and one in which the small world stands."""
    # A test that commits cannot be tidied up after: the tables that are only ever added to refuse to be emptied.
    TransactionTestCase._fixture_teardown = lambda test: databases.renew(cluster)
    with django_db_blocker.unblock():
        databases.make_once(cluster, databases.EMPTY, partial(call_command, "migrate", interactive=False, verbosity=0))
        databases.make_once(cluster, databases.WORLD, world.found)
    databases.copy(cluster, databases.EMPTY)
    databases.copy(cluster, databases.WORLD)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long tests first, half of them where the second of two workers begins; the others as they were.

    A driven browser leaves its event loop in the process, in which no other may run: what needs one comes before all.
    """
    looping = [item for item in items if item.nodeid.startswith("tests/live/")]
    long = [item for item in items if item.nodeid.startswith(_LONG)]
    rest = [item for item in items if not item.nodeid.startswith((*_LONG, "tests/live/"))]
    mine, yours = [*looping, *long[::2]], long[1::2]
    cut = max(0, len(items) // 2 - len(mine))
    items[:] = [*mine, *rest[:cut], *yours, *rest[cut:]]


def pytest_collection_finish() -> None:
    """Leave what has been imported by now out of every later search for garbage."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before the database is opened: who plays in the small world finds it there already."""
    databases.use(databases.WORLD if "world" in getattr(item, "fixturenames", ()) else "")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder of the run; the first process does it, after its helpers have ended."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(databases.FOLDER, ignore_errors=True)
