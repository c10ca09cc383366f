"""The main job, walked by hand: from a text to a roll-up that turns green."""

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.hands import Hands, Keyboard, Mouse

pytestmark = pytest.mark.browser

PLAN = """ĐẢNG BỘ THÀNH PHỐ CẢNG
THÀNH ỦY
*
Số 12-KH/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Cảng, ngày 10 tháng 7 năm 2019
KẾ HOẠCH
quán triệt, thực hiện Nghị quyết số 45-NQ/TW, ngày 24/01/2019 của Bộ Chính trị
Căn cứ Nghị quyết số 45-NQ/TW, ngày 24/01/2019 của Bộ Chính trị, Thành ủy yêu cầu:
1. Các cấp ủy trực thuộc tổ chức hội nghị quán triệt Nghị quyết số 45-NQ/TW chậm nhất ngày 31/7/2019; \
đồng chí bí thư cấp ủy trực tiếp truyền đạt.
2. Các cấp ủy trực thuộc gửi báo cáo kết quả về Văn phòng Thành ủy chậm nhất ngày 31/7/2019."""


class Story:
    """The cast at their screens, one window each, all worked by the same hands."""

    def __init__(self, open_page: Callable[..., Page], hands: Hands, size: dict[str, int]) -> None:
        self.hands = hands
        self._open, self._size, self._pages = open_page, size, {}

    def at(self, username: str) -> Page:
        """The window of one of the cast."""
        if username not in self._pages:
            self._pages[username] = self._open(username, self._size)
        return self._pages[username]

    def press(self, page: Page, selector: str) -> None:
        self.hands.press(page.locator(selector).first)

    def write(self, page: Page, selector: str, words: str) -> None:
        self.hands.write(page.locator(selector).first, words)


def has_no_sideways_scroll(page: Page) -> None:
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} is wider than {width} px"


def take_in(story: Story, file: Path) -> None:
    """The office of the city gives the text, confirms what was read, and enters it into the registry."""
    page = story.at("office.city")
    page.goto("/documents/add/")
    page.locator("input[type=file]").set_input_files(file)
    story.press(page, "form.form-add button[type=submit]")
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    expect(page.locator("mark, .reading [data-finding]").first).to_be_visible()
    expect(page.locator(".reading")).to_contain_text("Số 12-KH/TU")
    has_no_sideways_scroll(page)
    story.press(page, "form[action$='/accept-certain/'] button")
    expect(page.locator("form[action$='/accept-certain/']")).to_have_count(0)
    while page.locator("button[value=accepted]").count():
        left = page.locator("button[value=accepted]").count()
        story.press(page, "button[value=accepted]")
        expect(page.locator("button[value=accepted]")).to_have_count(left - 1)
    expect(page.locator("#review-head")).to_contain_text("đã xác nhận hết")
    story.press(page, "form[action$='/register/'] button[type=submit]")
    expect(page.locator("h1")).to_have_text("Kế hoạch 12-KH/TU")


def draft(story: Story) -> None:
    """The accepted duties become a cascade; the bloc is left out, with a reason."""
    page = story.at("office.city")
    story.press(page, "form[action*='/cascades/from-document/'] button")
    page.wait_for_url("**/draft/")
    expect(page.locator("fieldset.draft-row")).to_have_count(2)
    has_no_sideways_scroll(page)
    story.press(page, "li.draft-unit:has-text('Đảng ủy Khối') button")
    story.write(page, "li.draft-unit:has-text('Đảng ủy Khối') [name$=reason]", "Học cùng Đảng bộ cấp trên")
    story.press(page, ".draft-actions button[value=send]")
    expect(page.get_by_text("Chờ phê duyệt").or_(page.get_by_text("Chờ duyệt")).first).to_be_visible()


def approve_and_wait(story: Story, head: str) -> None:
    """The head approves what the office drafted; the obligations appear in the background."""
    page = story.at(head)
    page.goto("/")
    story.press(page, "a[href*='/draft/']")
    story.press(page, "form[action$='/approve/'] button")
    page.wait_for_url(re.compile(r"/cascades/\d+/(\?.*)?$"), timeout=30_000)


def open_obligation(page: Page, hands: Hands, words: str) -> None:
    page.goto("/")
    hands.press(page.locator("a.row-title", has_text=words).first)
    page.wait_for_url("**/cascades/obligations/*/")


def accept(story: Story, who: str, words: str) -> None:
    page = story.at(who)
    open_obligation(page, story.hands, words)
    story.write(page, "[name=responsible]", "Chánh Văn phòng")
    story.press(page, "form[action$='/accept/'] button")
    expect(page.locator("form[action$='/accept/']")).to_have_count(0)


def hold_conference(story: Story, who: str, presenter: str | None = None) -> None:
    page = story.at(who)
    open_obligation(page, story.hands, "hội nghị")
    story.press(page, "a[href*='/conferences/record/']")
    story.write(page, "#id_held_on", "12/07/2019")
    if presenter:
        page.locator("#id_presenter").select_option(label=presenter)
        expect(page.locator("#conference-presenter")).to_contain_text("trực tiếp")  # warned before anything is sent
    story.write(page, "#id_venue_attendees", "38")
    has_no_sideways_scroll(page)
    story.press(page, "main form[data-keep] button[type=submit]")
    page.wait_for_url("**/cascades/obligations/*/")


def send_report(story: Story, who: str, tmp_path: Path) -> None:
    page = story.at(who)
    open_obligation(page, story.hands, "báo cáo")
    story.press(page, "a[href$='/report/']")
    story.write(page, "[name=text]", "Đã quán triệt đến toàn thể đảng viên.")
    minutes = tmp_path / "bien-ban.txt"
    minutes.write_text("Biên bản hội nghị", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(minutes)
    story.press(page, "main form[data-keep] button:not([type=button])")
    page.wait_for_url("**/cascades/obligations/*/")


def review(story: Story, superior: str) -> None:
    """The superior approves everything that waits on his desk."""
    page = story.at(superior)
    page.goto("/desk/to-decide/")
    assert page.locator("main a[href*='/cascades/obligations/']").count()
    while page.locator("a[href*='/cascades/obligations/']").count():
        story.press(page, "a[href*='/cascades/obligations/']")
        story.press(page, "form[action$='/approve/'] button")
        expect(page.locator("form[action$='/approve/']")).to_have_count(0)
        page.goto("/desk/to-decide/")


def pass_down(story: Story) -> None:
    """The district gives it to one ward with its own plan; a day after the city's own is refused."""
    page = story.at("office.district")
    open_obligation(page, story.hands, "hội nghị")
    story.press(page, "form[action$='/pass-down/'] button")
    page.wait_for_url("**/draft/")
    expect(page.locator("[name$=due_on]").first).to_have_value("24/07/2019")  # five working days before the city's
    story.write(page, "[name$=due_on] >> nth=0", "01/08/2019")
    story.press(page, ".draft-actions button[value=send]")
    expect(page.get_by_text("Không được sau hạn của cấp trên (31/07/2019)").first).to_be_visible()
    expect(page.locator("[name$=due_on]").first).to_have_value("01/08/2019")  # nothing typed is lost
    story.write(page, "[name$=due_on] >> nth=0", "20/07/2019")
    story.press(page, "li.draft-unit:has-text('Nam Sơn') button")
    story.write(page, "li.draft-unit:has-text('Nam Sơn') [name$=reason]", "Đã học tại hội nghị quận")
    story.press(page, ".draft-actions button[value=save]")
    page.wait_for_load_state()
    story.write(page, "#plan [name$=symbol]", "62-KH/QU")
    story.write(page, "#plan [name$=issued_on]", "12/07/2019")
    story.write(page, "#plan [name$=subject]", "thực hiện Nghị quyết 45")
    story.press(page, "#plan form button:not([type=button])")
    expect(page.locator("#plan")).to_contain_text("62-KH/QU")
    story.press(page, ".draft-actions button[value=send]")
    expect(page.get_by_text("Chờ phê duyệt").or_(page.get_by_text("Chờ duyệt")).first).to_be_visible()


@pytest.mark.parametrize(
    ("hands", "size"), [(Keyboard(), WIDE), (Mouse(), PHONE)], ids=["keyboard at 1320 px", "finger at 375 px"]
)
def test_from_a_text_to_a_roll_up_that_turns_green(
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
    hands: Hands,
    size: dict[str, int],
    tmp_path: Path,
) -> None:
    story, width = Story(open_page, hands, size), size["width"]
    file = tmp_path / "ke-hoach-12.docx"
    document = docx.Document()
    for line in PLAN.splitlines():
        document.add_paragraph(line)
    document.save(str(file))

    take_in(story, file)
    picture(story.at("office.city"), f"document-{width}")
    draft(story)
    picture(story.at("office.city"), f"draft-{width}")
    approve_and_wait(story, "head.city")
    board = story.at("head.city")
    expect(board.locator(".counters")).to_contain_text("/ 2 · 0,0 %")

    accept(story, "office.district", "hội nghị")
    pass_down(story)
    approve_and_wait(story, "head.district")

    accept(story, "office.ward-a", "hội nghị")
    hold_conference(story, "office.ward-a")
    accept(story, "office.ward-a", "báo cáo")
    send_report(story, "office.ward-a", tmp_path)
    review(story, "office.district")
    expect(board.locator(".counters")).to_contain_text("2 / 4 · 50,0 %")  # live: nobody has touched this window

    hold_conference(story, "office.district", presenter="Phó Bí thư Quận ủy Đỗ Quốc Chi")
    district = story.at("office.district")
    expect(district.locator("main")).to_contain_text("trực tiếp")  # a deputy does not satisfy it, and the page says so
    picture(district, f"deputy-{width}")
    hold_conference(story, "office.district")
    accept(story, "office.district", "báo cáo")
    send_report(story, "office.district", tmp_path)
    picture(district, f"obligation-{width}")
    review(story, "office.city")

    expect(board.locator(".counters")).to_contain_text("4 / 4 · 100,0 %")
    has_no_sideways_scroll(board)
    picture(board, f"green-{width}")
    done = board.locator(".counters a").first
    hands.press(done)
    expect(board.locator("main a[href*='/cascades/obligations/']")).to_have_count(4)  # the figure is its rows
    picture(board, f"rows-{width}")
