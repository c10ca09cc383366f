"""What cannot be is refused by name, and nothing of it is done; each told on the smallest scene."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from quantriet.audit.models import Entry
from quantriet.cascade import actions, errors
from quantriet.cascade.actions import DraftFacts, RequirementFacts, lifecycle
from quantriet.cascade.actions import saved as views
from quantriet.cascade.models import Cascade, Exclusion, Move, Obligation, Requirement, SavedView
from quantriet.cascade.rules import codes
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import CascadeState, State
from quantriet.documents.rules.findings import Category
from quantriet.kernel.errors import ChangedMeanwhile
from tests.cascade.stories import DUE, document, done, draft, duty, facts_of, issued, owed, passed_down
from tests.cascade.test_changes import LATER, district_draft, of_type
from tests.world import World


def stale(obligation: Obligation) -> Obligation:
    """The duty as a page has read it that somebody left open."""
    return Obligation.objects.select_related("cascade", "requirement").get(pk=obligation.pk)


def test_a_word_on_what_has_gone_on_meanwhile_is_not_taken_for_the_present(world: World) -> None:
    owing = owed(issued(world), world.district_office)
    read, office = stale(owing), world.district_office.actor
    actions.accept(actor=office, obligation=owing, responsible="Lan", at=world.noon)
    steps, lines = Move.objects.count(), Entry.objects.count()
    with pytest.raises(ChangedMeanwhile):
        lifecycle.note_progress(actor=office, obligation=read, text="Được một nửa", at=world.noon)
    assert (Move.objects.count(), Entry.objects.count()) == (steps, lines)


def test_what_is_done_is_neither_handed_over_nor_spoken_about(world: World) -> None:
    owing = owed(issued(world), world.district_office)
    done(owing, world.district_office, world.city_office, world.noon)
    office = world.district_office.actor
    with pytest.raises(errors.IllegalMove):
        lifecycle.note_progress(actor=office, obligation=owing, text="Thêm", at=world.noon)
    with pytest.raises(errors.IllegalMove):
        lifecycle.hand_over(actor=office, obligation=owing, responsible="Hòa", reason="Nghỉ", at=world.noon)
    with pytest.raises(errors.IllegalMove):
        actions.recall_obligation(actor=world.city_office.actor, obligation=owing, reason="Nhầm", at=world.noon)
    assert stale(owing).state == State.APPROVED


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_done_to_others_without_a_word(world: World, reason: str) -> None:
    root = issued(world)
    owing, boss, at = owed(root, world.district_office), world.city_secretary.actor, world.noon
    unsent, waiting = draft(world), draft(world)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=waiting, at=at)
    lines = Entry.objects.count()
    acts = [
        lambda: lifecycle.waive(actor=boss, obligation=owing, reason=reason, at=at),
        lambda: lifecycle.waive_many(actor=boss, obligations=[owing], reason=reason, at=at),
        lambda: lifecycle.hand_over(actor=boss, obligation=owing, responsible="Hòa", reason=reason, at=at),
        lambda: lifecycle.note_progress(actor=boss, obligation=owing, text=reason, at=at),
        lambda: actions.return_answer(actor=boss, obligation=owing, reason=reason, new_due_on=None, at=at),
        lambda: actions.recall(actor=boss, cascade=root, reason=reason, at=at),
        lambda: actions.ask_for_recall(actor=boss, cascade=root, reason=reason, at=at),
        lambda: actions.recall_obligation(actor=boss, obligation=owing, reason=reason, at=at),
        lambda: actions.change_deadline(
            actor=boss, requirement=of_type(root), new_due_on=LATER, reason=reason, at=at
        ),
        lambda: actions.send_back(actor=boss, cascade=waiting, reason=reason, at=at),
        lambda: actions.leave_out(actor=boss, cascade=unsent, codes=["KA"], reason=reason, at=at),
        lambda: actions.send_report(
            actor=boss, obligation=owing, report=actions.Report("Xong", note=reason, by_unit_id=world.city.pk), at=at
        ),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(errors.ReasonMissing):
            act()
    assert Entry.objects.count() == lines
    assert not Exclusion.objects.exists()
    assert stale(owing).state == State.ASSIGNED


def test_what_was_sent_is_changed_by_nobody(world: World) -> None:
    cascade, office, at = draft(world), world.city_office.actor, world.noon
    actions.submit_for_approval(actor=office, cascade=cascade, at=at)
    lines = Entry.objects.count()
    acts = [
        lambda: actions.leave_out(actor=office, cascade=cascade, codes=["KA"], reason="Xong", at=at),
        lambda: actions.take_in(actor=office, cascade=cascade, codes=None, at=at),
        lambda: actions.pick(actor=office, cascade=cascade, codes=["KA"], at=at),
        lambda: actions.drop(actor=office, cascade=cascade, unit_ids=[world.kien_an.pk], at=at),
        lambda: actions.attach_plan(actor=office, cascade=cascade, plan=None, at=at),
        lambda: actions.save_draft(actor=office, cascade=cascade, facts=facts_of(cascade), version=None, at=at),
    ]
    for act in acts:
        with pytest.raises(ChangedMeanwhile):
            act()
    assert Entry.objects.count() == lines


def test_a_day_from_above_is_taken_over_only_while_it_is_a_draft_or_given(world: World) -> None:
    root, at = issued(world), world.noon
    child = district_draft(world, root)
    actions.submit_for_approval(actor=world.district_office.actor, cascade=child, at=at)
    own = of_type(child)
    with pytest.raises(ChangedMeanwhile):
        actions.adopt_deadline(
            actor=world.district_office.actor, requirement=own, new_due_on=date(2019, 7, 23), reason="x", at=at
        )
    assert Requirement.objects.get(pk=own.pk).due_on == own.due_on


def test_only_what_is_given_has_its_deadline_moved(world: World) -> None:
    unsent = draft(world)
    with pytest.raises(errors.IllegalMove):
        actions.change_deadline(
            actor=world.city_office.actor, requirement=of_type(unsent), new_due_on=LATER, reason="x", at=world.noon
        )


def test_what_was_taken_back_of_ones_own_cannot_be_passed_down(world: World) -> None:
    root, at = issued(world), world.noon
    child = district_draft(world, root)
    actions.recall_obligation(
        actor=world.city_office.actor, obligation=owed(root, world.district_office), reason="Nhầm", at=at
    )
    with pytest.raises(errors.RecalledAbove):
        actions.submit_for_approval(actor=world.district_office.actor, cascade=child, at=at)
    assert Cascade.objects.get(pk=child.pk).state == CascadeState.DRAFT


def test_what_comes_from_above_is_not_saved_without_its_day(world: World) -> None:
    child = district_draft(world, issued(world))
    with pytest.raises(errors.DeadlineMissing):
        actions.save_draft(
            actor=world.district_office.actor, cascade=child, version=None, at=world.noon,
            facts=DraftFacts(child.title, [RequirementFacts(r.type, r.title, None, pk=r.pk)
                                           for r in child.requirements.all()]),
        )  # fmt: skip


def test_a_duty_of_the_whole_branch_addresses_the_whole_branch(world: World) -> None:
    source = document(world, duty("Báo cáo", "report_sent"))
    finding = source.findings.get(category=Category.DUTY)
    finding.data |= {"who": "Cấp ủy các cấp"}
    finding.save()
    made = actions.draft_from_document(
        actor=world.city_office.actor, document=source, unit_id=world.city.pk, title="Mới", at=world.noon
    )
    assert made.scope == Cascade.objects.get(pk=made.pk).scope == Scope.SUBTREE


def test_one_keeps_so_many_pages_and_may_still_replace_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_VIEWS", 2)

    def keep(name: str, query: str = "") -> None:
        views.save_view(
            actor=world.city_office.actor, name=name, page="cascade:overview", query=query, at=world.noon
        )

    keep("Một")
    keep("Hai")
    with pytest.raises(errors.TooManyViews):
        keep("Ba")
    keep("Hai", "late=1")
    assert dict(SavedView.objects.values_list("name", "query")) == {"Một": "", "Hai": "late=1"}


def test_a_table_that_would_swell_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "LARGEST_TABLE", 1_000)
    swollen = BytesIO()
    with ZipFile(swollen, "w") as packed:
        packed.writestr("xl/workbook.xml", b"x" * 1_001)
    with pytest.raises(codes.UnreadableTable):
        codes.codes_in_file(swollen.getvalue(), "ma.xlsx")


def test_an_answer_is_judged_by_another_and_never_later_than_ones_own_day(world: World) -> None:
    child = passed_down(world, issued(world))
    owing, at = owed(child, world.ward_office), world.noon
    actions.send_report(actor=world.ward_office.actor, obligation=owing, report=actions.Report("Xong"), at=at)
    with pytest.raises(errors.OwnApproval):
        actions.approve_answer(actor=world.ward_office.actor, obligation=owing, at=at)
    with pytest.raises(errors.LaterThanParent):
        actions.return_answer(
            actor=world.district_office.actor, obligation=owing, reason="Thiếu", new_due_on=date(2019, 8, 1), at=at
        )
    assert stale(owing).state == State.SUBMITTED
    actions.return_answer(
        actor=world.district_office.actor, obligation=owing, reason="Thiếu", new_due_on=DUE,
        at=at.replace(hour=13),
    )  # fmt: skip
    assert (stale(owing).state, stale(owing).due_on) == (State.RETURNED, DUE)
    with pytest.raises(errors.NothingNew):
        actions.submit_answer(actor=world.ward_office.actor, obligation=stale(owing), at=at.replace(hour=14))
