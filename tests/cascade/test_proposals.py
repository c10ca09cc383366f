"""The day proposed below after a change above keeps the lead that was first given, whatever has happened since."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from quantriet.cascade import actions
from quantriet.cascade.models import Cascade, Requirement
from quantriet.cascade.queries.proposals import Changed, changes_above
from quantriet.cascade.rules.deadlines import LEAD_AT_THE_END, lead_between, proposal_after_change
from quantriet.kernel.workdays import is_working_day, working_days_before
from tests.cascade.stories import DUE, duty, issue, issued, passed_down
from tests.cascade.test_changes import LATER, district_draft, of_type
from tests.world import TODAY, World

GIVEN = date(2019, 7, 26)  # three working days before 31/07, typed by hand
DAYS = st.dates(date(2017, 1, 1), date(2027, 11, 30))


def story(world: World, day: date = GIVEN) -> tuple[Requirement, Cascade]:
    """The city's requirement, and what the district has given its wards by an earlier day."""
    root = issued(world, duty("Báo cáo", "report_sent"))
    return of_type(root), passed_down(world, root, due=day)


def move(world: World, requirement: Requirement, day: date, minute: int = 1) -> None:
    actions.change_deadline(
        actor=world.city_office.actor, requirement=requirement, new_due_on=day, reason="Thành ủy đổi hạn",
        at=world.noon + timedelta(minutes=minute),
    )  # fmt: skip


def keep(world: World, child: Cascade, minute: int = 2) -> None:
    at = world.noon + timedelta(minutes=minute)
    actions.keep_deadline(actor=world.district_office.actor, requirement=of_type(child), at=at)


def choose(world: World, child: Cascade, day: date, minute: int = 2) -> None:
    actions.adopt_deadline(
        actor=world.district_office.actor, requirement=of_type(child), new_due_on=day, reason="Theo Thành ủy",
        at=world.noon + timedelta(minutes=minute),
    )  # fmt: skip


def seen(world: World) -> Changed | None:
    return next(iter(changes_above(world.kien_an.pk, world.today)), None)


def test_who_kept_his_day_through_an_extension_is_not_asked_for_a_longer_lead(world: World) -> None:
    requirement, child = story(world)
    move(world, requirement, LATER)  # 07/08: what was kept now lies eight working days before
    keep(world, child)
    move(world, requirement, date(2019, 8, 5), minute=3)
    assert seen(world).proposed == date(2019, 7, 31)


def test_what_was_passed_down_after_an_extension_has_its_lead_from_there(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"))
    move(world, of_type(root), LATER)
    child = passed_down(world, root, due=date(2019, 8, 6), at=world.noon + timedelta(minutes=5))
    move(world, of_type(root), date(2019, 8, 14), minute=6)
    assert seen(world).proposed == date(2019, 8, 13)
    keep(world, child, minute=7)
    move(world, of_type(root), date(2019, 8, 12), minute=8)
    assert seen(world).proposed == date(2019, 8, 9)


def test_a_day_found_by_its_shape_follows_the_shape(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"))
    child = issue(district_draft(world, root), world.district_office, world.district_secretary, world.noon)
    assert of_type(child).deadline == {"shape": "parent", "days": 5}
    move(world, of_type(root), LATER)
    keep(world, child)
    move(world, of_type(root), date(2019, 8, 5), minute=3)
    assert seen(world).proposed == date(2019, 7, 29)


def test_a_draft_keeps_the_lead_of_the_day_typed(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"))
    child = district_draft(world, root)
    Requirement.objects.filter(cascade=child).update(due_on=GIVEN, deadline={})
    move(world, of_type(root), LATER)
    assert seen(world).proposed == date(2019, 8, 2)


def test_the_proposals_cost_the_same_however_many_there_are(world: World) -> None:
    counts = []
    for number in (1, 3):
        root = issued(world, *(duty(f"Báo cáo {n}", "report_sent") for n in range(number)))
        passed_down(world, root, due=GIVEN)
        for requirement in root.requirements.all():
            move(world, requirement, LATER)
        with CaptureQueriesContext(connection) as asked:
            assert len(changes_above(world.kien_an.pk, world.today)) >= number
        counts.append(len(asked))
    assert counts == [2, 2]


@given(given_on=DAYS, lead=st.integers(0, 40), moved=st.integers(-200, 200))
def test_a_proposal_lies_as_many_working_days_before_as_was_first_given(given_on: date, lead: int, moved: int) -> None:
    first = working_days_before(given_on, lead)
    limit, today = given_on + timedelta(days=moved), date(2000, 1, 1)
    proposed = proposal_after_change({}, given=first, limit_then=given_on, limit=limit, today=today)
    assert proposed <= limit
    assert lead_between(proposed, limit) == lead_between(first, given_on)
    late = proposal_after_change({}, given=first, limit_then=given_on, limit=limit, today=date(2100, 1, 1))
    assert late == limit  # not in the past, and never after the superior's day


def test_without_a_day_given_the_lead_is_the_usual_one() -> None:
    proposed = proposal_after_change({}, given=None, limit_then=None, limit=DUE, today=TODAY)
    assert lead_between(proposed, DUE) == LEAD_AT_THE_END


def _working(number: int) -> date:
    day = TODAY + timedelta(days=number)
    return day if is_working_day(day) else _working(number + 1)


STEPS = st.lists(
    st.tuples(st.integers(0, 60).map(_working), st.sampled_from(["keep", "adopt", "own", "wait"])), max_size=5
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, lead=st.integers(0, 8))
def test_however_often_it_is_moved_and_whatever_is_answered_the_lead_stays(
    world: World, steps: list[tuple[date, str]], lead: int
) -> None:
    with transaction.atomic():
        requirement, child = story(world, working_days_before(DUE, lead))
        for minute, (day, answer) in enumerate(steps):
            move(world, requirement, day, minute=3 * minute + 1)
            if (change := seen(world)) is None:
                continue
            event(answer)
            assert change.limit == day
            assert change.proposed == max(working_days_before(day, lead), min(world.today, day))
            if answer == "keep" and not change.is_too_late:
                keep(world, child, minute=3 * minute + 2)
            elif answer in ("adopt", "own"):
                choose(world, child, day if answer == "own" else change.proposed, minute=3 * minute + 2)
        transaction.set_rollback(True)


@pytest.mark.parametrize("is_given", [True, False])
def test_without_what_was_first_given_the_lead_grows(
    world: World, monkeypatch: pytest.MonkeyPatch, is_given: bool
) -> None:
    """The twin: from the day last weighed, the wards would be asked to be done eight working days before."""
    if not is_given:
        monkeypatch.setattr("quantriet.cascade.queries.proposals._first_given", lambda *_: {})
    requirement, child = story(world)
    move(world, requirement, LATER)
    keep(world, child)
    move(world, requirement, date(2019, 8, 5), minute=3)
    assert seen(world).proposed == date(2019, 7, 31 if is_given else 24)
