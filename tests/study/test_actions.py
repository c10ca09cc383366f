"""A unit counts who has studied."""

from datetime import date

import pytest

from quantriet.audit.models import Entry
from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.states import State
from quantriet.study import actions
from quantriet.study.errors import MoreThanObliged
from quantriet.study.models import StudyCount
from quantriet.study.rules import Counted
from tests.cascade import stories
from tests.world import World


@pytest.fixture
def obligation(world: World) -> Obligation:
    cascade = stories.issued(world, stories.duty("Hoàn thành học tập", "study_done"))
    return stories.owed(cascade, world.district_office, "study_done")


def record(world: World, obligation: Obligation, **figures: int):
    counted = Counted(
        **{"counted_on": date(2019, 7, 12), "members": 100, "exempt": 4, "attended": 84, "made_up": 6} | figures
    )
    return actions.record_count(
        actor=world.district_office.actor, obligation=obligation, counted=counted, note="còn 6 người", at=world.noon
    )


def test_a_count_is_kept_in_figures_and_answers_the_duty(world: World, obligation: Obligation) -> None:
    count, missing = record(world, obligation, tested=80)
    assert missing == []
    assert (count.attended, count.made_up, count.tested, count.reflections) == (84, 6, 80, None)
    assert str(count) == "90/96"
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED
    facts = obligation.fulfilments.get().facts
    assert (facts["studied"], facts["obliged"]) == (90, 96)


def test_figures_that_cannot_be_leave_nothing_behind(world: World, obligation: Obligation) -> None:
    with pytest.raises(MoreThanObliged):
        record(world, obligation, attended=95)
    assert not StudyCount.objects.exists()
    obligation.refresh_from_db()
    assert obligation.state == State.ASSIGNED


def test_the_journal_names_both_figures(world: World, obligation: Obligation) -> None:
    record(world, obligation)
    assert Entry.objects.get(verb="study.count.recorded").facts == {"studied": 90, "obliged": 96, "day": "12/07/2019"}
