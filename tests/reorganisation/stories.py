"""The scene of the merger: a district with two wards and their branches, a third ward, a school, and accounts."""

from dataclasses import dataclass
from datetime import date, datetime

from quantriet.cascade import actions as cascade
from quantriet.cascade.models import Cascade, Obligation
from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.org import actions as org
from quantriet.org.actions import UnitFacts
from quantriet.org.models import Unit
from quantriet.reorganisation import actions
from quantriet.reorganisation.actions import Facts
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line
from tests.cascade.stories import done, draft, facts_of, issue
from tests.world import FOUNDED, SINCE, Member, World

EVE, DAY = date(2019, 7, 31), date(2019, 8, 1)
NIGHT = datetime(2019, 8, 1, 0, 1, tzinfo=clock.ZONE)
MERGER = Line(Kind.MERGE, ("WA", "WB"), "WAB", "Đảng ủy phường Bắc Nam Sơn", "đảng ủy phường", "commune")
FACTS = Facts("Hợp nhất hai phường", "QĐ-15", DAY)


@dataclass
class Scene:
    """What the story needs beside the small world."""

    world: World
    b1: Unit
    ward_c: Unit
    school: Unit
    cascade: Cascade

    def owed(self, unit: Unit) -> Obligation:
        return Obligation.objects.select_related("cascade", "requirement", "root_cascade").get(
            cascade=self.cascade, origin_unit=unit
        )


def unit(world: World, code: str, name: str, parent: Unit, members: int = 0) -> Unit:
    facts = UnitFacts(name, "chi bộ", "branch", members=members)
    return org.found_unit(actor=SYSTEM, code=code, facts=facts, parent=parent, since=SINCE, at=FOUNDED)


def scene(world: World) -> Scene:
    """70 members in branches of two wards; the district has given one duty to its four units; ward A has done it."""
    for code, parent, members in (("A2", world.ward_a, 20), ("A3", world.ward_a, 20)):
        unit(world, code, f"Chi bộ {code}", parent, members)
    b1 = unit(world, "WB1", "Chi bộ B1", world.ward_b, 18)
    unit(world, "WB2", "Chi bộ B2", world.ward_b, 12)
    ward_c = unit(world, "WC", "Đảng ủy phường Văn Đẩu", world.kien_an, 25)
    school = unit(world, "TX", "Chi bộ Trường", world.kien_an, 5)
    made = give(world)
    found = Scene(world, b1, ward_c, school, made)
    done(found.owed(world.ward_a), world.ward_office, world.district_office, world.noon)
    return found


def give(world: World, at: datetime | None = None) -> Cascade:
    """The district gives one duty, a report by 15/8, to all directly below it."""
    at = at or world.noon
    made = draft(world, {"what": "Gửi báo cáo", "type": "report_sent", "due": "2019-08-15", "head_in_person": False})
    Cascade.objects.filter(pk=made.pk).update(issuing_unit=world.kien_an, unit_in_charge=world.kien_an)
    made.refresh_from_db()
    facts = facts_of(made, scope_on=clock.local_day(at))
    cascade.save_draft(actor=world.district_office.actor, cascade=made, facts=facts, version=None, at=at)
    return issue(made, world.district_office, world.district_secretary, at)


def drafted(world: World, *lines: Line, facts: Facts = FACTS, by: Member | None = None) -> Reorganisation:
    """The district's office has written it down."""
    by = by or world.district_office
    return actions.begin(actor=by.actor, unit_id=by.unit.pk, facts=facts, lines=lines or (MERGER,), at=world.noon)


def submitted(world: World, *lines: Line, facts: Facts = FACTS, by: Member | None = None) -> Reorganisation:
    """The district's office has sent it to the secretary."""
    found = drafted(world, *lines, facts=facts, by=by)
    send(world, found, by=by)
    return found


def send(world: World, found: Reorganisation, at: datetime | None = None, by: Member | None = None) -> None:
    """Send it as it now reads."""
    actor = (by or world.district_office).actor
    actions.submit(actor=actor, found=found, version=found.version, at=at or world.noon)


def approved(world: World, *lines: Line, facts: Facts = FACTS, at: datetime | None = None) -> Reorganisation:
    """The district's secretary has approved it."""
    found = submitted(world, *lines, facts=facts)
    actions.approve(actor=world.district_secretary.actor, found=found, version=found.version, at=at or world.noon)
    return found


def applied(world: World, *lines: Line, facts: Facts = FACTS) -> Reorganisation:
    """Its day has come."""
    found = approved(world, *lines, facts=facts)
    actions.apply_due(actor=SYSTEM, at=NIGHT)
    found.refresh_from_db()
    return found
