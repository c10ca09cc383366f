"""The search finds without diacritics, and nothing that one may not see."""

import re

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quantriet.cascade.models import Cascade
from tests.sample.loaded import Sample
from tests.world import World

BUDGET = 15


def found(loaded: Sample, username: str, words: str) -> str:
    return loaded.client(username).get("/search/", {"q": words}, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize("words", ["nghi quyet 45", "Nghị quyết 45", "NGHỊ QUYẾT 45", "45-nq/tw", "nq 45"])
def test_a_document_is_found_with_and_without_diacritics(loaded: Sample, words: str) -> None:
    assert "Nghị quyết 45-NQ/TW" in re.sub(r"<[^>]+>", " ", found(loaded, "vp.quan", words))


def test_what_is_called_so_comes_before_what_only_speaks_of_it(loaded: Sample) -> None:
    labels = re.findall(r"<span>([^<]+)<small>", found(loaded, "vp.tu", "nghi quyet 45"))
    assert labels[0] == "Nghị quyết 45-NQ/TW"
    assert "Kế hoạch 902-KH/TU" in labels


def test_units_and_cascades_are_found_too(loaded: Sample) -> None:
    assert reverse("org:unit-page", args=[loaded.unit("DU-KIEN-AN-BAC-SON").unit_id]) in found(
        loaded, "vp.tu", "bac son"
    )
    root = Cascade.objects.get(parent=None, title__contains="Chỉ thị 35")
    assert reverse("cascade:cascade-page", args=[root.pk]) in found(loaded, "vp.quan", "chi thi dai hoi")


@pytest.mark.parametrize("words", ["nghi quyet 45", "kien an", "quan triet", "ke hoach"])
def test_the_stranger_finds_nothing_of_the_city(loaded: Sample, words: str) -> None:
    assert "<a " not in found(loaded, "vp.khac", words)


def test_the_other_units_draft_is_not_found(loaded: Sample) -> None:
    assert "Tuyên truyền Nghị quyết 45" in found(loaded, "vp.quan", "tuyen truyen nghi quyet")
    assert "Tuyên truyền Nghị quyết 45" not in found(loaded, "vp.phuong", "tuyen truyen nghi quyet")


def test_nothing_found_is_said_and_what_was_typed_is_shown_as_text(world: World) -> None:
    html = world.client(world.city_office).get("/search/", {"q": "<b>khongco</b>"}).content.decode()
    assert "&lt;b&gt;khongco&lt;/b&gt;" in html
    assert "<b>khongco" not in html
    assert "Không tìm thấy" in html


def test_an_empty_search_is_an_empty_page(world: World) -> None:
    client = world.client(world.city_office)
    assert client.get("/search/").status_code == 200
    assert client.get("/search/", {"q": "  – "}).status_code == 200
    assert client.get("/search/?q=%00kien%00an").status_code == 200  # what no database takes in


def test_the_search_is_a_part_for_the_palette_and_a_page_without_it(world: World) -> None:
    client = world.client(world.city_office)
    assert "<html" in client.get("/search/", {"q": "kien an"}).content.decode()
    part = client.get("/search/", {"q": "kien an"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert reverse("org:unit-page", args=[world.kien_an.pk]) in part


def test_the_search_keeps_its_budget(loaded: Sample, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client = loaded.client("vp.tu")
    with django_assert_max_num_queries(BUDGET):
        client.get("/search/", {"q": "nghi quyet"})
