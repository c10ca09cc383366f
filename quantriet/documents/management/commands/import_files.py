"""`quantriet manage import_files`: files and folders into the registry of a unit, to be reviewed there."""

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from quantriet.documents import actions, errors
from quantriet.documents.rules.content import Content, content_of_file
from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import Refusal
from quantriet.org import queries

_AT_ONCE = 2  # files whose text is won at the same time
_AHEAD = 20  # files that may wait in memory


class Command(BaseCommand):
    """Takes in one file after the other; each is done for good before the next, so it may be stopped and run again."""

    help = "Take files into the registry of a unit: import_files --unit CODE FILE-OR-FOLDER…"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and which."""
        parser.add_argument("paths", nargs="+", metavar="FILE-OR-FOLDER", type=Path)
        parser.add_argument("--unit", required=True, help="the code of the unit")
        parser.add_argument("--published", type=date.fromisoformat, help="day that lends its year, as 2026-01-31")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each file, the counts at the end; an error where a file was refused."""
        counts = {"taken in": 0, "already there": 0, "refused": 0}
        with override("en"):
            try:
                unit = queries.unit_by_code(options["unit"])
                files = list(_files(options["paths"]))
            except (Refusal, OSError) as problem:
                raise CommandError(str(problem)) from None
            for number, (path, content) in enumerate(_contents(files), 1):
                result, said = self._take_in(content, unit.pk, options["published"])
                counts[result] += 1
                self.stdout.write(f"[{number}/{len(files)}] {path}: {result}{said}")
                self.stdout.flush()
        summary = ", ".join(f"{count} {word}" for word, count in counts.items())
        self.stdout.write(summary)
        if counts["refused"]:
            raise CommandError(f"{counts['refused']} of {len(files)} files were refused; the lines above say why.")

    def _take_in(self, content: "Content | Exception", unit_id: int, published: date | None) -> tuple[str, str]:
        if isinstance(content, Secret):
            actions.note_secret(actor=SYSTEM, unit_id=unit_id, sha256=content.sha256, at=clock.now())
            return "refused", f" – {content}"
        if isinstance(content, Exception):
            return "refused", f" – {content}"
        try:
            document = actions.take_in(actor=SYSTEM, unit_id=unit_id, file=content, published=published, at=clock.now())
        except errors.AlreadyKept as twin:
            return "already there", f" – {twin.facts['label']}"
        return "taken in", f" – {document}"


class Secret(Exception):
    """A refused secret, and the hash that is all one may keep of it."""

    def __init__(self, refusal: errors.MarkedSecret, raw: bytes) -> None:
        super().__init__(str(refusal))
        self.sha256 = hashlib.sha256(raw).hexdigest()


def _files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, in order; hidden ones are not meant."""
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"There is no {path}.")
        if path.is_dir():
            below = sorted(p for p in path.rglob("*") if p.is_file())
            yield from (p for p in below if not any(part.startswith(".") for part in p.relative_to(path).parts))
        else:
            yield path


def _contents(files: list[Path]) -> Iterator[tuple[Path, Content | Exception]]:
    """Each file with its text, or with what is wrong with it; a few are read ahead."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for begin in range(0, len(files), _AHEAD):
            some = files[begin : begin + _AHEAD]
            yield from zip(some, pool.map(_content, some), strict=True)


def _content(path: Path) -> Content | Exception:
    try:
        if path.stat().st_size > errors.LARGEST_MB * 1024 * 1024:
            return Exception(str(errors.TooLarge(name=path.name, limit=errors.LARGEST_MB)))
        raw = path.read_bytes()
        return content_of_file(path.name, raw)
    except errors.MarkedSecret as refusal:
        return Secret(refusal, raw)
    except Refusal as refusal:
        return Exception(str(refusal))
    except OSError as problem:
        return Exception(str(problem))
