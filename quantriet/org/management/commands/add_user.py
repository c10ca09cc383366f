"""`quantriet manage add_user`: an account that acts for a unit."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from quantriet.accounts import actions as accounts
from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import Refusal
from quantriet.org import actions, queries
from quantriet.org.rules import Role


class Command(BaseCommand):
    """Adds an account with a mandate; the password is asked for, or read from the first line of standard input."""

    help = "Add an account that may act for a unit: add_user USERNAME 'FULL NAME' UNIT-CODE office|head"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, for which unit, in which role."""
        parser.add_argument("username")
        parser.add_argument("full_name")
        parser.add_argument("unit", help="the code of the unit")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        """Account and mandate together, or neither."""
        with override("en"):
            try:
                self._add(options)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from None
        self.stdout.write(f"{options['username']} may act for {options['unit']} as {options['role']}.")

    @transaction.atomic
    def _add(self, options: dict[str, Any]) -> None:
        unit, at = queries.unit_by_code(options["unit"]), clock.now()
        user = accounts.add_user(
            actor=SYSTEM, username=options["username"], full_name=options["full_name"], password=_password(), at=at
        )
        actions.give_mandate(
            actor=SYSTEM,
            user_id=user.pk,
            unit=unit,
            role=options["role"],
            person=None,
            since=clock.local_day(at),
            at=at,
        )


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    typed = getpass("Password: ")
    if getpass("Once more: ") != typed:
        raise CommandError("The two passwords differ; nothing was added.")
    return typed
