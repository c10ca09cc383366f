"""Story 3: the district takes the city's obligation and passes it on to every unit below."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.scenes import O1
from tests.browser.test_main_job import has_no_sideways_scroll

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1320 px", "375 px"])
Open = Callable[..., Page]
Picture = Callable[[Page, str], None]

WARDS = {"Đảng ủy phường Bắc Sơn", "Đảng ủy phường Nam Sơn", "Đảng ủy phường Văn Đẩu", "Chi bộ Trường Kiến An"}


def scene_of(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("scene", [name], ids=[name])


def approve_draft(page: Page, address: str) -> None:
    """The head approves, pressing twice as people do; the obligations are made in the background."""
    page.goto(address)
    page.locator("form[action$='/approve/'] button").dblclick()
    page.wait_for_url(re.compile(r"/cascades/\d+/(\?.*)?$"), timeout=30_000)


def open_duty(page: Page) -> None:
    page.goto("/desk/owed/")
    page.get_by_role("link", name=O1).first.click()
    page.wait_for_url("**/cascades/obligations/*/")


def accept(page: Page, who: str) -> None:
    page.locator("[name=responsible]").fill(who)
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(page.locator("main")).to_contain_text("Đã tiếp nhận")


def begin_passing_down(page: Page) -> None:
    page.get_by_role("button", name="Giao xuống cấp dưới").click()
    page.wait_for_url("**/draft/")


def given_to(page: Page) -> Locator:
    return page.locator(".draft-unit-name")


def send(page: Page) -> None:
    page.get_by_role("button", name="Trình duyệt").click()


def reaches_the_district_at_once(open_page: Open, picture: Picture, size: dict[str, int]) -> tuple[Page, Page]:
    """3.1: what the city issues stands on the district's open desk within ten seconds, and what it answers there."""
    office, city, head = open_page("vp.quan", size), open_page("vp.tu", size), open_page("bithu.tu", size)
    expect(office.locator("main")).not_to_contain_text(O1)
    head.locator("a[href*='/draft/']").first.click()
    head.locator("form[action$='/approve/'] button").click()
    expect(office.get_by_role("link", name=O1).first).to_be_visible(timeout=10_000)
    head.wait_for_url(re.compile(r"/cascades/\d+/(\?.*)?$"), timeout=30_000)
    open_duty(office)
    expect(office.locator(".page-top")).to_contain_text("Chưa nhận")
    picture(office, f"duty-new-{size['width']}")
    city.goto(office.url)
    expect(city.locator(".page-top")).to_contain_text("Chưa nhận")
    accept(office, "Phạm Thị Lan, Chánh Văn phòng")
    expect(city.locator(".page-top")).to_contain_text("Đang thực hiện")  # live: nobody has touched this window
    expect(city.locator("main")).to_contain_text("Phạm Thị Lan, Chánh Văn phòng")
    expect(city.locator(".history")).to_contain_text(re.compile(r"Đang thực hiện\s+02/07/2019 \d\d:\d\d"))
    return office, city


def is_offered_to_all_below(page: Page, picture: Picture) -> None:
    """3.2 and 3.3."""
    begin_passing_down(page)
    expect(page.locator(".draft-given")).to_contain_text("4/4 đơn vị")
    assert {name.split(" · ")[0].strip() for name in given_to(page).all_inner_texts()} == WARDS
    expect(page.locator("[name$=due_on]").first).to_have_value("24/07/2019")
    page.get_by_role("button", name="Không giao cho Chi bộ Trường Kiến An").click()
    expect(page.locator(".draft-given")).to_contain_text("3/4 đơn vị")
    send(page)
    expect(page.locator("li.draft-unit.is-out [aria-invalid=true]")).to_be_visible()
    page.get_by_role("button", name="Giao lại").click()
    expect(page.locator(".draft-given")).to_contain_text("4/4 đơn vị")
    page.locator("[name$=due_on]").first.fill("01/08/2019")
    send(page)
    expect(page.get_by_text("Không được sau hạn của cấp trên (31/07/2019)").first).to_be_visible()
    has_no_sideways_scroll(page)
    picture(page, f"draft-refused-{page.viewport_size['width']}")
    page.locator("[name$=due_on]").first.fill("24/07/2019")


def carries_our_own_plan(page: Page) -> None:
    """3.4: the plan is registered, and implements the document from above."""
    page.locator(".draft-actions button[value=save]").click()
    expect(page.locator("main")).to_contain_text("Đã lưu")
    page.locator("#plan [name$=symbol]").fill("12-KH/QU")
    page.locator("#plan [name$=issued_on]").fill("02/07/2019")
    page.locator("#plan [name$=subject]").fill("thực hiện Nghị quyết 45")
    page.locator("#plan form button:not([type=button])").click()
    draft = page.url
    page.locator("#plan").get_by_role("link", name="Kế hoạch 12-KH/QU").click()
    expect(page.locator("main")).to_contain_text("Nghị quyết 45-NQ/TW")
    expect(page.locator(".lineage-node", has_text="Nghị quyết 45-NQ/TW").first).to_contain_text("thực hiện")
    page.goto(draft)


def is_given_to_each_once(page: Page, draft: str, picture: Picture) -> None:
    """3.5."""
    approve_draft(page, draft)
    rows = page.locator("#board th[scope=row]")
    for name in WARDS:
        expect(rows.filter(has_text=name)).to_have_count(1)
    has_no_sideways_scroll(page)
    picture(page, f"issued-{page.viewport_size['width']}")
    page.goto("/cascades/")
    page.locator("main a[href*='below=1'][href*='standing=approved']").first.click()
    page.goto(page.url.replace("standing=approved&", ""))
    expect(page.locator("h1")).to_have_text("4 việc")


def goes_on_to_the_cells(open_page: Open, office: Page, picture: Picture, size: dict[str, int]) -> None:
    """3.6: the ward passes it on, and the district sees the cells without being able to change anything of theirs."""
    ward, head = open_page("vp.pa", size), open_page("bithu.pa", size)
    open_duty(ward)
    accept(ward, "Ngô Thị Dung")
    begin_passing_down(ward)
    expect(ward.locator(".draft-given")).to_contain_text("2/2 đơn vị")
    expect(ward.locator("[name$=due_on]").first).to_have_value("19/07/2019")
    send(ward)
    expect(ward.locator("main")).to_contain_text("Chờ duyệt")
    approve_draft(head, ward.url)
    office.goto("/cascades/")
    office.locator("main a.row-title[href*='/cascades/']").first.click()
    office.locator("#board th[scope=row] a", has_text="Đảng ủy phường Bắc Sơn").click()
    cells = office.locator("#board th[scope=row]", has_text="Chi bộ A")
    expect(cells).to_have_count(2)
    picture(office, f"grandchildren-{size['width']}")
    office.locator("#board tr", has_text="Chi bộ A1").locator("a[href*='/cascades/obligations/']").first.click()
    expect(office.locator(".page-top-sub")).to_contain_text("Chi bộ A1")
    expect(office.locator("main form")).to_have_count(0)


@scene_of("about_to_issue")
@SIZES
def test_a_duty_of_the_city_goes_down_to_the_cells(open_page: Open, picture: Picture, size: dict[str, int]) -> None:
    """3.1 to 3.6."""
    office, _city = reaches_the_district_at_once(open_page, picture, size)
    is_offered_to_all_below(office, picture)
    carries_our_own_plan(office)
    send(office)
    expect(office.locator("main")).to_contain_text("Chờ duyệt")
    is_given_to_each_once(open_page("bithu.quan", size), office.url, picture)
    goes_on_to_the_cells(open_page, office, picture, size)


def move_deadline(page: Page, day: str) -> None:
    page.locator("[name$=new_due_on]").first.fill(day)
    page.locator(".change-form [name$=reason]").first.fill("Lịch của Trung ương thay đổi")
    page.get_by_role("button", name="Đổi hạn").first.click()
    expect(page.locator("main")).to_contain_text("Đã đổi hạn.")


def to_our_changes(page: Page) -> None:
    page.goto("/cascades/")
    page.get_by_role("link", name="Sửa hạn, thu hồi").first.click()
    expect(page.locator("[name$=new_due_on]").first).to_be_visible()


@scene_of("passed_to_the_cells")
@SIZES
def test_a_change_above_is_offered_below_and_a_recall_closes_all(
    open_page: Open, picture: Picture, size: dict[str, int]
) -> None:
    """3.7 and 3.8."""
    city, office, ward = open_page("vp.tu", size), open_page("vp.quan", size), open_page("vp.pa", size)
    office.goto("/cascades/changes-above/")
    to_our_changes(city)
    move_deadline(city, "07/08/2019")
    main = office.locator("main")
    expect(main).to_contain_text("Cấp trên đã gia hạn đến 07/08/2019")  # live
    expect(main).to_contain_text("hạn đã giao cấp dưới: 24/07/2019")
    has_no_sideways_scroll(office)
    picture(office, f"extended-{size['width']}")
    expect(office.get_by_role("button", name="Đổi thành 31/07/2019")).to_be_visible()
    office.get_by_role("button", name="Giữ nguyên 24/07/2019").click()
    expect(main).not_to_contain_text("Cấp trên đã gia hạn")
    office.goto("/notices/")
    expect(main).to_contain_text(f"Thời hạn mới 07/08/2019: {O1}")

    to_our_changes(city)
    move_deadline(city, "22/07/2019")
    office.goto("/cascades/changes-above/")
    late = main.locator(".tone-red", has_text="quá hạn của cấp trên").first
    expect(late).to_be_visible()
    picture(office, f"brought-forward-{size['width']}")
    office.get_by_role("button", name=re.compile("^Đổi thành ")).click()
    expect(main).not_to_contain_text("quá hạn của cấp trên")
    ward.goto("/cascades/changes-above/")
    expect(ward.get_by_role("button", name=re.compile("^Đổi thành "))).to_be_visible()

    head, cell = open_page("bithu.tu", size), open_page("bt.a2", size)
    cell.goto("/cascades/")
    cell.locator("main a.row-title[href*='/cascades/']").first.click()
    cell.locator("#board a[href*='/cascades/obligations/']").first.click()
    expect(cell.locator(".page-top")).to_contain_text("Chờ cấp trên duyệt")
    to_our_changes(head)
    head.locator("form[action$='/recall/'] textarea").fill("Trung ương dừng đợt học tập")
    head.get_by_role("button", name="Thu hồi cả đợt").click()
    expect(head.locator("main")).to_contain_text("Đã thu hồi")
    cell.reload()
    expect(cell.locator(".page-top")).to_contain_text("Đã thu hồi")
    expect(cell.locator("main")).to_contain_text("Đã làm xong.")
    picture(cell, f"recalled-{size['width']}")
    ward.goto("/desk/owed/")
    expect(ward.locator("main")).not_to_contain_text(O1)
