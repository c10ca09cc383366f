"""Tells what happened, act by act in the order of time: every state of the sample world comes about by an action."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from quantriet.cascade import actions as cascades
from quantriet.cascade.actions import DraftFacts, RequirementFacts
from quantriet.cascade.actions.telling import tell_addressed
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.rules.requirement import Terms
from quantriet.cascade.rules.telling import Told
from quantriet.documents.models import Document
from quantriet.kernel.actor import SYSTEM, Actor
from quantriet.kernel.clock import ZONE
from quantriet.org.rules import Level, Role
from quantriet.sample.haiphong.cast import CastMember
from quantriet.sample.haiphong.tree import Tree

Act = Callable[[datetime], None]


def moment(day: str, clock: str) -> datetime:
    """An instant in Vietnam: moment("2019-07-11", "11:30")."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement of a cascade, as the story asks it."""

    type: str
    title: str
    due: str
    head: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """When a cascade was drafted, sent to the head, approved; and the plan of its own by which a unit issues it."""

    drafted: datetime
    submitted: datetime
    approved: datetime | None = None  # None: still waits for the head
    plan: str = ""


@dataclass
class Story:
    """Acts waiting to be told, and what has come of those already told."""

    tree: Tree
    cast: dict[str, CastMember]
    documents: dict[str, Document] = field(default_factory=dict)
    cascades: dict[str, Cascade] = field(default_factory=dict)
    _owed: dict[tuple[str, str, int], Obligation] = field(default_factory=dict)
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)

    def then(self, at: datetime, act: Act) -> None:
        """Let something happen at an instant."""
        self._acts.append((at, len(self._acts), act))

    def tell(self) -> None:
        """Let everything happen, the earliest first."""
        for at, _, act in sorted(self._acts, key=lambda line: line[:2]):
            act(at)

    def office(self, code: str) -> Actor:
        """Who writes for a unit: its account in the cast, or an office without one."""
        return self._account(code, Role.OFFICE) or self._nameless(code)

    def head(self, code: str) -> Actor:
        """Who decides for a unit."""
        return self._account(code, Role.HEAD) or self._nameless(code)

    def _account(self, code: str, role: Role) -> Actor | None:
        found = (m.actor for m in self.cast.values() if m.unit == self.tree.units[code] and m.role == role)
        return next(found, None)

    def _nameless(self, code: str) -> Actor:
        facts = self.tree.facts[code]
        return Actor(None, f"Bí thư {facts.name}" if facts.level == Level.BRANCH else f"Văn phòng {facts.name}")

    # --- a cascade from the draft to the obligations -----------------------------------------------------------------
    def issue(self, key: str, unit: str, title: str, asked: list[Asked], steps: Steps) -> None:
        """A unit issues a cascade from the document of the same key."""

        def draft(at: datetime) -> None:
            drafted = cascades.draft_from_document(
                actor=self.office(unit),
                document=self.documents[key],
                unit_id=self.tree.units[unit].pk,
                title=title,
                at=at,
            )
            read = dict(enumerate(drafted.requirements.order_by("place").values_list("pk", flat=True)))
            requirements = [
                RequirementFacts(a.type, a.title, date.fromisoformat(a.due), Terms(head_in_person=a.head), read.get(n))
                for n, a in enumerate(asked)
            ]
            facts = DraftFacts(title, requirements)
            cascades.save_draft(actor=self.office(unit), cascade=drafted, facts=facts, version=None, at=at)
            self.cascades[key] = drafted

        self.then(steps.drafted, draft)
        self._decide(key, unit, steps)

    def pass_down(self, key: str, parent: str, unit: str, dues: dict[int, str], steps: Steps, **left_out: str) -> None:
        """A unit passes a cascade on; `dues` gives the earlier day of each place it passes on."""

        def draft(at: datetime) -> None:
            above = self.cascades[parent]
            drafted = cascades.draft_pass_down(
                actor=self.office(unit),
                parent=above,
                unit_id=self.tree.units[unit].pk,
                title=above.title,
                at=at,
            )
            requirements = [
                RequirementFacts(r.type, r.title, date.fromisoformat(dues[r.place]), Terms(**r.terms), r.pk)
                for r in drafted.requirements.order_by("place")
                if r.place in dues
            ]
            reasons = {self.tree.units[code.replace("_", "-")].pk: reason for code, reason in left_out.items()}
            facts = DraftFacts(drafted.title, requirements, left_out=reasons)
            cascades.save_draft(actor=self.office(unit), cascade=drafted, facts=facts, version=None, at=at)
            self.cascades[key] = drafted

        self.then(steps.drafted, draft)
        self._decide(key, unit, steps)

    def _decide(self, key: str, unit: str, steps: Steps) -> None:
        def submit(at: datetime) -> None:
            plan = self.documents[steps.plan] if steps.plan else None
            cascades.submit_for_approval(actor=self.office(unit), cascade=self.cascades[key], plan=plan, at=at)

        def approve(at: datetime) -> None:
            cascade = self.cascades[key]
            cascades.approve(actor=self.head(unit), cascade=cascade, at=at)
            cascades.issue(actor=SYSTEM, cascade_id=cascade.pk, at=at, progress=lambda done, total: None)
            tell_addressed(actor=SYSTEM, cascade_id=cascade.pk, what=Told.ISSUED, at=at)

        self.then(steps.submitted, submit)
        if steps.approved is not None:
            self.then(steps.approved, approve)

    def obligation(self, key: str, unit: str, place: int) -> Obligation:
        """What a unit owes under a cascade; looked up once, for the actions keep it up to date."""
        if (key, unit, place) not in self._owed:
            found = Obligation.objects.select_related("cascade", "requirement")
            at = {"cascade": self.cascades[key], "unit": self.tree.units[unit], "requirement__place": place}
            self._owed[key, unit, place] = found.get(**at)
        return self._owed[key, unit, place]


def workday(day: date) -> date:
    """The day itself, or the Friday before a week's end."""
    return day - timedelta(days=max(day.weekday() - 4, 0))
