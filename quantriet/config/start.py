"""What `make run` does: the database up and current, sample data when it is empty, then web and worker."""

import os
import subprocess
from collections.abc import Sequence
from typing import cast

import django
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from quantriet.config import environment, settings
from quantriet.config.database import reachable
from quantriet.config.processes import Address, Supervisor, stop_on_signals, web_command, worker_command
from quantriet.pg.programs import Runner


def run() -> None:
    """Everything at once, for one machine; ends with Ctrl-C."""
    address = Address()
    address.require_free()
    stop_on_signals()
    with reachable() as cluster:
        prepare()
        Supervisor({"web": web_command(address), "worker": worker_command()}, cluster).run(address)


def serve() -> None:
    """The web server alone."""
    address = Address()
    address.require_free()
    stop_on_signals()
    with reachable() as cluster:
        Supervisor({"web": web_command(address)}, cluster).run(address)


def work() -> None:
    """The worker of the background jobs alone."""
    stop_on_signals()
    with reachable() as cluster:
        Supervisor({"worker": worker_command()}, cluster).run()


def database_program(words: Sequence[str]) -> int:
    """One of PostgreSQL's programs (psql, pg_dump, pg_restore …) on the product's database, which is up meanwhile."""
    with reachable():
        address = settings.DATABASES["default"]
        known = {f"PG{key}": str(address[key]) for key in ("HOST", "PORT", "USER", "PASSWORD") if address[key]}
        variables = {**os.environ, **known, "PGDATABASE": str(address["NAME"])}
        return subprocess.run([Runner().programs / words[0], *words[1:]], check=False, env=variables).returncode


def prepare() -> None:
    """Bring the tables up to date, and load the sample world into a database that has no account yet."""
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Bringing the database up to date …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    world = environment.text("SAMPLE", "hai-phong")
    if world != "none" and apps.is_installed("quantriet.sample") and not get_user_model().objects.exists():
        print(f"Loading the sample world {world} …", flush=True)
        call_command("load_sample", world)
    connections.close_all()
    cast(DatabaseWrapper, connection).close_pool()
