"""Stories of what changes after issuing: extended, brought forward, recalled; and what that means below."""

from datetime import date, timedelta

import pytest
from django.db import connection

from quantriet.cascade import actions, errors
from quantriet.cascade.actions import many
from quantriet.cascade.models import Cascade, Fulfilment, Move, Obligation, Requirement
from quantriet.cascade.queries.proposals import changes_above
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.rules.standing import Counts
from quantriet.cascade.rules.states import CascadeState, MoveStep, State
from quantriet.cascade.tasks import change_deadline as change_task
from quantriet.cascade.tasks import recall as recall_task
from quantriet.jobs import progress
from quantriet.kernel.actor import SYSTEM
from tests.cascade.stories import (
    DUE,
    done,
    draft,
    facts_of,
    issue,
    issued,
    many_units,
    no_progress,
    owed,
    passed_down,
)
from tests.cascade.stories import report as send
from tests.world import World

LATER, SOONER = date(2019, 8, 7), date(2019, 7, 22)


def change(world: World, requirement: Requirement, day: date, reason: str = "Thành ủy gia hạn") -> int:
    return actions.change_deadline(
        actor=world.city_office.actor, requirement=requirement, new_due_on=day, reason=reason, at=world.noon
    )


def take_back(world: World, cascade: Cascade, reason: str = "Giao nhầm") -> int:
    return actions.recall(actor=world.city_secretary.actor, cascade=cascade, reason=reason, at=world.noon)


def of_type(cascade: Cascade, code: str = "report_sent") -> Requirement:
    return cascade.requirements.select_related("cascade").get(type=code)


def district_draft(world: World, root: Cascade) -> Cascade:
    return actions.draft_pass_down(
        actor=world.district_office.actor, parent=root, unit_id=world.kien_an.pk, title="Triển khai", at=world.noon
    )


# --- extended and brought forward -----------------------------------------------------------------------------------


def test_an_extension_moves_what_is_open_and_leaves_the_days_below(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    done(owed(root, world.bloc_office), world.bloc_office, world.city_office, world.noon)
    assert change(world, of_type(root), LATER) == 1
    district, bloc = owed(root, world.district_office), owed(root, world.bloc_office)
    assert (district.due_on, district.first_due_on, bloc.due_on) == (LATER, DUE, DUE)
    step = district.moves.get()
    assert (step.step, step.state, step.reason) == (MoveStep.DEADLINE, State.ASSIGNED, "Thành ủy gia hạn")
    assert step.facts == {"old": "2019-07-31", "new": "2019-08-07"}
    assert {o.due_on for o in Obligation.objects.filter(cascade=child)} == {date(2019, 7, 24)}


def test_the_owner_below_sees_the_change_and_adopts_the_day_proposed(world: World) -> None:
    root = issued(world)
    child = district_draft(world, root)
    issue(child, world.district_office, world.district_secretary, world.noon)
    assert changes_above(world.kien_an.pk, world.today) == []
    change(world, of_type(root), LATER)
    (seen,) = changes_above(world.kien_an.pk, world.today)
    assert (seen.due_on, seen.limit_before, seen.limit, seen.proposed) == (
        date(2019, 7, 24), DUE, LATER, date(2019, 7, 31),
    )  # fmt: skip
    assert seen.is_extended
    assert not seen.is_too_late
    actions.adopt_deadline(
        actor=world.district_office.actor, requirement=seen.requirement, new_due_on=seen.proposed,
        reason="Theo Thành ủy", at=world.noon,
    )  # fmt: skip
    assert owed(child, world.ward_office).due_on == date(2019, 7, 31)
    assert changes_above(world.kien_an.pk, world.today) == []


def test_a_day_typed_by_hand_keeps_its_lead_in_the_proposal(world: World) -> None:
    root = issued(world)
    passed_down(world, root, due=date(2019, 7, 26))  # three working days before ours, typed
    change(world, of_type(root), LATER)
    (seen,) = changes_above(world.kien_an.pk, world.today)
    assert seen.proposed == date(2019, 8, 2)


def test_the_owner_below_may_keep_his_day(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    change(world, of_type(root), LATER)
    actions.keep_deadline(actor=world.district_office.actor, requirement=of_type(child), at=world.noon)
    assert changes_above(world.kien_an.pk, world.today) == []
    assert owed(child, world.ward_office).due_on == date(2019, 7, 24)


def test_what_is_brought_forward_makes_days_below_too_late(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    assert change(world, of_type(root), SOONER) == 2
    (seen,) = changes_above(world.kien_an.pk, world.today)
    assert seen.is_too_late
    assert seen.proposed == date(2019, 7, 15)
    with pytest.raises(errors.LaterThanParent):
        actions.keep_deadline(actor=world.district_office.actor, requirement=of_type(child), at=world.noon)
    actions.adopt_deadline(
        actor=world.district_office.actor,
        requirement=of_type(child),
        new_due_on=SOONER,
        reason="Sớm hơn",
        at=world.noon,
    )
    assert owed(child, world.ward_office).due_on == SOONER


def test_a_draft_below_that_is_too_late_is_neither_sent_nor_approved(world: World) -> None:
    root = issued(world)
    child = district_draft(world, root)
    change(world, of_type(root), SOONER)
    with pytest.raises(errors.LaterThanParent):
        actions.submit_for_approval(actor=world.district_office.actor, cascade=child, at=world.noon)
    actions.adopt_deadline(
        actor=world.district_office.actor,
        requirement=of_type(child),
        new_due_on=date(2019, 7, 19),
        reason="",
        at=world.noon,
    )
    child.refresh_from_db()
    assert (of_type(child).due_on, child.version) == (date(2019, 7, 19), 2)
    actions.submit_for_approval(actor=world.district_office.actor, cascade=child, at=world.noon)
    change(world, of_type(root), date(2019, 7, 18))
    with pytest.raises(errors.LaterThanParent):
        actions.approve(actor=world.district_secretary.actor, cascade=child, at=world.noon)


def test_a_day_that_one_unit_was_given_for_itself_stays_unless_it_is_too_late(world: World) -> None:
    root = issued(world)
    obligation = owed(root, world.district_office)
    send(obligation, world.district_office, world.noon)
    own = date(2019, 7, 25)
    actions.return_answer(
        actor=world.city_office.actor, obligation=obligation, reason="Thiếu", new_due_on=own, at=world.noon
    )
    change(world, of_type(root), LATER)
    assert owed(root, world.district_office).due_on == own
    change(world, of_type(root), SOONER)
    assert owed(root, world.district_office).due_on == SOONER


def test_a_change_needs_a_reason_and_may_not_pass_the_superiors_day(world: World) -> None:
    child = passed_down(world, issued(world))
    with pytest.raises(errors.ReasonMissing):
        change(world, of_type(child), date(2019, 7, 25), reason=" ")
    with pytest.raises(errors.LaterThanParent):
        change(world, of_type(child), LATER)
    with pytest.raises(errors.IllegalMove):
        change(world, of_type(draft(world)), LATER)
    assert change(world, of_type(child), date(2019, 7, 24)) == 0  # as it was


# --- recalled ---------------------------------------------------------------------------------------------------------


def test_a_recall_closes_what_is_open_down_to_the_last_level_and_keeps_what_is_done(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    done(owed(child, world.ward_office), world.ward_office, world.district_office, world.noon)
    send(owed(child, world.ward_b_office), world.ward_b_office, world.noon)
    assert take_back(world, root) == 7
    states = Obligation.objects.filter(root_cascade=root).values_list("state", flat=True)
    assert sorted(states) == [State.APPROVED] + [State.RECALLED] * 7
    assert {c.state for c in Cascade.objects.all()} == {CascadeState.RECALLED}
    assert Fulfilment.objects.count() == 2  # what was recorded stays
    assert Move.objects.filter(state=State.RECALLED, reason="Giao nhầm").count() == 7
    seen = rollup(root.pk, world.city_office.acting().path, on=world.today, now=world.noon)
    assert seen.branch == Counts(approved=1)
    assert take_back(world, root) == 0  # pressed twice


def test_nothing_is_sent_or_approved_after_a_recall(world: World) -> None:
    root = issued(world)
    obligation = owed(root, world.district_office)
    send(obligation, world.district_office, world.noon)
    take_back(world, root)
    obligation.refresh_from_db()
    with pytest.raises(errors.IllegalMove):
        actions.approve_answer(actor=world.city_office.actor, obligation=obligation, at=world.noon)


def test_a_recall_of_the_middle_leaves_what_is_above(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    take_back(world, child)
    assert {o.state for o in Obligation.objects.filter(cascade=root)} == {State.ASSIGNED}
    again = passed_down(world, root)  # and it can be passed down anew
    assert again != child
    assert {o.state for o in Obligation.objects.filter(cascade=again)} == {State.ASSIGNED}
    assert Obligation.objects.filter(cascade=again).count() == 4


def test_a_recall_needs_a_reason_and_something_issued(world: World) -> None:
    with pytest.raises(errors.ReasonMissing):
        take_back(world, issued(world), reason="  ")
    with pytest.raises(errors.IllegalMove):
        take_back(world, draft(world))


def test_a_draft_below_a_recall_can_no_longer_be_sent(world: World) -> None:
    root = issued(world)
    child = district_draft(world, root)
    take_back(world, root)
    child.refresh_from_db()
    assert child.state == CascadeState.DRAFT
    with pytest.raises(errors.RecalledAbove):
        actions.submit_for_approval(actor=world.district_office.actor, cascade=child, at=world.noon)


def test_what_was_approved_but_not_issued_before_a_recall_is_given_to_nobody(world: World) -> None:
    root = issued(world)
    child = district_draft(world, root)
    actions.submit_for_approval(actor=world.district_office.actor, cascade=child, at=world.noon)
    actions.approve(actor=world.district_secretary.actor, cascade=child, at=world.noon)
    take_back(world, root)
    assert actions.issue(actor=SYSTEM, cascade_id=child.pk, at=world.noon, progress=no_progress) == 0
    child.refresh_from_db()
    assert (child.state, child.recall_reason) == (CascadeState.RECALLED, "Giao nhầm")
    assert not Obligation.objects.filter(cascade=child).exists()


def test_the_recall_of_one_duty_takes_along_what_was_passed_down_from_it_only(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    closed = actions.recall_obligation(
        actor=world.city_office.actor,
        obligation=owed(root, world.district_office),
        reason="Quận được miễn",
        at=world.noon,
    )
    assert closed == 3  # the district's, and those of its two wards
    assert owed(root, world.bloc_office).state == State.ASSIGNED
    assert {o.state for o in Obligation.objects.filter(cascade=child, requirement__type="report_sent")} == {
        "recalled"
    }
    assert {o.state for o in Obligation.objects.filter(cascade=child, requirement__type="conference_held")} == {
        "assigned"
    }
    child.refresh_from_db()
    assert child.state == CascadeState.ISSUED
    actions.recall_obligation(
        actor=world.city_office.actor, obligation=owed(root, world.district_office, "conference_held"), reason="x",
        at=world.noon,
    )  # fmt: skip
    child.refresh_from_db()
    assert child.state == CascadeState.RECALLED  # nothing of it is left


def test_what_is_done_is_not_recalled(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    done(obligation, world.district_office, world.city_office, world.noon)
    for reason, refusal in (("x", errors.IllegalMove), (" ", errors.ReasonMissing)):
        with pytest.raises(refusal):
            actions.recall_obligation(
                actor=world.city_office.actor, obligation=obligation, reason=reason, at=world.noon
            )


# --- many -------------------------------------------------------------------------------------------------------------


def sums_are_right(root: Cascade) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select cascade_fold()")
        cursor.execute(
            "select count(*) from (select depth, path, requirement_id, due_on, assigned from cascade_count(%s)"
            " except select depth, path, requirement_id, due_on, assigned from cascade_roll"
            " where root_cascade_id = %s) x", [root.pk, root.pk],
        )  # fmt: skip
        return cursor.fetchone()[0] == 0


def test_many_are_changed_and_recalled_by_a_job_which_counts_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_units(world, world.city, 30)
    root = issued(world)
    for name in ("IN_BACKGROUND_FROM", "COUNTED_ANEW_FROM"):
        monkeypatch.setattr(many, name, 10)
    actor, requirement = world.city_office.actor, of_type(root)
    ask = {"actor": actor, "at": world.noon, "reason": "Gia hạn"}
    assert not actions.ask_for_change(requirement=requirement, new_due_on=LATER, **ask)
    assert owed(root, world.district_office).due_on == DUE
    for _ in range(2):  # a job may be run twice
        change_task(requirement.pk, LATER.isoformat(), "Gia hạn", actor.user_id, actor.name)
    assert owed(root, world.district_office).due_on == LATER
    assert Move.objects.filter(step=MoveStep.DEADLINE).count() == 32
    assert sums_are_right(root)
    assert not actions.ask_for_recall(cascade=root, **ask)
    for _ in range(2):
        recall_task(root.pk, "Thu hồi", actor.user_id, actor.name)
    assert Move.objects.filter(state=State.RECALLED).count() == 64
    assert sums_are_right(root)
    sign = progress.of(f"cascade:{root.pk}")
    assert sign.done == sign.total == 64


def test_few_are_changed_at_once(world: World) -> None:
    root = issued(world)
    ask = {"actor": world.city_office.actor, "at": world.noon, "reason": "Gia hạn"}
    assert actions.ask_for_change(requirement=of_type(root), new_due_on=DUE + timedelta(days=7), **ask)
    assert actions.ask_for_recall(cascade=root, **ask)
    root.refresh_from_db()
    assert root.state == CascadeState.RECALLED


def test_a_draft_says_by_which_superiors_day_it_was_weighed(world: World) -> None:
    child = district_draft(world, issued(world))
    assert {r.parent_due_on for r in child.requirements.all()} == {DUE}
    actions.save_draft(
        actor=world.district_office.actor, cascade=child, facts=facts_of(child, due_on=date(2019, 7, 20)), version=None,
        at=world.noon,
    )  # fmt: skip
    assert {r.parent_due_on for r in child.requirements.all()} == {DUE}
