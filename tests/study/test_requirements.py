"""StudyDone keeps the contract of requirement types."""

from datetime import date

from django.utils import translation

from quantriet.cascade.models import Obligation
from quantriet.study import actions
from quantriet.study.rules import STUDY_DONE, Counted, facts_of
from tests.cascade.requirement_contract import RequirementContract
from tests.world import World

SOME = Counted(date(2019, 7, 12), members=100, exempt=4, attended=84, made_up=6)
NOBODY = Counted(date(2019, 7, 12), members=100, exempt=4, attended=0, made_up=0)


class TestStudyDone(RequirementContract):
    code = STUDY_DONE
    met = facts_of(SOME)
    unmet = {"nobody_studied": facts_of(NOBODY)}

    def record(self, world: World, obligation: Obligation, *, is_met: bool) -> None:
        actions.record_count(
            actor=world.district_office.actor, obligation=obligation, counted=SOME if is_met else NOBODY, note="",
            at=world.noon,
        )  # fmt: skip

    def test_the_share_is_computed_from_the_counts_and_names_its_denominator(self) -> None:
        with translation.override("vi"):
            label, share = self.type.lines(self.met)[0]
            assert (str(label), share) == ("Đã học trên số phải học", "90/96 = 93,8\u00a0%")
            assert self.type.summary(self.met) == "90/96"
