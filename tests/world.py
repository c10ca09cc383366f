"""The small world in which every test plays: one city, two committees below it, two wards, a branch, and the cast.

city ── kien_an ── ward_a ── branch
     │          └─ ward_b
     └─ bloc
other_root                       (nothing to do with the city)
"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.test import Client

from quantriet.accounts.models import User
from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM, Actor
from quantriet.org import actions, queries
from quantriet.org.actions import UnitFacts
from quantriet.org.models import Person, Unit
from quantriet.org.queries import Acting
from quantriet.org.rules import Level, Role
from tests import databases

TODAY = date(2019, 7, 12)
NOON = datetime(2019, 7, 12, 12, 0, tzinfo=clock.ZONE)
SINCE = date(2015, 1, 1)
FOUNDED = datetime(2015, 1, 1, 8, 0, tzinfo=clock.ZONE)

_KEPT = databases.FOLDER / "world"

CAST = (
    "city_office",
    "city_secretary",
    "district_office",
    "district_secretary",
    "ward_office",
    "ward_secretary",
    "ward_b_office",
    "branch_secretary",
    "bloc_office",
    "stranger",
)


@dataclass(frozen=True)
class Member:
    """One of the cast: an account that acts for a unit in a role."""

    user: User
    actor: Actor
    unit: Unit
    role: str
    person: Person | None

    def acting(self, on: date = TODAY) -> Acting:
        """What the request would carry for this member on that day."""
        return next(m for m in queries.mandates_of(self.user.pk, on) if m.unit_id == self.unit.pk)


class World:
    """The units by name, the people, and the cast as attributes."""

    today = TODAY
    noon = NOON
    since = SINCE

    city: Unit
    kien_an: Unit
    bloc: Unit
    ward_a: Unit
    ward_b: Unit
    branch: Unit
    other_root: Unit

    city_office: Member
    city_secretary: Member
    district_office: Member
    district_secretary: Member
    ward_office: Member
    ward_secretary: Member
    ward_b_office: Member
    branch_secretary: Member
    bloc_office: Member
    stranger: Member

    def __init__(self) -> None:
        self._sessions: dict[tuple[int, str], str] = {}  # of accounts, with their password, that have signed in
        self._units()
        self.city_office = self._member("office.city", "Trần Thị Thu", self.city, Role.OFFICE)
        self.city_secretary = self._member("head.city", "Lê Văn Cảng", self.city, Role.HEAD, "Bí thư Thành ủy")
        self.district_office = self._member("office.district", "Phạm Thị Lan", self.kien_an, Role.OFFICE)
        self.district_secretary = self._member(
            "head.district", "Vũ Đức Bình", self.kien_an, Role.HEAD, "Bí thư Quận ủy"
        )
        self.district_deputy = self._person("Đỗ Quốc Chi", self.kien_an, "Phó Bí thư Quận ủy")
        self.ward_office = self._member("office.ward-a", "Ngô Thị Dung", self.ward_a, Role.OFFICE)
        self.ward_secretary = self._member(
            "head.ward-a", "Bùi Văn Giang", self.ward_a, Role.HEAD, "Bí thư Đảng ủy phường"
        )
        self.ward_b_office = self._member("office.ward-b", "Đinh Thị Hà", self.ward_b, Role.OFFICE)
        self.branch_secretary = self._member("head.branch", "Hoàng Văn An", self.branch, Role.HEAD, "Bí thư Chi bộ")
        self.bloc_office = self._member("office.bloc", "Tạ Thị Khánh", self.bloc, Role.OFFICE)
        self.stranger = self._member("office.elsewhere", "Cao Văn Dũng", self.other_root, Role.OFFICE)

    def _units(self) -> None:
        self.city = self.unit("CITY", "Thành ủy Cảng", "thành ủy", Level.PROVINCE, None)
        self.kien_an = self.unit("KA", "Quận ủy Kiến An", "quận ủy", Level.DISTRICT, self.city)
        self.bloc = self.unit("BLOC", "Đảng ủy Khối các cơ quan", "đảng ủy khối", Level.DISTRICT, self.city)
        self.ward_a = self.unit("WA", "Đảng ủy phường Bắc Sơn", "đảng ủy phường", Level.COMMUNE, self.kien_an)
        self.ward_b = self.unit("WB", "Đảng ủy phường Nam Sơn", "đảng ủy phường", Level.COMMUNE, self.kien_an)
        self.branch = self.unit("B1", "Chi bộ số 1", "chi bộ", Level.BRANCH, self.ward_a)
        self.other_root = self.unit("ELSE", "Tỉnh ủy Miền Xa", "tỉnh ủy", Level.PROVINCE, None)

    def unit(self, code: str, name: str, kind: str, level: str, parent: Unit | None, *, since: date = SINCE) -> Unit:
        """Found one more unit."""
        return actions.found_unit(
            actor=SYSTEM, code=code, facts=UnitFacts(name, kind, level), parent=parent, since=since, at=FOUNDED
        )

    def _person(self, name: str, unit: Unit, title: str, *, is_head: bool = False) -> Person:
        person = actions.register_person(actor=SYSTEM, name=name, at=FOUNDED)
        position = actions.create_position(
            actor=SYSTEM, unit=unit, title=title, is_head=is_head, place=1 if is_head else 2, since=SINCE, at=FOUNDED
        )
        actions.appoint(actor=SYSTEM, person=person, position=position, since=SINCE, at=FOUNDED)
        return person

    def _member(self, username: str, name: str, unit: Unit, role: str, title: str = "") -> Member:
        user = User.objects.create(username=username, full_name=name)
        person = self._person(name, unit, title, is_head=True) if title else None
        actions.give_mandate(
            actor=SYSTEM, user_id=user.pk, unit=unit, role=role, person=person, since=SINCE, at=FOUNDED
        )
        return Member(user, Actor(user.pk, name), unit, role, person)

    def member(self, name: str) -> Member:
        """One of the cast by name."""
        return getattr(self, name)

    def client(self, member: Member) -> Client:
        """A browser in which this member has signed in; each further one is a session of its own."""
        client = Client()
        if session := self._sessions.pop((member.user.pk, member.user.password), None):
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        else:
            client.force_login(member.user)
        return client

    def sign_in_everybody(self) -> None:
        """Sign each of the cast in beforehand, as `client` would."""
        for member in map(self.member, CAST):
            session = self.client(member).cookies[settings.SESSION_COOKIE_NAME].value
            self._sessions[member.user.pk, member.user.password] = session

    @contextmanager
    def on(self, day: date) -> Iterator[datetime]:
        """Let the clock stand at noon of another day."""
        noon = NOON + timedelta(days=(day - TODAY).days)
        clock.set_source(lambda: noon)
        try:
            yield noon
        finally:
            clock.set_source(lambda: NOON)


def found() -> None:
    """Found the world in a database from which those of the tests are copied."""
    clock.set_source(lambda: NOON)
    world = World()
    world.sign_in_everybody()
    clock.set_source(None)
    _KEPT.write_bytes(pickle.dumps(world))


def kept() -> World:
    """The world that was founded, as objects of one's own."""
    return pickle.loads(_KEPT.read_bytes())
