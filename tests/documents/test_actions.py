"""Reviewing and registering, as stories with the cast."""

from datetime import date

import pytest

from quantriet.audit.models import Entry
from quantriet.documents import actions
from quantriet.documents.actions import DocumentFacts
from quantriet.documents.models import Document, Reference
from quantriet.documents.queries.review import stamp
from quantriet.documents.rules.findings import Category, Relation, Status
from quantriet.kernel.errors import ChangedMeanwhile
from tests.documents.stories import (
    PLAN_91,
    POLITBURO_45,
    accept,
    decide,
    entered,
    found,
    mention,
    registered,
    taken_in,
)
from tests.world import World


# --- deciding --------------------------------------------------------------------------------------------------------
def test_an_accepted_finding_says_who_and_when(world: World) -> None:
    finding = accept(world, world.city_office, found(taken_in(world, world.city_office), Category.DUTY, "báo cáo"))
    assert (finding.status, finding.decided_by, finding.decided_at) == (
        Status.ACCEPTED,
        world.city_office.user,
        world.noon,
    )
    assert Entry.objects.filter(verb="documents.finding.accepted", subject_id=finding.pk).exists()


def test_a_decision_can_be_taken_back(world: World) -> None:
    finding = accept(world, world.city_office, mention(taken_in(world, world.city_office), "45-NQ/TW"))
    finding = decide(world, world.city_office, finding, Status.PROPOSED)
    assert (finding.decided_at, finding.decided_by, finding.target) == (None, None, None)


def test_a_correction_stands_beside_what_was_read(world: World) -> None:
    finding = found(taken_in(world, world.city_office), Category.DUTY, "báo cáo")
    read = dict(finding.data)
    said = {**read, "due": "2019-09-20"}
    said.pop("sentence")
    actions.correct(actor=world.city_office.actor, finding=finding, correction=said, seen=stamp(finding), at=world.noon)
    finding.refresh_from_db()
    assert (finding.data, finding.correction) == (read, {"due": "2019-09-20"})
    assert (finding.status, finding.facts["due"]) == (Status.CORRECTED, "2019-09-20")


def test_a_correction_that_changes_nothing_is_an_acceptance(world: World) -> None:
    finding = found(taken_in(world, world.city_office), Category.PERSON, "Cảng")
    actions.correct(
        actor=world.city_office.actor,
        finding=finding,
        correction=dict(finding.data),
        seen=stamp(finding),
        at=world.noon,
    )
    finding.refresh_from_db()
    assert (finding.status, finding.correction) == (Status.ACCEPTED, None)


def test_of_two_who_decide_the_second_is_told(world: World) -> None:
    finding = found(taken_in(world, world.city_office), Category.DUTY, "báo cáo")
    seen = stamp(finding)
    actions.decide(actor=world.city_office.actor, finding=finding, status=Status.REJECTED, seen=seen, at=world.noon)
    for act in (
        lambda: actions.decide(
            actor=world.city_secretary.actor, finding=finding, status=Status.ACCEPTED, seen=seen, at=world.noon
        ),
        lambda: actions.correct(
            actor=world.city_secretary.actor, finding=finding, correction={"due": None}, seen=seen, at=world.noon
        ),
    ):
        with pytest.raises(ChangedMeanwhile):
            act()
    finding.refresh_from_db()
    assert (finding.status, finding.decided_by) == (Status.REJECTED, world.city_office.user)


def test_what_is_said_twice_is_decided_once(world: World) -> None:
    document = taken_in(world, world.city_office)
    accept(world, world.city_office, mention(document, "45-NQ/TW"))
    places = document.findings.filter(category=Category.MENTION, text__contains="45-NQ/TW")
    assert [place.status for place in places] == [Status.ACCEPTED] * 2
    assert len({place.target_id for place in places}) == 1


def test_everything_certain_is_accepted_at_once(world: World) -> None:
    document = taken_in(world, world.city_office)
    number = actions.accept_certain(actor=world.city_office.actor, document=document, at=world.noon)
    certain = document.findings.filter(confidence__gte=0.9)
    assert certain.exclude(status=Status.ACCEPTED).count() == 0
    assert document.findings.filter(confidence__lt=0.9, status=Status.PROPOSED).exists()
    assert 0 < number < certain.count()  # one resolution is named twice
    assert actions.accept_certain(actor=world.city_office.actor, document=document, at=world.noon) == 0


# --- references and stubs --------------------------------------------------------------------------------------------
def test_an_unknown_document_becomes_a_stub(world: World) -> None:
    target = accept(world, world.city_office, mention(taken_in(world, world.city_office), "45-NQ/TW")).target
    assert (target.is_stub, target.symbol, target.issuer) == (True, "45-NQ/TW", "Bộ Chính trị")
    assert target.issued_on == date(2019, 1, 24)


def test_a_registered_document_is_found_again(world: World) -> None:
    resolution = registered(world, world.city_office, POLITBURO_45)
    plan = taken_in(world, world.city_office)
    assert accept(world, world.city_office, mention(plan, "45-NQ/TW")).target == resolution
    assert not Document.objects.filter(is_stub=True).exists()


def test_where_several_may_be_meant_a_person_chooses(world: World) -> None:
    first = registered(world, world.city_office, POLITBURO_45)
    second = registered(world, world.city_office, DocumentFacts("resolution", "45", "NQ/TU", "Thành ủy"))
    document = taken_in(world, world.city_office, "Các chi bộ học tập Nghị quyết số 45 trong tháng 8-2019.")
    finding = accept(world, world.city_office, mention(document, "45"))
    assert finding.target is None
    actions.choose_target(
        actor=world.city_office.actor, finding=finding, target=second, seen=stamp(finding), at=world.noon
    )
    finding.refresh_from_db()
    assert finding.target == second != first


def test_the_document_meant_may_be_none_of_the_known_ones(world: World) -> None:
    registered(world, world.city_office, POLITBURO_45)
    document = taken_in(world, world.city_office, "Các chi bộ học tập Nghị quyết số 45 trong tháng 8-2019.")
    finding = accept(world, world.city_office, mention(document, "45"))
    actions.choose_target(
        actor=world.city_office.actor, finding=finding, target=None, seen=stamp(finding), at=world.noon
    )
    finding.refresh_from_db()
    assert (finding.target.is_stub, finding.target.suffix) == (True, "")


def test_a_document_does_not_refer_to_itself(world: World) -> None:
    text = "Kế hoạch số 12-KH/ĐU về công tác kiểm tra\n\nCác chi bộ báo cáo việc thực hiện Kế hoạch số 12-KH/ĐU."
    document = taken_in(world, world.city_office, text)
    assert accept(world, world.city_office, mention(document, "12-KH/ĐU")).target is None
    assert not Document.objects.filter(is_stub=True).exists()


def test_a_stub_learns_from_later_references(world: World) -> None:
    first = taken_in(world, world.city_office, "Căn cứ Nghị quyết số 45-NQ/TW, các chi bộ tổ chức học tập.")
    stub = accept(world, world.city_office, mention(first, "45-NQ/TW")).target
    assert stub.issued_on is None
    second = taken_in(world, world.ward_office)
    assert accept(world, world.ward_office, mention(second, "45-NQ/TW")).target == stub
    stub.refresh_from_db()
    assert (stub.issuer, stub.issued_on) == ("Bộ Chính trị", date(2019, 1, 24))


def test_a_stub_to_which_nothing_leads_is_not_kept(world: World) -> None:
    finding = accept(world, world.city_office, mention(taken_in(world, world.city_office), "45-NQ/TW"))
    decide(world, world.city_office, finding, Status.REJECTED)
    assert not Document.objects.filter(is_stub=True).exists()


def test_what_has_no_number_is_shared_within_one_text_only(world: World) -> None:
    text = (
        "Các đơn vị học tập Chương trình hành động của Thành ủy thực hiện nghị quyết mới.\n"
        "Sau đó các đơn vị báo cáo về Chương trình hành động của Thành ủy thực hiện nghị quyết mới.\n"
    )
    here, there = taken_in(world, world.city_office, text), taken_in(world, world.ward_office, text)
    one = accept(world, world.city_office, mention(here, "Chương trình")).target
    accept(world, world.ward_office, mention(there, "Chương trình"))
    assert set(here.findings.filter(category=Category.MENTION).values_list("target", flat=True)) == {one.pk}
    assert Document.objects.filter(is_stub=True, kind="action_programme").count() == 2


# --- the registry ----------------------------------------------------------------------------------------------------
def test_registering_writes_the_references_of_the_confirmed_mentions(world: World) -> None:
    office = world.city_office
    document = taken_in(world, office)
    resolution = accept(world, office, mention(document, "45-NQ/TW")).target
    entered(world, office, document, PLAN_91)
    assert document.registered_at == world.noon
    assert document.registered_by == office.user
    assert list(document.references.values_list("target", "relation")) == [(resolution.pk, Relation.BASED_ON)]


def test_a_later_decision_changes_the_references_of_a_registered_document(world: World) -> None:
    office = world.city_office
    document = entered(world, office, taken_in(world, office), PLAN_91)
    finding = accept(world, office, mention(document, "35-CT/TW"))
    assert list(document.references.values_list("relation", flat=True)) == [Relation.IMPLEMENTS]
    decide(world, office, finding, Status.REJECTED)
    assert not document.references.exists()
    assert not Document.objects.filter(is_stub=True).exists()


def test_a_document_takes_the_place_of_the_stubs_that_stood_for_it(world: World) -> None:
    office, ward = world.city_office, world.ward_office
    plan = taken_in(world, ward)
    finding = accept(world, ward, mention(plan, "45-NQ/TW"))
    entered(world, ward, plan, PLAN_91)
    stub = finding.target
    vague = taken_in(world, ward, "Các chi bộ học tập Nghị quyết số 45 của Bộ Chính trị trong tháng 8-2019.")
    assert accept(world, ward, mention(vague, "45")).target == stub
    resolution = registered(world, office, POLITBURO_45)
    finding.refresh_from_db()
    assert finding.target == resolution
    assert mention(vague, "45").target == resolution
    assert Reference.objects.filter(source=plan, target=resolution).exists()
    assert not Document.objects.filter(pk=stub.pk).exists()


def test_a_document_of_another_issuer_leaves_the_stub_alone(world: World) -> None:
    stub = accept(world, world.city_office, mention(taken_in(world, world.city_office), "45-NQ/TW")).target
    registered(world, world.ward_office, DocumentFacts("resolution", "45", "NQ/ĐU", "Đảng ủy phường"))
    assert Document.objects.filter(pk=stub.pk).exists()


def test_of_two_who_register_the_second_is_told(world: World) -> None:
    document = taken_in(world, world.city_office)
    facts = DocumentFacts("plan", "91", "KH/TU")
    actions.register(actor=world.city_office.actor, document=document, facts=facts, version=1, at=world.noon)
    with pytest.raises(ChangedMeanwhile):
        actions.register(actor=world.city_secretary.actor, document=document, facts=facts, version=1, at=world.noon)


def test_a_registered_document_can_be_corrected_and_keeps_its_day(world: World) -> None:
    document = entered(world, world.city_office, taken_in(world, world.city_office), PLAN_91)
    with world.on(date(2019, 7, 20)) as later:
        actions.register(
            actor=world.city_secretary.actor,
            document=document,
            facts=DocumentFacts("plan", "92", "KH/TU"),
            version=document.version,
            at=later,
        )
    document.refresh_from_db()
    assert (document.number, document.registered_at, document.version) == ("92", world.noon, 3)
    assert Entry.objects.filter(verb="documents.document.changed", subject_id=document.pk).count() == 1


def test_a_unit_registers_its_own_plan_with_what_it_implements(world: World) -> None:
    resolution = registered(world, world.city_office, POLITBURO_45)
    plan = actions.register_own(
        actor=world.district_office.actor,
        facts=DocumentFacts("plan", "12", "KH/QU", "Quận ủy Kiến An"),
        unit_id=world.kien_an.pk,
        file=actions.store_file(raw=b"plan", at=world.noon),
        file_name="ke-hoach.txt",
        implements=[resolution, resolution],
        at=world.noon,
    )
    assert plan.registered_at == world.noon
    assert list(plan.references.values_list("target", "relation")) == [(resolution.pk, Relation.IMPLEMENTS)]
