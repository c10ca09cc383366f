"""The frame of a page, and the pages shown when something is refused or breaks."""

import re

import pytest
from django.test import Client
from django.urls import reverse

HTMX = {"HX-Request": "true"}

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls")]


@pytest.fixture
def nobody() -> Client:
    return Client(raise_request_exception=False)


def test_the_frame_has_its_landmarks_and_says_who_acts(world):
    html = world.client(world.district_office).get(reverse("web:gallery")).content.decode()
    assert '<html lang="vi">' in html
    assert html.count("<main") == html.count("<h1>") == 1
    assert '<a class="skip-link" href="#main">' in html
    assert 'aria-label="Trình đơn chính"' in html
    assert "Quận ủy Kiến An" in html
    assert "Phạm Thị Lan" in html
    assert f'data-user="{world.district_office.user.pk}"' in html


def test_no_page_holds_a_script_of_its_own(world):
    response = world.client(world.district_office).get(reverse("web:gallery"))
    html = response.content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"\son[a-z]+=", html) == []
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "'unsafe-eval'" not in policy


def test_the_language_is_switched_and_kept(world):
    client = world.client(world.district_office)
    response = client.post(reverse("web:language-set"), {"language": "en", "next": reverse("web:gallery")})
    assert response["Location"] == reverse("web:gallery")
    html = client.get(reverse("web:gallery")).content.decode()
    assert '<html lang="en">' in html
    assert "Gallery of components" in html


def test_a_refusal_says_why_and_leads_back(nobody):
    response = nobody.post("/wrong/late/", headers={"Referer": "http://testserver/wrong/form/?step=2"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Hạn 05/07/2019" in html
    assert 'href="/wrong/form/?step=2"' in html
    assert "data-unsaved" in html  # what was typed is kept


def test_the_way_back_never_leaves_the_product(nobody):
    html = nobody.get("/wrong/late/", headers={"Referer": "https://elsewhere.example/x/"}).content.decode()
    assert "elsewhere" not in html


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("late", 422),
        ("changed", 409),
        ("not-allowed", 403),
        ("not-found", 404),
        ("forbidden", 403),
        ("bad", 400),
        ("broken", 500),
    ],
)
def test_each_problem_has_a_page_and_for_htmx_a_message(nobody, path, status):
    whole = nobody.get(f"/wrong/{path}/")
    assert whole.status_code == status
    assert "<h1>" in whole.content.decode()
    part = nobody.get(f"/wrong/{path}/", headers=HTMX)
    assert part.status_code == status
    assert part["HX-Retarget"] == "#messages"
    assert "<html" not in part.content.decode()
    assert 'role="alert"' in part.content.decode()


def test_what_one_may_not_see_looks_like_what_is_not_there(nobody):
    hidden, absent = nobody.get("/wrong/not-found/"), nobody.get("/no/such/page/")
    assert hidden.status_code == absent.status_code == 404
    neutral = re.compile(r'value="[^"]*"')  # the token and the address itself
    assert neutral.sub("", hidden.content.decode()) == neutral.sub("", absent.content.decode())


def test_a_session_that_ended_is_said_in_the_page_that_was_open(nobody):
    response = nobody.post("/wrong/closed/", headers=HTMX | {"HX-Current-URL": "http://testserver/wrong/form/"})
    html = response.content.decode()
    assert response.status_code == 401
    assert response["HX-Retarget"] == "#messages"
    assert f"{reverse('accounts:sign-in')}?next=%2Fwrong%2Fform%2F" in html


def test_a_form_older_than_its_session_says_that_nothing_typed_is_lost():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/wrong/late/", {"subject": "x"}, headers={"Referer": "http://testserver/wrong/form/"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "không mất" in html
    assert 'href="/wrong/form/"' in html
    assert "data-unsaved" in html
