"""One LISTEN connection per process, and everybody in the process who waits for its topics."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

import psycopg
from django.db import connection

from quantriet.live.channel import CHANNEL

logger = logging.getLogger(__name__)

RESYNC = ""  # in place of a topic: something may have been missed, look at everything again
STOP = None  # in place of a topic: the server goes down
RETRY = 2.0  # seconds before the next try when the database is away
ROOM = 200  # topics waiting for one slow reader; beyond that it is told to look at everything again

Waiting = asyncio.Queue[str | None]


class Listener:
    """Hands each announced topic to those who follow it."""

    def __init__(self) -> None:
        self._followers: dict[Waiting, frozenset[str]] = {}
        self._task: asyncio.Task[None] | None = None

    def follow(self, topics: Iterable[str]) -> Waiting:
        """A queue that fills with those of the topics that are announced from now on."""
        queue: Waiting = asyncio.Queue()
        self._followers[queue] = frozenset(topics)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen(), name="live listener")
        return queue

    def leave(self, queue: Waiting) -> None:
        """Nobody reads this queue any longer; the connection stays for the next page."""
        self._followers.pop(queue, None)

    def stop(self) -> None:
        """Ends every stream and closes the connection, so that the server need not wait for them."""
        for queue in self._followers:
            queue.put_nowait(STOP)
        if self._task is not None:
            self._task.cancel()

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**_address(), autocommit=True) as listening:
                    await listening.execute(f"listen {CHANNEL}")
                    self._tell(RESYNC)  # what happened before this instant was not heard
                    async for notice in listening.notifies():
                        self._tell(notice.payload)
            except psycopg.Error as error:
                logger.warning("live: the database is away, trying again: %s", error)
            await asyncio.sleep(RETRY)

    def _tell(self, topic: str) -> None:
        for queue, topics in self._followers.items():
            if topic != RESYNC and topic not in topics:
                continue
            if queue.qsize() < ROOM:
                queue.put_nowait(topic)
            elif queue.qsize() == ROOM:
                queue.put_nowait(RESYNC)


def _address() -> dict[str, Any]:
    """Where Django's own connection leads, without what only Django understands."""
    settings = connection.settings_dict
    options = {name: value for name, value in settings["OPTIONS"].items() if name not in {"pool", "isolation_level"}}
    places = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return options | {name: settings[key] for name, key in places.items() if settings[key]}
