"""The menu leads only where something is, and knows where one is."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch, include, path

from quantriet.web import menu


def _page(request) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", include(([path("", _page, name="home")], "desk"))),
    path("cascades/", include(([path("", _page, name="cascade-list")], "cascade"))),
    path("documents/", include(([path("", _page, name="document-list")], "documents"))),
]


def _lines(namespace: str) -> list[menu.MenuLine]:
    request = RequestFactory().get("/any/")
    request.resolver_match = ResolverMatch(_page, (), {}, app_names=[namespace], namespaces=[namespace])
    return menu.menu(request)


@pytest.mark.urls(__name__)
def test_only_pages_that_exist_stand_in_the_menu():
    assert [line.url for line in _lines("desk")] == ["/", "/documents/", "/cascades/"]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("namespace", "url"),
    [("desk", "/"), ("documents", "/documents/"), ("cascade", "/cascades/"), ("conference", "/cascades/")],
)
def test_the_menu_knows_where_one_is(namespace, url):
    assert [line.url for line in _lines(namespace) if line.is_current] == [url]


@pytest.mark.urls(__name__)
def test_a_page_outside_the_menu_marks_nothing():
    request = RequestFactory().get("/nowhere/")
    request.resolver_match = None
    assert not any(line.is_current for line in menu.menu(request))
