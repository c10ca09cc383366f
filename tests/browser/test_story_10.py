"""Story 10: evidence, review, return, escalation, and the roll-up, from 15/07 to 01/08."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.scenes import O1
from tests.browser.test_main_job import has_no_sideways_scroll
from tests.browser.test_story_12 import play
from tests.notices.sink import Sink, mail_server

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
Run = Callable[..., None]
Picture = Callable[[Page, str], None]

PC = "Đảng ủy phường Văn Đẩu"
MINUTES = {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 bien ban"}
PHOTOS = [{"name": f"anh-{n}.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"} for n in (1, 2)]


@pytest.fixture
def scene() -> str:
    return "evidence_is_due"


@pytest.fixture
def mail(surroundings: dict[str, str]) -> Iterator[Sink]:
    """The mail server that the product is told of before it starts."""
    with mail_server() as sink:
        surroundings["QUANTRIET_SMTP_URL"] = f"smtp://127.0.0.1:{sink.port}"
        surroundings["QUANTRIET_MAIL_FROM"] = "quan-triet@example.vn"
        yield sink


def open_duty(page: Page, unit: str = "") -> None:
    """One's own duty, or that of a unit below."""
    page.goto("/cascades/")
    page.locator("main a.row-title[href*='/cascades/']").first.click()
    row = page.locator("#board tr", has_text=unit) if unit else page.locator("#board")
    row.locator("a[href*='/cascades/obligations/']").first.click()
    page.wait_for_url("**/cascades/obligations/*/")


def names(number: int) -> str:
    return "\n".join(f"Nguyễn Văn {chr(65 + n % 26)}{'a' * (n // 26)}" for n in range(number))


def state(page: Page, attended: int, obliged: int, *, listed: int = 0) -> None:
    """The unit writes its figures, with the names of those who were there."""
    page.get_by_role("link", name="Gửi kết quả và minh chứng").or_(
        page.get_by_role("link", name="Bổ sung hoặc sửa")
    ).first.click()
    page.locator("[name=held_on]").fill("11/07/2019")
    page.locator("[name=form]").select_option("in_person")
    page.locator("[name=obliged]").fill(str(obliged))
    page.locator("[name=attended]").fill(str(attended))
    if listed:
        page.locator("[name=attendance_names]").fill(names(listed))


def send(page: Page) -> None:
    page.locator("main form[data-keep] button.btn-primary").click()
    page.wait_for_url("**/cascades/obligations/*/")


def evidence(page: Page) -> None:
    page.locator("[name=minutes]").set_input_files(MINUTES)
    page.locator("[name=photos]").set_input_files(PHOTOS)


def nothing_goes_before_it_is_full(page: Page, picture: Picture) -> None:
    """10.1."""
    open_duty(page)
    state(page, 38, 40)
    send(page)
    expect(page.get_by_role("button", name="Gửi cấp trên")).to_be_disabled()
    main = page.locator("main")
    for words in ("Còn thiếu: Biên bản", "Còn thiếu: Hình ảnh (có 0, cần ít nhất 2)"):
        expect(main).to_contain_text(words)
    has_no_sideways_scroll(page)
    picture(page, f"evidence-missing-{page.viewport_size['width']}")
    page.get_by_role("link", name="Bổ sung hoặc sửa").click()
    evidence(page)
    page.locator("[name=attendance_names]").fill(names(38))
    send(page)
    expect(page.locator(".page-top")).to_contain_text("Chờ cấp trên duyệt")


def figures_are_weighed_and_approved(page: Page, picture: Picture) -> None:
    """10.2."""
    open_duty(page, "Đảng ủy phường Bắc Sơn")
    main = page.locator("main")
    expect(main).to_contain_text("38/40 = 95,0 %")
    expect(page.locator(".version dl").first).to_contain_text(re.compile(r"Số người trong danh sách tham gia\s*38"))
    expect(main).not_to_contain_text("không khớp")
    picture(page, f"evidence-review-{page.viewport_size['width']}")
    for unit in ("Đảng ủy phường Bắc Sơn", "Chi bộ Trường Kiến An"):
        open_duty(page, unit)
        page.get_by_role("button", name="Duyệt: hoàn thành").click()
        expect(page.locator(".page-top")).to_contain_text("Hoàn thành")


def a_difference_is_shown_and_returned(page: Page, picture: Picture) -> None:
    """10.3: on 23/07, with a new day after the wards' own and before the city's."""
    open_duty(page, "Đảng ủy phường Nam Sơn")
    main = page.locator("main")
    expect(main).to_contain_text("Số liệu báo cáo và số liệu ghi nhận không khớp")
    expect(main).to_contain_text("báo cáo 30, theo “Danh sách tham gia” là 24")
    has_no_sideways_scroll(page)
    picture(page, f"evidence-mismatch-{page.viewport_size['width']}")
    page.locator("summary", has_text="Trả lại").click()
    page.locator("[name=return-reason]").fill("Thiếu danh sách ký")
    page.locator("[name=return-new_due_on]").fill("30/07/2019")
    page.get_by_role("button", name="Trả lại kèm lý do này").click()
    expect(page.locator(".page-top")).to_contain_text("Bị trả lại")


def messages(page: Page) -> str:
    page.goto("/notices/")
    return page.locator("main").inner_text()


def only_the_silent_are_reminded(windows: dict[str, Page], run: Run, mail: Sink) -> None:
    """10.4, 22/07."""
    run("job", "cascade.remind", "2019-07-22T08:00", "notices.send_due", "2019-07-22T08:01")
    words = f"Hạn 24/07/2019: {O1}"
    for who, is_told in (("vp.pa", False), ("vp.pb", False), ("vp.pc", True)):
        assert (words in messages(windows[who])) == is_told, who
    assert [subject for subject in mail.subjects() if words in subject]


def the_head_is_told_once(head: Page, ward: Page, run: Run, mail: Sink) -> None:
    """10.4, 27/07: three days after; one only, however often the job runs."""
    twice = ("cascade.remind", "2019-07-27T08:00", "cascade.remind", "2019-07-27T09:00")
    run("job", *twice, "notices.send_due", "2019-07-27T09:01", "cascade.write_figures", "2019-07-28T00:10")
    words = f"{PC} quá hạn từ ngày 24/07/2019: {O1}"
    for page in (head, ward):
        assert messages(page).count(words) == 1
    told = [letter for letter in mail.letters if words in str(letter["Subject"])]
    assert sorted(str(letter["To"]) for letter in told) == ["bithu.quan@example.vn", "vp.pc@example.vn"]


def the_roll_up_opens_exactly_its_units(page: Page, picture: Picture) -> None:
    """10.5, on 27/07."""
    page.goto("/cascades/")
    line = page.locator("tr", has=page.get_by_role("link", name="Quận ủy triển khai"))
    expect(line).to_contain_text(re.compile(r"2\s*/\s*4"))
    has_no_sideways_scroll(page)
    picture(page, f"roll-up-{page.viewport_size['width']}")
    for standing, units in {
        "approved": {"Đảng ủy phường Bắc Sơn", "Chi bộ Trường Kiến An"}, "returned": {"Đảng ủy phường Nam Sơn"},
        "late": {PC},
    }.items():  # fmt: skip
        page.goto("/cascades/")
        line.locator(f"a[href*='standing={standing}']").last.click()
        rows = page.locator("#rows tbody tr td:first-child")
        expect(rows).to_have_count(len(units))
        assert set(rows.all_inner_texts()) == units


def the_city_sees_the_same(page: Page, picture: Picture) -> None:
    """10.5: from the city down to a ward's evidence; the district's own part counts with the four it gave."""
    page.goto("/cascades/")
    page.locator("main a.row-title[href*='/cascades/']").first.click()
    expect(page.locator("#board tr", has_text="Quận ủy Kiến An")).to_contain_text(re.compile(r"2\s*/\s*5"))
    page.locator("#board th a", has_text="Quận ủy Kiến An").click()
    expect(page.locator(".counters")).to_contain_text("2 / 5 · 40,0 %")
    picture(page, f"city-board-{page.viewport_size['width']}")
    row = page.locator("#board tr", has_text="Đảng ủy phường Bắc Sơn")
    row.locator("a[href*='/cascades/obligations/']").first.click()
    expect(page.get_by_role("link", name="bien-ban.pdf")).to_be_visible()
    page.go_back()
    page.goto("/cascades/overview/")
    late = page.locator("#overview tfoot td[data-label='Chậm']")
    said = late.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert ("Chậm" in said) == (page.viewport_size == PHONE)  # no column heads stand above it there
    page.go_back()


def the_table_says_what_the_screen_says(page: Page) -> None:
    """10.8: the city's table, and the file of the night for the system above."""
    rows = page.locator("#board tbody tr").filter(has=page.locator(".board-bar"))
    shown = {}
    for row in rows.all():
        done, total = re.findall(r"(\d+) / (\d+)", row.inner_text())[-1]
        shown[row.locator("th").inner_text().split("\n")[0].strip()] = (int(total), int(done))
    assert len(shown) == 5  # the district itself and the four below it
    with page.expect_download() as download:
        page.get_by_role("link", name="Xuất Excel").click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    taken = {str(row[0]): row[-7:-5] for row in sheet.iter_rows(values_only=True)}
    assert taken["Toàn đảng bộ"] == (5, 2)
    for name, figures in shown.items():
        assert taken.get(name, taken.get(f"{name} (việc của chính đơn vị)")) == figures, name
    root = re.findall(r"/cascades/(\d+)/", page.url)[0]
    lines = page.request.get(f"/cascades/{root}/figures/nightly.jsonl").text().splitlines()
    (district,) = [line for line in map(json.loads, lines) if line["unit"] == "QU"]
    told = [district[name] for name in ("total", "approved", "returned", "late")]
    assert (district["day"], *told) == ("2019-07-27", 5, 2, 1, 1)


def the_district_says_why_it_sends_with_open_units(page: Page, city: Page, picture: Picture) -> None:
    """10.6."""
    open_duty(page)
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    state(page, 95, 96)
    evidence(page)
    send(page)
    expect(page.locator("main")).to_contain_text("2 đơn vị cấp dưới")
    page.get_by_role("button", name="Gửi cấp trên").click()
    expect(page.locator(".page-top")).not_to_contain_text("Chờ cấp trên duyệt")
    picture(page, f"sent-with-open-{page.viewport_size['width']}")
    page.locator("[name=send-reason]").fill("Hai phường bổ sung sau")
    page.get_by_role("button", name="Gửi cấp trên").click()
    expect(page.locator(".page-top")).to_contain_text("Chờ cấp trên duyệt")
    city.goto(page.url)
    expect(city.locator("main")).to_contain_text("Hai phường bổ sung sau")
    city.locator("summary", has_text="Xem các đơn vị").first.click()
    expect(city.locator("main")).to_contain_text(PC)


def nobody_approves_his_own(page: Page) -> None:
    """10.7: the office enters the paper answer of PC, and another must approve it."""
    open_duty(page, PC)
    page.get_by_role("link", name="Nhập thay kết quả gửi bằng giấy").click()
    page.locator("[name=held_on]").fill("26/07/2019")
    page.locator("[name=form]").select_option("in_person")
    page.locator("[name=obliged]").fill("25")
    page.locator("[name=attended]").fill("25")
    evidence(page)
    page.locator("[name=note]").fill("Báo cáo giấy đến ngày 27/7")
    send(page)
    expect(page.locator("main")).to_contain_text("Đồng chí đã tự gửi nội dung này; phải do người khác phê duyệt.")
    expect(page.get_by_role("button", name="Duyệt: hoàn thành")).to_be_disabled()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1320 px", "375 px"])
def test_evidence_is_weighed_returned_escalated_and_rolled_up(
    mail: Sink, open_page: Open, picture: Picture, run: Run, size: dict[str, int]
) -> None:
    """10.1 to 10.8."""
    windows = {name: open_page(name, size) for name in ("vp.quan", "vp.pa", "vp.pb", "vp.pc")}
    office, ward_b = windows["vp.quan"], windows["vp.pb"]
    nothing_goes_before_it_is_full(windows["vp.pa"], picture)
    figures_are_weighed_and_approved(office, picture)

    play(office, "20/07/2019")
    open_duty(ward_b)
    state(ward_b, 30, 30, listed=24)
    evidence(ward_b)
    send(ward_b)
    play(office, "22/07/2019")
    only_the_silent_are_reminded(windows, run, mail)
    play(office, "23/07/2019")
    a_difference_is_shown_and_returned(office, picture)

    play(office, "27/07/2019")
    head, city = open_page("bithu.quan", size), open_page("vp.tu", size)
    the_head_is_told_once(head, windows["vp.pc"], run, mail)
    the_roll_up_opens_exactly_its_units(office, picture)
    the_city_sees_the_same(city, picture)
    the_table_says_what_the_screen_says(city)
    the_district_says_why_it_sends_with_open_units(office, city, picture)
    nobody_approves_his_own(office)

    play(office, "30/07/2019")
    open_duty(ward_b)
    expect(ward_b.locator("main")).to_contain_text("Thiếu danh sách ký")
    state(ward_b, 30, 30, listed=30)
    send(ward_b)
    expect(ward_b.locator("main")).to_contain_text("Bản 2")
    expect(ward_b.locator("main")).to_contain_text("Bản 1")
    play(office, "01/08/2019")
    ward_b.reload()
    expect(ward_b.locator(".page-top")).to_contain_text("Chờ cấp trên duyệt")
