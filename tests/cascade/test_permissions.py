"""Who gets what: every getter asked by the whole cast, and by an account without a mandate."""

from collections.abc import Callable
from typing import Any

import pytest

from quantriet.cascade import actions, permissions
from quantriet.cascade.actions import Evidence, RequirementFacts
from quantriet.cascade.actions.saved import save_view
from quantriet.cascade.models import Cascade, Fulfilment
from quantriet.cascade.rules.scope import Scope
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import NotAllowed, NotFound
from quantriet.org import actions as org
from quantriet.org.queries import Acting
from tests.cascade.stories import DUE, draft, facts_of, issue, issued, owed, passed_down, report
from tests.cascade.test_changes import district_draft
from tests.world import CAST, World

CITY, DISTRICT = {"city_office", "city_secretary"}, {"district_office", "district_secretary"}
WARD, WARD_B, BLOC = {"ward_office", "ward_secretary"}, {"ward_b_office"}, {"bloc_office"}

Get = Callable[[Acting | None], Any]


def opened(world: World, get: Get) -> set[str]:
    """Whoever of the cast gets the thing; nobody without a mandate does."""
    with pytest.raises((NotFound, NotAllowed)):
        get(None)
    found = set()
    for name in CAST:
        try:
            get(world.member(name).acting())
        except (NotFound, NotAllowed):
            continue
        found.add(name)
    return found


def seen(world: World, cascade: Cascade) -> set[str]:
    return opened(world, lambda acting: permissions.cascade_to_see(acting, cascade.pk, world.today))


def test_a_cascade_is_seen_by_its_branch_and_a_draft_by_its_unit(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    assert seen(world, root) == CITY | DISTRICT | BLOC | WARD | WARD_B  # the branch was given nothing
    assert seen(world, child) == CITY | DISTRICT | WARD | WARD_B
    assert seen(world, draft(world)) == CITY
    assert not permissions.visible_cascades(None, world.today).exists()


def test_what_others_were_given_is_not_seen_by_whoever_owes_something_else(world: World) -> None:
    """The district left out of one cascade, and a ward of one that the district has passed on."""
    office, at = world.city_office.actor, world.noon
    root, other = draft(world), draft(world)
    actions.save_draft(
        actor=office, cascade=root, facts=facts_of(root, scope=Scope.SUBTREE, left_out={}), version=None, at=at
    )
    issue(root, world.city_office, world.city_secretary, at)
    left_out = {world.kien_an.pk: "đã có kế hoạch riêng"}
    actions.save_draft(actor=office, cascade=other, facts=facts_of(other, left_out=left_out), version=None, at=at)
    issue(other, world.city_office, world.city_secretary, at)
    assert seen(world, root) == CITY | DISTRICT | BLOC | WARD | WARD_B | {"branch_secretary"}
    assert seen(world, other) == CITY | BLOC

    child, office = district_draft(world, root), world.district_office.actor
    requirements = [RequirementFacts("report_sent", "Báo cáo riêng", DUE)]
    facts = facts_of(child, left_out={world.ward_b.pk: "đã báo cáo"}, requirements=requirements)
    actions.save_draft(actor=office, cascade=child, facts=facts, version=None, at=at)
    issue(child, world.district_office, world.district_secretary, at)
    assert seen(world, child) == CITY | DISTRICT | WARD


def test_a_draft_below_is_not_seen_above(world: World) -> None:
    assert seen(world, district_draft(world, issued(world))) == DISTRICT


def test_what_was_recalled_is_seen_as_before_and_passed_down_by_nobody(world: World) -> None:
    root = issued(world)

    def to_pass_down() -> set[str]:
        return opened(world, lambda acting: permissions.cascade_to_pass_down(acting, root.pk, world.today))

    passed_down(world, root)
    assert to_pass_down() == DISTRICT | BLOC  # the wards are bound by what the district has given
    actions.recall(actor=world.city_secretary.actor, cascade=root, reason="giao nhầm", at=world.noon)
    assert seen(world, root) == CITY | DISTRICT | BLOC | WARD | WARD_B
    assert to_pass_down() == set()


def test_whoever_moves_away_keeps_what_it_was_given_and_the_giver_still_sees_it(world: World) -> None:
    child = passed_down(world, issued(world))
    duty = owed(child, world.ward_b_office)
    org.place_units(actor=SYSTEM, above={world.ward_b: world.bloc}, since=world.today, at=world.noon)
    actions.place(at=world.noon)
    assert seen(world, child) == CITY | DISTRICT | WARD | WARD_B
    see = opened(world, lambda acting: permissions.obligation_to_see(acting, duty.pk, world.today))
    assert see == CITY | DISTRICT | BLOC | WARD_B  # the unit and whoever stands above it now, and who gave it


def test_a_duty_is_answered_by_its_unit_and_judged_by_whoever_gave_it(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    duty, below = owed(root, world.district_office), owed(child, world.ward_office)
    expected: dict[str, tuple[Get, set[str]]] = {
        "see": (lambda acting: permissions.obligation_to_see(acting, duty.pk, world.today), CITY | DISTRICT),
        "see below": (lambda acting: permissions.obligation_to_see(acting, below.pk, world.today),
                      CITY | DISTRICT | WARD),
        "answer": (lambda acting: permissions.obligation_to_answer(acting, duty.pk), DISTRICT),
        "record": (lambda acting: permissions.obligation_to_record(acting, duty.pk), CITY | DISTRICT),
        "enter for it": (lambda acting: permissions.obligation_to_answer_for(acting, duty.pk), CITY),
        "review": (lambda acting: permissions.obligation_to_review(acting, duty.pk), CITY),
        "review below": (lambda acting: permissions.obligation_to_review(acting, below.pk), DISTRICT),
        "missing": (lambda acting: permissions.obligation_to_see(acting, 10**9, world.today), set()),
    }  # fmt: skip
    assert {name: opened(world, get) for name, (get, _) in expected.items()} == {
        name: whom for name, (_, whom) in expected.items()
    }
    acting = world.city_office.acting()
    assert permissions.on_behalf(acting, duty) == world.city.pk
    assert permissions.on_behalf(world.district_office.acting(), duty) is None


def test_of_many_duties_only_those_given_under_this_root_are_judged(world: World) -> None:
    root, other = issued(world), issued(world)
    members = (world.district_office, world.bloc_office)
    pks = [owed(cascade, member).pk for cascade in (root, other) for member in members]
    mine = permissions.obligations_to_review(world.city_office.acting(), root, pks[:1] + pks[2:])
    assert list(mine.values_list("pk", flat=True)) == pks[:1]
    assert not permissions.obligations_to_review(world.district_office.acting(), root, pks).exists()


def test_figures_are_asked_for_where_something_was_given(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)

    def given_from(cascade: Cascade) -> set[str]:
        return opened(world, lambda acting: permissions.root_given_from(acting, cascade.pk, world.today))

    def of_branch(cascade: Cascade) -> set[str]:
        return opened(world, lambda acting: permissions.cascade_issued_in_branch(acting, cascade.pk, world.today))

    assert given_from(child) == given_from(root) == CITY | DISTRICT
    assert of_branch(child) == of_branch(root) == CITY
    unsent = draft(world)
    for get in (given_from, of_branch):
        assert get(unsent) == set()
    whose = opened(world, lambda acting: permissions.issued_root_to_see(acting, unsent.pk, world.today))
    assert whose == set()
    root_of = permissions.issued_root_to_see(world.ward_office.acting(), child.pk, world.today)
    assert root_of == root


def test_a_draft_below_is_nothing_given_yet(world: World) -> None:
    root = issued(world)
    district_draft(world, root)
    assert not permissions.has_given(world.district_office.acting(), root)


def test_figures_are_shown_downwards_only(world: World) -> None:
    def unit(number: int) -> set[str]:
        return opened(world, lambda acting: permissions.unit_of_branch(acting, number, world.today))

    assert unit(world.kien_an.pk) == CITY | DISTRICT
    assert unit(world.branch.pk) == CITY | DISTRICT | WARD | {"branch_secretary"}
    assert unit(10**9) == set()

    child = passed_down(world, issued(world))
    entered = {
        name: permissions.branch_in_view(world.member(name).acting(), child, world.today).unit_id
        for name in ("city_office", "district_office", "ward_office")
    }
    assert entered == {
        "city_office": world.kien_an.pk, "district_office": world.kien_an.pk, "ward_office": world.ward_a.pk,
    }  # fmt: skip
    with pytest.raises(NotFound):
        permissions.branch_in_view(None, child, world.today)


def test_a_cascade_is_written_by_its_unit_and_decided_by_its_head(world: World) -> None:
    root, unsent = issued(world), draft(world)

    def whose(get: Callable[..., Any], pk: int) -> set[str]:
        return opened(world, lambda acting: get(acting, pk, world.today))

    assert whose(permissions.cascade_to_edit, root.pk) == CITY
    assert whose(permissions.cascade_to_approve, root.pk) == {"city_secretary"}
    assert whose(permissions.draft_to_edit, unsent.pk) == CITY
    assert whose(permissions.draft_to_edit, root.pk) == set()
    assert whose(permissions.requirement_to_change, root.requirements.first().pk) == CITY


def test_an_answer_s_file_opens_to_whoever_sees_the_duty_and_where_there_is_none_nothing_does(world: World) -> None:
    duty = owed(issued(world), world.district_office)
    report(duty, world.district_office, world.noon)
    evidence = Fulfilment.objects.get(obligation=duty)
    assert evidence.file is None
    assert opened(world, lambda acting: permissions.evidence_to_see(acting, evidence.pk, world.today)) == set()
    sent = actions.answer.NewFile("anh.txt", b"Anh")
    actions.send_report(
        actor=world.bloc_office.actor, obligation=owed(duty.cascade, world.bloc_office),
        report=actions.Report("Xong", files=(sent,)), at=world.noon,
    )  # fmt: skip
    filed = Fulfilment.objects.exclude(file=None).latest("pk")
    assert opened(world, lambda acting: permissions.evidence_to_see(acting, filed.pk, world.today)) == CITY | BLOC


def test_templates_are_the_unit_s_and_kept_pages_one_s_own(world: World) -> None:
    template = actions.save_template(actor=SYSTEM, cascade=draft(world), title="Mẫu", at=world.noon)
    assert opened(world, lambda acting: permissions.template_to_use(acting, template.pk)) == CITY
    view = save_view(actor=world.city_office.actor, name="Của tôi", page="cascade:overview", query="", at=world.noon)
    assert permissions.saved_view_of(world.city_office.user.pk, view.pk) == view
    with pytest.raises(NotFound):
        permissions.saved_view_of(world.city_secretary.user.pk, view.pk)


def test_the_successor_reads_what_its_predecessor_did_and_nobody_beside_it(world: World) -> None:
    child = passed_down(world, issued(world))
    duty = owed(child, world.ward_office)
    evidence = Evidence("report", {"text": "Xong", "day": "2019-07-12"}, reason="x")
    actions.record_fulfilment(actor=world.ward_office.actor, obligation=duty, evidence=evidence, at=world.noon)
    actions.approve_answer(actor=world.district_office.actor, obligation=duty, at=world.noon)
    org.place_units(actor=SYSTEM, above={world.branch: world.ward_b}, since=world.today, at=world.noon)
    org.end_units(actor=SYSTEM, units=[world.ward_a], since=world.today, at=world.noon)
    pairs = [(world.ward_a, world.ward_b)]
    org.succeed(actor=SYSTEM, pairs=pairs, kind="merged", since=world.today, reference="QĐ-15", at=world.noon)
    actions.place(at=world.noon)
    names = set(CAST) - WARD  # they act for nobody any more
    read = set()
    for name in names:
        try:
            permissions.obligation_to_see(world.member(name).acting(), duty.pk, world.today)
            read.add(name)
        except NotFound:
            pass
    assert read == CITY | DISTRICT | WARD_B
