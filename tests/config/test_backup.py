"""The backup that docs/operations.md describes gives back what was there."""

import os
import subprocess
import sys
from pathlib import Path

from tests.pg.folders import open_folder


def pg(folder: Path, *words: str, given: bytes = b"") -> bytes:
    """What a program of PostgreSQL says on the product's database in that folder."""
    environment = {**os.environ, "QUANTRIET_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "quantriet.config.settings"}
    command = [sys.executable, "-m", "quantriet", "pg", *words]
    return subprocess.run(command, env=environment, input=given, stdout=subprocess.PIPE, check=True).stdout


def test_a_dump_put_back_elsewhere_holds_the_same_rows() -> None:
    with open_folder() as here, open_folder() as there:
        pg(here, "psql", "-qc", "create table kept (word text); insert into kept values ('quán triệt')")
        dump = pg(here, "pg_dump", "-Fc")
        pg(there, "pg_restore", "--no-owner", "--clean", "--if-exists", "-d", "quantriet", given=dump)
        assert pg(there, "psql", "-Atc", "select word from kept").decode() == "quán triệt\n"
