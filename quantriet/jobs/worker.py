"""The worker of the background jobs: how it behaves, and how it picks up what a dead worker left behind."""

import asyncio
import logging
from contextlib import suppress

from procrastinate import App, exceptions
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import DjangoApp, app
from procrastinate.manager import JobManager

SIGN_OF_LIFE = 3.0  # seconds between two heartbeats of a worker
DEAD_AFTER = 15.0  # seconds without one
LOOK_FOR_DEAD = 5.0  # seconds between two looks

HABITS: WorkerOptions = {
    "concurrency": 2,
    "update_heartbeat_interval": SIGN_OF_LIFE,
    "stalled_worker_timeout": DEAD_AFTER,
    "shutdown_graceful_timeout": 5.0,
    "delete_jobs": "successful",  # what an act did stands in the audit; failed jobs stay for somebody to look at
}

logger = logging.getLogger(__name__)


def worker_app() -> App:
    """The same tasks on connections of the worker's own.

    The tasks themselves keep the app of Django: what they defer is queued on Django's connection, inside their own
    transaction, exactly as in a request.
    """
    app.perform_import_paths()
    own = DjangoApp(connector=app.connector.get_worker_connector(), worker_defaults=HABITS)
    own.tasks = app.tasks
    own.periodic_registry = app.periodic_registry
    return own


async def work(until_done: bool = False) -> None:
    """Run jobs until a signal to end; or, when asked, until none is left."""
    own = worker_app()
    async with own.open_async():
        rescue = asyncio.create_task(_rescue_for_ever(own.job_manager))
        try:
            await own.run_worker_async(wait=not until_done)
        finally:
            rescue.cancel()
            with suppress(asyncio.CancelledError):
                await rescue


async def rescue_jobs(manager: JobManager, dead_after: float = DEAD_AFTER) -> int:
    """Queue again every job whose worker gives no sign of life, and say how many.

    A task is one transaction, so a killed worker left nothing of it: to run it again is safe.
    """
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=dead_after))
    for job in stalled:
        logger.warning("Job %s (%s) lost its worker and is queued again.", job.id, job.task_name)
        await manager.retry_job(job)
    return len(stalled)


async def _rescue_for_ever(manager: JobManager) -> None:
    while True:
        try:
            await rescue_jobs(manager)
        except exceptions.ConnectorException as problem:  # another worker was faster, or the server is restarting
            logger.warning("Looking for lost jobs: %s", problem)
        await asyncio.sleep(LOOK_FOR_DEAD)
