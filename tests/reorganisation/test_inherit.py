"""What goes over to a successor: everything that is open, once each, and the charge of what was passed down."""

from datetime import timedelta

from quantriet.cascade import actions as cascade
from quantriet.cascade import permissions
from quantriet.cascade.models import Cascade, Move, Obligation
from quantriet.kernel.actor import SYSTEM
from quantriet.org import queries as org
from quantriet.org.models import Unit
from quantriet.reorganisation import actions
from tests.cascade.stories import draft, facts_of, issue
from tests.reorganisation.stories import DAY, NIGHT, applied, give, scene
from tests.world import TODAY, Member, World


def test_two_units_that_owe_the_same_become_one_that_owes_it_twice(world: World) -> None:
    given = give(world)
    found = applied(world)
    new = Unit.objects.get(code="WAB")
    owed = Obligation.objects.filter(cascade=given, unit=new)
    assert sorted(owed.values_list("origin_unit_id", flat=True)) == [world.ward_a.pk, world.ward_b.pk]
    assert Move.objects.filter(obligation__in=owed.values("pk"), step="inherited").count() == 2
    assert found.journal["obligations"] == {
        str(o.pk): o.origin_unit_id for o in owed
    }  # fmt: skip


def test_the_successor_is_in_charge_of_what_was_passed_down_and_gives_it_back(world: World) -> None:
    made = draft(world)
    Cascade.objects.filter(pk=made.pk).update(issuing_unit=world.ward_a, unit_in_charge=world.ward_a)
    made.refresh_from_db()
    made = issue(made, world.ward_office, world.ward_secretary, world.noon)
    owed = Obligation.objects.filter(cascade=made).first()
    found = applied(world)
    new = Unit.objects.get(code="WAB")
    made.refresh_from_db()
    assert (made.issuing_unit_id, made.unit_in_charge_id) == (world.ward_a.pk, new.pk)
    (acting,) = org.mandates_of(world.ward_b_office.user.pk, DAY)
    assert permissions.obligation_to_review(acting, owed.pk) == owed
    actions.undo(actor=world.district_secretary.actor, found=found, reason="Nhầm", at=NIGHT + timedelta(days=1))
    made.refresh_from_db()
    assert made.unit_in_charge_id == world.ward_a.pk


def test_what_is_owed_twice_is_passed_down_once(world: World) -> None:
    made = give(world)
    applied(world)
    heir = Unit.objects.get(code="WAB")
    assert Obligation.objects.filter(cascade=made, unit=heir).count() == 2
    child = cascade.draft_pass_down(actor=SYSTEM, parent=made, unit_id=heir.pk, title="Giao xuống", at=NIGHT)
    assert child.requirements.count() == 1
    issue(child, Member(world.ward_office.user, SYSTEM, heir, "office", None), world.ward_secretary, NIGHT)
    assert [o.unit for o in Obligation.objects.filter(cascade=child)] == [world.branch]


def test_of_what_is_owed_twice_one_is_recalled_with_what_was_passed_down_from_it_alone(world: World) -> None:
    scene(world)
    made, children = give(world), {}
    for ward, office in ((world.ward_a, world.ward_office), (world.ward_b, world.ward_b_office)):
        child = cascade.draft_pass_down(
            actor=office.actor, parent=made, unit_id=ward.pk, title="Giao xuống", at=world.noon
        )
        children[ward.pk] = issue(child, office, world.ward_secretary, world.noon)
    applied(world)
    duty = Obligation.objects.select_related("requirement").get(cascade=made, origin_unit=world.ward_b)
    assert duty.unit.code == "WAB"
    morning = NIGHT + timedelta(hours=9)
    closed = cascade.recall_obligation(
        actor=world.district_office.actor, obligation=duty, reason="Nhầm", at=morning
    )
    states = {
        number: set(Obligation.objects.filter(cascade=child).values_list("state", flat=True))
        for number, child in children.items()
    }
    assert states == {world.ward_a.pk: {"assigned"}, world.ward_b.pk: {"recalled"}}
    assert closed == 1 + Obligation.objects.filter(cascade=children[world.ward_b.pk]).count()
    assert [Cascade.objects.get(pk=child.pk).state for child in children.values()] == ["issued", "recalled"]


def test_a_draft_from_before_a_merger_is_given_to_the_units_of_its_own_day(world: World) -> None:
    scene(world)
    old = draft(world, {"what": "Gửi báo cáo", "type": "report_sent", "due": "2019-08-15", "head_in_person": False})
    Cascade.objects.filter(pk=old.pk).update(issuing_unit=world.kien_an, unit_in_charge=world.kien_an)
    old.refresh_from_db()
    cascade.save_draft(
        actor=world.district_office.actor, cascade=old, facts=facts_of(old, scope_on=TODAY), version=None, at=world.noon
    )
    applied(world)
    with world.on(DAY) as later:
        issue(old, world.district_office, world.district_secretary, later)
    given = set(Obligation.objects.filter(cascade=old).values_list("unit__code", flat=True))
    assert given == {"WAB", "WC", "TX"}
