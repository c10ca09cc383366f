"""Loads a versioned SQL file in a migration; the files are never edited, only followed by a next version."""

from pathlib import Path

from django.db import migrations

ROOT = Path(__file__).resolve().parent.parent


def load(app: str, name: str) -> migrations.RunSQL:
    """The operation that runs `<app>/sql/<name>.sql`; there is no way back but a new version."""
    whole = (ROOT / app / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    return migrations.RunSQL([whole], migrations.RunSQL.noop)  # a list is sent as it is: bodies of functions stay whole
