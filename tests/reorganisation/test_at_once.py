"""The tree changes while people work on what hangs in it: nobody's act is lost, and no unit is disposed of twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from quantriet.audit.models import Entry
from quantriet.cascade import actions as cascade
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import CascadeState
from quantriet.cascade.rules.states import State as Owed
from quantriet.kernel.actor import SYSTEM
from quantriet.org.models import Unit, UnitVersion
from quantriet.reorganisation import actions, errors
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.rules.kinds import Kind, State
from quantriet.reorganisation.rules.plan import Line
from tests.beside import Beside, overlapping
from tests.cascade.stories import draft, facts_of, no_progress, report
from tests.cascade.test_rollup import differing_sums, fold
from tests.reorganisation.stories import DAY, NIGHT, Scene, applied, approved, drafted, scene, submitted
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = Line(Kind.MERGE, ("WA", "WC"), "WAC", "Đảng ủy phường Bắc Đẩu", "đảng ủy phường", "commune")


@pytest.fixture
def scenery(world: World) -> Scene:
    return scene(world)


def exact(found: Cascade) -> None:
    """Nothing open is owed by a unit that is no more, every duty stands where its unit stands, the sums are a count."""
    places = dict(UnitVersion.objects.as_at(DAY).values_list("unit_id", "path"))
    for duty in Obligation.objects.exclude(state__in=[Owed.APPROVED, Owed.RECALLED]):
        assert duty.path == places[duty.unit_id]
    fold()
    assert differing_sums(found.pk) == []


def come(world: World) -> int:
    return actions.apply_due(actor=SYSTEM, at=NIGHT)


def test_of_two_decisions_on_one_unit_the_second_is_told(world: World, scenery: Scene) -> None:
    first, second = submitted(world), submitted(world, OTHER)

    def approve(found: Reorganisation) -> Callable[[], Any]:
        return lambda: actions.approve(
            actor=world.district_secretary.actor, found=found, version=found.version, at=NIGHT
        )

    assert isinstance(overlapping(approve(first), approve(second)).refusal, errors.UnitEnded)
    states = list(Reorganisation.objects.order_by("pk").values_list("state", flat=True))
    assert states == [State.APPLIED, State.SUBMITTED]
    assert not Unit.objects.filter(code="WAC").exists()
    exact(scenery.cascade)


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("submit", "submit", State.SUBMITTED),
        ("approve", "approve", State.APPROVED),
        ("approve", "take_back", State.APPROVED),
        ("take_back", "approve", State.DRAFT),
        ("send_back", "approve", State.DRAFT),
        ("undo", "undo", State.UNDONE),
    ],
)
def test_of_two_the_first_decides_and_the_second_is_told(
    world: World, scenery: Scene, first: str, second: str, state: str
) -> None:
    made = {"submit": drafted, "undo": applied}.get(first, submitted)(world)
    head, office = world.district_secretary.actor, world.district_office.actor
    acts: dict[str, Callable[[Reorganisation], Any]] = {
        "submit": lambda found: actions.submit(actor=office, found=found, version=found.version, at=world.noon),
        "approve": lambda found: actions.approve(actor=head, found=found, version=found.version, at=world.noon),
        "take_back": lambda found: actions.take_back(actor=office, found=found, at=world.noon),
        "send_back": lambda found: actions.send_back(actor=head, found=found, reason="thiếu", at=world.noon),
        "undo": lambda found: actions.undo(actor=head, found=found, reason="nhầm", at=NIGHT),
    }
    mine, theirs = (Reorganisation.objects.get(pk=made.pk) for _ in range(2))
    other = overlapping(lambda: acts[first](mine), lambda: acts[second](theirs))
    assert isinstance(other.refusal, errors.WrongState)
    made.refresh_from_db()
    assert made.state == state
    assert Entry.objects.filter(subject_id=made.pk, verb__startswith="reorganisation").count() == (
        {State.SUBMITTED: 2, State.APPROVED: 3, State.DRAFT: 3, State.UNDONE: 5}[state]
    )
    exact(scenery.cascade)


@pytest.mark.parametrize("is_undone_first", [True, False])
def test_a_merger_is_undone_while_the_successor_answers(world: World, scenery: Scene, is_undone_first: bool) -> None:
    made, morning = applied(world), NIGHT + timedelta(hours=9)
    duty = scenery.owed(world.ward_b)

    def undo() -> None:
        actions.undo(actor=world.district_secretary.actor, found=made, reason="nhầm", at=morning)

    def answer() -> None:
        report(duty, world.ward_b_office, morning)

    other = overlapping(*([undo, answer] if is_undone_first else [answer, undo]))
    assert isinstance(other.refusal, type(None) if is_undone_first else errors.WorkedOn)
    now = scenery.owed(world.ward_b)
    assert (now.unit.code, now.state) == ("WB" if is_undone_first else "WAB", Owed.SUBMITTED)
    exact(scenery.cascade)


def test_a_merger_is_not_undone_while_its_unit_is_given_something(world: World, scenery: Scene) -> None:
    made, morning = applied(world), NIGHT + timedelta(hours=9)
    new = draft(world, {"what": "Báo cáo", "type": "report_sent", "due": "2019-08-20", "head_in_person": False})
    facts = facts_of(new, scope=Scope.SUBTREE, scope_on=DAY)
    cascade.save_draft(actor=world.city_office.actor, cascade=new, facts=facts, version=None, at=morning)
    cascade.submit_for_approval(actor=world.city_office.actor, cascade=new, at=morning)
    cascade.approve(actor=world.city_secretary.actor, cascade=new, at=morning)
    undoing = Beside(
        lambda: actions.undo(actor=world.district_secretary.actor, found=made, reason="nhầm", at=morning)
    )
    cascade.issue(actor=SYSTEM, cascade_id=new.pk, at=morning, progress=undoing.go)
    assert isinstance(undoing.end().refusal, errors.WorkedOn)
    assert Obligation.objects.filter(cascade=new, unit__code="WAB").exists()
    exact(new)


def test_one_decision_is_put_in_force_once(world: World, scenery: Scene) -> None:
    approved(world)
    assert overlapping(lambda: come(world), lambda: come(world)).gave == 0
    assert Reorganisation.objects.get().state == State.APPLIED
    exact(scenery.cascade)


def test_what_the_tree_no_longer_allows_goes_back_once(world: World, scenery: Scene) -> None:
    approved(world)
    found = approved(world, OTHER)
    assert overlapping(lambda: come(world), lambda: come(world)).gave == 0
    found.refresh_from_db()
    assert (found.state, found.return_reason != "") == (State.DRAFT, True)
    exact(scenery.cascade)


def test_a_decision_in_force_is_not_sent_back(world: World, scenery: Scene) -> None:
    found = approved(world)

    def send_back() -> None:
        actions.send_back(actor=world.district_secretary.actor, found=found, reason="thôi", at=NIGHT)

    assert isinstance(overlapping(lambda: come(world), send_back).refusal, errors.WrongState)
    exact(scenery.cascade)


@pytest.mark.parametrize("is_first", [True, False])
def test_an_answer_sent_while_its_unit_is_merged_arrives_with_the_successor(
    world: World, scenery: Scene, is_first: bool
) -> None:
    approved(world)
    duty = scenery.owed(world.ward_b)

    def answer() -> None:
        report(duty, world.ward_b_office, NIGHT)

    acts = [lambda: come(world), answer]
    assert overlapping(*(acts if is_first else acts[::-1])).refusal is None
    duty = scenery.owed(world.ward_b)
    assert (duty.unit.code, duty.state) == ("WAB", Owed.SUBMITTED)
    assert Reorganisation.objects.get().state == State.APPLIED
    exact(scenery.cascade)


def given(world: World) -> Cascade:
    """One more duty of the district's, approved and waiting for its job."""
    made = draft(world, {"what": "Báo cáo", "type": "report_sent", "due": "2019-08-20", "head_in_person": False})
    Cascade.objects.filter(pk=made.pk).update(issuing_unit=world.kien_an, unit_in_charge=world.kien_an)
    made.refresh_from_db()
    office = world.district_office.actor
    cascade.save_draft(actor=office, cascade=made, facts=facts_of(made), version=None, at=world.noon)
    cascade.submit_for_approval(actor=office, cascade=made, at=world.noon)
    cascade.approve(actor=world.district_secretary.actor, cascade=made, at=world.noon)
    return made


def test_what_is_issued_while_units_merge_goes_to_their_successor(world: World, scenery: Scene) -> None:
    approved(world)
    made = given(world)
    merger = Beside(lambda: come(world))
    cascade.issue(actor=SYSTEM, cascade_id=made.pk, at=NIGHT, progress=merger.go)
    assert merger.end().gave == 1
    heirs = Obligation.objects.filter(cascade=made).values_list("unit__code", flat=True)
    assert sorted(heirs) == ["TX", "WAB", "WAB", "WC"]
    exact(made)


def test_what_is_issued_while_a_unit_moves_stands_where_it_stands(world: World, scenery: Scene) -> None:
    approved(world, Line(Kind.MOVE, ("WC",), parent="WA"))
    made = given(world)
    issuing = Beside(lambda: cascade.issue(actor=SYSTEM, cascade_id=made.pk, at=NIGHT, progress=no_progress))
    assert overlapping(lambda: come(world), issuing.go).refusal is None
    assert issuing.end().gave == 4
    exact(made)
    top = UnitVersion.objects.as_at(DAY).get(unit=world.ward_a).path
    assert rollup(made.pk, top, on=DAY, now=NIGHT, levels=0).branch.total == 2


def test_a_merger_and_a_recall_do_not_stop_each_other(world: World, scenery: Scene) -> None:
    approved(world)
    merger = Beside(lambda: come(world))
    cascade.recall(
        actor=world.district_secretary.actor, cascade=Cascade.objects.get(pk=scenery.cascade.pk), reason="nhầm",
        at=NIGHT, progress=merger.go,
    )  # fmt: skip
    assert merger.end().gave == 1
    scenery.cascade.refresh_from_db()
    assert scenery.cascade.state == CascadeState.RECALLED
    assert set(Obligation.objects.values_list("state", flat=True)) == {Owed.RECALLED, Owed.APPROVED}
    exact(scenery.cascade)


def test_without_the_tree_standing_still_duties_would_go_to_units_that_are_no_more(
    world: World, scenery: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quantriet.org.actions.stand_still", lambda: None)
    with pytest.raises(AssertionError):
        test_what_is_issued_while_units_merge_goes_to_their_successor(world, scenery)
