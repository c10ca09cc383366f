"""The cascades in progress, each through the real actions: drafted, sent to the head, approved, issued, passed down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from quantriet.cascade import actions as cascades
from quantriet.cascade.actions import DraftFacts, RequirementFacts
from quantriet.cascade.actions.telling import tell_addressed
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.rules.requirement import Terms
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import State
from quantriet.cascade.rules.telling import Told
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.clock import ZONE
from quantriet.programme.actions import register_plan
from quantriet.programme.rules import PLAN_ISSUED
from quantriet.sample.country import papers
from quantriet.sample.country.cast import Cast
from quantriet.sample.country.papers import Paper
from quantriet.sample.country.tree import HOME, HOME_PROVINCE, TOP, Tree

PASSED_ON = 24  # provinces that have passed the second cascade down with a plan of their own
PLANS_SEEN = 15  # of those the ones whose plan Central has approved
_DAYS = ((9, 23), (9, 24), (9, 25), (9, 28), (9, 29), (9, 30), (10, 1), (10, 2), (10, 5), (10, 6), (10, 7), (10, 8))


Progress = Callable[[int, int], None]
_Requirements = tuple[tuple[str, str, date], ...]  # of each its type, what it asks, by when

_NATIONAL = (
    ("other", "Phổ biến chuyên đề mẫu đến toàn thể đảng viên", date(2026, 9, 25)),
    ("other", "Tổ chức thảo luận, ghi lại ý kiến của đảng viên", date(2026, 10, 9)),
    ("report_sent", "Báo cáo nhanh kết quả thảo luận", date(2026, 10, 16)),
    ("report_sent", "Báo cáo tổng kết chuyên đề", date(2026, 10, 30)),
)
_BY_LEVEL = (
    ("plan_issued", "Ban hành kế hoạch thử nghiệm", date(2026, 10, 9)),
    ("conference_held", "Tổ chức hội nghị triển khai thử nghiệm", date(2026, 10, 30)),
    ("report_sent", "Báo cáo kết quả thử nghiệm", date(2026, 11, 27)),
)
_PROVINCIAL = (
    ("other", "Cử cán bộ đầu mối", date(2026, 9, 21)),
    ("report_sent", "Báo cáo kết quả rà soát danh bạ", date(2026, 10, 14)),
)
_WAITING = (("report_sent", "Gửi báo cáo tổng kết năm", date(2026, 12, 4)),)


def moment(month: int, day: int, hour: int = 8, minute: int = 30) -> datetime:
    """An instant of 2026 in Vietnam."""
    return datetime.combine(date(2026, month, day), time(hour, minute), tzinfo=ZONE)


@dataclass
class Issuing:
    """Whoever issues, and what has been issued so far."""

    tree: Tree
    cast: Cast

    def draft(self, code: str, paper: Paper, asked: _Requirements, scope: str, at: datetime) -> Cascade:
        """Register the paper and draft a cascade from it; sent to the head an hour later."""
        office, unit_id = self.cast.office(code), self.tree.numbers[code]
        document = papers.register(paper, actor=office, unit_id=unit_id, at=at)
        title = paper.facts.subject
        drafted = cascades.draft_from_document(actor=office, document=document, unit_id=unit_id, title=title, at=at)
        read = dict(enumerate(drafted.requirements.order_by("place").values_list("pk", flat=True)))
        wanted = [
            RequirementFacts(kind, words, due, Terms(head_in_person=kind == "conference_held"), read.get(number))
            for number, (kind, words, due) in enumerate(asked)
        ]
        facts = DraftFacts(title, wanted, scope=scope)
        cascades.save_draft(actor=office, cascade=drafted, facts=facts, version=None, at=at)
        cascades.submit_for_approval(actor=office, cascade=drafted, at=at + timedelta(hours=1))
        return drafted

    def issue(self, code: str, cascade: Cascade, at: datetime, progress: Progress = lambda *_: None) -> Cascade:
        """The head approves, and it goes out."""
        cascades.approve(actor=self.cast.head(code), cascade=cascade, at=at)
        cascades.issue(actor=SYSTEM, cascade_id=cascade.pk, at=at + timedelta(minutes=5), progress=progress)
        tell_addressed(actor=SYSTEM, cascade_id=cascade.pk, what=Told.ISSUED, at=at + timedelta(minutes=5))
        cascade.refresh_from_db()
        return cascade

    def pass_down(self, code: str, parent: Cascade, at: datetime, number: int) -> Cascade:
        """A unit accepts what it was given, answers the first of it with a plan, and passes it on by that plan."""
        office, unit_id = self.cast.office(code), self.tree.numbers[code]
        owed = Obligation.objects.filter(cascade=parent, unit_id=unit_id).select_related("cascade", "requirement")
        plan = None
        for obligation in owed.order_by("requirement__place"):
            cascades.accept(actor=office, obligation=obligation, responsible="", at=at)
            if obligation.requirement.type == PLAN_ISSUED:
                facts = _plan_of(code, self.tree.names[code], number, at.date())
                told = at + timedelta(minutes=20)
                plan, _ = register_plan(actor=office, obligation=obligation, facts=facts, file=None, at=told)
        drafting = at + timedelta(minutes=30)
        drafted = cascades.draft_pass_down(
            actor=office, parent=parent, unit_id=unit_id, title=parent.title, at=drafting
        )
        cascades.submit_for_approval(actor=office, cascade=drafted, plan=plan, at=at + timedelta(minutes=50))
        return self.issue(code, drafted, at + timedelta(hours=2))


def _plan_of(code: str, name: str, number: int, day: date) -> DocumentFacts:
    suffix = "KH/TU" if code.startswith("TU-") else "KH/ĐU"
    return DocumentFacts("plan", str(9300 + number), suffix, name, day, "Thử nghiệm giao việc từng cấp trên phần mềm")


def national(issuing: Issuing, progress: Progress) -> Cascade:
    """Addressed to every unit of the country at once."""
    drafted = issuing.draft(TOP, papers.NATIONAL, _NATIONAL, Scope.SUBTREE, moment(9, 11))
    return issuing.issue(TOP, drafted, moment(9, 14), progress)


def provincial(issuing: Issuing) -> Cascade:
    """What one city asks of its communes."""
    drafted = issuing.draft(HOME_PROVINCE, papers.PROVINCIAL, _PROVINCIAL, Scope.DIRECT, moment(9, 15))
    return issuing.issue(HOME_PROVINCE, drafted, moment(9, 15, 14))


def by_level(issuing: Issuing) -> list[Cascade]:
    """Given to the provinces; most have passed it down to their communes, and one ward to its own organisations."""
    drafted = issuing.draft(TOP, papers.BY_LEVEL, _BY_LEVEL, Scope.DIRECT, moment(9, 18))
    root = issuing.issue(TOP, drafted, moment(9, 21))
    codes = sorted(issuing.tree.provinces, key=lambda code: code != HOME_PROVINCE)[:PASSED_ON]
    given = [
        issuing.pass_down(code, root, moment(*_DAYS[number // 2], 8 + 5 * (number % 2)), number)
        for number, code in enumerate(codes)
    ]
    given.append(issuing.pass_down(HOME, given[0], moment(10, 8, 16), PASSED_ON))
    plans = Obligation.objects.filter(cascade=root, requirement__type=PLAN_ISSUED, state=State.SUBMITTED)
    seen = plans.select_related("cascade", "requirement").order_by("state_at")[:PLANS_SEEN]
    for number, obligation in enumerate(list(seen)):
        cascades.approve_answer(actor=issuing.cast.office(TOP), obligation=obligation, at=moment(10, 9, 8, number))
    return [root, *given]


def waiting(issuing: Issuing) -> None:
    """What the head of the city finds on the desk in the morning."""
    issuing.draft(HOME_PROVINCE, papers.WAITING, _WAITING, Scope.DIRECT, moment(10, 9, 14))
