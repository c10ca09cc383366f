"""A table to take away: what stands on the screen, as an .xlsx file with two rows of headings and a total."""

import re
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from quantriet.kernel.text import fold

TITLE_ROW, GROUP_ROW, HEAD_ROW = 1, 3, 4
FIRST_ROW = 5
_FORMATS = {"day": "dd/mm/yyyy", "count": "#,##0", "share": "0.00%"}
_LINE = Side(style="thin", color="FFB9BDC6")
_EDGE = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="FFF0F1F4")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label, the label over it and its neighbours, and what it holds."""

    label: str
    group: str = ""
    kind: str = "text"  # text, count, day, share
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as rows of values; a share stands beside the counts it is made of."""

    name: str
    title: str
    columns: list[Column]
    rows: list[list[Any]]
    total: list[Any] | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)  # as at when, filtered how, by whom
    notes_name: str = "Ghi chú"


def share(part: int, whole: int) -> float | None:
    """A part of a whole as a table keeps it: none when there is no whole."""
    return part / whole if whole else None


def file_name(*words: str, ending: str) -> str:
    """A name that every desk can keep beside others of its kind: what it shows and of when, in plain letters."""
    plain = ["-".join(re.findall("[a-z0-9]+", fold(word))) for word in words]
    return f"{'-'.join(part[:60].rstrip('-') for part in plain if part)}.{ending}"


def xlsx(sheet: Sheet) -> bytes:
    """The table as a file; the second sheet says what it shows."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)  # noqa: S101 - a new book has one
    page.title = _name(sheet.name)
    _put(page.cell(TITLE_ROW, 1), sheet.title).font = Font(bold=True, size=14)
    _headings(page, sheet.columns)
    for number, row in enumerate(sheet.rows, FIRST_ROW):
        _line(page, number, row, sheet.columns)
    if sheet.total is not None:
        _line(page, FIRST_ROW + len(sheet.rows), sheet.total, sheet.columns, bold=True)
    page.freeze_panes = page.cell(FIRST_ROW, 2)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{GROUP_ROW}:{HEAD_ROW}"
    notes = book.create_sheet(_name(sheet.notes_name))
    for number, (label, words) in enumerate(sheet.notes, 1):
        _put(notes.cell(number, 1), label).font = Font(bold=True)
        _put(notes.cell(number, 2), words)
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 26, 80
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _name(words: str) -> str:
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in words)[:31]


def _put(cell: Cell, value: Any) -> Cell:
    """Words stay words: a name that begins with “=” is no formula."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def _headings(page: Worksheet, columns: list[Column]) -> None:
    for place, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
        for row, words in ((GROUP_ROW, column.group or column.label), (HEAD_ROW, column.label)):
            cell = _put(page.cell(row, place), words)
            cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _EDGE
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    place = 1
    while place <= len(columns):
        last = place
        if not columns[place - 1].group:
            page.merge_cells(start_row=GROUP_ROW, end_row=HEAD_ROW, start_column=place, end_column=place)
        else:
            while last < len(columns) and columns[last].group == columns[place - 1].group:
                last += 1
            if last > place:
                page.merge_cells(start_row=GROUP_ROW, end_row=GROUP_ROW, start_column=place, end_column=last)
        place = last + 1
    page.row_dimensions[GROUP_ROW].height = 45


def _line(page: Worksheet, number: int, row: list[Any], columns: list[Column], *, bold: bool = False) -> None:
    for place, (value, column) in enumerate(zip(row, columns, strict=True), 1):
        cell = _put(page.cell(number, place), value)
        cell.border = _EDGE
        cell.alignment = Alignment(vertical="top", wrap_text=column.kind == "text")
        if isinstance(value, date | int | float):
            cell.number_format = _FORMATS.get(column.kind, "General")
        if bold:
            cell.font = Font(bold=True)
