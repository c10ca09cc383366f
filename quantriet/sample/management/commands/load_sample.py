"""`quantriet manage load_sample`: fills an empty database with the sample world."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from quantriet.kernel import clock
from quantriet.org.models import Unit
from quantriet.sample.country import world as country
from quantriet.sample.haiphong import world as haiphong

WORLDS = (haiphong.NAME, country.NAME)


class Command(BaseCommand):
    """Loads a sample world once; where there are units already, nothing is touched."""

    help = "Load a sample world into a database that has no units yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which world."""
        parser.add_argument("world", nargs="?", choices=WORLDS, default=haiphong.NAME)
        parser.add_argument(
            "--scale", type=float, default=1.0, help="of the country: the part of its communes that have an inner life"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it in one transaction."""
        if Unit.objects.exists():
            self.stdout.write("There are units already: no sample world is loaded.")
            return
        self._begun = time.monotonic()
        if options["world"] == country.NAME:
            country.load(at=clock.real_now(), tell=self._tell, scale=options["scale"])
            country.settle(self._tell)
        else:
            haiphong.load(at=clock.real_now())
        self.stdout.write(f"The sample world {options['world']} is loaded ({self._seconds():.1f} s).")

    def _tell(self, percent: int, what: str) -> None:
        self.stdout.write(f"{percent:4} %  {self._seconds():6.1f} s  {what}")
        self.stdout.flush()

    def _seconds(self) -> float:
        return time.monotonic() - self._begun
