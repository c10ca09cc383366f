"""`quantriet manage load_sample`: fills an empty database with the sample world."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from quantriet.kernel import clock
from quantriet.org.models import Unit
from quantriet.sample.haiphong import world

WORLDS = {world.NAME: world}


class Command(BaseCommand):
    """Loads a sample world once; where there are units already, nothing is touched."""

    help = "Load the sample world into a database that has no units yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which world."""
        parser.add_argument("world", nargs="?", choices=WORLDS, default=world.NAME)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it in one transaction."""
        if Unit.objects.exists():
            self.stdout.write("There are units already: no sample world is loaded.")
            return
        begun = time.monotonic()
        WORLDS[options["world"]].load(at=clock.real_now())
        self.stdout.write(f"The sample world {options['world']} is loaded ({time.monotonic() - begun:.1f} s).")
