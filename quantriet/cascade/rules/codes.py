"""Codes of units as people bring them along: pasted, or as the first column of a table."""

import re
import zipfile
from io import BytesIO

from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

MOST_CODES = 400_000
LARGEST_TABLE = 300 * 1024 * 1024  # bytes when unpacked
_APART = re.compile(r"[\s,;]+")


class UnreadableTable(Exception):
    """Not a table, or one too large to be read."""


def codes_in_text(text: str) -> list[str]:
    """Codes with blanks, commas, semicolons or line ends between them; each once, in order."""
    return list(dict.fromkeys(code for code in _APART.split(text) if code))[:MOST_CODES]


def codes_in_file(raw: bytes, name: str) -> list[str]:
    """The first column of an .xlsx, or of lines of text."""
    if not name.lower().endswith(".xlsx"):
        lines = raw.decode("utf-8-sig", errors="replace").splitlines()
        return codes_in_text("\n".join(re.split(r"[,;\t]", line, maxsplit=1)[0] for line in lines))
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_TABLE:
                raise UnreadableTable
        book = load_workbook(BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        cells = (row[0] for row in sheet.iter_rows(max_col=1, max_row=MOST_CODES + 1, values_only=True) if row)
        return codes_in_text("\n".join(str(cell) for cell in cells if cell is not None))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError) as problem:
        raise UnreadableTable from problem
