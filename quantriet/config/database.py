"""The database, reachable for as long as a command works."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from quantriet.config import settings
from quantriet.pg.embedded import Cluster
from quantriet.pg.version import require_recent


@contextmanager
def reachable() -> Iterator[Cluster | None]:
    """One's own server where DATABASE_URL names one; otherwise the embedded one, which it gives, started and kept.

    Processes started inside the block find the address in DATABASE_URL and start nothing themselves.
    """
    if os.environ.get("DATABASE_URL"):
        require_recent(settings.DATABASE_URL)
        yield None
        return
    cluster = Cluster(settings.DATA_DIR)
    try:
        os.environ["DATABASE_URL"] = cluster.use()
        yield cluster
    finally:
        os.environ.pop("DATABASE_URL", None)
        cluster.leave()
