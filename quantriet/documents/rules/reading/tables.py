"""Duties told in the rows of a table with columns for what is to be done, by whom and by when."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from .actors import addressee_of
from .model import Duty
from .normal import normalise
from .wording import type_of
from .years import Dated

_LINE = re.compile(r"[^\r\n]+")
_CELL = re.compile(r"[^|\t]+")
_COLUMNS = (
    (
        "who",
        re.compile(r"(?:cơ quan|đơn vị|người|bộ phận|cá nhân|chủ thể)?,? ?(?:đơn vị )?(?:chủ trì|phụ trách|thực hiện)"),
    ),
    ("due", re.compile(r"(?:thời gian|thời hạn|tiến độ|hạn)(?!\w)")),
    ("what", re.compile(r"(?:nội dung|nhiệm vụ|công việc|tên (?:đề án|nhiệm vụ)|sản phẩm)")),
)
_CONFIDENCE = 0.7


@dataclass(frozen=True, slots=True)
class Row:
    """One row of such a table in offsets of the raw text: the cells that say who, what and when."""

    start: int
    end: int
    who: tuple[int, int] | None
    what: tuple[int, int]
    due: tuple[int, int] | None


def rows_in(raw: str) -> list[Row]:
    """The rows of every table with columns for what is to be done and by whom or by when."""
    rows: list[Row] = []
    columns: dict[str, int] = {}
    width = 0
    if "|" not in raw and "\t" not in raw:
        return rows
    for line in _LINE.finditer(raw):
        cells = _cells(raw, line.start(), line.end())
        if len(cells) < 3:
            columns = {} if len(cells) < 2 else columns
            continue
        if found := _columns(raw, cells):
            columns, width = found, len(cells)
        elif columns and len(cells) == width:
            span = {name: cells[index] for name, index in columns.items()}
            rows.append(Row(line.start(), line.end(), span.get("who"), span["what"], span.get("due")))
    return rows


def duties_of(raw: str, rows: Sequence[Row], dated: Sequence[Dated], subject: str) -> list[Duty]:
    """One duty for each row, its limit being the last day of its cell."""
    starts = [date.mention.start for date in dated]
    duties = []
    for row in rows:
        what, who = _words(raw, row.what), _words(raw, row.who) if row.who else None
        if not what or what.isdigit():
            continue
        due = None
        for date in dated[slice(*(bisect_left(starts, edge) for edge in row.due))] if row.due else ():
            due = date.mention.iso_end or due
        kind = type_of(what.lower(), "", subject, False)
        sentence = " ".join(raw[row.start : row.end].replace("|", " ").split())
        named = normalise(who) if who else None
        addressee = addressee_of(named, (0, len(named.text))) if named else None
        duties.append(Duty(row.start, row.end, who or None, what, kind, due, False, _CONFIDENCE, sentence, addressee))
    return duties


def outside(rows: Sequence[Row], dated: Sequence[Dated]) -> list[Dated]:
    """The dates that stand in no row."""
    starts = [row.start for row in rows]
    indexes = ((date, bisect_right(starts, date.mention.start) - 1) for date in dated)
    return [date for date, index in indexes if index < 0 or rows[index].end <= date.mention.start]


def _cells(raw: str, start: int, end: int) -> list[tuple[int, int]]:
    return [cell.span() for cell in _CELL.finditer(raw, start, end) if cell.group().strip()]


def _columns(raw: str, cells: list[tuple[int, int]]) -> dict[str, int]:
    """Which column says what, if a row is the head of such a table."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        words = _words(raw, cell).lower()
        name = next((name for name, pattern in _COLUMNS if pattern.match(words)), None)
        if name and len(words) < 50:
            found.setdefault(name, index)
    return found if "what" in found and len(found) >= 2 else {}


def _words(raw: str, span: tuple[int, int]) -> str:
    return " ".join(unicodedata.normalize("NFC", raw[span[0] : span[1]]).split()).strip(" .;")
