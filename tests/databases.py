"""The databases of a run: templates that are filled once, and each process's own copies of them."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from quantriet.pg.embedded import Cluster

FOLDER = Path(os.environ["QUANTRIET_TEST_FOLDER"])
EMPTY, WORLD = "migrated", "world"
_OWN = connection.settings_dict["NAME"]
_usual = [EMPTY]


def make_once(cluster: Cluster, template: str, fill: Callable[[], object]) -> None:
    """Make a template, unless another process of this run has made it."""
    with (FOLDER / f"{template}.lock").open("w") as lock, cluster.connect() as server:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if server.execute("select 1 from pg_database where datname = %s", [template]).fetchone():
            return
        source = "template1" if template == EMPTY else EMPTY
        server.execute(f"create database making_{template} template {source} strategy file_copy")
        before = connection.settings_dict["NAME"]
        _connect_to(f"making_{template}")
        fill()
        _connect_to(before)
        server.execute(f"alter database making_{template} rename to {template}")


def copy(cluster: Cluster, template: str) -> None:
    """This process's own copy of a template, made anew; whoever still uses the old one is cut off."""
    with cluster.connect() as server:
        server.execute(f"drop database if exists {_own(template)} with (force)")
        server.execute(f"create database {_own(template)} template {template} strategy file_copy")


def renew(cluster: Cluster) -> None:
    """What a test has committed goes: the copy in use is made anew."""
    connection.close()
    copy(cluster, next(t for t in (EMPTY, WORLD, _usual[-1]) if _own(t) == connection.settings_dict["NAME"]))


def use(template: str = "") -> None:
    """Let this process, and those it starts from now on, use its copy of a template; the usual one if none is named."""
    _connect_to(_own(template or _usual[-1]))


@contextmanager
def usually(template: str) -> Iterator[None]:
    """Meanwhile the usual database is the copy of another template."""
    _usual.append(template)
    use()
    yield
    _usual.pop()
    use()


def _own(template: str) -> str:
    return _OWN if template == EMPTY else f"{_OWN}_{template}"


def _connect_to(name: str) -> None:
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = os.environ["QUANTRIET_TEST_DATABASE"] = name
