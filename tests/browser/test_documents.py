"""Story 2: the clerk uploads what came from above, and the system reads it."""

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

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
Thực hiện các Nghị quyết số 18, 19-NQ/TƯ, 20-NQ/TW, 21-NQ/TW của Trung ương (khóa XII), Ban Thường vụ yêu cầu:
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


@needs_tesseract
def test_two_files_of_one_drag_are_read_without_a_reload(
    open_page: Callable[..., Page], picture: Callable[[Page, str], None], tmp_path: Path
) -> None:
    from tests.documents.scans import scan_of

    page = open_page("office.city")
    plan, scan = word_file(PLAN), scan_of(SCANNED)
    send(page, tmp_path, kh91__docx=plan, nq45_scan__pdf=scan)
    page.wait_for_url(re.compile(r"/documents/batches/\d+/"))
    loaded: list[str] = []
    page.on("framenavigated", lambda frame: loaded.append(frame.url))
    expect(page.locator("#batch .progress-words")).to_contain_text("2 / 2", timeout=40_000)
    assert loaded == []
    picture(page, "batch-1320")
    has_no_sideways_scroll(page)

    page.get_by_role("link", name="Thông báo 12-TB/ĐUK").click()
    expect(page.locator(".document-original")).to_contain_text(hashlib.sha256(scan).hexdigest())
    expect(page.locator(".reading")).to_contain_text("Nghị quyết số 45-NQ/TW")
    picture(page, "scan-1320")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tệp gốc").click()
    assert Path(download.value.path()).read_bytes() == scan


def test_what_the_plan_says_is_read(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page("office.city")
    send(page, tmp_path, kh91__docx=word_file(PLAN))
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    expect(page.locator("#id_number")).to_have_value("91")
    found = page.locator("#findings")
    for symbol in ("19-NQ/TW", "20-NQ/TW", "21-NQ/TW"):
        expect(found).to_contain_text(symbol)
    expect(found).to_contain_text("31/01/2018")
    expect(page.locator(".reading")).to_contain_text("19-NQ/TƯ")  # as it was written
    reference = page.locator(".finding", has_text="20-NQ/TW").first
    place = reference.get_attribute("id")
    reference.locator("button[value=rejected]").click()
    expect(page.locator(f"#{place}")).to_have_attribute("data-status", "rejected")
    page.reload()
    expect(page.locator(f"#{place}")).to_have_attribute("data-status", "rejected")


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
