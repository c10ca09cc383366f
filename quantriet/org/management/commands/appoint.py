"""`quantriet manage appoint`: a person holds a position of a unit."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import Refusal
from quantriet.org import actions, queries


class Command(BaseCommand):
    """Gives a unit a person in a position; with --head it is the position whose holder must act in person."""

    help = "Appoint a person: appoint UNIT-CODE 'POSITION' 'NAME' [--head] [--since 2026-01-31]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, as what, who, from when."""
        parser.add_argument("unit", help="the code of the unit")
        parser.add_argument("title", help="the position, for example 'Bí thư Đảng ủy'")
        parser.add_argument("name", help="the person's name")
        parser.add_argument("--head", action="store_true", help="this position is the head of the unit")
        parser.add_argument("--since", type=date.fromisoformat, default=None, help="first day, as 2026-01-31")

    def handle(self, *args: Any, **options: Any) -> None:
        """Position, person and appointment together, or none; whoever held the position leaves it that day."""
        since = options["since"] or clock.today()
        with override("en"):
            try:
                self._appoint(options, since)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from None
        self.stdout.write(f"{options['name']} is {options['title']} of {options['unit']} from {since:%d/%m/%Y} on.")

    @transaction.atomic
    def _appoint(self, options: dict[str, Any], since: date) -> None:
        unit, at = queries.unit_by_code(options["unit"]), clock.now()
        position = queries.positions(unit.pk, since).filter(title=options["title"]).first()
        if position is None:
            place = 1 if options["head"] else 2
            position = actions.create_position(
                actor=SYSTEM,
                unit=unit,
                title=options["title"],
                is_head=options["head"],
                place=place,
                since=since,
                at=at,
            )
        held = queries.appointment_to(position.pk, since)
        if held is not None:
            actions.end_appointment(actor=SYSTEM, appointment=held, until=since, at=at)
        person = actions.register_person(actor=SYSTEM, name=options["name"], at=at)
        actions.appoint(actor=SYSTEM, person=person, position=position, since=since, at=at)
