"""`quantriet manage found_unit`: a unit from the command line; the first one makes the system usable."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import Refusal
from quantriet.org import actions, queries
from quantriet.org.actions import UnitFacts


class Command(BaseCommand):
    """Founds a unit, below another one or as a root."""

    help = "Found a unit: found_unit CODE 'NAME' --kind 'quận ủy' --level district [--parent CODE]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the unit is, and what stands above it."""
        parser.add_argument("code")
        parser.add_argument("name")
        parser.add_argument("--kind", required=True, help="the organisation's word for such a unit")
        parser.add_argument("--level", required=True, help="central, province, district, commune, grassroots, branch")
        parser.add_argument("--parent", help="the code of the unit above")
        parser.add_argument("--members", type=int, default=0, help="members the unit counts itself")

    def handle(self, *args: Any, **options: Any) -> None:
        """From today on."""
        at = clock.now()
        facts = UnitFacts(options["name"], options["kind"], options["level"], members=options["members"])
        with override("en"):
            try:
                parent = queries.unit_by_code(options["parent"]) if options["parent"] else None
                actions.found_unit(
                    actor=SYSTEM, code=options["code"], facts=facts, parent=parent, since=clock.local_day(at), at=at
                )
            except Refusal as refusal:
                raise CommandError(str(refusal)) from None
        self.stdout.write(f"{options['code']} is founded.")
