"""What shows that something was done: the fields a requirement type asks for, and what stands against what."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from quantriet.kernel.text import fold

DAY, CHOICE, COUNT, TEXT, FILES, LIST = "day", "choice", "count", "text", "files", "list"
_NAMED = frozenset({"ho va ten", "ho ten", "ho, ten", "ho va ten dang vien", "ten"})
_NUMBERING = re.compile(r"^\s*\d+\s*[.)/-]?\s*")
_NAME = re.compile(r"^[^\W\d_]+(?:[\s'.-]+[^\W\d_]+)+$")
_PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".webp")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked for: its name among the facts, its words, its shape; of files, how many at least."""

    name: str
    label: Any  # lazy gettext
    shape: str
    least: int = 1  # files: so many at least; 0: it may be missing
    choices: tuple[tuple[str, Any], ...] = ()
    endings: tuple[str, ...] = ()  # of file names; empty: any
    listed: str = ""  # LIST: the name of the stated figure that its lines are weighed against

    @property
    def holds_files(self) -> bool:
        return self.shape in (FILES, LIST)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why recorded facts do not satisfy a requirement: a code, and a message with its facts."""

    code: str
    message: str
    facts: dict[str, Any]
    waits: bool = False  # only its day has not come yet: planned, so not wrong


def pictures(name: str, label: Any, least: int) -> Field:
    """Pictures, so many at least."""
    return Field(name, label, FILES, least, endings=_PICTURES)


def missing(fields: Sequence[Field], facts: Mapping[str, Any]) -> list[Shortfall]:
    """Exactly what is not there yet, field by field."""
    found = []
    for field in fields:
        if field.least == 0:
            continue
        if field.holds_files:
            there = sum(1 for file in facts.get("files", ()) if file["field"] == field.name)
            if there < field.least:
                words = {"field": str(field.label), "there": there, "least": field.least}
                message = gettext_noop("Missing: %(field)s (%(there)s of at least %(least)s).")
                found.append(Shortfall(f"missing_{field.name}", message, words))
        elif facts.get(field.name) in (None, ""):
            message = gettext_noop("Missing: %(field)s.")
            found.append(Shortfall(f"missing_{field.name}", message, {"field": str(field.label)}))
    return found


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A stated figure that does not agree with a recorded one, and where that was recorded."""

    field: Field
    stated: Any
    recorded: Any
    source: Any  # lazy gettext or words


def mismatches(
    fields: Sequence[Field], facts: Mapping[str, Any], held: Iterable[tuple[Any, Mapping[str, Any]]]
) -> list[Mismatch]:
    """Where what a unit states differs from the list it sent, or from what the product itself holds."""
    by_name = {field.name: field for field in fields}
    found = []
    for field in fields:
        counted = facts.get("listed", {}).get(field.name)
        stated = facts.get(field.listed)
        if field.shape == LIST and counted is not None and stated is not None and counted != stated:
            found.append(Mismatch(by_name[field.listed], stated, counted, field.label))
    for source, figures in held:
        found += [
            Mismatch(by_name[name], facts[name], figure, source)
            for name, figure in figures.items()
            if name in by_name and facts.get(name) not in (None, "") and facts[name] != figure
        ]
    return found


def names_in(rows: Iterable[Sequence[str]]) -> int:
    """How many people a list names: below a heading “Họ và tên” every filled line, else each line that has a name."""
    lines = [[cell.strip() for cell in row] for row in rows]
    for place, row in enumerate(lines):
        column = next((number for number, cell in enumerate(row) if fold(cell) in _NAMED), None)
        if column is not None:
            below = (line[column] for line in lines[place + 1 :] if len(line) > column)
            return sum(1 for cell in below if _is_name(cell))
    return sum(1 for line in lines if any(_is_name(cell) for cell in line))


def _is_name(cell: str) -> bool:
    return bool(_NAME.match(_NUMBERING.sub("", cell).strip()))
