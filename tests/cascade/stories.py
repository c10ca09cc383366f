"""Ready scenes for the tests of the cascade: each is played through the actions, never written into tables."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.types.range import DateRange

from quantriet.cascade import actions
from quantriet.cascade.actions import DraftFacts, Evidence, RequirementFacts
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.rules.requirement import Terms
from quantriet.documents.models import Document, Finding
from quantriet.documents.rules.findings import Category, Status
from quantriet.kernel.actor import SYSTEM
from quantriet.org.models import Unit, UnitVersion
from quantriet.org.rules import path_of
from tests.world import Member, World

DUE = date(2019, 7, 31)
CONFERENCE = "Tổ chức hội nghị quán triệt"
REPORT = "Gửi báo cáo kết quả"


def no_progress(done: int, total: int) -> None:
    """Nobody watches."""


def duty(what: str, kind: str, due: date | None = DUE, *, head: bool = False) -> dict[str, Any]:
    return {"who": "", "what": what, "type": kind, "due": str(due) if due else None, "head_in_person": head}


def document(world: World, *duties: dict[str, Any]) -> Document:
    """A resolution in the city's registry whose duties have been accepted."""
    made = Document.objects.create(
        kind="resolution", number="45", suffix="NQ/TW", owner_unit=world.city, created_at=world.noon, text="x" * 200
    )
    for place, data in enumerate(duties):
        Finding.objects.create(
            document=made, category=Category.DUTY, start=place, end=place + 1, text="x", data=data, confidence=0.9,
            status=Status.ACCEPTED, decided_at=world.noon,
        )  # fmt: skip
    return made


def draft(world: World, *duties: dict[str, Any]) -> Cascade:
    """A draft of the city office with a conference (head in person) and a report, both due on 31/7."""
    wanted = duties or (duty(CONFERENCE, "conference_held", head=True), duty(REPORT, "report_sent"))
    return actions.draft_from_document(
        actor=world.city_office.actor, document=document(world, *wanted), unit_id=world.city.pk,
        title="Quán triệt, triển khai Nghị quyết 45-NQ/TW", at=world.noon,
    )  # fmt: skip


def issue(cascade: Cascade, drafter: Member, approver: Member, at: datetime) -> Cascade:
    """The draft is sent, approved and issued."""
    actions.submit_for_approval(actor=drafter.actor, cascade=cascade, at=at)
    actions.approve(actor=approver.actor, cascade=cascade, at=at)
    actions.issue(actor=SYSTEM, cascade_id=cascade.pk, at=at, progress=no_progress)
    cascade.refresh_from_db()
    return cascade


def issued(world: World, *duties: dict[str, Any], at: datetime | None = None) -> Cascade:
    """The city has given its draft to the district and the bloc."""
    return issue(draft(world, *duties), world.city_office, world.city_secretary, at or world.noon)


def passed_down(world: World, parent: Cascade, due: date = date(2019, 7, 24), at: datetime | None = None) -> Cascade:
    """The district has passed it on to its two wards, to be done by an earlier day."""
    at = at or world.noon
    cascade = actions.draft_pass_down(
        actor=world.district_office.actor, parent=parent, unit_id=world.kien_an.pk, title="Quận ủy triển khai", at=at
    )
    actions.save_draft(
        actor=world.district_office.actor, cascade=cascade, facts=facts_of(cascade, due_on=due), version=None, at=at
    )
    return issue(cascade, world.district_office, world.district_secretary, at)


def facts_of(cascade: Cascade, due_on: date | None = None, **changes: Any) -> DraftFacts:
    """The draft as it stands, with some words changed."""
    requirements = [
        RequirementFacts(r.type, r.title, due_on or r.due_on, Terms(**r.terms), r.pk)
        for r in cascade.requirements.order_by("place")
    ]
    words = {
        "title": cascade.title, "requirements": requirements, "scope": cascade.scope, "scope_on": cascade.scope_on,
    }  # fmt: skip
    return DraftFacts(**words | changes)


def owed(cascade: Cascade, member: Member, type_code: str = "report_sent") -> Obligation:
    """What the member's unit owes under the cascade."""
    found = Obligation.objects.select_related("cascade", "requirement", "root_cascade")
    return found.get(cascade=cascade, unit=member.unit, requirement__type=type_code)


def report(obligation: Obligation, member: Member, at: datetime, text: str = "Đã làm xong.") -> None:
    """The unit sends its report."""
    reason = "Phần việc của cấp mình đã xong."  # asked for only while units below are not done
    evidence = Evidence("report", {"text": text, "day": f"{at:%Y-%m-%d}"}, reason=reason)
    actions.record_fulfilment(actor=member.actor, obligation=obligation, evidence=evidence, at=at)


def done(obligation: Obligation, member: Member, reviewer: Member, at: datetime) -> None:
    """The unit reports and the superior approves."""
    report(obligation, member, at)
    actions.approve_answer(actor=reviewer.actor, obligation=obligation, at=at)


@dataclass
class Counting:
    """A sign of progress that remembers what it was told."""

    seen: list[tuple[int, int]]

    def __call__(self, done: int, total: int) -> None:
        self.seen.append((done, total))




def many_units(world: World, parent: Unit, number: int) -> list[Unit]:
    """So many more units directly below one, written straight into the tables: the story is not theirs."""
    above = UnitVersion.objects.get(unit=parent).path
    units = Unit.objects.bulk_create(Unit(code=f"{parent.code}-{n}") for n in range(number))
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=unit, parent=parent, name=f"Đảng ủy số {n}", short_name=f"ĐU {n}", kind="đảng ủy", level="commune",
            path=path_of(above, unit.pk), search_text=f"dang uy so {n}", sort_key=f"{n:06}",
            valid_during=DateRange(world.since, None),
        )
        for n, unit in enumerate(units)
    )  # fmt: skip
    return units


def sent_at(html: str) -> str:
    """What a page's form of deciding says of when that was sent which it shows."""
    found = re.search(r'name="sent_at" value="([^"]+)"', html)
    assert found
    return found[1]
