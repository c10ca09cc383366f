"""Days that cannot be meant: a deadline that is over, a year nobody lives in."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from quantriet.cascade import actions, errors
from quantriet.cascade.models import Cascade
from quantriet.cascade.rules.deadlines import LEAD_AT_THE_END, proposal_after_change
from quantriet.cascade.rules.states import CascadeState
from quantriet.web.fields import FIRST, LAST
from tests.cascade.stories import draft, duty, facts_of, issued, passed_down
from tests.world import TODAY, World

YESTERDAY = TODAY - timedelta(days=1)


def moved(world: World, cascade: Cascade, day: str) -> tuple[int, str]:
    """What the page answers to whoever moves the first deadline."""
    requirement = cascade.requirements.order_by("place")[0]
    data = {f"d{requirement.pk}-new_due_on": day, f"d{requirement.pk}-reason": "Theo chỉ đạo mới"}
    answer = world.client(world.city_office).post(reverse("cascade:deadline-change", args=[requirement.pk]), data)
    return answer.status_code, answer.content.decode()


def test_a_deadline_is_not_moved_to_a_day_that_is_over(world: World) -> None:
    cascade = issued(world)
    status, page = moved(world, cascade, f"{YESTERDAY:%d/%m/%Y}")
    assert status == 422
    assert f"hạn {YESTERDAY:%d/%m/%Y} đã qua. Hãy chọn hôm nay" in page
    assert moved(world, cascade, f"{TODAY:%d/%m/%Y}")[0] == 302
    assert cascade.requirements.order_by("place")[0].due_on == TODAY


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001", "01/01/2201", "31/12/1899"])
def test_a_year_that_nobody_can_mean_is_refused_in_words(world: World, day: str) -> None:
    status, page = moved(world, issued(world), day)
    assert status == 422
    assert f"Năm phải từ {FIRST.year} đến {LAST.year}" in page


def test_nothing_is_sent_to_the_head_with_a_deadline_that_is_over(world: World) -> None:
    cascade = draft(world, duty("Báo cáo", "report_sent", YESTERDAY))
    with pytest.raises(errors.DeadlinePast):
        actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    facts = facts_of(cascade, due_on=TODAY)
    actions.save_and_submit(actor=world.city_office.actor, cascade=cascade, facts=facts, version=None, at=world.noon)
    assert cascade.state == CascadeState.PENDING


def test_what_one_is_late_with_oneself_can_still_be_passed_down(world: World) -> None:
    above = issued(world, at=world.noon - timedelta(days=5))
    with world.on(date(2019, 8, 5)):  # the city's own day, 31/07, is over
        below = passed_down(world, above, due=date(2019, 7, 31), at=world.noon + timedelta(days=24))
    assert below.state == CascadeState.ISSUED


def test_after_a_day_brought_forward_no_day_is_proposed_that_is_over() -> None:
    tomorrow, long_lead = TODAY + timedelta(days=1), date(2019, 7, 1)

    def proposed(limit: date) -> date:
        return proposal_after_change({}, given=long_lead, limit_then=date(2019, 7, 31), limit=limit, today=TODAY)

    assert proposed(tomorrow) == TODAY
    assert proposed(YESTERDAY) == YESTERDAY
    assert proposed(date(2019, 12, 31)) < date(2019, 12, 31) - timedelta(days=LEAD_AT_THE_END)
