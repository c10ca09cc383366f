"""Migrations are named, complete, and import nothing of ours but the SQL loader; SQL files are loaded once."""

import re

import pytest
from django.core.management import call_command

from tests.house.source import PACKAGE

MIGRATIONS = [path for path in PACKAGE.glob("*/migrations/[0-9]*.py")]


def test_no_migration_has_a_name_made_by_a_machine() -> None:
    assert [path.name for path in MIGRATIONS if "_auto_" in path.name or path.name == "0001_initial.py"] == []


def test_migrations_import_nothing_of_ours_but_the_sql_loader() -> None:
    wrong = []
    for path in MIGRATIONS:
        imports = re.findall(r"^(?:from|import) (quantriet[.\w]*)", path.read_text(encoding="utf-8"), re.MULTILINE)
        wrong += [(path.name, name) for name in imports if name != "quantriet.pg.sqlfile"]
    assert wrong == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_each_sql_file_is_loaded_by_one_migration() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in MIGRATIONS)
    for path in PACKAGE.glob("*/sql/*.sql"):
        assert text.count(f'load("{path.parent.parent.name}", "{path.stem}")') == 1, path
