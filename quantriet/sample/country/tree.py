"""Writes the tree in bulk: units, their heads and deputies, by COPY instead of one act for each of 300,000 units."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import cycle
from typing import Any, NamedTuple

from django.db import connection
from psycopg.types.range import DateRange

from quantriet.kernel.clock import ZONE
from quantriet.kernel.text import fold, nfc, sort_key
from quantriet.org.models import Person, Unit
from quantriet.org.rules import Level, path_of
from quantriet.sample.country import bodies
from quantriet.sample.country.bodies import Body
from quantriet.sample.country.places import Place, provinces
from quantriet.sample.haiphong.people import invented

SINCE = date(2025, 7, 1)  # the day on which the 34 provinces and 3,321 communes began
FOUNDED = datetime(2025, 7, 1, 8, 0, tzinfo=ZONE)
TOP, HOME_PROVINCE, HOME = "TW", "TU-31", "DU-11443"  # Central, Hải Phòng, Kiến An ward


class Row(NamedTuple):
    """A unit as it is written."""

    pk: int
    parent: int | None
    path: str
    code: str
    name: str
    short: str
    kind: str
    level: str
    members: int
    place: int


@dataclass
class Tree:
    """What the later chapters need of the tree: units, names and heads of the upper levels, by code."""

    numbers: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)
    size: int = 0

    def unit(self, code: str) -> Unit:
        return Unit(pk=self.numbers[code], code=code)

    def head(self, code: str) -> Person:
        return Person.objects.get(pk=self.heads[code])

    @property
    def provinces(self) -> list[str]:
        """The codes of the provinces, in order."""
        return [code for code in self.numbers if code.startswith("TU-")]


@cache
def _searched(words: str) -> str:
    return fold(words)


@cache
def _sorted(words: str) -> str:
    return sort_key(words)


def write_tree(scale: float) -> Tree:
    """The whole country; with a scale below one, only so many communes have an inner life."""
    rows = list(_rows(scale))
    _copy("org_unit", "id, code", ((row.pk, row.code) for row in rows))
    _copy(
        "org_unitversion",
        "unit_id, parent_id, name, short_name, kind, level, members, place, path, search_text, sort_key, valid_during",
        (_version(row) for row in rows),
    )
    _go_on_after("org_unit")
    tree = Tree(size=len(rows))
    for row in rows:
        if _is_known(row):
            tree.numbers[row.code], tree.names[row.code] = row.pk, row.name
    _seat([row for row in rows if _is_known(row)], tree)
    return tree


def _is_known(row: Row) -> bool:
    """Who has people: everybody down to the communes, and all of the ward from which accounts come."""
    return row.level not in (Level.GRASSROOTS, Level.BRANCH) or row.code.startswith(f"{HOME}-")


def _version(row: Row) -> tuple[Any, ...]:
    name, short = nfc(row.name), nfc(row.short)
    words = _searched(name) if name == short else f"{_searched(name)} {_searched(short)}"
    ever = f"[{SINCE},)"
    of = (row.kind, row.level, row.members, row.place, row.path)
    return (row.pk, row.parent, name, short, *of, words, _sorted(name), ever)


# --- from the top down -----------------------------------------------------------------------------------------------
@dataclass
class _Numbers:
    latest: int

    def row(self, above: Row | None, code: str, words: tuple[str, str], kind: str, level: str, **more: int) -> Row:
        """The next unit; numbers run in the order of the tree, so that neighbours lie side by side."""
        self.latest += 1
        path = path_of(above.path if above else "", self.latest)
        return Row(
            self.latest, above.pk if above else None, path, code, *words, kind, level, more["members"], more["place"]
        )


def _rows(scale: float) -> Iterator[Row]:
    numbers = _Numbers(_latest("org_unit"))
    places = provinces()
    communes = [commune for province in places for commune in province.places]
    first = next(commune for commune in communes if _code(commune) == HOME)
    inner = bodies.bodies_of(bodies.populated(communes, first, scale), scale)
    words = ("Trung ương Đảng", "Trung ương")
    top = numbers.row(None, TOP, words, "trung ương", Level.CENTRAL, members=180, place=1)
    yield top
    for place, province in enumerate(places, 1):
        yield from _province(numbers, top, place, province, inner)


def _code(commune: Place) -> str:
    return f"DU-{commune.number:05}"


def _province(
    numbers: _Numbers, top: Row, place: int, province: Place, inner: dict[int, list[Body]]
) -> Iterator[Row]:
    kind = "tỉnh ủy" if province.kind == "tỉnh" else "thành ủy"
    words = (f"{kind.capitalize()} {province.bare}", province.bare)
    members = 90 + 2 * len(province.places)
    unit = numbers.row(top, f"TU-{province.number:02}", words, kind, Level.PROVINCE, members=members, place=place)
    yield unit
    for number, commune in enumerate(province.places, 1):
        yield from _commune(numbers, unit, number, commune, inner.get(commune.number, []))


def _commune(numbers: _Numbers, above: Row, place: int, commune: Place, inside: list[Body]) -> Iterator[Row]:
    words = (f"Đảng ủy {commune.in_sentence}", commune.name)
    kind, members = f"đảng ủy {commune.kind}", 30 + commune.number % 25
    unit = numbers.row(above, _code(commune), words, kind, Level.COMMUNE, members=members, place=place)
    yield unit
    for number, body in enumerate(inside, 1):
        words = (body.name, body.name.removeprefix("Đảng bộ "))
        code = f"{unit.code}-{number:02}"
        members = 0 if body.branches else 25
        of = numbers.row(unit, code, words, "đảng bộ cơ sở", Level.GRASSROOTS, members=members, place=number)
        yield of
        for n, name in enumerate(body.branches, 1):
            words, members = (name, name.removeprefix("Chi bộ ")), 9 + (7 * n + 3 * number + commune.number) % 28
            yield numbers.row(of, f"{code}-{n:02}", words, "chi bộ", Level.BRANCH, members=members, place=n)


# --- who sits there --------------------------------------------------------------------------------------------------
_TITLES = {
    Level.CENTRAL: ("Thường trực Ban Bí thư", "Chánh Văn phòng Trung ương"),
    Level.PROVINCE: ("Bí thư {kind}", "Phó Bí thư {kind}"),
    Level.COMMUNE: ("Bí thư {kind}", "Phó Bí thư {kind}"),
    Level.GRASSROOTS: ("Bí thư Đảng ủy", "Phó Bí thư Đảng ủy"),
    Level.BRANCH: ("Bí thư Chi bộ", "Phó Bí thư Chi bộ"),
}


def _seat(rows: list[Row], tree: Tree) -> None:
    """A head and a deputy for each unit; nobody shares a seat, and names come round again."""
    names = cycle(invented())
    people, seats, held = _latest("org_person"), _latest("org_position"), []
    for number, (row, place) in enumerate(((row, place) for row in rows for place in (1, 2)), 1):
        kind = row.kind[:1].upper() + row.kind[1:]
        title = _TITLES[Level(row.level)][place - 1].format(kind=kind)
        held.append((people + number, next(names), seats + number, row.pk, title, place == 1, place))
        if place == 1:
            tree.heads[row.code] = people + number
    ever = DateRange(SINCE, None)
    _copy("org_person", "id, name, search_text", ((p[0], p[1], _searched(p[1])) for p in held))
    _copy(
        "org_position",
        "id, unit_id, title, is_head, place, valid_during",
        ((p[2], p[3], p[4], p[5], p[6], ever) for p in held),
    )
    _copy("org_appointment", "person_id, position_id, valid_during", ((p[0], p[2], ever) for p in held))
    _go_on_after("org_person")
    _go_on_after("org_position")


# --- writing many rows -----------------------------------------------------------------------------------------------
def _copy(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({columns}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _latest(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(max(id), 0) from {table}")  # noqa: S608 - a name of ours
        return int(cursor.fetchone()[0])


def _go_on_after(table: str) -> None:
    """Let the numbers that the database gives begin behind those that were written."""
    with connection.cursor() as cursor:
        cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}")  # noqa: S608
