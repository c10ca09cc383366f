"""The worker of the background jobs: how it behaves, and how it picks up what a dead worker left behind."""

import asyncio
import logging
from contextlib import suppress
from typing import cast

from procrastinate import App, exceptions
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import DjangoApp, app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.periodic import PeriodicRegistry

from quantriet.jobs.upkeep import keep_up

DEAD_AFTER = 15.0  # seconds without a sign of life; a worker gives one, and looks for the dead, five times as often

logger = logging.getLogger(__name__)


def _habits(dead_after: float) -> WorkerOptions:
    return {
        "concurrency": 2,
        "update_heartbeat_interval": dead_after / 5,
        "stalled_worker_timeout": dead_after,
        "shutdown_graceful_timeout": 5.0,
        "delete_jobs": "successful",  # what an act did stands in the audit; failed jobs stay for somebody to look at
    }


def worker_app(dead_after: float = DEAD_AFTER) -> App:
    """The same tasks on connections of the worker's own.

    The tasks themselves keep the app of Django: what they defer is queued on Django's connection, inside their own
    transaction, exactly as in a request.
    """
    app.perform_import_paths()  # type: ignore[no-untyped-call] # procrastinate does not type it
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    own = DjangoApp(connector=connector, worker_defaults=_habits(dead_after))
    own.tasks = app.tasks
    own.periodic_registry = app.periodic_registry
    return own


async def work(*, until_done: bool = False, dead_after: float = DEAD_AFTER) -> None:
    """Run jobs until a signal to end; or, when asked, until none is left."""
    own = worker_app(dead_after)
    if until_done:
        own.periodic_registry = PeriodicRegistry()  # type: ignore[no-untyped-call] # what comes back is never done
    async with own.open_async():
        beside = [asyncio.create_task(_rescue_for_ever(own.job_manager, dead_after)), asyncio.create_task(keep_up())]
        try:
            await own.run_worker_async(wait=not until_done)
        finally:
            for task in beside:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


async def rescue_jobs(manager: JobManager, dead_after: float) -> None:
    """Queue again every job whose worker gives no sign of life.

    A task is one transaction, so a killed worker left nothing of it: to run it again is safe.
    """
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=dead_after):
        logger.warning("Job %s (%s) lost its worker and is queued again.", job.id, job.task_name)
        await manager.retry_job(job)


async def _rescue_for_ever(manager: JobManager, dead_after: float) -> None:
    while True:
        try:
            await rescue_jobs(manager, dead_after)
        except exceptions.ConnectorException as problem:  # another worker was faster, or the server is restarting
            logger.warning("Looking for lost jobs: %s", problem)
        await asyncio.sleep(dead_after / 5)
