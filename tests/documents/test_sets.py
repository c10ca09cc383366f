"""The documents of a plenum, and stubs under symbols that repeat, as stories of the registry."""

from datetime import date

import pytest
from django.urls import reverse

from quantriet.documents.actions import DocumentFacts
from quantriet.documents.models import Document, DocumentSet
from quantriet.documents.queries.page import page_of, review_for
from tests.documents.stories import accept, entered, mention, registered, taken_in
from tests.world import World

CENTRAL = "Ban Chấp hành Trung ương"
SIXTH = [
    DocumentFacts("resolution", number, "NQ/TW", CENTRAL, date(2017, 10, 25), term="XII", plenum="6")
    for number in ("18", "19", "20", "21")
]


def test_the_resolution_of_a_plenum_means_its_four_documents(world: World) -> None:
    office = world.city_office
    for facts in SIXTH:
        registered(world, office, facts)
    text = "Kế hoạch học tập\nThực hiện Nghị quyết Trung ương 6 (khóa XII), Thành ủy ban hành kế hoạch."
    document = taken_in(world, office, text)
    finding = accept(world, office, mention(document, "Trung ương 6"))
    card = review_for(document, office.acting(), world.today).card_of(finding.pk)
    assert card is not None
    assert [member.symbol for member in card.members] == ["18-NQ/TW", "19-NQ/TW", "20-NQ/TW", "21-NQ/TW"]
    assert DocumentSet.objects.get().members.count() == 4
    shown = page_of(Document.objects.get(number="19"), office.acting(), world.today).set_members
    assert [member.number for member in shown] == ["18", "20", "21"]
    page = world.client(office).get(reverse("documents:document-page", args=[document.pk])).content.decode()
    for member in card.members:
        assert reverse("documents:document-page", args=[member.pk]) in page


def test_a_document_joins_and_leaves_its_set_by_hand(world: World) -> None:
    office = world.city_office
    document = registered(world, office, DocumentFacts("resolution", "18", "NQ/TW"))
    client, url = world.client(office), reverse("documents:document-register", args=[document.pk])
    typed = {"kind": "resolution", "number": "18", "suffix": "NQ/TW", "plenum": "6", "term": "12"}
    assert client.post(url, {**typed, "version": document.version}).status_code == 302
    document.refresh_from_db()
    assert (document.plenum, document.term, str(document.document_set)) == ("6", "XII", "6 (XII)")
    client.post(url, {**typed, "plenum": "", "term": "", "version": document.version})
    document.refresh_from_db()
    assert (document.document_set, document.plenum) == (None, "")


DIRECTIVE = "Chỉ thị số 35-CT/TW"


def _text(day: date) -> str:
    return f"Cảng, ngày {day:%d} tháng {day.month} năm {day.year}\n\nKế hoạch\nThực hiện {DIRECTIVE}, Thành ủy yêu cầu."


@pytest.mark.parametrize("day", [date(2019, 5, 30), date(2024, 6, 14)])
def test_a_stub_is_filled_by_the_document_that_its_text_can_have_meant(world: World, day: date) -> None:
    office = world.city_office
    document = entered(world, office, taken_in(world, office, _text(day)), DocumentFacts("plan", "9", "KH/TU"))
    Document.objects.filter(pk=document.pk).update(issued_on=date(2019, 7, 11))
    stub = accept(world, office, mention(document, "35-CT/TW")).target
    directive = registered(world, office, DocumentFacts("directive", "35", "CT/TW", issued_on=day))
    told = mention(document, "35-CT/TW").target
    assert told == (directive if day.year == 2019 else stub)
    assert list(document.references.values_list("target_id", flat=True)) == [told.pk]


def test_the_card_says_why(world: World) -> None:
    office = world.city_office
    for day in (date(2019, 5, 30), date(2024, 6, 14)):
        registered(world, office, DocumentFacts("directive", "35", "CT/TW", "Bộ Chính trị", day))
    document = taken_in(world, office, f"Thành ủy thực hiện {DIRECTIVE}, ngày 30/5/2019 của Bộ Chính trị.")
    accept(world, office, mention(document, "35-CT/TW"))
    page = world.client(office).get(reverse("documents:document-page", args=[document.pk])).content.decode()
    assert "khớp số, ký hiệu, cơ quan ban hành, ngày ban hành" in page
