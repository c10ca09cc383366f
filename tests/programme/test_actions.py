"""A unit registers its plan."""

from datetime import date

import pytest

from quantriet.cascade.errors import IllegalMove
from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.states import State
from quantriet.documents.models import Document, StoredFile
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.findings import Relation
from quantriet.programme import actions
from quantriet.programme.actions import PlanFile
from tests.cascade import stories
from tests.world import World

PLAN = DocumentFacts(
    "plan", number="62", suffix="KH/QU", issuer="Quận ủy Kiến An", issued_on=date(2019, 7, 12),
    subject="Thực hiện nghị quyết",
)  # fmt: skip


@pytest.fixture
def obligation(world: World) -> Obligation:
    cascade = stories.issued(world, stories.duty("Ban hành kế hoạch", "plan_issued"))
    return stories.owed(cascade, world.district_office, "plan_issued")


def register(world: World, obligation: Obligation, file: PlanFile | None = None):
    return actions.register_plan(
        actor=world.district_office.actor, obligation=obligation, facts=PLAN, file=file, at=world.noon
    )


def test_the_plan_stands_in_the_registry_as_implementing_what_came_down(world: World, obligation: Obligation) -> None:
    document, missing = register(world, obligation, PlanFile("kế hoạch.pdf", b"%PDF-1.4 plan"))
    assert missing == []
    assert (document.symbol, document.owner_unit_id) == ("62-KH/QU", world.kien_an.pk)
    implemented = document.references.filter(relation=Relation.IMPLEMENTS).values_list("target_id", flat=True)
    assert set(implemented) == set(obligation.cascade.documents.values_list("pk", flat=True))
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED


def test_the_file_is_kept_byte_for_byte_and_shown_as_evidence(world: World, obligation: Obligation) -> None:
    register(world, obligation, PlanFile("kế hoạch.pdf", b"%PDF-1.4 plan"))
    evidence = obligation.fulfilments.get()
    assert bytes(StoredFile.objects.get(pk=evidence.file_id).content) == b"%PDF-1.4 plan"
    assert evidence.file_name == "kế hoạch.pdf"


def test_when_the_duty_is_already_answered_no_second_plan_is_left_in_the_registry(
    world: World, obligation: Obligation
) -> None:
    register(world, obligation)
    obligation.refresh_from_db()
    with pytest.raises(IllegalMove):
        register(world, obligation)
    assert Document.objects.filter(number="62").count() == 1
