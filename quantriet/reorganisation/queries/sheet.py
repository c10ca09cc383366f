"""Reading a reorganisation from an .xlsx table, and the empty table to fill in."""

import zipfile
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

import openpyxl  # type: ignore[import-untyped] # no types of its own
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]
from openpyxl.writer.excel import save_workbook  # type: ignore[import-untyped]

from quantriet.kernel.errors import Refusal
from quantriet.kernel.text import nfc
from quantriet.org.rules import Level
from quantriet.reorganisation.errors import PartWrong, SheetUnreadable
from quantriet.reorganisation.queries.ground import plan_of, resolve
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line
from quantriet.reorganisation.rules.sheet import COLUMNS, MOST_ROWS, column_of, line_of, too_long

TAKEN_OVER = (Kind.DISSOLVE, Kind.MERGE)  # the heir may be a unit that exists, called by name as well
MOST_UNPACKED = 50 * 1024 * 1024  # bytes: a table of thousands of rows unpacks to a few million


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its number in the table, the change it means, and all that is wrong with it."""

    number: int
    line: Line
    wrong: list[Refusal]


@dataclass(frozen=True, slots=True)
class Read:
    """A table as it was read."""

    rows: list[Row]

    @property
    def lines(self) -> list[tuple[int, Line]]:
        """The changes that may be kept, each with the number of its row."""
        return [(row.number, row.line) for row in self.rows if not row.wrong]

    @property
    def problems(self) -> list[tuple[int, Refusal]]:
        """What is wrong with the other rows."""
        return [(row.number, refusal) for row in self.rows for refusal in row.wrong]


def rows_of(raw: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows that say something, each with its number in the table and its cells by column."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise SheetUnreadable
        book = openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        table = [list(row) for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=len(COLUMNS) + 5, values_only=True)]
        book.close()
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, IndexError, EOFError, AttributeError) as problem:
        raise SheetUnreadable from problem
    titles = [column_of(str(cell or "")) for cell in table[0]] if table else []
    if "kind" not in titles or "sources" not in titles:
        raise SheetUnreadable
    found = []
    for number, row in enumerate(table[1:], 2):
        cells = {
            name: nfc(_written(cell)) for name, cell in zip(titles, row, strict=False) if name and cell is not None
        }
        if any(cells.values()):
            found.append((number, cells))
    return found


def _written(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def read(raw: bytes, unit_id: int, on: date) -> Read:
    """The dry run: every row read and played on the tree of the day, nothing written."""
    rows = [Row(number, *line_of(cells)) for number, cells in rows_of(raw)]
    said = {word for row in rows for word in (*row.line.sources, *row.line.children, row.line.parent, row.line.code)}
    codes = resolve(said, unit_id, on)
    rows = [
        replace(row, line=replace(
            row.line, sources=tuple(codes.get(w, w) for w in row.line.sources),
            parent=codes.get(row.line.parent, row.line.parent),
            code=codes.get(row.line.code, row.line.code) if row.line.kind in TAKEN_OVER else row.line.code,
            children=tuple(codes.get(w, w) for w in row.line.children),
        ))
        for row in rows
    ]  # fmt: skip
    for row in rows:
        row.wrong.extend(too_long(row.line))
    legible = [row for row in rows if not row.wrong]
    if not legible:
        return Read(rows)
    plan = plan_of([row.line for row in legible], unit_id, on)
    for problem in plan.problems:
        if problem.line:
            legible[problem.line - 1].wrong.append(problem.refusal)
    for number in plan.left_out:
        if not legible[number - 1].wrong:
            legible[number - 1].wrong.append(PartWrong())
    return Read(rows)


def empty_table() -> bytes:
    """The table to fill in: one sheet with titles and choices, one that says how."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new book has a sheet
    sheet.title = _("Changes")
    sheet.append([str(label) for label in COLUMNS.values()])
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[cell.column_letter].width = 24
    sheet.freeze_panes = "A2"
    help_sheet = book.create_sheet(_("How to fill it in"))
    # From cells: in a list written into the rule itself each comma begins a new word, and levels have commas.
    words = book.create_sheet(_("Words"))
    words.sheet_state = "hidden"
    for column, choices in (("A", Kind.choices), ("F", Level.choices)):
        for place, (_value, label) in enumerate(choices, 1):
            words[f"{column}{place}"] = str(label)
        listed = f"'{words.title}'!${column}$1:${column}${len(choices)}"
        allowed = DataValidation(type="list", formula1=listed, allow_blank=True)
        sheet.add_data_validation(allowed)
        allowed.add(f"{column}2:{column}{MOST_ROWS}")
    help_sheet.column_dimensions["A"].width = 110
    for line in (
        _("One row is one change. Units are written by code or by full name, several with a semicolon between."),
        _("Merge: the units, then code, name, kind and level of the new unit; or only the code of one that exists."),
        _("Split: one row for each part, with the same unit, the members of the part and the units that go to it."),
        _("Dissolve: code or full name of the unit that takes over; empty: the unit above."),
        _("Move: the unit above from then on. Rename: the new name. New unit: the units that will stand below it."),
    ):
        help_sheet.append([line])
    packed = BytesIO()
    save_workbook(book, packed)
    return packed.getvalue()
