"""Who sees what, what a search finds, and how the line of a document is drawn."""

import pytest
from django.utils import translation

from quantriet.cascade.models import Obligation
from quantriet.documents import actions, permissions
from quantriet.documents.actions import DocumentFacts
from quantriet.documents.models import Document
from quantriet.documents.queries import label_of, search_documents
from quantriet.documents.queries.lineage import lineage_of
from quantriet.documents.queries.page import page_of, review_for
from quantriet.documents.queries.reach import reached
from quantriet.documents.queries.registry import Wanted, registry
from quantriet.documents.rules.findings import Category, Status
from quantriet.kernel.errors import NotFound
from tests.cascade.stories import document as city_resolution
from tests.cascade.stories import duty, issued, passed_down
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
from tests.world import CAST, Member, World


def sees(world: World, member: Member, document: Document) -> bool:
    return permissions.visible(member.acting(), world.today).filter(pk=document.pk).exists()


def who_sees(world: World, document: Document) -> set[str]:
    return {name for name in CAST if sees(world, world.member(name), document)}


CITY = {"city_office", "city_secretary"}
DISTRICT = {"district_office", "district_secretary"}
WARD = {"ward_office", "ward_secretary"}


# --- visible ---------------------------------------------------------------------------------------------------------
def test_a_document_is_seen_by_its_unit_and_those_above(world: World) -> None:
    assert who_sees(world, taken_in(world, world.ward_office)) == CITY | DISTRICT | WARD


def test_a_document_of_the_city_is_not_seen_below(world: World) -> None:
    assert who_sees(world, registered(world, world.city_office, POLITBURO_45)) == CITY


def test_a_cascade_brings_its_documents_to_those_it_reaches(world: World) -> None:
    resolution = issued(world).documents.get()
    assert who_sees(world, resolution) == CITY | DISTRICT | {"bloc_office"}


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_cascade_reaches_whoever_has_something_of_it_below(world: World, elsewhere: bool) -> None:
    below = passed_down(world, issued(world, duty("Báo cáo", "report_sent")))
    owed = list(Obligation.objects.select_related("cascade"))
    if elsewhere:  # what the district gave is owed outside the district since
        given = Obligation.objects.filter(cascade=below)
        given.update(path=world.bloc_office.acting().path)
        owed = list(Obligation.objects.all())
    for name in CAST:
        acting = world.member(name).acting()
        expected = {o.cascade_id for o in owed if o.path.startswith(acting.path)}
        assert set(reached(acting)) == expected, name
    assert (below.pk in reached(world.bloc_office.acting())) == elsewhere


def test_a_stub_is_seen_where_a_seen_document_refers_to_it(world: World) -> None:
    stub = accept(world, world.ward_office, mention(taken_in(world, world.ward_office), "45-NQ/TW")).target
    assert who_sees(world, stub) == CITY | DISTRICT | WARD


def test_without_a_unit_nothing_is_seen(world: World) -> None:
    taken_in(world, world.city_office)
    assert not permissions.visible(None, world.today).exists()


def test_only_the_unit_that_holds_a_document_reviews_it(world: World) -> None:
    document = taken_in(world, world.ward_office)
    finding = document.findings.all()[0]
    assert permissions.document_to_review(world.ward_secretary.acting(), document.pk) == document
    assert permissions.finding_to_decide(world.ward_office.acting(), finding.pk) == finding
    for member in (world.city_office, world.district_office, world.ward_b_office, world.stranger):
        with pytest.raises(NotFound):
            permissions.document_to_review(member.acting(), document.pk)
        with pytest.raises(NotFound):
            permissions.finding_to_decide(member.acting(), finding.pk)


def test_a_reference_may_lead_to_a_seen_document_or_to_a_stub_only(world: World) -> None:
    hidden = registered(world, world.city_office, POLITBURO_45)
    stub = accept(world, world.city_office, mention(taken_in(world, world.city_office), "35-CT/TW")).target
    ward = world.ward_office.acting()
    assert permissions.document_to_link(ward, stub.pk, world.today) == stub
    with pytest.raises(NotFound):
        permissions.document_to_link(ward, hidden.pk, world.today)


# --- search ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["nghi quyet 45", "Nghị quyết 45-NQ/TW", "45 nq", "thanh pho cang", "bo chinh"])
def test_a_search_needs_no_diacritics_and_no_whole_words(world: World, words: str) -> None:
    resolution = registered(world, world.city_office, POLITBURO_45)
    hits = search_documents(words, world.city_office.acting(), world.today, 5)
    assert [hit.pk for hit in hits] == [resolution.pk]
    assert hits[0].state == "registered"


@pytest.mark.parametrize("words", ["46", "nghi quyet cong nghe", "'; drop table", "& | ! :*", ""])
def test_a_search_finds_nothing_else_and_never_breaks(world: World, words: str) -> None:
    registered(world, world.city_office, POLITBURO_45)
    hits = search_documents(words, world.city_office.acting(), world.today, 5)
    assert len(hits) == (1 if words in ("& | ! :*", "") else 0)  # signs are no words: nothing is asked


def test_whose_own_number_is_typed_comes_first(world: World) -> None:
    resolution = registered(world, world.city_office, POLITBURO_45)
    taken_in(world, world.city_office)
    hits = search_documents("45-NQ/TW", world.city_office.acting(), world.today, 5)
    assert [hit.label for hit in hits][:1] == [label_of(resolution)]
    assert len(hits) == 2
    visible = permissions.visible(world.city_office.acting(), world.today)
    assert registry(visible, Wanted(words="45 nq"))[0] == resolution


def test_a_search_shows_only_what_one_may_see(world: World) -> None:
    registered(world, world.city_office, POLITBURO_45)
    assert search_documents("45", world.ward_office.acting(), world.today) == []


def test_the_list_filters_by_kind_and_state_and_orders(world: World) -> None:
    plan = taken_in(world, world.city_office)
    accept(world, world.city_office, mention(plan, "45-NQ/TW"))
    directive = registered(world, world.city_office, DocumentFacts("directive", "35", "CT/TW"))
    visible = permissions.visible(world.city_office.acting(), world.today)

    def listed(**wanted: str) -> list[str]:
        return [d.symbol for d in registry(visible, Wanted(**wanted))]

    assert listed(state="review") == ["91-KH/TU"]
    assert listed(state="registered") == ["35-CT/TW"]
    assert listed(state="stub") == ["45-NQ/TW"]
    assert listed(kind="directive") == [directive.symbol]
    assert listed(order="symbol") == ["35-CT/TW", "91-KH/TU", "45-NQ/TW"]
    assert listed(order="issued")[0] == "91-KH/TU"
    assert listed(words="hoc tap") == ["91-KH/TU"]


# --- names -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("facts", "label"),
    [
        (POLITBURO_45, "Nghị quyết 45-NQ/TW"),
        (DocumentFacts("plan", "91"), "Kế hoạch số 91"),
        (DocumentFacts("decree", "30", "NĐ-CP", year=2020), "Nghị định 30/2020/NĐ-CP"),
        (DocumentFacts("resolution", plenum="6", term="XII"), "Nghị quyết Trung ương 6 (khóa XII)"),
        (DocumentFacts("other", plenum="10", term="XII"), "Hội nghị Trung ương 10 (khóa XII)"),
        (DocumentFacts("action_programme", issuer="Thành ủy"), "Chương trình hành động · Thành ủy"),
        (DocumentFacts("report", subject="Buổi học đầu tiên"), "Buổi học đầu tiên"),
        (DocumentFacts("notice"), "Thông báo"),
    ],
)
def test_a_document_is_called_as_people_call_it(facts: DocumentFacts, label: str) -> None:
    with translation.override("vi"):
        assert label_of(facts) == label


# --- review ----------------------------------------------------------------------------------------------------------
def test_the_counts_are_those_of_the_cards(world: World) -> None:
    office = world.city_office
    document = taken_in(world, office)
    review = review_for(document, office.acting(), world.today)
    assert review.total == len(review.cards) < document.findings.count()
    assert review.open == review.total
    decide(world, office, found(document, Category.DUTY, "báo cáo"), Status.REJECTED)
    review = review_for(document, office.acting(), world.today)
    assert (review.open, review.has_duty) == (review.total - 1, False)
    accept(world, office, found(document, Category.DUTY, "học tập"))
    assert review_for(document, office.acting(), world.today).has_duty


def test_who_does_not_decide_sees_what_was_confirmed(world: World) -> None:
    document = taken_in(world, world.ward_office)
    accept(world, world.ward_office, mention(document, "45-NQ/TW"))
    cards = review_for(document, world.city_office.acting(), world.today).cards
    assert [card.finding.status for card in cards] == [Status.ACCEPTED]


def test_a_long_list_comes_in_windows(world: World) -> None:
    text = "\n".join(f"Căn cứ Nghị quyết số {number}-NQ/TW." for number in range(1, 121))
    document = taken_in(world, world.city_office, text)
    review = review_for(document, world.city_office.acting(), world.today)
    first = review.window(Category.MENTION, None)
    assert (first.begin, first.end, first.total, first.previous) == (1, 50, 120, None)
    last = review.window(Category.MENTION, mention(document, "115-NQ").pk)
    assert (last.begin, last.end, last.following) == (101, 120, None)
    assert review.window(Category.MENTION, first.following).begin == 51


def test_a_document_that_one_may_not_see_is_not_told(world: World) -> None:
    registered(world, world.city_office, POLITBURO_45)
    document = taken_in(world, world.ward_office)
    accept(world, world.ward_office, mention(document, "45-NQ/TW"))
    review = review_for(document, world.ward_office.acting(), world.today)
    card = review.card_of(mention(document, "45-NQ/TW").pk)
    assert card is not None
    assert card.is_hidden
    node = page_of(document, world.ward_office.acting(), world.today).lineage.above[0]
    assert (node.pk, node.note) == (None, "")


# --- the line --------------------------------------------------------------------------------------------------------
def test_the_line_goes_up_and_down(world: World) -> None:
    office = world.city_office
    resolution = registered(world, office, POLITBURO_45)
    plan = taken_in(world, office)
    accept(world, office, mention(plan, "45-NQ/TW"))
    entered(world, office, plan, PLAN_91)
    own = actions.register_own(
        actor=world.district_office.actor, facts=DocumentFacts("plan", "12", "KH/QU"), unit_id=world.kien_an.pk,
        file=None, file_name="", implements=[plan], at=world.noon,
    )  # fmt: skip
    visible = permissions.visible(office.acting(), world.today)
    line = lineage_of(plan, visible, office.acting(), world.today)
    assert [(node.pk, node.relation) for node in line.above] == [(resolution.pk, "based_on")]
    assert [(node.pk, node.note) for node in line.below] == [(own.pk, "Quận ủy Kiến An")]
    assert (line.below_count, line.implementing_units) == (1, 1)
    line = lineage_of(own, visible, office.acting(), world.today)
    assert [node.pk for node in line.above[0].rests_on] == [resolution.pk]


def test_the_line_shows_the_cascades_one_may_see(world: World) -> None:
    cascade = issued(world)
    resolution = cascade.documents.get()
    for member, expected in ((world.city_office, [cascade]), (world.district_office, [cascade])):
        assert page_of(resolution, member.acting(), world.today).lineage.cascades == expected
    assert page_of(resolution, world.stranger.acting(), world.today).lineage.cascades == []


def test_another_document_of_the_same_symbol_is_named(world: World) -> None:
    first = city_resolution(world, duty("x", "other"))
    Document.objects.filter(pk=first.pk).update(registered_at=world.noon)
    second = registered(world, world.city_office, POLITBURO_45)
    names = page_of(second, world.city_office.acting(), world.today).namesakes
    assert [pk for pk, _label, _other in names] == [first.pk]
