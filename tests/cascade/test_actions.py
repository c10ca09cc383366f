"""Stories of drafting, approving, issuing and passing down, played through the actions with the cast."""

from datetime import date

import pytest

from quantriet.cascade import actions, errors
from quantriet.cascade.actions import DraftFacts, RequirementFacts
from quantriet.cascade.models import Cascade, Exclusion, Obligation
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.queries.scope import addressed
from quantriet.cascade.rules.requirement import Terms
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.standing import Counts
from quantriet.cascade.rules.states import CascadeState, State
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import ChangedMeanwhile
from tests.cascade.stories import (
    DUE,
    Counting,
    document,
    draft,
    duty,
    facts_of,
    issue,
    issued,
    passed_down,
)
from tests.world import World

# --- drafting -----------------------------------------------------------------------------------------------------


def test_accepted_duties_become_requirements_with_their_deadlines(world: World) -> None:
    conference, answer = draft(world).requirements.order_by("place")
    assert (conference.type, conference.due_on, conference.terms) == ("conference_held", DUE, {"head_in_person": True})
    assert (answer.type, answer.due_on, answer.terms) == ("report_sent", DUE, {"head_in_person": False})


def test_a_double_click_on_issue_a_cascade_makes_one_draft(world: World) -> None:
    paper = document(world, duty("Báo cáo", "report_sent"))
    two = [
        actions.draft_from_document(
            actor=world.city_office.actor, document=paper, unit_id=world.city.pk, title="x", at=world.noon
        )
        for _ in range(2)
    ]
    assert two[0] == two[1]
    assert Cascade.objects.count() == 1


def test_a_draft_that_somebody_has_worked_on_is_not_given_again(world: World) -> None:
    first = draft(world)
    actions.save_draft(
        actor=world.city_office.actor, cascade=first, facts=facts_of(first, title="Khác"), version=1, at=world.noon
    )
    second = actions.draft_from_document(
        actor=world.city_office.actor, document=first.documents.get(), unit_id=world.city.pk, title="x", at=world.noon
    )
    assert second != first


def test_saving_changes_adds_and_removes_requirements(world: World) -> None:
    cascade = draft(world)
    keep = cascade.requirements.get(type="report_sent")
    facts = DraftFacts(
        "Tên mới",
        [
            RequirementFacts("other", "Việc thêm", date(2019, 8, 1)),
            RequirementFacts("report_sent", "Báo cáo sớm", date(2019, 7, 20), pk=keep.pk),
        ],
    )
    actions.save_draft(actor=world.city_office.actor, cascade=cascade, facts=facts, version=1, at=world.noon)
    assert list(cascade.requirements.order_by("place").values_list("type", "title", "due_on")) == [
        ("other", "Việc thêm", date(2019, 8, 1)),
        ("report_sent", "Báo cáo sớm", date(2019, 7, 20)),
    ]
    keep.refresh_from_db()
    assert (cascade.title, keep.title) == ("Tên mới", "Báo cáo sớm")


def test_the_second_of_two_savers_is_told_and_nothing_is_overwritten(world: World) -> None:
    cascade = draft(world)
    mine, theirs = Cascade.objects.get(pk=cascade.pk), Cascade.objects.get(pk=cascade.pk)
    actions.save_draft(
        actor=world.city_office.actor, cascade=mine, facts=facts_of(mine, title="Của tôi"), version=1, at=world.noon
    )
    with pytest.raises(ChangedMeanwhile):
        actions.save_draft(
            actor=world.city_secretary.actor, cascade=theirs, facts=facts_of(theirs, title="Của họ"), version=1,
            at=world.noon,
        )  # fmt: skip
    cascade.refresh_from_db()
    assert cascade.title == "Của tôi"


def test_a_unit_is_left_out_only_with_a_reason(world: World) -> None:
    cascade = draft(world)
    for reason in ("", "   "):
        with pytest.raises(errors.ReasonMissing):
            _save(world, cascade, left_out={world.bloc.pk: reason})
    _save(world, cascade, left_out={world.bloc.pk: "đang giải thể"})
    assert [(a.unit_id, a.is_given) for a in addressed(cascade)] == [(world.bloc.pk, False), (world.kien_an.pk, True)]


def test_a_unit_outside_the_scope_cannot_be_left_out(world: World) -> None:
    cascade = draft(world)
    _save(world, cascade, left_out={world.other_root.pk: "không rõ", world.ward_a.pk: "quá sâu"})
    assert Exclusion.objects.count() == 0


def _save(world: World, cascade: Cascade, **changes: object) -> None:
    actions.save_draft(
        actor=world.city_office.actor, cascade=cascade, facts=facts_of(cascade, **changes), version=None, at=world.noon
    )


# --- approving and issuing --------------------------------------------------------------------------------------------


def test_issuing_gives_each_direct_unit_each_requirement(world: World) -> None:
    cascade = issued(world)
    owes = Obligation.objects.filter(cascade=cascade).values_list("unit_id", "requirement__type")
    kinds = ("conference_held", "report_sent")
    assert sorted(owes) == sorted((u.pk, kind) for u in (world.kien_an, world.bloc) for kind in kinds)
    assert set(Obligation.objects.values_list("state", "assigned_at")) == {(State.ASSIGNED, world.noon)}


def test_the_whole_branch_is_addressed_at_once(world: World) -> None:
    cascade = draft(world, duty("Báo cáo", "report_sent"))
    _save(world, cascade, scope=Scope.SUBTREE)
    issue(cascade, world.city_office, world.city_secretary, world.noon)
    assert Obligation.objects.filter(cascade=cascade).count() == 5


def test_the_tree_is_taken_as_it_stands_on_the_day_of_the_scope(world: World) -> None:
    world.unit("NEW", "Đảng ủy mới", "đảng ủy", "district", world.city, since=date(2019, 7, 20))
    cascade = draft(world)
    assert len(addressed(cascade)) == 2
    _save(world, cascade, scope_on=date(2019, 7, 20))
    assert len(addressed(cascade)) == 3


def test_nobody_approves_what_he_sent_himself(world: World) -> None:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_secretary.actor, cascade=cascade, at=world.noon)
    with pytest.raises(errors.OwnApproval):
        actions.approve(actor=world.city_secretary.actor, cascade=cascade, at=world.noon)


def test_a_draft_without_a_deadline_or_without_anybody_is_not_sent(world: World) -> None:
    cascade = draft(world, duty("Báo cáo", "report_sent", None))
    with pytest.raises(errors.DeadlineMissing):
        actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    _save(world, cascade, due_on=DUE, left_out={world.bloc.pk: "x", world.kien_an.pk: "x"})
    with pytest.raises(errors.NothingToIssue):
        actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    _save(world, cascade, requirements=[])
    with pytest.raises(errors.NothingToIssue):
        actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)


def test_saving_and_sending_is_both_or_neither(world: World) -> None:
    cascade = draft(world)
    with pytest.raises(errors.NothingToIssue):
        actions.save_and_submit(
            actor=world.city_office.actor, cascade=cascade, facts=DraftFacts("Rỗng", []), version=1, at=world.noon
        )
    cascade.refresh_from_db()
    assert (cascade.title, cascade.state) == ("Quán triệt, triển khai Nghị quyết 45-NQ/TW", CascadeState.DRAFT)


def test_a_draft_sent_back_carries_its_reason_and_can_be_sent_again(world: World) -> None:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    with pytest.raises(errors.ReasonMissing):
        actions.send_back(actor=world.city_secretary.actor, cascade=cascade, reason=" ", at=world.noon)
    actions.send_back(actor=world.city_secretary.actor, cascade=cascade, reason="Hạn quá gấp", at=world.noon)
    assert (cascade.state, cascade.return_reason) == (CascadeState.RETURNED, "Hạn quá gấp")
    issue(cascade, world.city_office, world.city_secretary, world.noon)
    assert (cascade.state, cascade.return_reason) == (CascadeState.ISSUED, "")


def test_what_is_sent_cannot_be_changed_any_more(world: World) -> None:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    with pytest.raises(ChangedMeanwhile):
        _save(world, cascade, title="Sửa lén")
    with pytest.raises(ChangedMeanwhile):
        actions.attach_plan(actor=world.city_office.actor, cascade=cascade, plan=None, at=world.noon)


def test_approving_twice_is_refused_and_issuing_twice_does_nothing(world: World) -> None:
    cascade = issued(world)
    with pytest.raises(errors.IllegalMove):
        actions.approve(actor=world.city_secretary.actor, cascade=cascade, at=world.noon)
    counting = Counting([])
    assert actions.issue(actor=SYSTEM, cascade_id=cascade.pk, at=world.noon, progress=counting) == 0
    assert counting.seen == []
    assert Obligation.objects.filter(cascade=cascade).count() == 4


# --- passing down -----------------------------------------------------------------------------------------------------


def test_the_district_passes_down_with_an_earlier_day_and_the_city_sees_the_wards(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    assert {o.due_on for o in Obligation.objects.filter(cascade=child)} == {date(2019, 7, 24)}
    seen = rollup(root.pk, world.city_office.acting().path, on=world.today, now=world.noon)
    assert seen.branch == Counts(open=8)
    district = next(n for n in seen.children if n.unit_id == world.kien_an.pk)
    assert [n.unit_id for n in district.children] == [world.ward_a.pk, world.ward_b.pk]


def test_the_proposed_day_leaves_room_for_the_levels_below(world: World) -> None:
    root = issued(world)
    child = actions.draft_pass_down(
        actor=world.district_office.actor, parent=root, unit_id=world.kien_an.pk, title="x", at=world.noon
    )
    assert {r.due_on for r in child.requirements.all()} == {date(2019, 7, 24)}  # five working days before 31/7


def test_a_later_day_than_ones_own_is_refused(world: World) -> None:
    child = actions.draft_pass_down(
        actor=world.district_office.actor, parent=issued(world), unit_id=world.kien_an.pk, title="x", at=world.noon
    )
    with pytest.raises(errors.LaterThanParent) as refused:
        actions.save_draft(
            actor=world.district_office.actor, cascade=child, facts=facts_of(child, due_on=date(2019, 8, 1)),
            version=None, at=world.noon,
        )  # fmt: skip
    assert refused.value.facts["limit"] == "31/07/2019"


def test_what_comes_from_above_keeps_its_type_and_its_demand(world: World) -> None:
    child = actions.draft_pass_down(
        actor=world.district_office.actor, parent=issued(world), unit_id=world.kien_an.pk, title="x", at=world.noon
    )
    conference = child.requirements.get(type="conference_held")
    laxer = DraftFacts("x", [RequirementFacts("other", "Họp", DUE, Terms(head_in_person=False), conference.pk)])
    actions.save_draft(actor=world.district_office.actor, cascade=child, facts=laxer, version=None, at=world.noon)
    conference.refresh_from_db()
    assert (conference.type, conference.terms) == ("conference_held", {"head_in_person": True})


def test_passing_down_twice_gives_the_same_cascade(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    again = actions.draft_pass_down(
        actor=world.district_office.actor, parent=root, unit_id=world.kien_an.pk, title="x", at=world.noon
    )
    assert again == child


def test_a_unit_that_already_owes_the_duty_from_above_is_not_given_it_again(world: World) -> None:
    root = draft(world, duty("Báo cáo", "report_sent"))
    _save(world, root, scope=Scope.SUBTREE)
    issue(root, world.city_office, world.city_secretary, world.noon)
    child = actions.draft_pass_down(
        actor=world.district_office.actor, parent=root, unit_id=world.kien_an.pk, title="x", at=world.noon
    )
    assert [a.already for a in addressed(child)] == [True, True]
    with pytest.raises(errors.NothingToIssue):
        actions.submit_for_approval(actor=world.district_office.actor, cascade=child, at=world.noon)


def test_a_local_requirement_is_added_for_units_that_owe_the_rest_already(world: World) -> None:
    root = draft(world, duty("Báo cáo", "report_sent"))
    _save(world, root, scope=Scope.SUBTREE)
    issue(root, world.city_office, world.city_secretary, world.noon)
    child = actions.draft_pass_down(
        actor=world.district_office.actor, parent=root, unit_id=world.kien_an.pk, title="x", at=world.noon
    )
    more = facts_of(child)
    more.requirements.append(RequirementFacts("other", "Treo khẩu hiệu", date(2019, 7, 20)))
    actions.save_draft(actor=world.district_office.actor, cascade=child, facts=more, version=None, at=world.noon)
    issue(child, world.district_office, world.district_secretary, world.noon)
    owes = Obligation.objects.filter(cascade=child)
    assert set(owes.values_list("requirement__title", flat=True)) == {"Treo khẩu hiệu"}
    assert {o.unit_id for o in owes} == {world.ward_a.pk, world.ward_b.pk}


def test_issue_reports_how_far_it_is(world: World) -> None:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    actions.approve(actor=world.city_secretary.actor, cascade=cascade, at=world.noon)
    counting = Counting([])
    actions.issue(actor=SYSTEM, cascade_id=cascade.pk, at=world.noon, progress=counting)
    assert counting.seen == [(0, 4), (4, 4)]
