"""Compiles the translations, each .po into the .mo beside it, without a gettext of the system."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent


def compile_all(package: Path = PACKAGE) -> int:
    """Compile every catalogue of the package and say how many there were."""
    catalogues = sorted(package.glob("*/locale/*/LC_MESSAGES/django.po"))
    for source in catalogues:
        with source.open("rb") as written:
            catalogue = read_po(written, locale=source.parent.parent.name, abort_invalid=True)
        compiled = source.with_suffix(".mo.new")
        with compiled.open("wb") as file:
            write_mo(file, catalogue)
        compiled.replace(source.with_suffix(".mo"))  # a running process never sees half a file
    return len(catalogues)


if __name__ == "__main__":
    sys.stdout.write(f"{compile_all()} catalogues compiled\n")
