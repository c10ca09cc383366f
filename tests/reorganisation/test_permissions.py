"""Who gets a reorganisation, to read, to write and to decide; one's own file, and nothing where there is none."""

from collections.abc import Callable
from typing import Any

from quantriet.documents.actions import store_file
from quantriet.reorganisation import actions, permissions
from quantriet.reorganisation.actions import Paper
from quantriet.reorganisation.models import Reorganisation
from tests.cascade.test_permissions import CITY, DISTRICT, opened
from tests.reorganisation.stories import FACTS, MERGER, drafted
from tests.world import World


def test_a_reorganisation_is_read_in_its_branch_written_by_its_unit_and_decided_by_its_head(world: World) -> None:
    found, other = drafted(world), drafted(world, by=world.bloc_office)

    def whose(get: Callable[..., Any]) -> set[str]:
        return opened(world, lambda acting: get(acting, found.pk, world.today))

    assert whose(permissions.to_see) == CITY | DISTRICT
    assert whose(permissions.to_edit) == DISTRICT
    assert whose(permissions.to_decide) == {"district_secretary"}
    assert permissions.to_see(world.city_office.acting(), found.pk, world.today) == found
    assert permissions.to_see(world.city_office.acting(), other.pk, world.today) == other
    assert not permissions.visible(None, world.today).exists()


def test_its_decision_opens_as_a_file_where_there_is_one(world: World) -> None:
    found = drafted(world)

    def whose() -> set[str]:
        return opened(world, lambda acting: permissions.file_to_see(acting, found.pk, world.today))

    assert whose() == set()
    paper = Paper(b"%PDF-1.4", "QD-15.pdf")
    actions.save_draft(
        actor=world.district_office.actor, found=found, facts=FACTS, lines=(MERGER,), paper=paper, version=1,
        at=world.noon,
    )  # fmt: skip
    assert whose() == CITY | DISTRICT
    kept = Reorganisation.objects.get(pk=found.pk)
    assert (kept.file, kept.file_name) == (store_file(raw=paper.raw, at=world.noon), "QD-15.pdf")
