"""Small works that a worker does again and again while it lives: summing up, placing.

They are not jobs: nobody waits for one, to leave one out does no harm, and several workers may do them at once.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections, connection

logger = logging.getLogger(__name__)
_works: list[tuple[float, Callable[[], object]]] = []


def steadily(seconds: float, work: Callable[[], object]) -> None:
    """Let every worker do this again so many seconds after it was last done; named once, when an app is ready."""
    _works.append((seconds, work))


async def keep_up() -> None:
    """Do all of them, until cancelled."""
    tasks = [asyncio.create_task(_for_ever(seconds, work)) for seconds, work in _works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)


async def _for_ever(seconds: float, work: Callable[[], object]) -> None:
    while True:
        await sync_to_async(_once)(work)
        await asyncio.sleep(seconds)


def _once(work: Callable[[], object]) -> None:
    close_old_connections()
    try:
        work()
    except DatabaseError as problem:  # the server is restarting, or somebody else was faster: next time
        logger.warning("Upkeep %s: %s", getattr(work, "__name__", work), problem)
        connection.close()
