"""The table in which a whole reorganisation comes in: its columns, and how a row is read."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quantriet.kernel.errors import Refusal
from quantriet.kernel.text import fold, nfc
from quantriet.org.rules import Level
from quantriet.reorganisation.errors import CellTooLong, RowUnreadable, SheetUnreadable
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line

MOST_ROWS = 5000
MOST_MEMBERS = 10_000_000
LONGEST = {"sources": 300, "code": 60, "name": 300, "unit_kind": 60, "parent": 300, "children": 300}  # letters
COLUMNS: dict[str, str | Promise] = {
    "kind": _("Change"),
    "sources": _("Units concerned"),
    "code": _("Code of the new unit or of the heir"),
    "name": _("New name"),
    "unit_kind": _("Kind of unit"),
    "level": _("Level"),
    "parent": _("Unit above"),
    "members": _("Members of this part"),
    "children": _("Units below that go to this part"),
}


def units_in(text: str) -> tuple[str, ...]:
    """The units that are written one after the other, with semicolons or line breaks between."""
    return tuple(word.strip() for word in nfc(text).replace("\n", ";").split(";") if word.strip())


def column_of(title: str) -> str | None:
    """Which column a title means."""
    return next((name for name, label in COLUMNS.items() if fold(str(label)) == fold(title)), None)


def _choice(row: Mapping[str, str], column: str, choices: Sequence[tuple[Any, Any]]) -> str | RowUnreadable:
    said = row.get(column, "")
    for value, label in choices:
        if fold(said) in (fold(str(value)), fold(str(label))):
            return str(value)
    allowed = "; ".join(str(label) for _value, label in choices)
    return RowUnreadable(value=said, column=str(COLUMNS[column]), allowed=allowed)


def line_of(row: Mapping[str, str]) -> tuple[Line, list[Refusal]]:
    """The change that a row means, and every cell that cannot be read, with what may stand there instead."""
    kind = _choice(row, "kind", Kind.choices)
    level = _choice(row, "level", Level.choices) if row.get("level") else ""
    members = row.get("members", "")
    wrong: list[Refusal] = [said for said in (kind, level) if isinstance(said, RowUnreadable)]
    if members and not (members.isdecimal() and int(members) <= MOST_MEMBERS):
        wrong.append(RowUnreadable(value=members, column=str(COLUMNS["members"]), allowed="0, 1, 2 …"))
    line = Line(
        kind=kind if isinstance(kind, str) else "",
        sources=units_in(row.get("sources", "")),
        code=row.get("code", "").strip(),
        name=row.get("name", "").strip(),
        unit_kind=row.get("unit_kind", "").strip(),
        level=level if isinstance(level, str) else "",
        parent=row.get("parent", "").strip(),
        members=int(members) if members.isdecimal() else None,
        children=units_in(row.get("children", "")),
    )
    return line, wrong


def too_long(line: Line) -> list[Refusal]:
    """What holds more letters than a unit can be called or given as a code."""
    words = {name: getattr(line, name) for name in LONGEST}
    return [
        CellTooLong(column=str(COLUMNS[name]), most=LONGEST[name])
        for name, said in words.items()
        if max(map(len, [said] if isinstance(said, str) else said), default=0) > LONGEST[name]
    ]


def lines_from(packed: str) -> list[Line]:
    """The lines as the dry run packed them; what was tampered with is refused."""
    try:
        rows = json.loads(packed)
        read = [line_of({name: _flat(row[name]) for name in row if name in COLUMNS}) for row in rows[:MOST_ROWS]]
    except (ValueError, AttributeError, TypeError) as problem:
        raise SheetUnreadable from problem
    if any(wrong or too_long(line) for line, wrong in read):
        raise SheetUnreadable
    return [line for line, _wrong in read]


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    return "" if value is None else str(value)
