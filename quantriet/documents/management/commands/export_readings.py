"""`quantriet manage export_readings [FILE]`: what people said of readings, as JSON Lines, to measure the reader."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from quantriet.documents.queries.examples import examples


class Command(BaseCommand):
    help = "Writes every accepted, corrected and rejected finding as one line of JSON, to FILE or to the screen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] is None:
            self.stdout.writelines(examples())
            return
        with options["file"].open("w", encoding="utf-8") as stream:
            number = sum(1 for line in examples() if stream.write(line))
        sys.stderr.write(f"{number} lines: {options['file']}\n")
