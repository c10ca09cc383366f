"""Story 12: two wards merge in the middle of it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.scenes import O1, O2
from tests.browser.test_main_job import has_no_sideways_scroll

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1320 px", "375 px"])
Open = Callable[..., Page]
Run = Callable[..., None]
Picture = Callable[[Page, str], None]

OLD_A, OLD_B, NEW = "Đảng ủy phường Bắc Sơn", "Đảng ủy phường Nam Sơn", "Đảng ủy phường Bắc Nam Sơn"
FIGURES = {
    "Đơn vị kết thúc": "2", "Đơn vị mới": "1", "Đơn vị chuyển trực thuộc": "4", "Đảng viên liên quan": "70",
    "Việc chưa xong được bàn giao": "1", "Tài khoản chuyển": "2",
}  # fmt: skip
DECISION = {"name": "qd-15.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 QD-15"}


@pytest.fixture
def scene() -> str:
    return "before_the_merger"


def play(page: Page, day: str) -> None:
    """Let the sample world play another day."""
    page.locator(".band summary").click()
    page.locator("#sample-today").fill(day)
    page.locator("#sample-today").press("Enter")
    expect(page.locator(".band-today")).to_contain_text("/".join(part.lstrip("0") for part in day.split("/")))


def begin(page: Page, title: str, on: str) -> None:
    page.goto("/reorganisations/new/")
    page.locator("#id_title").fill(title)
    page.locator("#id_decision").fill("QĐ-15")
    page.locator("#id_effective_on").fill(on)


def write_line(page: Page, kind: str, **words: str) -> None:
    """Add one change and fill in what its kind asks."""
    page.get_by_role("button", name=kind, exact=True).click()
    line = page.locator("fieldset", has=page.locator("legend")).last
    for name, said in words.items():
        field = line.locator(f"[name$='-{name}']")
        field.select_option(said) if name == "level" else field.fill(said)


def write_merger(page: Page, on: str = "01/08/2019") -> None:
    """The organisers enter the decision, with its file."""
    begin(page, "Hợp nhất Bắc Sơn và Nam Sơn", on)
    write_line(page, "Hợp nhất", sources="PA; PB", code="PAB", name=NEW, unit_kind="đảng ủy phường", level="commune")
    page.locator("input[type=file]").set_input_files(DECISION)
    has_no_sideways_scroll(page)
    see_what_it_does(page)


def see_what_it_does(page: Page) -> None:
    page.get_by_role("button", name="Lưu và xem trước").click()
    page.wait_for_url(re.compile(r"/reorganisations/\d+/"))


def send(page: Page) -> None:
    """Somebody of the office sends the draft that is open to the head."""
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.locator("main")).to_contain_text("Chờ duyệt")


def approve(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Phê duyệt việc sắp xếp").click()


def comes_into_force(page: Page, run: Run) -> None:
    """Midnight passes, and the job of the first minute runs."""
    expect(page.locator("main")).to_contain_text("Đã phê duyệt, chờ đến ngày")
    play(page, "01/08/2019")
    run("job", "reorganisation.apply_due", "2019-08-01T00:01")
    page.reload()
    expect(page.locator("main")).to_contain_text("Đã có hiệu lực")


def wards_on(page: Page, day: str) -> list[str]:
    """What stands below the district in its tree as at a day, cells too."""
    page.goto(f"/units/?on={day}")
    expect(page.locator(".tree")).to_be_visible()
    closed = page.locator(".tree details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    return [name for name in page.locator(".tree-name").all_inner_texts() if name.startswith(("Đảng ủy", "Chi bộ"))]


CELLS = ["Chi bộ A1", "Chi bộ A2", "Chi bộ B1", "Chi bộ B2", "Chi bộ C1", "Chi bộ Trường Kiến An"]
BEFORE = sorted([OLD_A, OLD_B, "Đảng ủy phường Văn Đẩu", *CELLS])
AFTER = sorted([NEW, "Đảng ủy phường Văn Đẩu", *CELLS])


def open_duty(page: Page) -> None:
    """From the cascade that the district has given to one's own duty."""
    page.goto("/cascades/")
    page.get_by_role("link", name="Quận ủy triển khai").first.click()
    page.locator("#board a[href*='/cascades/obligations/']").first.click()
    page.wait_for_url("**/cascades/obligations/*/")


def preview_says(page: Page, picture: Picture) -> None:
    for label, value in FIGURES.items():
        expect(page.get_by_role("link", name=f"{label} {value}", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="qd-15.pdf")).to_be_visible()
    expect(page.get_by_role("button", name="Phê duyệt việc sắp xếp")).to_have_count(0)
    has_no_sideways_scroll(page)
    picture(page, f"merger-preview-{page.viewport_size['width']}")
    preview = page.url
    page.get_by_role("link", name="Việc chưa xong được bàn giao").click()
    expect(page.locator(".row-line")).to_have_count(1)
    expect(page.locator(".row-line")).to_contain_text(O1)
    page.goto(preview)


def the_open_duty_is_inherited(page: Page, picture: Picture) -> None:
    """12.3: what PB owed is PAB's, with the same deadline and where it came from."""
    open_duty(page)
    main = page.locator("main")
    expect(main).to_contain_text(f"kế thừa từ {OLD_B}")
    expect(main).to_contain_text("24/07/2019")
    expect(page.locator(".page-top-sub")).to_contain_text(NEW)
    expect(main).to_contain_text("Bản 2")
    has_no_sideways_scroll(page)
    picture(page, f"merger-inherited-{page.viewport_size['width']}")


def what_was_done_is_still_read(page: Page) -> None:
    """12.3: the notice of PA's approval leads PAB to what PA sent."""
    page.goto("/notices/")
    page.get_by_role("button", name=f"Mở: Đã duyệt: {O1}").click()
    page.wait_for_url("**/cascades/obligations/*/")
    expect(page.locator(".page-top-sub")).to_contain_text(OLD_A)
    expect(page.locator("main")).to_contain_text("Đã làm xong.")


def old_links_lead_on(page: Page, old: dict[str, str]) -> None:
    for name, address in old.items():
        page.goto(address)
        expect(page.locator("h1")).to_have_text(NEW)
        expect(page.locator("main")).to_contain_text(f"{name} nay là {NEW}, từ ngày 01/08/2019 theo QĐ-15.")


def both_days_have_the_base_of_four(page: Page) -> None:
    """12.4: the roll-up of what the district has given, as at the eve and as at the day."""
    page.goto("/cascades/")
    page.locator("main a[href*='below=1'][href*='standing=approved']").first.click()
    address = page.url.replace("standing=approved&", "")
    for day, wards in (("2019-07-31", [OLD_A, OLD_B]), ("2019-08-01", [OLD_A, NEW])):
        page.goto(f"{address}&on={day}")
        expect(page.locator("h1")).to_have_text("4 việc")
        units = page.locator("#rows tbody tr td:first-child")
        expect(units).to_have_count(4)
        assert {*wards, "Đảng ủy phường Văn Đẩu", "Chi bộ Trường Kiến An"} == set(units.all_inner_texts())


def a_new_duty_goes_to_three(office: Page, head: Page, picture: Picture) -> None:
    """12.4: what is given from now on goes to PAB, PC and TX."""
    office.goto("/desk/owed/")
    office.get_by_role("link", name=O2).first.click()
    office.locator("form[action$='/pass-down/'] button").click()
    office.wait_for_url("**/draft/")
    expect(office.locator("#addressed .draft-given")).to_contain_text("3/3 đơn vị")
    expect(office.locator("#addressed")).to_contain_text(NEW)
    expect(office.locator("#addressed")).not_to_contain_text(OLD_A)
    picture(office, f"merger-new-duty-{office.viewport_size['width']}")
    office.locator(".draft-actions button[value=send]").click()
    expect(office.locator("main")).to_contain_text("Chờ duyệt")
    head.goto(office.url)
    head.locator("form[action$='/approve/'] button").click()
    head.wait_for_url(re.compile(r"/cascades/\d+/(\?.*)?$"), timeout=30_000)
    expect(head.locator("#board th[scope=row]", has_text=NEW)).to_be_visible()


@SIZES
def test_a_merger_is_entered_approved_and_comes_into_force_on_its_day(
    open_page: Open, picture: Picture, run: Run, size: dict[str, int]
) -> None:
    """12.1 to 12.5."""
    organiser, office = open_page("tochuc.quan", size), open_page("vp.quan", size)
    ward_a, ward_b = open_page("vp.pa", size), open_page("vp.pb", size)
    old = {}
    for name in (OLD_A, OLD_B):
        office.goto("/units/")
        office.get_by_role("link", name=name).click()
        expect(office.locator("h1")).to_have_text(name)
        old[name] = office.url

    write_merger(organiser)
    preview_says(organiser, picture)
    preview = organiser.url
    assert sorted(wards_on(office, "01/08/2019")) == BEFORE
    head = open_page("bithu.quan", size)
    head.goto("/desk/to-decide/")
    expect(head.locator(".row-item", has_text="Hợp nhất Bắc Sơn")).to_have_count(0)
    organiser.goto(preview)
    send(organiser)
    head.goto("/desk/to-decide/")
    expect(head.locator(".row-item", has_text="Hợp nhất Bắc Sơn")).to_be_visible()
    head.goto("/notices/")
    expect(head.locator("main")).to_contain_text("Phương án sắp xếp chờ đồng chí phê duyệt: Hợp nhất Bắc Sơn")
    approve(head, preview)
    ward_a.goto("/units/")
    expect(ward_a.locator("main")).to_contain_text(f"Các đơn vị thuộc {OLD_A}")
    comes_into_force(head, run)
    for label, value in FIGURES.items():  # what was shown beforehand is what was done
        expect(head.get_by_role("link", name=f"{label} {value}", exact=True)).to_be_visible()
    has_no_sideways_scroll(head)
    picture(head, f"merger-in-force-{size['width']}")

    assert sorted(wards_on(office, "31/07/2019")) == BEFORE
    assert sorted(wards_on(office, "01/08/2019")) == AFTER
    has_no_sideways_scroll(office)
    the_open_duty_is_inherited(ward_b, picture)
    what_was_done_is_still_read(ward_a)
    ward_a.goto("/units/")
    expect(ward_a.locator("main")).to_contain_text(f"Các đơn vị thuộc {NEW}")
    old_links_lead_on(office, old)
    both_days_have_the_base_of_four(office)
    a_new_duty_goes_to_three(office, head, picture)


@SIZES
def test_a_division_leaves_nothing_over_and_a_merger_is_undone(
    open_page: Open, picture: Picture, run: Run, size: dict[str, int]
) -> None:
    """12.6, 12.7, and the way back."""
    organiser, head = open_page("tochuc.quan", size), open_page("bithu.quan", size)
    begin(organiser, "Chia Nam Sơn", "01/08/2019")
    for part, cell in ((1, "B1"), (2, "B2")):
        write_line(
            organiser, "Chia tách", sources="PB", code=f"PB{part}", name=f"Đảng ủy phường Nam Sơn {part}",
            unit_kind="đảng ủy phường", level="commune", members="0", children=cell,
        )  # fmt: skip
    see_what_it_does(organiser)
    alert = organiser.locator("main [role=alert], main .alert").filter(has_text="còn lại chưa giao")
    expect(alert).to_contain_text(O1)
    has_no_sideways_scroll(organiser)
    picture(organiser, f"division-leftovers-{size['width']}")
    head.goto(organiser.url)
    expect(head.locator("main")).to_contain_text("còn lại chưa giao")
    expect(head.get_by_role("button", name="Phê duyệt việc sắp xếp")).to_have_count(0)
    for choice in organiser.locator("main select").all():
        choice.select_option(label="Đảng ủy phường Nam Sơn 1")
    organiser.get_by_role("button", name="Lưu phân giao").click()
    expect(organiser.locator("main")).not_to_contain_text("còn lại chưa giao")
    send(organiser)
    head.reload()
    expect(head.get_by_role("button", name="Phê duyệt việc sắp xếp")).to_be_visible()

    write_merger(organiser, on="10/07/2019")
    expect(organiser.locator("main")).to_contain_text("Ngày 10/07/2019 đã qua")
    expect(organiser.locator(".counters")).to_contain_text("Đợt triển khai có số liệu ngày đã qua sẽ đổi")
    picture(organiser, f"merger-in-the-past-{size['width']}")
    organiser.locator("summary", has_text="Bỏ dự thảo").click()
    organiser.get_by_role("button", name="Bỏ hẳn dự thảo này").click()
    expect(organiser.locator("main")).to_contain_text("Đã bỏ dự thảo")

    write_merger(organiser)
    send(organiser)
    approve(head, organiser.url)
    comes_into_force(head, run)
    assert sorted(wards_on(organiser, "01/08/2019")) == AFTER
    head.locator("summary", has_text="Hoàn tác").click()
    head.locator("form[action$='/undo/'] textarea").fill("Quyết định được đình lại")
    head.get_by_role("button", name="Hoàn tác việc sắp xếp").click()
    expect(head.locator("main")).to_contain_text("Đã hoàn tác")
    assert sorted(wards_on(organiser, "01/08/2019")) == BEFORE
    ward_b = open_page("vp.pb", size)
    open_duty(ward_b)
    expect(ward_b.locator(".page-top-sub")).to_contain_text(OLD_B)
    picture(head, f"merger-undone-{size['width']}")
