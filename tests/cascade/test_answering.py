"""Stories of answering: a unit accepts and reports, its superior approves or returns."""

from datetime import date, timedelta

import pytest

from quantriet.cascade import actions, errors, permissions
from quantriet.cascade.actions import Evidence
from quantriet.cascade.models import Obligation
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.rules.standing import Counts
from quantriet.cascade.rules.states import State
from quantriet.conference.rules import Presenter, Said
from quantriet.conference.rules import facts_of as facts_of_conference
from quantriet.kernel.errors import ChangedMeanwhile, NotFound
from tests.cascade.stories import done, duty, issued, owed, passed_down, report
from tests.world import World


def test_a_report_goes_up_and_is_approved(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    actions.accept(actor=world.district_office.actor, obligation=obligation, responsible="Vũ Đức Bình", at=world.noon)
    done(obligation, world.district_office, world.city_office, world.noon)
    assert [m.state for m in obligation.moves.order_by("pk")] == ["accepted", "submitted", "approved"]
    assert obligation.responsible == "Vũ Đức Bình"


def test_an_empty_report_is_kept_but_not_sent(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    missing = actions.send_report(
        actor=world.district_office.actor, obligation=obligation, report=actions.Report("  "), at=world.noon
    )
    assert [s.code for s in missing] == ["nothing_reported"]
    assert (obligation.state, obligation.fulfilments.count()) == (State.ACCEPTED, 1)
    with pytest.raises(errors.AnswerIncomplete):
        actions.submit_answer(actor=world.district_office.actor, obligation=obligation, at=world.noon)


def conference(*, was_head: bool) -> Evidence:
    """A conference as the room of conferences tells it."""
    said = Said(held_on=date(2019, 7, 11), form="in_person", venue_attendees=120)
    name, title = ("Vũ Đức Bình", "Bí thư") if was_head else ("Đỗ Quốc Chi", "Phó Bí thư")
    presenter = Presenter(name, title, was_head)
    return Evidence(
        "conference", facts_of_conference(said, presenter, head_name="Vũ Đức Bình", recorded_on=date(2019, 7, 12))
    )


@pytest.mark.parametrize(("was_head", "state", "irregular"), [(False, State.ACCEPTED, 1), (True, State.SUBMITTED, 0)])
def test_a_deputy_does_not_satisfy_what_the_head_must_do_in_person(
    world: World, was_head: bool, state: str, irregular: int
) -> None:
    obligation = owed(issued(world), world.district_office, "conference_held")
    missing = actions.record_fulfilment(
        actor=world.district_office.actor, obligation=obligation, evidence=conference(was_head=was_head), at=world.noon
    )
    assert bool(missing) == bool(irregular)
    assert obligation.state == state
    node = rollup(obligation.root_cascade_id, world.city_office.acting().path, on=world.today, now=world.noon)
    assert (node.irregular, node.branch.approved) == (irregular, 0)


def test_nobody_approves_the_answer_he_sent_himself(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    report(obligation, world.city_office, world.noon)
    with pytest.raises(errors.OwnApproval):
        actions.approve_answer(actor=world.city_office.actor, obligation=obligation, at=world.noon)


def test_what_is_returned_counts_as_not_done_and_late_once_due(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"))
    obligation = owed(root, world.district_office)
    report(obligation, world.district_office, world.noon)
    with pytest.raises(errors.ReasonMissing):
        actions.return_answer(
            actor=world.city_office.actor, obligation=obligation, reason="", new_due_on=None, at=world.noon
        )
    actions.return_answer(
        actor=world.city_office.actor, obligation=obligation, reason="Thiếu danh sách", new_due_on=date(2019, 7, 30),
        at=world.noon,
    )  # fmt: skip
    path = world.city_office.acting().path
    assert rollup(root.pk, path, on=world.today, now=world.noon).branch == Counts(returned=1, open=1)
    with world.on(date(2019, 7, 31)) as later:
        assert rollup(root.pk, path, on=date(2019, 7, 31), now=later).branch == Counts(late=1, open=1)
        done(obligation, world.district_office, world.city_office, later)
        assert rollup(root.pk, path, on=date(2019, 7, 31), now=later).branch == Counts(approved=1, open=1)
    assert obligation.fulfilments.count() == 2


def test_one_unit_gets_more_time_as_long_as_its_superior_has_it(world: World) -> None:
    above = issued(world, duty("Báo cáo", "report_sent"))
    obligation = owed(passed_down(world, above), world.ward_office)
    report(obligation, world.ward_office, world.noon)
    last = owed(above, world.district_office).due_on
    assert obligation.due_on < last
    with pytest.raises(errors.LaterThanParent):
        actions.return_answer(
            actor=world.district_office.actor, obligation=obligation, reason="Thiếu",
            new_due_on=last + timedelta(days=1), at=world.noon,
        )  # fmt: skip
    actions.return_answer(
        actor=world.district_office.actor, obligation=obligation, reason="Thiếu", new_due_on=last, at=world.noon
    )
    obligation.refresh_from_db()
    assert (obligation.state, obligation.due_on) == (State.RETURNED, last)


def test_a_move_from_a_stale_page_is_refused(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    stale = Obligation.objects.get(pk=obligation.pk)
    actions.accept(actor=world.district_office.actor, obligation=obligation, responsible="A", at=world.noon)
    with pytest.raises(ChangedMeanwhile):
        actions.accept(actor=world.district_office.actor, obligation=stale, responsible="B", at=world.noon)


def test_yesterday_stays_as_it_was(world: World) -> None:
    root = issued(world, at=world.noon - timedelta(days=3))
    done(owed(root, world.district_office), world.district_office, world.city_office, world.noon)
    path = world.city_office.acting().path
    days = [world.today - timedelta(days=n) for n in (4, 1, 0)]
    seen = [rollup(root.pk, path, on=day, now=world.noon).branch for day in days]
    assert seen == [Counts(), Counts(open=4), Counts(approved=1, open=3)]


def test_a_unit_answers_only_its_own(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    for member in (world.ward_office, world.bloc_office, world.city_office, world.stranger):
        with pytest.raises(NotFound):
            permissions.obligation_to_answer(member.acting(), obligation.pk)
