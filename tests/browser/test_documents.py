"""Story 2: the clerk uploads what came from above, and the system reads it."""

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_main_job import has_no_sideways_scroll
from tests.documents.scans import needs_tesseract

pytestmark = pytest.mark.browser

PLAN = """ĐẢNG BỘ THÀNH PHỐ CẢNG
BAN THƯỜNG VỤ THÀNH ỦY
*
Số 91-KH/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Cảng, ngày 10 tháng 01 năm 2018
KẾ HOẠCH
học tập, quán triệt các nghị quyết của Trung ương
Thực hiện các Nghị quyết số 18, 19-NQ/TƯ, 20-NQ/TW, 21-NQ/TW của Trung ương (khóa 12), Ban Thường vụ yêu cầu:
1. Các đảng ủy trực thuộc hoàn thành việc học tập trong tháng 1-2018; người đứng đầu mỗi cấp ủy \
trực tiếp truyền đạt."""
SCANNED = """ĐẢNG ỦY KHỐI CẢNG
*
Số 12-TB/ĐUK
ĐẢNG CỘNG SẢN VIỆT NAM
Cảng, ngày 05 tháng 7 năm 2019
THÔNG BÁO
về buổi học Nghị quyết
Đảng ủy Khối tổ chức học Nghị quyết số 45-NQ/TW của Bộ Chính trị trước ngày 15/8/2019."""
SECOND_PAGE = "Các đảng ủy trực thuộc gửi báo cáo trước ngày 15/9/2019 theo Quy định số 11-QĐ/TW."
SMUDGED = "3\u03385\u0338-C\u0338T\u0338/T\u0338W\u0338"  # strokes of ink across the letters
NEWS = """Tin Khối Cảng
Ngày 26 tháng 02 năm 2020
Khối Cảng học nghị quyết
Sáng 10-7, Đảng ủy Khối mở buổi học Nghị quyết số 45-NQ/TW của Bộ Chính trị."""
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1320 px", "375 px"])


def word_file(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def send(page: Page, folder: Path, **files: bytes) -> None:
    """Drop the files on the page all at once, and send them."""
    page.goto("/documents/add/")
    paths = []
    for name, raw in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(raw)
        paths.append(path)
    page.locator("input[type=file]").set_input_files(paths)
    page.locator("form.form-add button[type=submit]").first.click()


def keeps_the_original(page: Page, raw: bytes) -> None:
    """The document's page tells the hash of the file, and gives the file back byte for byte."""
    expect(page.locator(".document-original")).to_contain_text(hashlib.sha256(raw).hexdigest())
    with page.expect_download() as download:
        page.get_by_role("link", name="Tệp gốc").click()
    assert Path(download.value.path()).read_bytes() == raw


@needs_tesseract
@SIZES
def test_two_files_of_one_drag_are_read_without_a_reload(
    open_page: Callable[..., Page], picture: Callable[[Page, str], None], tmp_path: Path, size: dict[str, int]
) -> None:
    """Story 2.1."""
    from tests.documents.scans import scan_of

    page = open_page("office.city", size)
    plan, scan = word_file(PLAN), scan_of(SCANNED, SECOND_PAGE, SECOND_PAGE)
    send(page, tmp_path, kh91__docx=plan, nq45_scan__pdf=scan)
    page.wait_for_url(re.compile(r"/documents/batches/\d+/"))
    loaded: list[str] = []
    page.on("framenavigated", lambda frame: loaded.append(frame.url))
    rows = page.locator("#batch .rows li")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="nq45_scan.pdf")).to_contain_text(re.compile("Đang xử lý|Đang nhận dạng"))
    expect(page.locator("#batch .progress-words")).to_contain_text("2 / 2", timeout=60_000)
    expect(rows.filter(has_text="Đã tiếp nhận")).to_have_count(2)
    assert loaded == []
    picture(page, f"batch-{size['width']}")
    has_no_sideways_scroll(page)

    batch = page.url
    page.get_by_role("link", name="Kế hoạch 91-KH/TU").click()
    keeps_the_original(page, plan)
    page.goto(batch)
    page.get_by_role("link", name="Thông báo 12-TB/ĐUK").click()
    expect(page.locator(".reading")).to_contain_text("Nghị quyết số 45-NQ/TW")
    keeps_the_original(page, scan)
    has_no_sideways_scroll(page)
    picture(page, f"scan-{size['width']}")


@needs_tesseract
@SIZES
def test_a_doubtful_word_of_a_scan_is_corrected_and_its_page_read_again(
    open_page: Callable[..., Page], picture: Callable[[Page, str], None], tmp_path: Path, size: dict[str, int]
) -> None:
    """Story 2.6."""
    from tests.documents.scans import scan_of

    page = open_page("office.city", size)
    send(page, tmp_path, tb12__pdf=scan_of(f"{SCANNED}\nThực hiện Chỉ thị số {SMUDGED} của Ban Bí thư.", SECOND_PAGE))
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    reading = page.locator(".reading")
    expect(reading).to_contain_text("Nghị quyết số 45-NQ/TW", timeout=60_000)  # the page comes anew by itself
    selected = reading.evaluate("text => { getSelection().selectAllChildren(text); return getSelection().toString() }")
    assert "Đảng ủy Khối tổ chức học Nghị quyết số 45-NQ/TW" in " ".join(selected.split())
    doubtful = reading.locator("mark.mark-doubtful")
    assert doubtful.first.evaluate("mark => getComputedStyle(mark).textDecorationLine") == "underline"
    expect(page.locator(".finding", has_text="Chỉ thị 35-CT/TW")).to_have_count(0)
    picture(page, f"doubts-{size['width']}")
    has_no_sideways_scroll(page)

    rejected = page.locator(".finding", has_text="11-QĐ/TW").first
    place = rejected.get_attribute("id")
    rejected.locator("button[value=rejected]").click()
    expect(page.locator(f"#{place}")).to_have_attribute("data-status", "rejected")
    second_page = page.locator(".finding", has_text="15/09/2019").first.get_attribute("id")
    first_page = page.locator(".finding", has_text="45-NQ/TW").first.get_attribute("id")
    word = page.locator(".doubt").filter(has_text="Chỉ thị số")
    word.locator("input[name=word]").fill("35-CT/TW")
    word.locator("button[type=submit]").click()
    expect(page.locator(".finding", has_text="Chỉ thị 35-CT/TW")).to_have_count(1)
    expect(reading).to_contain_text("Chỉ thị số 35-CT/TW của Ban Bí thư")
    expect(word).to_have_count(0)
    expect(page.locator(f"#{place}")).to_have_attribute("data-status", "rejected")
    expect(page.locator(f"#{second_page}")).to_have_count(1)  # of the other page nothing was read again
    expect(page.locator(f"#{first_page}")).to_have_count(0)
    has_no_sideways_scroll(page)


@SIZES
def test_what_the_plan_says_is_read(open_page: Callable[..., Page], tmp_path: Path, size: dict[str, int]) -> None:
    """Story 2.2, 2.3, 2.4 and 2.5."""
    page = open_page("office.city", size)
    send(page, tmp_path, kh91__docx=word_file(PLAN))
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    for field, value in {"kind": "plan", "number": "91", "suffix": "KH/TU"}.items():
        expect(page.locator(f"#id_{field}")).to_have_value(value)
    expect(page.locator("#id_issuer")).to_have_value(re.compile("^Ban Thường vụ Thành ủy$", re.IGNORECASE))
    references = page.locator(".finding[data-category=mention]")
    for symbol in (r"số 18\b", "19-NQ/TW", "20-NQ/TW", "21-NQ/TW"):
        expect(references.filter(has_text=re.compile(symbol))).not_to_have_count(0)
    expect(references).to_have_count(4)
    expect(page.locator(".reading")).to_contain_text("19-NQ/TƯ")  # as it was written
    expect(page.locator("#findings")).to_contain_text("khóa XII")  # written “khóa 12”
    deadline = page.locator(".finding[data-category=date]", has_text="31/01/2018")
    expect(deadline).to_contain_text("thời hạn")
    number = deadline.get_attribute("id").rpartition("-")[2]
    expect(page.locator(f".reading mark[data-finding='{number}']")).to_contain_text("tháng 1-2018")
    expect(page.locator("#findings")).to_contain_text("người đứng đầu trực tiếp")
    has_no_sideways_scroll(page)
    reference = references.filter(has_text="20-NQ/TW").first
    expect(reference.locator("button[value=accepted]")).to_be_visible()
    place = reference.get_attribute("id")
    reference.locator("button[value=rejected]").click()
    expect(page.locator(f"#{place}")).to_have_attribute("data-status", "rejected")
    page.reload()
    expect(page.locator(f"#{place}")).to_have_attribute("data-status", "rejected")


def test_the_day_a_page_was_printed_is_no_deadline(open_page: Callable[..., Page], tmp_path: Path) -> None:
    """Story 2.3, the other file."""
    page = open_page("office.city")
    send(page, tmp_path, tin__txt=NEWS.encode())
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    printed = page.locator(".finding", has_text="26/02/2020").first
    expect(printed).to_contain_text("ngày in trang")
    expect(printed).not_to_contain_text("thời hạn")


def test_the_same_file_again_is_recognised(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page("office.city")
    plan = word_file(PLAN)
    send(page, tmp_path, kh91__docx=plan)
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    send(page, tmp_path, kh91__docx=plan)
    expect(page.get_by_text("91-KH/TU").first).to_be_visible()
    send(page, tmp_path, kh91__docx=plan, other__txt="Thông báo số 3-TB/TU về lịch học.".encode())
    page.wait_for_url(re.compile(r"/documents/batches/\d+/"))
    twin = page.locator("[data-state=duplicate]")
    expect(twin).to_contain_text("Trùng nội dung với")
    expect(twin.get_by_role("link", name="Kế hoạch 91-KH/TU")).to_have_attribute("href", re.compile(r"/documents/\d+/"))
    expect(twin.locator("button[value=keep]")).to_be_visible()
    twin.locator("button[value=drop]").click()
    expect(page.locator("[data-state=dropped]")).to_have_count(1)


def test_a_secret_is_refused_in_words(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page("office.city")
    send(page, tmp_path, bc__txt="THÀNH ỦY CẢNG\nMẬT\nSố 7-BC/TU\nBÁO CÁO".encode())
    expect(page.locator(".alert").first).to_contain_text("mang dấu “MẬT”")
    expect(page.locator("[name=kept]")).to_have_count(0)
    page.locator("#id_text").fill("THÀNH ỦY CẢNG\nTUYỆT MẬT\nvề Khoai Lang")
    page.locator("form.form-add button[type=submit]").first.click()
    expect(page.locator(".alert").first).to_contain_text("mang dấu “TUYỆT MẬT”")
    assert "Khoai Lang" not in page.content() + page.evaluate(
        "JSON.stringify(localStorage)"
    )  # not in the browser either
