"""ConferenceHeld keeps the contract of requirement types."""

from datetime import date

from django.urls import reverse
from django.utils import translation

from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.requirement import Terms
from quantriet.conference import actions
from quantriet.conference.rules import CONFERENCE_HELD, Said
from tests.cascade.requirement_contract import RequirementContract
from tests.world import World

FACTS = {
    "held_on": "2019-07-11", "recorded_on": "2019-07-12", "form": "in_person", "presenter": "Vũ Đức Bình",
    "position": "Bí thư Quận ủy", "presenter_was_head": True, "head": "Vũ Đức Bình",
    "venue_attendees": 96, "class_learners": 0, "make_up_learners": 0, "viewers": 0,
}  # fmt: skip


class TestConferenceHeld(RequirementContract):
    code = CONFERENCE_HELD
    terms = Terms(head_in_person=True)
    met = FACTS
    unmet = {
        "not_head": FACTS | {"presenter": "Đỗ Quốc Chi", "position": "Phó Bí thư", "presenter_was_head": False},
        "no_head": FACTS | {"presenter_was_head": False, "head": ""},
        "recording_only": FACTS | {"form": "recording"},
        "not_yet_held": FACTS | {"held_on": "2019-07-13"},
        "nobody_attended": FACTS | {"venue_attendees": 0},
    }

    def record(self, world: World, obligation: Obligation, *, is_met: bool) -> None:
        presenter = world.district_secretary.person if is_met else world.district_deputy
        said = Said(held_on=date(2019, 7, 11), form="in_person", presenter_id=presenter.pk, venue_attendees=96)
        actions.record_conference(actor=world.district_office.actor, obligation=obligation, said=said, at=world.noon)

    def test_the_cell_says_when_and_who_and_the_day_opens_the_conference(self) -> None:
        with translation.override("vi"):
            assert self.type.summary(self.met) == "11/7 · Bí thư Quận ủy"
            told = {str(label): words for label, words in self.type.lines(FACTS | {"conference": 7})}
        assert told["Dự tại điểm cầu"] == "96"
        assert "Xem lại" not in told
        assert reverse("conference:conference-page", args=[7]) in told["Ngày tổ chức hội nghị"]

    def test_what_a_unit_typed_never_becomes_html(self) -> None:
        lines = self.type.lines(FACTS | {"presenter": "<b>Ai</b>"})
        assert not any(hasattr(words, "__html__") for _label, words in lines)
