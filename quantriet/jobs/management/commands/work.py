"""`quantriet manage work`: one worker process."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from quantriet.jobs import worker


class Command(BaseCommand):
    """Runs background jobs until it is told to stop."""

    help = "Run background jobs until Ctrl-C; with --until-done, until none is left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one choice there is."""
        parser.add_argument("--until-done", action="store_true", help="end when no job is left")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        asyncio.run(worker.work(until_done=options["until_done"]))
