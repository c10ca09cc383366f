"""A list of names as it was sent: a table, lines separated by commas, or a text; its rows as words."""

import csv
import io
import zipfile

from openpyxl import load_workbook  # type: ignore[import-untyped] # it comes without types

from quantriet.documents.rules.limits import CannotExtract
from quantriet.documents.rules.zipped import Parts
from quantriet.kernel.text import nfc

COUNTED = (".xlsx", ".csv", ".txt")  # anything else, say a scan with signatures, is kept but not counted
_MOST_ROWS = 20_000
_SEPARATORS = ",;\t|"


class UnreadableList(Exception):
    """What was sent is no list that can be read."""


def rows_of(name: str, raw: bytes) -> list[list[str]]:
    """The rows of a list, each cell as a word; raises UnreadableList."""
    if name.lower().endswith(".xlsx"):
        return _table(raw)
    try:
        text = nfc(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise UnreadableList from problem
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        return [row for row, _ in zip(csv.reader(io.StringIO(text), delimiter=separator), range(_MOST_ROWS))]  # noqa: B905
    except csv.Error as problem:
        raise UnreadableList from problem


def _table(raw: bytes) -> list[list[str]]:
    """The first sheet; a table that would swell, or start something, is refused before it is opened."""
    try:
        Parts(raw, "xl/workbook.xml", "xlsx")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=_MOST_ROWS, max_col=50, values_only=True)
        return [["" if cell is None else nfc(str(cell)) for cell in row] for row in rows]
    except (CannotExtract, zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, OSError) as problem:
        raise UnreadableList from problem
