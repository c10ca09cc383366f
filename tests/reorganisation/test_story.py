"""Two wards merge while a duty runs: told step by step."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from quantriet.audit.models import Entry
from quantriet.cascade.actions import accept
from quantriet.cascade.models import Move, Obligation
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.rules.states import State as Owed
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.notices.models import Notice
from quantriet.org import queries as org
from quantriet.org.models import Mandate, Unit
from quantriet.reorganisation import actions, errors
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.queries.preview import Preview
from quantriet.reorganisation.rules.kinds import State
from tests.reorganisation.stories import (
    DAY,
    EVE,
    FACTS,
    MERGER,
    NIGHT,
    Scene,
    applied,
    approved,
    drafted,
    give,
    scene,
    send,
    submitted,
)
from tests.world import World


@pytest.fixture
def scenery(world: World) -> Scene:
    return scene(world)


def codes(world: World, on: object) -> set[str]:
    top = org.unit(world.kien_an.pk, on)
    return set(org.children(world.kien_an.pk, on).values_list("unit__code", flat=True)) if top else set()


def test_the_preview_counts_what_would_happen_and_writes_nothing(world: World, scenery: Scene) -> None:
    found = drafted(world)
    preview = Preview(found, world.today)
    assert preview.problems == []
    assert [v.unit.code for v in preview.closing] == ["WA", "WB"]
    assert [node.code for node in preview.opening] == ["WAB"]
    assert {v.unit.code for v, _above in preview.moving} == {"B1", "A2", "A3", "WB1", "WB2"}
    assert preview.member_count == 70 == sum(v.members for v in preview.members)
    assert [o.unit.code for o in preview.obligations] == ["WB"]
    assert [(a.mandate.user.username, a.code, a.role) for a in preview.accounts] == [
        ("office.ward-a", "WAB", "office"), ("head.ward-a", "WAB", "head"), ("office.ward-b", "WAB", "office"),
    ]  # fmt: skip
    assert not Unit.objects.filter(code="WAB").exists()


def test_what_is_approved_waits_for_its_day(world: World, scenery: Scene) -> None:
    found = approved(world)
    assert found.state == State.APPROVED
    assert actions.apply_due(actor=SYSTEM, at=world.noon) == 0
    assert codes(world, DAY) == {"WA", "WB", "WC", "TX"}
    assert actions.apply_due(actor=SYSTEM, at=NIGHT) == 1
    found.refresh_from_db()
    assert found.state == State.APPLIED


def test_the_tree_of_the_eve_and_of_the_day(world: World, scenery: Scene) -> None:
    applied(world)
    assert codes(world, EVE) == {"WA", "WB", "WC", "TX"}
    assert codes(world, DAY) == {"WAB", "WC", "TX"}
    new = Unit.objects.get(code="WAB")
    assert set(org.children(new.pk, DAY).values_list("unit__code", flat=True)) == {"B1", "A2", "A3", "WB1", "WB2"}
    for on in (EVE, DAY):
        assert org.size(org.unit(world.kien_an.pk, on).path, on).members == 100


def test_what_is_open_is_inherited_and_what_is_done_stays(world: World, scenery: Scene) -> None:
    due = scenery.owed(world.ward_b).due_on
    applied(world)
    new = Unit.objects.get(code="WAB")
    inherited, done = scenery.owed(world.ward_b), scenery.owed(world.ward_a)
    assert (inherited.unit_id, inherited.due_on, inherited.state) == (new.pk, due, Owed.ASSIGNED)
    assert inherited.path == org.unit(new.pk, DAY).path
    move = Move.objects.get(obligation=inherited, step="inherited")
    assert (move.unit_id, move.reason, move.state) == (new.pk, "QĐ-15", Owed.ASSIGNED)
    assert (done.unit_id, done.state) == (world.ward_a.pk, Owed.APPROVED)


def test_what_a_predecessor_has_done_can_be_read_by_its_successor_alone(world: World, scenery: Scene) -> None:
    applied(world)
    done = scenery.owed(world.ward_a)
    with world.on(DAY):
        page = reverse("cascade:obligation-page", args=[done.pk])
        assert world.client(world.ward_b_office).get(page).status_code == 200  # acts for the new ward
        assert world.client(world.bloc_office).get(page).status_code == 404


def test_both_days_have_the_base_of_four_and_a_new_duty_goes_to_three(world: World, scenery: Scene) -> None:
    applied(world)
    now = NIGHT + timedelta(hours=8)
    for on in (EVE, DAY):
        top = org.unit(world.kien_an.pk, on)
        assert rollup(scenery.cascade.pk, top.path, on=on, now=now).branch.total == 4, on
    later = give(world, now)
    assert Obligation.objects.filter(cascade=later).count() == 3


def test_accounts_act_for_the_new_ward_from_midnight(world: World, scenery: Scene) -> None:
    applied(world)
    new = Unit.objects.get(code="WAB")
    roles = ((world.ward_office, "office"), (world.ward_secretary, "head"), (world.ward_b_office, "office"))
    for member, role in roles:
        assert [m.unit_id for m in org.mandates_of(member.user.pk, EVE)] == [member.unit.pk]
        assert [(m.unit_id, m.role) for m in org.mandates_of(member.user.pk, DAY)] == [(new.pk, role)]


def test_nobody_approves_what_he_drafted_or_sent_nor_what_he_has_not_read(world: World, scenery: Scene) -> None:
    office, head = world.district_office, world.district_secretary
    for drafter, sender in ((head, office), (office, head)):
        found = drafted(world, by=drafter)
        send(world, found, by=sender)
        with pytest.raises(errors.OwnApproval):
            actions.approve(actor=head.actor, found=found, version=1, at=world.noon)
    with pytest.raises(errors.WrongState):
        actions.approve(actor=SYSTEM, found=found, version=2, at=world.noon)


def test_a_draft_is_not_approved_before_it_is_sent_and_goes_back_with_a_reason(world: World, scenery: Scene) -> None:
    office, head = world.district_office.actor, world.district_secretary.actor
    found = drafted(world)
    with pytest.raises(errors.WrongState):
        actions.approve(actor=head, found=found, version=1, at=world.noon)
    send(world, found)
    with pytest.raises(ChangedMeanwhile):  # it is with the head now
        actions.save_draft(
            actor=office, found=found, facts=FACTS, lines=[MERGER], paper=actions.Paper(), version=1, at=world.noon
        )
    actions.send_back(actor=head, found=found, reason="Thiếu tờ trình", at=world.noon)
    assert (found.state, found.return_reason, found.submitted_by) == (State.DRAFT, "Thiếu tờ trình", None)
    actions.take_back(actor=office, found=sent_again(world, found), at=world.noon)
    assert (found.state, found.return_reason) == (State.DRAFT, "")
    sent_again(world, found)
    actions.approve(actor=head, found=found, version=1, at=world.noon)
    with pytest.raises(errors.WrongState):  # what is approved is the head's to return
        actions.take_back(actor=office, found=found, at=world.noon)


def sent_again(world: World, found: Reorganisation) -> Reorganisation:
    send(world, found, at=world.noon + timedelta(hours=1))
    return found


def test_the_head_is_told_what_waits_and_the_writers_what_came_back(world: World, scenery: Scene) -> None:
    Notice.objects.all().delete()
    found = drafted(world)
    assert not Notice.objects.exists()
    send(world, found)
    told = Notice.objects.get()
    assert told.recipient == world.district_secretary.user
    assert told.title == "Phương án sắp xếp chờ đồng chí phê duyệt: Hợp nhất hai phường"
    assert told.path == f"/reorganisations/{found.pk}/"
    actions.send_back(actor=world.district_secretary.actor, found=found, reason="Thiếu tờ trình", at=world.noon)
    back = Notice.objects.exclude(pk=told.pk).get()
    assert (back.recipient, back.text) == (world.district_office.user, "Thiếu tờ trình")
    sent_again(world, found)
    assert Notice.objects.filter(recipient=world.district_secretary.user).count() == 2


def test_a_draft_is_discarded_and_the_journal_keeps_who_did_it(world: World, scenery: Scene) -> None:
    office, found = world.district_office.actor, drafted(world)
    with pytest.raises(ChangedMeanwhile):
        actions.discard(actor=office, found=found, version=7, at=world.noon)
    actions.discard(actor=office, found=found, version=1, at=world.noon)
    assert not Reorganisation.objects.exists()
    line = Entry.objects.get(verb="reorganisation.draft.discarded")
    assert (line.user_id, line.subject_name, line.facts["decision"]) == (office.user_id, FACTS.title, "QĐ-15")


@pytest.mark.parametrize("make", [submitted, approved, applied])
def test_what_was_sent_approved_or_done_is_not_discarded(
    world: World, scenery: Scene, make: Callable[[World], Reorganisation]
) -> None:
    found = make(world)
    with pytest.raises(ChangedMeanwhile):
        actions.discard(actor=world.district_office.actor, found=found, version=found.version, at=world.noon)
    assert Reorganisation.objects.filter(pk=found.pk).exists()


def test_undoing_gives_everything_back(world: World, scenery: Scene) -> None:
    mandates = sorted(Mandate.objects.values_list("user_id", "unit_id", "role", "valid_during"), key=str)
    found = applied(world)
    actions.undo(actor=world.district_secretary.actor, found=found, reason="Nhầm ngày", at=NIGHT + timedelta(days=2))
    assert found.state == State.UNDONE
    assert codes(world, DAY) == {"WA", "WB", "WC", "TX"}
    back = scenery.owed(world.ward_b)
    assert back.unit_id == world.ward_b.pk
    assert back.path == org.unit(world.ward_b.pk, DAY).path
    moves = list(Move.objects.filter(obligation=back).order_by("id"))
    assert [(m.step, m.unit_id) for m in moves] == [
        ("inherited", Unit.objects.get(code="WAB").pk), ("inherited", world.ward_b.pk),
    ]  # fmt: skip
    assert [bool(m.facts["undone_at"]) for m in moves] == [False, True]
    assert sorted(Mandate.objects.values_list("user_id", "unit_id", "role", "valid_during"), key=str) == mandates


def test_the_days_between_are_told_as_if_it_had_not_been_done(world: World, scenery: Scene) -> None:
    found = applied(world)
    at = NIGHT + timedelta(days=2)
    actions.undo(actor=world.district_secretary.actor, found=found, reason="Nhầm ngày", at=at)
    for on in (EVE, DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)):
        top = org.unit(world.kien_an.pk, on)
        branch = rollup(scenery.cascade.pk, top.path, on=on, now=at + timedelta(days=3))
        assert {child.unit_id for child in branch.children} >= {world.ward_a.pk, world.ward_b.pk}, on
        assert branch.branch.total == 4, on


def test_after_thirty_days_nothing_is_undone(world: World, scenery: Scene) -> None:
    found = applied(world)
    with pytest.raises(errors.TooLate):
        actions.undo(actor=world.district_secretary.actor, found=found, reason="x", at=NIGHT + timedelta(days=31))


def test_what_the_new_ward_has_worked_on_stays(world: World, scenery: Scene) -> None:
    found = applied(world)
    accept(
        actor=world.ward_b_office.actor, obligation=scenery.owed(world.ward_b), responsible="Hà",
        at=NIGHT + timedelta(hours=9),
    )  # fmt: skip
    with pytest.raises(errors.WorkedOn, match="Gửi báo cáo"):
        actions.undo(actor=world.district_secretary.actor, found=found, reason="x", at=NIGHT + timedelta(days=1))
