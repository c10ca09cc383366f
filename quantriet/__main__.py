"""The command line: `quantriet run|serve|worker|read|pg|bench|manage`."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

_WITHOUT_DATABASE = {"check", "collectstatic", "diffsettings", "help", "version"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its answer."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["read"]:  # needs neither Django nor a database
        from quantriet.documents.rules.command import main_read

        try:
            sys.exit(main_read(words[1:]))
        except BrokenPipeError:  # whoever read the answer has seen enough: `quantriet read … | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
    if words[:1] == ["bench"]:
        return bench(words[1:])
    if words[:1] == ["manage"]:
        return manage(words[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quantriet.config.settings")
    return _aloud(_command(words))


def bench(arguments: Sequence[str]) -> None:
    """One of the measurements at the size of a country; they are part of the source tree."""
    root = Path(__file__).resolve().parent.parent
    if not (root / "bench" / "national").is_dir():
        sys.exit("The benches are not installed with the product. Run this from a checkout of the source.")
    sys.path.insert(0, str(root))
    sys.exit(importlib.import_module("bench.national.__main__").main(list(arguments)))


def manage(arguments: Sequence[str]) -> None:
    """Django's commands, with the database up while they work."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quantriet.config.settings")
    from django.core.management import execute_from_command_line

    from quantriet.config.database import reachable

    def work() -> None:
        if not arguments or arguments[0] in _WITHOUT_DATABASE:
            execute_from_command_line(["quantriet manage", *arguments])
            return
        with reachable():
            execute_from_command_line(["quantriet manage", *arguments])

    _aloud(work)


def _command(words: Sequence[str]) -> Callable[[], None]:
    parser = argparse.ArgumentParser(prog="quantriet", description="Runs the cascade of a resolution down a tree.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("run", help="database, web server and worker together (what `make run` calls)")
    commands.add_parser("serve", help="the web server alone")
    commands.add_parser("worker", help="the worker of the background jobs alone")
    commands.add_parser("read", help="find references, dates, persons and duties in texts; no database needed")
    pg = commands.add_parser("pg", help="a program of PostgreSQL on the product's database: pg_dump, pg_restore, psql")
    pg.add_argument("program", choices=("pg_dump", "pg_restore", "psql"))
    pg.add_argument("words", nargs=argparse.REMAINDER, help="what the program is given")
    commands.add_parser("bench", help="measure at the size of a country: fanout, rollup, changes, exactness …")
    commands.add_parser("manage", help="a command of Django, for example `manage createsuperuser`")
    chosen = parser.parse_args(words)

    from quantriet.config import start

    if chosen.command == "pg":
        return lambda: sys.exit(start.database_program([chosen.program, *chosen.words]))
    return {"run": start.run, "serve": start.serve, "worker": start.work}[chosen.command]


def _aloud(work: Callable[[], None]) -> None:
    """Do the work; a problem that the person can solve is said in a sentence, not in a traceback."""
    from quantriet.config.processes import CannotRun
    from quantriet.pg.programs import ServerProblem

    try:
        work()
    except (CannotRun, ServerProblem) as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        print("Stopped.", flush=True)


if __name__ == "__main__":
    main()
