"""Killed with -9 in the middle of a merger: nothing of it is there, and the next worker puts it in force."""

import pytest

from quantriet.cascade.models import Obligation
from quantriet.jobs.queue import defer
from quantriet.org.models import Unit, UnitVersion
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.rules.kinds import State
from tests.beside_workers import complete, in_the_way, kill_when_stopped, start
from tests.cascade.test_rollup import differing_sums, fold
from tests.reorganisation.stories import approved, scene
from tests.world import World


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_two_statements_of_a_merger(world: World) -> None:
    found = scene(world)
    approved(world)
    before = list(UnitVersion.objects.order_by("pk").values_list("pk", "path", "valid_during"))
    defer("reorganisation.apply_due", timestamp=0)
    with in_the_way("lock table org_succession in share mode"):  # founded, moved and ended; nothing handed over yet
        kill_when_stopped(start("work", "--until-done"))
    assert Reorganisation.objects.get().state == State.APPROVED
    assert not Unit.objects.filter(code="WAB").exists()
    assert list(UnitVersion.objects.order_by("pk").values_list("pk", "path", "valid_during")) == before
    assert found.owed(world.ward_b).unit == world.ward_b

    complete()  # years after the day: what was approved before it needs no reason for that
    made = Reorganisation.objects.get()
    assert (made.state, made.return_reason) == (State.APPLIED, "")
    assert Obligation.objects.get(origin_unit=world.ward_b).unit.code == "WAB"
    fold()
    assert differing_sums(found.cascade.pk) == []
