"""The decision as a file: kept with its draft, and gone with it unless somebody else holds the same bytes."""

import pytest

from quantriet.documents.actions import store_file
from quantriet.documents.models import StoredFile
from quantriet.reorganisation import actions
from quantriet.reorganisation.actions import Paper
from quantriet.reorganisation.models import Reorganisation
from tests.reorganisation.stories import FACTS, MERGER, Scene, drafted, scene
from tests.world import World


@pytest.fixture
def scenery(world: World) -> Scene:
    return scene(world)


def with_paper(world: World, raw: bytes) -> Reorganisation:
    return saved(world, drafted(world), raw)


def saved(world: World, found: Reorganisation, raw: bytes) -> Reorganisation:
    actions.save_draft(
        actor=world.district_office.actor, found=found, facts=FACTS, lines=[MERGER],
        paper=Paper(raw, "15-QĐ-QU.pdf"), version=found.version, at=world.noon,
    )  # fmt: skip
    return found


def discard(world: World, found: Reorganisation) -> None:
    actions.discard(actor=world.district_office.actor, found=found, version=found.version, at=world.noon)


def kept() -> list[bytes]:
    return [bytes(raw) for raw in StoredFile.objects.order_by("pk").values_list("content", flat=True)]


def test_the_file_of_a_discarded_draft_is_gone_with_it(world: World, scenery: Scene) -> None:
    other = store_file(raw=b"another paper", at=world.noon)
    discard(world, with_paper(world, b"the decision"))
    assert kept() == [bytes(other.content)]


def test_a_file_that_another_draft_holds_too_stays_until_that_is_gone(world: World, scenery: Scene) -> None:
    first, second = with_paper(world, b"the decision"), with_paper(world, b"the decision")
    discard(world, first)
    assert kept() == [b"the decision"]
    discard(world, second)
    assert kept() == []


def test_a_file_that_is_replaced_is_gone_and_one_that_is_not_stays(world: World, scenery: Scene) -> None:
    found = with_paper(world, b"a wrong scan")
    saved(world, found, b"the right one")
    assert kept() == [b"the right one"]
    saved(world, found, b"")
    saved(world, found, b"the right one")
    assert kept() == [b"the right one"]
    assert found.file_name == "15-QĐ-QU.pdf"
