"""How documents stand to each other, said by hand: what is shown, what stays, who may."""

from datetime import date
from html import unescape

from django.urls import reverse

from quantriet.documents import actions
from quantriet.documents.actions import DocumentFacts
from quantriet.documents.models import Document, Reference
from quantriet.documents.queries.lineage import lineage_of
from quantriet.documents.rules.findings import Relation
from quantriet.documents.rules.relations import relation_of
from tests.documents.stories import POLITBURO_45, accept, entered, mention, registered, taken_in
from tests.world import World

NEW_RULES = DocumentFacts("rules", "12", "QC/TU", "Thành ủy Cảng", date(2019, 7, 1), "làm việc của cấp ủy")
OLD_RULES = DocumentFacts("rules", "03", "QC/TU", "Thành ủy Cảng", date(2016, 3, 1), "làm việc của cấp ủy")


def _page(world: World, document: Document) -> str:
    url = reverse("documents:document-page", args=[document.pk])
    return unescape(world.client(world.city_office).get(url).content.decode())


def _say(world: World, source: Document, target: Document, relation: str) -> Reference:
    return actions.add_reference(
        actor=world.city_office.actor, source=source, target=target, relation=relation, at=world.noon
    )


def test_a_replaced_document_says_so_on_its_page(world: World) -> None:
    office = world.city_office
    old, new = registered(world, office, OLD_RULES), registered(world, office, NEW_RULES)
    assert "Văn bản này đã được thay thế" not in _page(world, old)
    said = _say(world, new, old, Relation.REPLACES)
    shown = _page(world, old)
    assert "Văn bản này đã được thay thế" in shown
    assert reverse("documents:document-page", args=[new.pk]) in shown
    assert "Văn bản này đã được thay thế" not in _page(world, new)
    actions.remove_reference(actor=office.actor, reference=said, at=world.noon)
    assert "Văn bản này đã được thay thế" not in _page(world, old)


def test_a_document_under_review_replaces_nothing_yet(world: World) -> None:
    office = world.city_office
    old = registered(world, office, OLD_RULES)
    _say(world, taken_in(world, office), old, Relation.REPLACES)
    assert "Văn bản này đã được thay thế" not in _page(world, old)


def test_what_a_person_said_outlives_decisions_on_the_text(world: World) -> None:
    office = world.city_office
    old = registered(world, office, OLD_RULES)
    document = entered(world, office, taken_in(world, office), NEW_RULES)
    _say(world, document, old, Relation.AMENDS)
    accept(world, office, mention(document, "45-NQ/TW"))
    assert set(document.references.values_list("relation", flat=True)) == {"amends", "based_on"}
    shown = lineage_of(document, Document.objects.all(), office.acting(), world.today)
    assert {node.relation for node in shown.above} == {"amends", "based_on"}


def test_what_the_text_says_too_stays_when_it_is_taken_back(world: World) -> None:
    office = world.city_office
    resolution = registered(world, office, POLITBURO_45)
    document = entered(world, office, taken_in(world, office), NEW_RULES)
    accept(world, office, mention(document, "45-NQ/TW"))
    said = _say(world, document, resolution, Relation.BASED_ON)
    actions.remove_reference(actor=office.actor, reference=said, at=world.noon)
    assert list(document.references.values_list("relation", "by_hand")) == [("based_on", False)]


def test_the_other_document_is_found_and_chosen_on_the_page(world: World) -> None:
    office = world.city_office
    old, new = registered(world, office, OLD_RULES), registered(world, office, NEW_RULES)
    client, url = world.client(office), reverse("documents:reference-add", args=[new.pk])
    found = client.get(url, {"q": "quy che 03"}, headers={"HX-Request": "true"}).content.decode()
    assert f'value="{old.pk}"' in found
    assert f'value="{new.pk}"' not in found
    assert client.post(url, {"q": "quy che", "relation": "replaces"}).status_code == 422
    assert client.post(url, {"relation": "replaces", "target": new.pk}).status_code == 422
    assert client.post(url, {"relation": "replaces", "target": old.pk}).status_code == 302
    assert list(new.references.values_list("target_id", "relation", "by_hand")) == [(old.pk, "replaces", True)]
    remove = reverse("documents:reference-remove", args=[new.pk])
    assert remove in _page(world, new)
    said = new.references.get().pk
    assert world.client(world.ward_office).post(remove, {"reference": said}).status_code == 404
    for _again in range(2):
        assert client.post(remove, {"reference": said}).status_code == 302
    assert not new.references.exists()


def test_a_document_that_one_may_not_see_is_no_target(world: World) -> None:
    hidden = registered(world, world.city_office, OLD_RULES)
    mine = registered(world, world.ward_office, NEW_RULES)
    url = reverse("documents:reference-add", args=[mine.pk])
    answer = world.client(world.ward_office).post(url, {"relation": "replaces", "target": hidden.pk})
    assert answer.status_code == 404
    assert not mine.references.exists()


def test_the_words_before_a_name_tell_that_it_is_amended() -> None:
    text = "Quyết định sửa đổi, bổ sung một số điều của Quy chế số 03-QC/TU"
    assert relation_of(text, text.index("Quy chế"), is_report=False) is Relation.AMENDS
