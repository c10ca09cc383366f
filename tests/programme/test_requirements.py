"""PlanIssued keeps the contract of requirement types."""

from datetime import date

from quantriet.cascade.models import Obligation
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.programme import actions
from quantriet.programme.rules import PLAN_ISSUED
from tests.cascade.requirement_contract import RequirementContract
from tests.world import World

FACTS = {
    "kind": "plan", "number": "62", "symbol": "62-KH/QU", "issued_on": "2019-07-12", "subject": "Thực hiện nghị quyết",
    "recorded_on": "2019-07-12",
}  # fmt: skip


class TestPlanIssued(RequirementContract):
    code = PLAN_ISSUED
    met = FACTS
    unmet = {
        "no_symbol": FACTS | {"number": ""},
        "no_day": FACTS | {"issued_on": ""},
        "not_yet_issued": FACTS | {"issued_on": "2019-07-13"},
    }

    def record(self, world: World, obligation: Obligation, *, is_met: bool) -> None:
        facts = DocumentFacts(
            "plan", number="62" if is_met else "", suffix="KH/QU", issuer="Quận ủy Kiến An",
            issued_on=date(2019, 7, 12), subject="Thực hiện nghị quyết",
        )  # fmt: skip
        actions.register_plan(
            actor=world.district_office.actor, obligation=obligation, facts=facts, file=None, at=world.noon
        )
