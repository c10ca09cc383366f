"""The registry, worked by keyboard: searching, reviewing, and what reading again keeps."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_main_job import PLAN, has_no_sideways_scroll

pytestmark = pytest.mark.browser

DIRECTIVE = """BỘ CHÍNH TRỊ
*
Số 35-CT/TW
ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày 30 tháng 5 năm 2019
CHỈ THỊ
về đại hội đảng bộ các cấp
Căn cứ Nghị quyết số 45-NQ/TW, ngày 24/01/2019 của Bộ Chính trị, Bộ Chính trị yêu cầu các cấp ủy thực hiện."""


def give(page: Page, text: str) -> None:
    page.goto("/documents/add/")
    page.locator("#id_text").fill(text)
    page.locator("form.form-add button[type=submit]").click()
    page.wait_for_url(re.compile(r"/documents/\d+/$"))


def enter(page: Page) -> None:
    page.locator("form[action$='/register/'] button[type=submit]").click()
    expect(page.locator(".document-facts")).to_contain_text("đã vào sổ")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1320 px", "375 px"])
def test_a_search_without_diacritics_finds_the_resolution(open_page: Callable[..., Page], size: dict[str, int]) -> None:
    """Story 1.6."""
    page = open_page("office.city", size)
    give(page, PLAN)
    page.locator("form[action$='/accept-certain/'] button").click()
    expect(page.locator("form[action$='/accept-certain/']")).to_have_count(0)
    page.goto("/documents/")
    page.locator("input[name=q] >> visible=true").last.fill("nghi quyet 45")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=nghi+quyet+45**")
    expect(page.locator(".rows .row-title").first).to_have_text(re.compile("Nghị quyết 45-NQ/TW"))
    expect(page.locator("mark.hit").first).to_be_visible()
    has_no_sideways_scroll(page)


def test_a_text_is_reviewed_by_keyboard_and_a_rejected_suggestion_stays_away(open_page: Callable[..., Page]) -> None:
    """Story 2.4 and 2.5: nobody touches the mouse once the text stands there."""
    page = open_page("office.city")
    give(page, PLAN)
    expect(page.locator(".finding-units").first).to_have_text("mọi đơn vị trực thuộc Thành ủy Cảng (2)")
    cards = page.locator(".finding")
    number = cards.count()
    page.keyboard.press("j")
    rejected = page.locator(".finding.is-current").get_attribute("id")
    page.keyboard.press("r")
    expect(page.locator(f"#{rejected}")).to_have_attribute("data-status", "rejected")
    for left in range(number - 2, -1, -1):
        expect(page.locator(".finding.is-current")).to_have_attribute("data-status", "proposed")
        page.keyboard.press("a")
        expect(page.locator(".finding[data-status=proposed]")).to_have_count(left)
    expect(page.locator("#review-head")).to_contain_text("đã xác nhận hết")
    last = page.locator(".finding.is-current").get_attribute("id")
    page.keyboard.press("u")
    expect(page.locator(f"#{last}")).to_have_attribute("data-status", "proposed")
    page.locator("form[action$='/read-again/'] button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main, body").first).to_contain_text("Đã đọc lại văn bản")
    expect(page.locator(f"#{rejected}")).to_have_attribute("data-status", "rejected")
    expect(page.locator(".finding[data-status=proposed]")).to_have_count(1)


def test_a_stub_is_filled_when_its_document_comes(open_page: Callable[..., Page]) -> None:
    """Story 2.8."""
    page = open_page("office.city")
    give(page, PLAN.replace("Căn cứ Nghị quyết", "Căn cứ Chỉ thị số 35-CT/TW của Bộ Chính trị, Nghị quyết"))
    plan = page.url
    page.locator("form[action$='/accept-certain/'] button").click()
    expect(page.locator("form[action$='/accept-certain/']")).to_have_count(0)
    card = page.locator(".finding", has_text="Chỉ thị 35-CT/TW").first
    expect(card).to_contain_text("chưa có toàn văn trong kho")
    enter(page)
    give(page, DIRECTIVE)
    enter(page)
    directive = page.url
    page.goto(plan)
    card = page.locator(".finding", has_text="Chỉ thị 35-CT/TW").first
    expect(card.locator("a.finding-target")).to_have_attribute("href", re.compile(directive.split("/documents")[1]))
    expect(card).to_contain_text("khớp số, ký hiệu, cơ quan ban hành")
    expect(card).not_to_contain_text("chưa có toàn văn trong kho")
