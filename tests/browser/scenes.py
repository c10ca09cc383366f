"""The worlds that the browser tests begin in, each played through the product's own actions; each gives its day."""

from datetime import date, datetime

from quantriet.cascade import actions
from quantriet.cascade.actions.answer import NewFile, Report
from quantriet.cascade.models import Cascade, Obligation
from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.org import actions as org
from quantriet.org.actions import UnitFacts
from quantriet.org.models import Unit
from quantriet.org.rules import Level, Role
from tests.cascade.stories import draft, duty, issue, passed_down, report
from tests.notices.stories import NO_QUIET, wants
from tests.world import FOUNDED, SINCE, TODAY, Member, World

O1 = "Tổ chức học tập, quán triệt Nghị quyết 45"
O2 = "Báo cáo sơ kết quý III"


class District(World):
    """KA-2019: a city, its district with three wards and a school, five cells with 100 members, and the bloc beside."""

    today = date(2019, 7, 1)
    noon = datetime(2019, 7, 1, 12, 0, tzinfo=clock.ZONE)

    ward_c: Unit
    school: Unit
    organiser: Member
    ward_c_office: Member
    school_office: Member

    def __init__(self) -> None:
        self._units()
        self.city_office = self._member("vp.tu", "Trần Thị Thu", self.city, Role.OFFICE)
        self.city_secretary = self._member("bithu.tu", "Lê Văn Cảng", self.city, Role.HEAD, "Bí thư Thành ủy")
        self.district_office = self._member("vp.quan", "Phạm Thị Lan", self.kien_an, Role.OFFICE)
        self.district_secretary = self._member("bithu.quan", "Vũ Đức Bình", self.kien_an, Role.HEAD, "Bí thư Quận ủy")
        self.organiser = self._member("tochuc.quan", "Đỗ Thị Mai", self.kien_an, Role.OFFICE)
        self.ward_office = self._member("vp.pa", "Ngô Thị Dung", self.ward_a, Role.OFFICE)
        self.ward_b_office = self._member("vp.pb", "Đinh Thị Hà", self.ward_b, Role.OFFICE)
        self.ward_c_office = self._member("vp.pc", "Lưu Văn Sáng", self.ward_c, Role.OFFICE)
        self.school_office = self._member("hieutruong.tx", "Mạc Văn Tuấn", self.school, Role.OFFICE)
        self.bloc_office = self._member("vp.khoi", "Tạ Thị Khánh", self.bloc, Role.OFFICE)

    def _units(self) -> None:
        self.city = self.unit("TU", "Thành ủy Cảng", "thành ủy", Level.PROVINCE, None)
        self.kien_an = self.unit("QU", "Quận ủy Kiến An", "quận ủy", Level.DISTRICT, self.city)
        self.bloc = self.unit("DUK", "Đảng ủy Khối các cơ quan", "đảng ủy khối", Level.DISTRICT, self.city)
        wards = {"PA": "Bắc Sơn", "PB": "Nam Sơn", "PC": "Văn Đẩu"}
        self.ward_a, self.ward_b, self.ward_c = (
            self.unit(code, f"Đảng ủy phường {name}", "đảng ủy phường", Level.COMMUNE, self.kien_an)
            for code, name in wards.items()
        )
        cells = (("A1", self.ward_a, 20), ("A2", self.ward_a, 20), ("B1", self.ward_b, 15), ("B2", self.ward_b, 15))
        for code, ward, members in (*cells, ("C1", self.ward_c, 25)):
            self.cell(code, f"Chi bộ {code}", ward, members)
        self.school = self.cell("TX", "Chi bộ Trường Kiến An", self.kien_an, 5)

    def cell(self, code: str, name: str, parent: Unit, members: int) -> Unit:
        """Found a cell with its members."""
        facts = UnitFacts(name, "chi bộ", Level.BRANCH, members=members)
        return org.found_unit(actor=SYSTEM, code=code, facts=facts, parent=parent, since=SINCE, at=FOUNDED)


def at(day: int, hour: int = 10, month: int = 7) -> datetime:
    """An hour of that summer."""
    return datetime(2019, month, day, hour, tzinfo=clock.ZONE)


def small() -> date:
    """The small world of all other tests."""
    World()
    return TODAY


def before_the_merger() -> date:
    """The eve of 01/08: the district's duty is done by PA and TX, PB has sent it a second time, PC is late."""
    world = District()
    given = passed_down(world, issue(draft(world, duty(O1, "report_sent")), *_city(world), at(2)), at=at(3))
    office = world.district_office
    for member, day in ((world.ward_office, 15), (world.school_office, 16), (world.ward_b_office, 20)):
        report(_owed(given, member), member, at(day))
    for member, day in ((world.ward_office, 16), (world.school_office, 17)):
        actions.approve_answer(actor=office.actor, obligation=_owed(given, member), at=at(day))
    actions.return_answer(
        actor=office.actor, obligation=_owed(given, world.ward_b_office), reason="Thiếu danh sách ký", new_due_on=None,
        at=at(23),
    )  # fmt: skip
    report(_owed(given, world.ward_b_office), world.ward_b_office, at(30))
    issue(draft(world, duty(O2, "report_sent", date(2019, 8, 30))), *_city(world), at(31, 7))
    return date(2019, 7, 31)


def about_to_issue() -> date:
    """The city's draft of the duty waits for the secretary; a ward has a secretary who approves as well."""
    world = District()
    world._member("bithu.pa", "Bùi Văn Giang", world.ward_a, Role.HEAD, "Bí thư Đảng ủy phường")
    drafted = draft(world, duty(O1, "report_sent"))
    actions.submit_for_approval(actor=world.city_office.actor, cascade=drafted, at=world.noon)
    return date(2019, 7, 2)


def passed_to_the_cells() -> date:
    """The duty has gone from the city to the district, to its wards, and from PA to its cells; A2 has sent its part."""
    world = District()
    head = world._member("bithu.pa", "Bùi Văn Giang", world.ward_a, Role.HEAD, "Bí thư Đảng ủy phường")
    cell = world._member("bt.a2", "Hoàng Văn An", Unit.objects.get(code="A2"), Role.HEAD, "Bí thư Chi bộ")
    given = passed_down(world, issue(draft(world, duty(O1, "report_sent")), *_city(world), at(2)), at=at(3))
    below = actions.draft_pass_down(
        actor=world.ward_office.actor, parent=given, unit_id=world.ward_a.pk, title="Phường triển khai", at=at(4)
    )
    issue(below, world.ward_office, head, at(4))
    report(_owed(below, cell), cell, at(8))
    return date(2019, 7, 9)


def evidence_is_due() -> date:
    """The wards and the school have the study in hand; the school has sent its evidence; two wait for e-mail."""
    world = District()
    given = passed_down(world, issue(draft(world, duty(O1, "study_shown")), *_city(world), at(2)), at=at(3))
    for member in (world.ward_office, world.ward_b_office, world.ward_c_office, world.school_office):
        actions.accept(actor=member.actor, obligation=_owed(given, member), responsible=member.actor.name, at=at(4))
    school = world.school_office
    sent = Report(
        values={"held_on": "2019-07-11", "form": "in_person", "obliged": 5, "attended": 5},
        files=(NewFile("bien-ban.txt", b"x", "minutes"), *(NewFile(f"{n}.png", b"x", "photos") for n in (1, 2))),
    )
    actions.send_report(actor=school.actor, obligation=_owed(given, school), report=sent, at=at(12))
    for member in (world.ward_c_office, world.district_secretary):
        wants(member, **NO_QUIET)
    return date(2019, 7, 15)


def _city(world: World) -> tuple[Member, Member]:
    return world.city_office, world.city_secretary


def _owed(cascade: Cascade, member: Member) -> Obligation:
    found = Obligation.objects.select_related("cascade", "requirement", "root_cascade")
    return found.get(cascade=cascade, unit=member.unit)
