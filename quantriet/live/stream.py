"""The stream of server-sent events: which of the topics a page shows have changed."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable
from functools import cache, partial
from types import FrameType
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from quantriet.live.channel import TOPIC
from quantriet.live.listener import RESYNC, STOP, Listener

TOPICS_AT_MOST = 50
HEARTBEAT = 15.0  # seconds: proxies and browsers drop a silent connection
RETRY = "retry: 2000\n\n"  # milliseconds until the browser tries again

_listener = Listener()


async def stream(request: HttpRequest) -> HttpResponseBase:
    """Events `data: <topic>` for the topics asked for, to signed-in users."""
    topics = sorted(set(request.GET.getlist("topic")))
    if not topics or len(topics) > TOPICS_AT_MOST or not all(TOPIC.fullmatch(topic) for topic in topics):
        return HttpResponse(status=400)
    await sync_to_async(_give_back_connections)()
    response = StreamingHttpResponse(_events(topics), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _give_back_connections() -> None:
    """The session was read on a connection that the open stream would otherwise keep for hours."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


async def _events(topics: list[str]) -> AsyncIterator[str]:
    _stop_on_signals()
    queue = _listener.follow(topics)
    try:
        yield RETRY
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    topic = await queue.get()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if topic is STOP:
                return
            yield "event: resync\ndata:\n\n" if topic == RESYNC else f"data: {topic}\n\n"
    finally:
        _listener.leave(queue)


@cache
def _stop_on_signals() -> None:
    """Ends the streams when the server is told to stop; it would wait for them otherwise."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        servers_own = signal.getsignal(number)
        if callable(servers_own):
            signal.signal(number, partial(_stop, loop, servers_own))


def _stop(
    loop: asyncio.AbstractEventLoop, servers_own: Callable[[int, Any], Any], number: int, frame: FrameType | None
) -> None:
    loop.call_soon_threadsafe(_listener.stop)
    servers_own(number, frame)
