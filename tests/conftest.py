"""One database server for a whole run of tests, made for it and thrown away; one database for each process."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from quantriet.pg.embedded import Cluster

_FOLDER = Path(os.environ["QUANTRIET_TEST_FOLDER"])
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # nothing here outlives the run


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The server that the processes of this run share; the last of them to end stops it."""
    server = Cluster(_FOLDER, _CARELESS)
    server.use()
    yield server
    connection.close()
    server.leave()


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> None:
    """A database of this process's own, copied from one that was migrated once."""
    name = connection.settings_dict["NAME"]

    def renew(test: TransactionTestCase) -> None:
        connection.close()
        _copy_migrated(cluster, name)

    # A test that commits cannot be tidied up after: the tables that are only ever added to refuse to be emptied.
    TransactionTestCase._fixture_teardown = renew
    with django_db_blocker.unblock(), (_FOLDER / "template").open("w") as lock, cluster.connect() as server:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not server.execute("select 1 from pg_database where datname = 'migrated'").fetchone():
            server.execute("create database migrated")
            connection.settings_dict["NAME"] = "migrated"
            call_command("migrate", interactive=False, verbosity=0)
            connection.close()
            connection.settings_dict["NAME"] = name
    _copy_migrated(cluster, name)


def _copy_migrated(cluster: Cluster, name: str) -> None:
    with cluster.connect() as server:
        server.execute(f"drop database if exists {name} with (force)")
        server.execute(f"create database {name} template migrated strategy file_copy")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder of the run; the first process does it, after its helpers have ended."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(_FOLDER, ignore_errors=True)
