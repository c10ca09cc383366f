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
    path("documents/", include(([path("", _page, name="document-list")], "documents"))),
]


@pytest.mark.urls(__name__)
def test_only_pages_that_exist_stand_in_the_menu():
    request = RequestFactory().get("/documents/7/")
    request.resolver_match = ResolverMatch(_page, (), {}, app_names=["documents"], namespaces=["documents"])
    lines = menu.menu(request)
    assert [(line.url, line.is_current) for line in lines] == [("/", False), ("/documents/", True)]


@pytest.mark.urls(__name__)
def test_a_page_outside_the_menu_marks_nothing():
    request = RequestFactory().get("/nowhere/")
    request.resolver_match = None
    assert not any(line.is_current for line in menu.menu(request))
