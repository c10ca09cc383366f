"""Searching the registry: what comes first, what a filter leaves, and how hits are shown."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from quantriet.documents import permissions
from quantriet.documents.actions import DocumentFacts
from quantriet.documents.queries.registry import Wanted, listing, registry, search_documents
from quantriet.documents.rules.snippets import highlighted, snippet
from tests.documents.stories import POLITBURO_45, registered
from tests.world import World


def hits(pieces: list) -> list[str]:
    return [piece.text for piece in pieces if piece.is_hit]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Nghị quyết số 45-NQ/TW", ["nghi", "quyet", "45"], ["Nghị", "quyết", "45"]),
        ("NGHỊ QUYẾT", ["nghi"], ["NGHỊ"]),
        ("Nghi\u0323 quye\u0302\u0301t", ["nghi", "quyet"], ["Nghi\u0323", "quye\u0302\u0301t"]),  # NFD
        ("Đảng ủy, đảng uỷ", ["dang"], ["Đảng", "đảng"]),
        ("thành phố Cảng", ["than"], ["thành"]),  # a word may only be begun
        ("đồng thanh", ["anh"], []),
        ("a.b (c) [d]", ["b"], ["b"]),
        ("số 145 và 45", ["45"], ["45"]),
        ("không có gì", [], []),
    ],
)
def test_hits_are_found_without_diacritics_and_shown_as_written(text: str, words: list, found: list) -> None:
    pieces = highlighted(text, words)
    assert hits(pieces) == found
    assert "".join(piece.text for piece in pieces) == text


def test_a_snippet_is_the_place_that_holds_most_of_the_words() -> None:
    text = "Học tập. " * 200 + "Tổ chức học tập Nghị quyết số 45 tại hội trường. " + "Báo cáo kết quả. " * 200
    found = snippet(text, ["hoc", "nghi", "quyet", "45"])
    shown = "".join(piece.text for piece in found)
    assert "học tập Nghị quyết số 45" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 260
    assert snippet(text, ["zzz"]) == []


def _listed(world: World, **wanted: object) -> list[str]:
    visible = permissions.visible(world.city_office.acting(), world.today)
    return [document.symbol for document in registry(visible, Wanted(**wanted))]


@pytest.fixture
def four(world: World) -> None:
    office = world.city_office
    registered(world, office, POLITBURO_45, "Văn bản này không nhắc gì thêm.")
    about = DocumentFacts("report", "7", "BC/TU", "Thành ủy Cảng", date(2018, 5, 1), "kết quả năm")
    registered(world, office, about, "Kết quả thực hiện Nghị quyết số 45 của thành phố Cảng: tốt <b>lắm</b>.")
    registered(world, office, DocumentFacts("plan", "8", "KH/TU", "Thành ủy Cảng", date(2019, 5, 1), "thành phố"))
    registered(world, world.ward_office, DocumentFacts("plan", "3", "KH/ĐU", "Đảng ủy phường", date(2019, 6, 1), "hè"))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"words": "nghi quyet 45"}, ["45-NQ/TW", "7-BC/TU"]),  # the document itself before what speaks of it
        ({"words": "45-nq/tw"}, ["45-NQ/TW"]),
        ({"words": "thanh pho", "page": 9}, ["8-KH/TU", "45-NQ/TW", "7-BC/TU"]),  # there is one page only
        ({"words": "không có gì", "page": 2}, []),
        ({"words": "ket qua"}, ["7-BC/TU"]),
        ({"issuer": "thanh uy", "order": "symbol"}, ["8-KH/TU", "7-BC/TU"]),
        ({"year": 2018}, ["7-BC/TU"]),
        ({"kind": "plan", "year": 2019, "issuer": "phuong"}, ["3-KH/ĐU"]),
        ({"issuer": "không có"}, []),
        ({"words": "thanh pho", "order": "issued"}, ["8-KH/TU", "45-NQ/TW", "7-BC/TU"]),
    ],
)
def test_the_list_ranks_and_filters(world: World, four: None, wanted: dict, found: list[str]) -> None:
    if wanted.get("order") == "symbol":
        assert sorted(_listed(world, **wanted)) == sorted(found)
    else:
        assert _listed(world, **wanted) == found


def test_who_is_named_so_comes_before_who_only_speaks_of_it(world: World) -> None:
    office, day = world.city_office, date(2019, 5, 1)
    for facts, text in (
        (DocumentFacts("plan", "8", "KH/TU", "Thành ủy Cảng", day, "hè"), "Văn bản này không nhắc gì thêm."),
        (DocumentFacts("notice", "9", "TB/TU", "Thành ủy Cảng", day, "sơ kết Kế hoạch 8"), "Một."),
        (DocumentFacts("report", "8", "BC/TU", "Thành ủy Cảng", day, "tháng năm"), "Làm theo kế hoạch."),
        (DocumentFacts("report", "12", "BC/TU", "Thành ủy Cảng", day, "tháng sáu"), "Kế hoạch 8, kế hoạch 8."),
    ):
        registered(world, office, facts, text)  # each is newer than the one before
    assert _listed(world, words="ke hoach 8") == ["8-KH/TU", "9-TB/TU", "8-BC/TU", "12-BC/TU"]
    offered = search_documents("ke hoach 8", office.acting(), world.today)
    assert [hit.label for hit in offered][:2] == ["Kế hoạch 8-KH/TU", "Thông báo 9-TB/TU"]


def test_the_list_filters_by_the_unit_that_holds(world: World, four: None) -> None:
    assert _listed(world, unit=world.ward_a.pk) == ["3-KH/ĐU"]
    visible = permissions.visible(world.city_office.acting(), world.today)
    units = listing(visible, Wanted(), world.today)["units"]
    assert {name for _, name in units} == {"Thành ủy Cảng", "Đảng ủy phường Bắc Sơn"}


@pytest.fixture
def office(world: World) -> Client:
    return world.client(world.city_office)


def test_hits_are_marked_on_the_page_and_nothing_of_a_text_is_markup(office: Client, four: None) -> None:
    shown = office.get(reverse("documents:document-list"), {"q": "ket qua lam"}).content.decode()
    assert '<mark class="hit">lắm</mark>' in shown
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


def test_filters_stay_in_the_links_and_nonsense_is_left_aside(office: Client, four: None) -> None:
    url = reverse("documents:document-list")
    shown = unescape(office.get(url, {"q": "a&b", "issuer": "Thành ủy", "year": "2019"}).content.decode())
    assert "?q=a%26b&kind=&order=&issuer=Th%C3%A0nh+%E1%BB%A7y&year=2019&unit=&state=review" in shown
    assert office.get(url, {"year": "x", "unit": "-1", "order": "?", "page": "0"}).status_code == 200
