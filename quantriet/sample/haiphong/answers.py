"""How units answered: one letter for each requirement, told as acts on plausible days.

v  done and approved                 l  approved, but done after its day
s  sent, waits for the superior      r  sent and returned for more
d  a deputy presented: not enough    p  the conference is planned for a later day
.  accepted, nothing recorded yet    -  not even accepted
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from quantriet.cascade import actions as cascades
from quantriet.cascade.actions import Evidence
from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.states import ANSWERABLE
from quantriet.conference.actions import record_conference
from quantriet.conference.rules import CONFERENCE_HELD, Form, Said
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import ZONE, local_day
from quantriet.programme.actions import register_plan
from quantriet.programme.rules import PLAN_ISSUED
from quantriet.sample.haiphong.story import Story, workday
from quantriet.study.actions import record_count
from quantriet.study.rules import STUDY_DONE, Counted

SENT = frozenset("vlsr")
RECORDED = SENT | frozenset("dp")
RETURN_REASON = "Báo cáo chưa nêu số đảng viên học bù; đề nghị bổ sung danh sách rồi gửi lại."
SENT_BEFORE_OTHERS = "Phần việc của cấp mình đã xong; các đơn vị cấp dưới đang làm theo thời hạn riêng."
SUFFIXES = {"QU": "KH/QU", "HU": "KH/HU", "DU": "KH/ĐU", "DUK": "KH/ĐUK", "CB": "KH/CB"}


@dataclass(frozen=True, slots=True)
class Pace:
    """When a cascade was answered: from its issue on, at the latest at `until`, the day the story stops."""

    issued: datetime
    dues: tuple[str, ...]
    until: datetime
    step: timedelta = timedelta(hours=9)  # between the acceptances of one unit and the next
    review: timedelta = timedelta(hours=3)  # how long the superior takes, at the least
    planned: str = ""  # the day for which conferences marked "p" are planned

    def accepted(self, unit: int) -> datetime:
        """When the unit took it in hand."""
        return min(in_office(self.issued + self.step * (1 + unit % 4)), self.until - timedelta(minutes=90))

    def recorded(self, unit: int, place: int, mark: str) -> datetime:
        """When the unit recorded what it had done: shortly before the day, or after it where it was late."""
        due = date.fromisoformat(self.dues[place])
        if mark == "l":
            day = due + timedelta(days=1 + unit % 3)
        else:
            day = min(due, local_day(self.until)) - timedelta(days=1 + (3 * unit + place) % 5)
        at = datetime.combine(workday(day), time(9 + (2 * unit + place) % 8, (13 * unit + 7 * place) % 60), tzinfo=ZONE)
        soonest = self.accepted(unit) + timedelta(hours=1, minutes=11 * place + 4 * unit)
        return min(max(at, soonest), self.until - timedelta(hours=1))

    def decided(self, unit: int, recorded: datetime) -> datetime:
        """When the superior had looked at it."""
        looked = recorded + self.review * (1 + unit % 7)
        return max(min(in_office(looked), self.until), recorded)


def in_office(at: datetime) -> datetime:
    """The instant itself, or the next morning when offices are closed."""
    local = at.astimezone(ZONE)
    if local.hour >= 18:  # noqa: PLR2004 - offices close
        local = (local + timedelta(days=1)).replace(hour=8, minute=15 + local.minute % 40)
    if local.weekday() > 4:  # noqa: PLR2004 - Saturday is 5
        local = (local + timedelta(days=7 - local.weekday())).replace(hour=8, minute=15 + local.minute % 40)
    return local


def answers(story: Story, key: str, pace: Pace, table: dict[str, str]) -> None:
    """Let each unit of the table answer the cascade: its code, and a letter for each requirement."""
    for unit, (code, marks) in enumerate(table.items()):
        for place, mark in enumerate(marks, 1):
            if mark != "-":
                _answer(story, Duty(story, key, code, place, unit), mark, pace)


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation of the story: found when its time has come."""

    story: Story
    key: str
    code: str
    place: int
    unit: int  # the place of the unit in its table, for variety

    def obligation(self) -> Obligation:
        return self.story.obligation(self.key, self.code, self.place)

    def accept(self, at: datetime) -> None:
        """The unit takes it in hand."""
        name = self.story.tree.deputies[self.code].name
        cascades.accept(actor=self.story.office(self.code), obligation=self.obligation(), responsible=name, at=at)

    def approve(self, at: datetime) -> None:
        """The superior finds it done."""
        cascades.approve_answer(actor=self._superior(), obligation=self.obligation(), at=at)

    def send_back(self, at: datetime) -> None:
        """The superior asks for more."""
        cascades.return_answer(
            actor=self._superior(), obligation=self.obligation(), reason=RETURN_REASON, new_due_on=None, at=at
        )

    def _superior(self) -> Actor:
        above = self.story.tree.above[self.code]
        assert above is not None  # noqa: S101 - a root owes nobody
        return self.story.office(above)


def _answer(story: Story, duty: Duty, mark: str, pace: Pace) -> None:
    story.then(pace.accepted(duty.unit), duty.accept)
    if mark not in RECORDED:
        return
    recorded = pace.recorded(duty.unit, duty.place - 1, mark)
    story.then(recorded, lambda at: _record(story, duty, mark, pace, at))
    if mark in "vl":
        story.then(pace.decided(duty.unit, recorded), duty.approve)
    elif mark == "r":
        story.then(pace.decided(duty.unit, recorded), duty.send_back)


def _record(story: Story, duty: Duty, mark: str, pace: Pace, at: datetime) -> None:
    obligation = duty.obligation()
    if obligation.requirement.type == CONFERENCE_HELD:
        _conference(story, duty, mark, pace, at)
    elif obligation.requirement.type == PLAN_ISSUED:
        _plan(story, duty, at)
    elif obligation.requirement.type == STUDY_DONE:
        _study(story, duty, at)
    else:
        _report(story, duty, at)
    if mark in SENT and duty.obligation().state in ANSWERABLE:  # units below are not done yet
        cascades.submit_answer(
            actor=story.office(duty.code), obligation=duty.obligation(), at=at, reason=SENT_BEFORE_OTHERS
        )


def _conference(story: Story, duty: Duty, mark: str, pace: Pace, at: datetime) -> None:
    people = story.tree.deputies if mark == "d" else story.tree.heads
    seats = min(story.tree.strength(duty.code), 60 + 17 * (duty.unit % 9))
    said = Said(
        held_on=date.fromisoformat(pace.planned) if mark == "p" else local_day(at),
        form=Form.HYBRID if duty.unit % 3 == 0 and seats > 60 else Form.IN_PERSON,
        presenter_id=people[duty.code].pk,
        venue_attendees=0 if mark == "p" else max(seats - 6 - duty.unit % 7, 1),
    )
    record_conference(actor=story.office(duty.code), obligation=duty.obligation(), said=said, at=at)


def _plan(story: Story, duty: Duty, at: datetime) -> None:
    obligation = duty.obligation()
    facts = DocumentFacts(
        kind="plan",
        number=str(21 + (7 * duty.unit + duty.place) % 60),
        suffix=SUFFIXES[duty.code.partition("-")[0]],
        issuer=story.tree.facts[duty.code].name,
        issued_on=local_day(at),
        subject=f"{obligation.cascade.title} tại {story.tree.facts[duty.code].short_name}",
    )
    register_plan(actor=story.office(duty.code), obligation=obligation, facts=facts, file=None, at=at)


def _study(story: Story, duty: Duty, at: datetime) -> None:
    members = story.tree.strength(duty.code)
    exempt = members // 40
    obliged = members - exempt
    attended = obliged * (84 + duty.unit % 9) // 100
    made_up = (obliged - attended) * 2 // 3
    counted = Counted(local_day(at), members, exempt, attended, made_up)
    record_count(actor=story.office(duty.code), obligation=duty.obligation(), counted=counted, note="", at=at)


def _report(story: Story, duty: Duty, at: datetime) -> None:
    facts = story.tree.facts[duty.code]
    text = f"{facts.name} đã triển khai trong toàn đơn vị; có {story.tree.strength(duty.code)} đảng viên được phổ biến."
    evidence = Evidence(source_type="report", facts={"text": text, "day": local_day(at).isoformat()})
    cascades.record_fulfilment(actor=story.office(duty.code), obligation=duty.obligation(), evidence=evidence, at=at)
