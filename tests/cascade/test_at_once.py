"""Two people press at the same time, each on a connection of his own: one effect, the other is told, figures exact."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from quantriet.audit.models import Entry
from quantriet.cascade import actions, verbs
from quantriet.cascade.actions import lifecycle
from quantriet.cascade.errors import NothingToIssue, RecalledAbove
from quantriet.cascade.models import Cascade, Move, Obligation
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.rules.states import CascadeState, State
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.org.models import UnitVersion
from tests.beside import Beside, overlapping
from tests.cascade.stories import draft, issued, many_units, no_progress, owed, report
from tests.cascade.test_rollup import differing_sums, fold
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db(transaction=True)
LATER, SOONER = date(2019, 8, 7), date(2019, 7, 22)

Act = Callable[[], Any]


def fresh(cascade: Cascade) -> Cascade:
    """The row as somebody else's page has read it."""
    return Cascade.objects.select_related("parent").get(pk=cascade.pk)


def exact(cascade: Cascade) -> None:
    """The sums are a full count, every obligation stands where its unit stands, the record ends where it is."""
    fold()
    assert differing_sums(cascade.root_pk) == []
    for obligation in Obligation.objects.filter(root_cascade_id=cascade.root_pk):
        assert obligation.path == UnitVersion.objects.as_at(TODAY).get(unit_id=obligation.unit_id).path
        last = obligation.moves.order_by("-at", "-pk").first()
        assert (last.state, last.due_on) == (obligation.state, obligation.due_on) if last else True


@dataclass
class Desk:
    """What the two have before them: the district's duty, sent up and waiting for the city."""

    world: World
    cascade: Cascade

    @property
    def duty(self) -> Obligation:
        return owed(self.cascade, self.world.district_office)

    def accept(self) -> Act:
        duty = self.duty
        return lambda: actions.accept(
            actor=self.world.district_office.actor, obligation=duty, responsible="Hà", at=self.world.noon
        )

    def send(self) -> Act:
        duty = self.duty
        return lambda: report(duty, self.world.district_office, self.world.noon)

    def approve(self) -> Act:
        duty = self.duty
        return lambda: actions.approve_answer(actor=self.world.city_office.actor, obligation=duty, at=self.world.noon)

    def give_back(self) -> Act:
        duty = self.duty
        return lambda: actions.return_answer(
            actor=self.world.city_secretary.actor, obligation=duty, reason="thiếu", new_due_on=None, at=self.world.noon
        )

    def note(self) -> Act:
        duty = self.duty
        return lambda: lifecycle.note_progress(
            actor=self.world.district_office.actor, obligation=duty, text="Được một nửa", at=self.world.noon
        )

    def waive(self) -> Act:
        duty = self.duty
        return lambda: lifecycle.waive(
            actor=self.world.city_office.actor, obligation=duty, reason="miễn", at=self.world.noon
        )

    def recall(self) -> Act:
        cascade = fresh(self.cascade)
        return lambda: actions.recall(
            actor=self.world.city_secretary.actor, cascade=cascade, reason="giao nhầm", at=self.world.noon
        )

    def recall_one(self) -> Act:
        duty = self.duty
        return lambda: actions.recall_obligation(
            actor=self.world.city_office.actor, obligation=duty, reason="giao nhầm", at=self.world.noon
        )

    def extend(self) -> Act:
        requirement = self.duty.requirement
        return lambda: actions.change_deadline(
            actor=self.world.city_office.actor, requirement=requirement, new_due_on=LATER, reason="gia hạn",
            at=self.world.noon,
        )  # fmt: skip

    def pass_down(self) -> Act:
        parent = fresh(self.cascade)
        return lambda: actions.draft_pass_down(
            actor=self.world.district_office.actor, parent=parent, unit_id=self.world.kien_an.pk, title="Triển khai",
            at=self.world.noon,
        )  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world, issued(world))


# --- from a draft to obligations -------------------------------------------------------------------------------------


def test_a_cascade_is_approved_once(world: World) -> None:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    seen = [fresh(cascade), fresh(cascade)]
    mine, theirs = (
        lambda one=one: actions.approve(actor=world.city_secretary.actor, cascade=one, at=world.noon) for one in seen
    )
    assert isinstance(overlapping(mine, theirs).refusal, ChangedMeanwhile)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'cascade.issue'")
        assert cursor.fetchone() == (1,)


def test_a_draft_is_sent_once(world: World) -> None:
    cascade = draft(world)
    mine, theirs = (
        lambda one=one: actions.submit_for_approval(actor=world.city_office.actor, cascade=one, at=world.noon)
        for one in (fresh(cascade), fresh(cascade))
    )
    assert isinstance(overlapping(mine, theirs).refusal, ChangedMeanwhile)
    assert Entry.objects.filter(verb=verbs.CASCADE_SUBMITTED).count() == 1


@pytest.mark.parametrize("is_approved_first", [True, False])
def test_what_is_approved_is_not_sent_back_at_the_same_time(world: World, is_approved_first: bool) -> None:
    cascade, head = draft(world), world.city_secretary.actor
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    mine, theirs = fresh(cascade), fresh(cascade)
    acts: list[Act] = [
        lambda: actions.approve(actor=head, cascade=mine, at=world.noon),
        lambda: actions.send_back(actor=head, cascade=theirs, reason="thiếu", at=world.noon),
    ]
    other = overlapping(*(acts if is_approved_first else acts[::-1]))
    assert isinstance(other.refusal, ChangedMeanwhile)
    assert fresh(cascade).state == (CascadeState.APPROVED if is_approved_first else CascadeState.RETURNED)


def approved(world: World, cascade: Cascade) -> Cascade:
    office, head = world.city_office, world.city_secretary
    if cascade.parent_id:
        office, head = world.district_office, world.district_secretary
    actions.submit_for_approval(actor=office.actor, cascade=cascade, at=world.noon)
    actions.approve(actor=head.actor, cascade=cascade, at=world.noon)
    return cascade


def issue(world: World, cascade: Cascade, progress: Callable[[int, int], None] = no_progress) -> int:
    return actions.issue(actor=SYSTEM, cascade_id=cascade.pk, at=world.noon, progress=progress)


def test_a_cascade_is_issued_once(world: World) -> None:
    cascade = approved(world, draft(world))
    other = Beside(lambda: issue(world, cascade))
    assert issue(world, cascade, other.go) == 4
    assert other.end().gave == 0
    assert Obligation.objects.count() == 4
    exact(cascade)


# --- one duty, two people --------------------------------------------------------------------------------------------



@pytest.mark.parametrize(
    ("before", "first", "second", "state"),
    [
        ((), "accept", "accept", State.ACCEPTED),
        ((), "accept", "note", State.ACCEPTED),
        (("send",), "approve", "approve", State.APPROVED),
        (("send",), "approve", "give_back", State.APPROVED),
        (("send",), "give_back", "approve", State.RETURNED),
        (("accept",), "waive", "send", State.WAIVED),
        (("accept",), "send", "waive", State.SUBMITTED),
        (("accept",), "send", "send", State.SUBMITTED),
        (("send",), "recall", "approve", State.RECALLED),
        (("send",), "recall_one", "approve", State.RECALLED),
        (("accept",), "recall", "send", State.RECALLED),
    ],
)
def test_of_two_the_first_holds_and_the_second_is_told(
    desk: Desk, before: tuple[str, ...], first: str, second: str, state: str
) -> None:
    for name in before:
        getattr(desk, name)()()
    steps = Move.objects.filter(obligation_id=desk.duty.pk).count()
    refusal = overlapping(getattr(desk, first)(), getattr(desk, second)()).refusal
    assert isinstance(refusal, ChangedMeanwhile)
    assert desk.duty.state == state
    assert Move.objects.filter(obligation_id=desk.duty.pk).count() == steps + 1
    exact(desk.cascade)


@pytest.mark.parametrize(("first", "second"), [("approve", "recall"), ("recall", "approve")])
def test_what_was_approved_before_the_recall_stays_done(desk: Desk, first: str, second: str) -> None:
    desk.send()()
    overlapping(getattr(desk, first)(), getattr(desk, second)())
    assert desk.duty.state == (State.APPROVED if first == "approve" else State.RECALLED)
    assert fresh(desk.cascade).state == CascadeState.RECALLED
    exact(desk.cascade)


def test_a_whole_is_recalled_once(desk: Desk) -> None:
    assert overlapping(desk.recall(), desk.recall()).gave == 0
    assert Move.objects.count() == Obligation.objects.count() == 4
    assert Entry.objects.filter(verb=verbs.CASCADE_RECALLED).count() == 1
    everything_is_recalled(desk)


@pytest.mark.parametrize("is_first", [True, False])
def test_an_extension_and_an_answer_both_count(desk: Desk, is_first: bool) -> None:
    desk.accept()()
    acts = [desk.extend(), desk.send()]
    assert overlapping(*(acts if is_first else acts[::-1])).refusal is None
    assert (desk.duty.state, desk.duty.due_on) == (State.SUBMITTED, LATER)
    exact(desk.cascade)


def test_a_deadline_is_moved_once(desk: Desk) -> None:
    assert overlapping(desk.extend(), desk.extend()).gave == 0
    assert Move.objects.filter(obligation_id=desk.duty.pk).count() == 1
    exact(desk.cascade)


# --- recalled above while below one goes on --------------------------------------------------------------------------


def everything_is_recalled(desk: Desk) -> None:
    assert set(Cascade.objects.exclude(state=CascadeState.DRAFT).values_list("state", flat=True)) == {"recalled"}
    assert set(Obligation.objects.values_list("state", flat=True)) == {"recalled"}
    exact(desk.cascade)


def test_a_recall_that_meets_an_issue_below_in_its_middle_takes_it_along(desk: Desk) -> None:
    child = approved(desk.world, desk.pass_down()())
    above = Beside(desk.recall())
    assert issue(desk.world, child, above.go) == 4
    above.end()
    everything_is_recalled(desk)


def test_what_is_issued_below_in_the_middle_of_a_recall_is_given_to_nobody(desk: Desk) -> None:
    child = approved(desk.world, desk.pass_down()())
    below = Beside(lambda: issue(desk.world, child))
    actions.recall(
        actor=desk.world.city_secretary.actor, cascade=fresh(desk.cascade), reason="nhầm", at=desk.world.noon,
        progress=below.go,
    )  # fmt: skip
    assert below.end().gave == 0
    everything_is_recalled(desk)


def test_what_is_drafted_below_in_the_middle_of_a_recall_can_never_be_sent(desk: Desk) -> None:
    below = Beside(desk.pass_down())
    actions.recall(
        actor=desk.world.city_secretary.actor, cascade=fresh(desk.cascade), reason="nhầm", at=desk.world.noon,
        progress=below.go,
    )  # fmt: skip
    if below.end().refusal is None:  # it was there before the duty was closed
        with pytest.raises(RecalledAbove):
            actions.submit_for_approval(actor=desk.world.district_office.actor, cascade=below.gave, at=desk.world.noon)
    else:
        assert isinstance(below.refusal, NothingToIssue)
    everything_is_recalled(desk)


def test_a_draft_below_and_a_recall_above_do_not_stop_each_other(desk: Desk) -> None:
    assert overlapping(desk.pass_down(), desk.recall()).refusal is None
    everything_is_recalled(desk)


@pytest.mark.parametrize(("first", "second"), [("recall", "recall_one"), ("recall_one", "recall")])
def test_a_whole_and_one_duty_of_it_are_recalled_at_once(desk: Desk, first: str, second: str) -> None:
    child = approved(desk.world, desk.pass_down()())
    issue(desk.world, child)
    overlapping(getattr(desk, first)(), getattr(desk, second)())
    everything_is_recalled(desk)


def test_a_duty_recalled_between_approval_and_issue_is_not_passed_down(desk: Desk) -> None:
    child = approved(desk.world, desk.pass_down()())
    desk.recall_one()()
    assert issue(desk.world, child) == 2
    types = set(Obligation.objects.filter(cascade=child).values_list("requirement__type", flat=True))
    assert types == {"conference_held"}
    exact(desk.cascade)


def test_of_two_passing_down_there_is_one_draft(desk: Desk) -> None:
    other = overlapping(desk.pass_down(), desk.pass_down())
    assert other.gave == Cascade.objects.get(parent=desk.cascade)


# --- sums and places while others write ------------------------------------------------------------------------------


def test_two_folders_while_people_write_lose_and_double_nothing(world: World) -> None:
    many_units(world, world.kien_an, 1)
    many_units(world, world.city, 24)
    cascade = issued(world)
    duties = list(Obligation.objects.filter(cascade=cascade).select_related("cascade", "requirement", "unit"))
    start, rounds, top = Barrier(5), 12, world.city_office.acting().path
    totals: set[int] = set()

    def write(mine: list[Obligation]) -> None:
        start.wait()
        for duty in mine:
            actions.accept(actor=world.district_office.actor, obligation=duty, responsible="Hà", at=world.noon)

    def fold_often() -> None:
        start.wait()
        for _ in range(rounds):
            actions.fold()

    others = [Beside(lambda: write(duties[::2])), Beside(lambda: write(duties[1::2]))]
    others += [Beside(fold_often), Beside(fold_often)]
    for other in others:
        other.thread.start()
    start.wait()
    for _ in range(rounds):
        totals.add(rollup(cascade.pk, top, on=TODAY, now=world.noon).branch.total)
    for other in others:
        other.end()
    assert totals == {len(duties)}
    assert set(Obligation.objects.values_list("state", flat=True)) == {State.ACCEPTED}
    exact(cascade)


def test_a_second_folder_leaves_it_to_the_first_and_what_is_written_meanwhile_stays(desk: Desk) -> None:
    act = desk.accept()
    with transaction.atomic():
        assert actions.fold() > 0
        second = Beside(lambda: (actions.fold(), act())[0])
        second.go()
    assert second.end().gave == 0
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from cascade_roll_change")
        assert cursor.fetchone() == (1,)
    exact(desk.cascade)
