"""Several are waived while somebody else waives, recalls or sends the same: one effect each, nobody waits for ever."""

import pytest

from quantriet.cascade import actions
from quantriet.cascade.actions import lifecycle
from quantriet.cascade.models import Cascade, Move, Obligation
from quantriet.cascade.rules.states import State
from tests.beside import overlapping
from tests.cascade.stories import duty, issued, many_units, owed, report
from tests.cascade.test_at_once import Act, exact
from tests.world import Member, World

pytestmark = pytest.mark.django_db(transaction=True)


def given(cascade: Cascade) -> list[Obligation]:
    return list(Obligation.objects.select_related("cascade", "requirement").filter(cascade=cascade).order_by("pk"))


def waive(world: World, member: Member, duties: list[Obligation]) -> Act:
    return lambda: lifecycle.waive_many(actor=member.actor, obligations=duties, reason="Sáp nhập", at=world.noon)


def scene(world: World) -> Cascade:
    many_units(world, world.city, 5)
    return issued(world, duty("Báo cáo", "report_sent"))


def test_two_who_waive_overlapping_duties_waive_each_once(world: World) -> None:
    cascade = scene(world)
    duties = given(cascade)
    other = overlapping(
        waive(world, world.city_office, duties[:5]), waive(world, world.city_secretary, duties[::-1])
    )
    assert {o.pk for o in other.gave.done} == {o.pk for o in duties[5:]}
    assert {o.pk for o in other.gave.refused} == {o.pk for o in duties[:5]}
    assert Move.objects.filter(state=State.WAIVED).count() == len(duties)
    exact(cascade)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_recall_in_the_middle_and_a_waiver_do_not_stop_each_other(world: World, is_first: bool) -> None:
    cascade = scene(world)
    duties = given(cascade)

    def recall() -> int:
        found = Cascade.objects.get(pk=cascade.pk)
        return actions.recall(actor=world.city_secretary.actor, cascade=found, reason="Nhầm", at=world.noon)

    acts = [waive(world, world.city_office, duties), recall]
    overlapping(*(acts if is_first else acts[::-1]))
    ended = State.WAIVED if is_first else State.RECALLED
    assert {o.state for o in given(cascade)} == {ended}
    assert Move.objects.count() == len(duties)
    exact(cascade)


def test_what_is_being_sent_at_that_moment_is_not_waived_and_the_others_are(world: World) -> None:
    cascade = scene(world)
    duties, sent = given(cascade), owed(cascade, world.district_office)
    other = overlapping(
        lambda: report(sent, world.district_office, world.noon), waive(world, world.city_office, duties)
    )
    assert [o.pk for o in other.gave.refused] == [sent.pk]
    assert {o.state for o in given(cascade)} == {State.SUBMITTED, State.WAIVED}
    exact(cascade)
