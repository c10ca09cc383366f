"""Founds the historical tree: units, seats, and who holds them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.clock import ZONE
from quantriet.kernel.text import fold
from quantriet.org import actions as org
from quantriet.org.actions import UnitFacts
from quantriet.org.models import Person, Unit
from quantriet.org.rules import Level
from quantriet.sample.haiphong import people, places

SINCE = date(2015, 1, 1)
REPORTED_SINCE = date(2018, 1, 1)  # the reports show the named people in their seats from 2018 on, and say no more
FOUNDED = datetime(2015, 1, 1, 8, 0, tzinfo=ZONE)


def code_of(*words: str) -> str:
    """A code for a unit out of Vietnamese words: QU-KIEN-AN."""
    return "-".join(fold(word).replace(" ", "-") for word in words).upper()


@dataclass
class Tree:
    """The units by code and their heads, while the world is being founded."""

    units: dict[str, Unit] = field(default_factory=dict)
    facts: dict[str, UnitFacts] = field(default_factory=dict)
    above: dict[str, str | None] = field(default_factory=dict)
    heads: dict[str, Person] = field(default_factory=dict)
    deputies: dict[str, Person] = field(default_factory=dict)
    _names: Iterator[str] = field(default_factory=people.invented)
    _place: int = 0

    def found(self, code: str, facts: UnitFacts, parent: str | None, head: str, *, name: str = "") -> Unit:
        """Found a unit with its head and a deputy; without a name the head is invented."""
        self._place += 1
        unit = org.found_unit(
            actor=SYSTEM,
            code=code,
            facts=UnitFacts(facts.name, facts.kind, facts.level, facts.short_name, facts.members, self._place),
            parent=self.units[parent] if parent else None,
            since=SINCE,
            at=FOUNDED,
        )
        self.units[code], self.facts[code], self.above[code] = unit, facts, parent
        self.heads[code] = self.seat(code, head, name=name, is_head=True)
        self.deputies[code] = self.seat(code, f"Phó {head}", place=2)
        return unit

    def below(self, code: str) -> list[str]:
        """The direct subordinates, by protocol."""
        return [below for below, above in self.above.items() if above == code]

    def strength(self, code: str) -> int:
        """The members of the unit and of everything below it."""
        return self.facts[code].members + sum(self.strength(below) for below in self.below(code))

    def seat(self, code: str, title: str, *, name: str = "", is_head: bool = False, place: int = 1) -> Person:
        """Give a unit a position, and somebody who holds it."""
        since = REPORTED_SINCE if name else SINCE
        person = org.register_person(actor=SYSTEM, name=name or next(self._names), at=FOUNDED)
        self.sit(code, title, person, since=since, is_head=is_head, place=place)
        return person

    def sit(self, code: str, title: str, person: Person, *, since: date, is_head: bool = False, place: int = 3) -> None:
        """Give a unit a position that a known person holds."""
        position = org.create_position(
            actor=SYSTEM, unit=self.units[code], title=title, is_head=is_head, place=place, since=SINCE, at=FOUNDED
        )
        org.appoint(actor=SYSTEM, person=person, position=position, since=since, at=FOUNDED)


def found_tree() -> Tree:
    """The whole tree: the city with its branch, and a province that has nothing to do with it."""
    tree = Tree()
    _city(tree)
    for district in places.DISTRICTS:
        _district(tree, district)
    _bloc(tree)
    for code, name, short, members in places.OTHERS:
        tree.found(code, UnitFacts(name, "đảng ủy", Level.DISTRICT, short, members), "TU-HP", "Bí thư Đảng ủy")
    _home(tree)
    facts = UnitFacts("Tỉnh ủy Quảng Ninh", "tỉnh ủy", Level.PROVINCE, "Quảng Ninh", 260)
    tree.found("TU-QN", facts, None, "Bí thư Tỉnh ủy")
    return tree


def _city(tree: Tree) -> None:
    facts = UnitFacts("Thành ủy Hải Phòng", "thành ủy", Level.PROVINCE, "Hải Phòng", 180)
    tree.found("TU-HP", facts, None, "Bí thư Thành ủy", name=people.CITY_SECRETARY)
    title = "Phó Bí thư Thành ủy, Chủ tịch Ủy ban nhân dân thành phố"
    tree.seat("TU-HP", title, name=people.CITY_CHAIRMAN, place=2)
    tree.seat("TU-HP", "Chánh Văn phòng Thành ủy", place=4)


def _district(tree: Tree, district: places.District) -> None:
    body = "Quận ủy" if district.kind == "quận" else "Huyện ủy"
    code = code_of("QU" if district.kind == "quận" else "HU", district.name)
    facts = UnitFacts(f"{body} {district.name}", body.lower(), Level.DISTRICT, district.name, district.members)
    named = people.KIEN_AN_SECRETARY if district.name == places.HOME else ""
    tree.found(code, facts, "TU-HP", f"Bí thư {body}", name=named)
    for number, place in enumerate(district.places):
        kind, _, name = place.partition(" ") if not place.startswith("thị trấn") else ("thị trấn", "", place[9:])
        facts = UnitFacts(f"Đảng ủy {place}", f"đảng ủy {kind}", Level.COMMUNE, name, 34 + (number * 7) % 19)
        tree.found(code_of("DU", district.name, name), facts, code, f"Bí thư Đảng ủy {kind}")


def _bloc(tree: Tree) -> None:
    facts = UnitFacts("Đảng ủy Khối các cơ quan thành phố", "đảng ủy khối", Level.DISTRICT, "Khối các cơ quan", 45)
    tree.found("DUK-CQTP", facts, "TU-HP", "Bí thư Đảng ủy Khối", name=people.BLOC_SECRETARY)
    for number, name in enumerate(places.AGENCIES):
        facts = UnitFacts(f"Đảng ủy {name}", "đảng ủy cơ quan", Level.GRASSROOTS, name, 38 + (number * 23) % 67)
        tree.found(code_of("DU", name), facts, "DUK-CQTP", "Bí thư Đảng ủy")


def _home(tree: Tree) -> None:
    """What only the home district has: branches under its wards, a school, a Secretary who sits in the city too."""
    home = next(district for district in places.DISTRICTS if district.name == places.HOME)
    code = code_of("QU", home.name)
    person = tree.heads[code]
    tree.sit("TU-HP", "Thành ủy viên, Bí thư Quận ủy Kiến An", person, since=REPORTED_SINCE, place=5)
    tree.seat(code, "Chánh Văn phòng Quận ủy", place=4)
    for ward, branches in zip(home.places, places.BRANCHES, strict=True):
        name = ward.removeprefix("phường ")
        above = code_of("DU", home.name, name)
        for number in range(1, branches + 1):
            group, members = f"Tổ dân phố số {number}", 19 + (number * 11 + branches) % 17
            facts = UnitFacts(f"Chi bộ {group}", "chi bộ", Level.BRANCH, group, members)
            tree.found(code_of("CB", home.name, name, str(number)), facts, above, "Bí thư Chi bộ")
    facts = UnitFacts(places.SCHOOL, "chi bộ", Level.BRANCH, "Trường THPT Kiến An", 42)
    tree.found(code_of("CB", "THPT", home.name), facts, code, "Bí thư Chi bộ")
