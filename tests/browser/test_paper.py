"""What a page of figures is on paper and on a phone, and what a form says after it has been saved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture
def scene() -> str:
    return "evidence_is_due"


def open_cascade(page: Page) -> None:
    page.goto("/cascades/")
    page.locator("main a.row-title[href*='/cascades/']").first.click()
    expect(page.locator("#board")).to_be_visible()


def test_the_whole_stands_once_on_paper(open_page: Open) -> None:
    """A total repeated at the foot of each sheet would read as the sum of that sheet."""
    page = open_page("vp.quan")
    open_cascade(page)
    foot = page.locator("#board tfoot")
    assert foot.evaluate("element => getComputedStyle(element).display") == "table-footer-group"
    page.emulate_media(media="print")
    assert foot.evaluate("element => getComputedStyle(element).display") == "table-row-group"


def test_a_phone_shows_the_end_of_the_course_first(open_page: Open) -> None:
    page = open_page("vp.quan", PHONE)
    open_cascade(page)
    right = page.locator(".trend").evaluate(
        "e => e.getBoundingClientRect().right - e.parentElement.getBoundingClientRect().right"
    )
    assert abs(right) < 2


def test_what_was_saved_is_not_offered_again(open_page: Open) -> None:
    """The page comes back to itself and says that it was saved."""
    page = open_page("vp.tu")
    page.goto("/cascades/")
    page.get_by_role("link", name="Sửa hạn, thu hồi").first.click()
    page.locator("form[action$='/deadline/'] input[name$=new_due_on]").first.fill("20/08/2019")
    page.locator("form[action$='/deadline/'] textarea").first.fill("Gia hạn")
    page.locator("form[action$='/deadline/'] button").first.click()
    expect(page.locator("#messages")).to_contain_text("Đã đổi hạn")
    expect(page.locator("[data-draft]")).to_have_count(0)
    page.locator("form[action$='/deadline/'] textarea").first.fill("Chưa gửi")
    page.reload()
    expect(page.locator("[data-draft]")).to_have_count(1)


def test_no_column_is_cut_on_a_phone(open_page: Open) -> None:
    """The names of a unit over time, and the course as a table: what does not fit beside stands below."""
    page = open_page("vp.quan", PHONE)
    page.goto("/units/")
    page.locator("main .tree a").first.click()
    assert page.locator(".unit-names").evaluate("e => e.scrollWidth <= e.parentElement.clientWidth")
    open_cascade(page)
    page.locator(".trend-table summary").click()
    assert page.locator(".trend-table table").evaluate("e => e.scrollWidth <= e.parentElement.clientWidth")
