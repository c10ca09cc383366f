"""The pages of a reorganisation, without a script: written, previewed, approved, undone; and a table brought in."""

import json
import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quantriet.kernel.actor import SYSTEM
from quantriet.org.models import Mandate, Unit
from quantriet.org.rules import Level
from quantriet.reorganisation import actions
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.queries.sheet import empty_table
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line
from quantriet.reorganisation.rules.sheet import COLUMNS
from quantriet.reorganisation.tasks import apply_due
from tests.reorganisation.stories import (
    DAY,
    MERGER,
    NIGHT,
    Scene,
    applied,
    approved,
    drafted,
    scene,
    send,
    submitted,
    unit,
)
from tests.world import World

WORDS = {"title": "Hợp nhất hai phường", "decision": "QĐ-15", "effective_on": "01/08/2019"}


@pytest.fixture
def scenery(world: World) -> Scene:
    return scene(world)


@pytest.fixture
def office(world: World) -> Client:
    return world.client(world.district_office)


@pytest.fixture
def head(world: World) -> Client:
    return world.client(world.district_secretary)


def url(name: str, *args: Any) -> str:
    return reverse(f"reorganisation:reorganisation-{name}", args=args)


def merger() -> dict[str, str]:
    return WORDS | {
        "row": "1:merge", "l1-sources": "Đảng ủy phường Bắc Sơn; WB", "l1-code": "WAB", "l1-name": "Phường Bắc Nam Sơn",
        "l1-unit_kind": "đảng ủy phường", "l1-level": "commune", "do": "save",
    }  # fmt: skip


def figures(page: str) -> dict[str, str]:
    return dict(
        re.findall(r'href="/reorganisations/\d+/(\w+)/">\s*<div class="counter">.*?counter-value">(\d+)', page, re.S)
    )


def test_a_change_is_added_and_removed_without_losing_a_word(office: Client) -> None:
    page = office.post(url("new"), WORDS | {"do": "add:merge"}).content.decode()
    assert 'name="row" value="1:merge"' in page
    assert "Hợp nhất hai phường" in page
    page = office.post(url("new"), merger() | {"do": "add:move"}).content.decode()
    assert 'value="2:move"' in page
    assert "Phường Bắc Nam Sơn" in page
    page = office.post(url("new"), merger() | {"do": "remove:1"}).content.decode()
    assert 'name="row"' not in page
    assert not Reorganisation.objects.exists()


def test_each_figure_of_the_preview_opens_as_many_rows(scenery: Scene, office: Client) -> None:
    answer = office.post(url("new"), merger(), follow=True)
    page = answer.content.decode()
    assert figures(page) == {
        "closing": "2", "opening": "1", "moving": "5", "members": "70", "obligations": "1", "accounts": "3",
    }  # fmt: skip
    (found,) = Reorganisation.objects.all()
    for what, number in figures(page).items():
        rows = office.get(url("rows", found.pk, what)).content.decode()
        assert rows.count("row-line") == (7 if what == "members" else int(number)), what
    assert not Unit.objects.filter(code="WAB").exists()


def test_mistakes_stand_on_the_page_and_nothing_can_be_approved(scenery: Scene, office: Client, head: Client) -> None:
    page = office.post(url("new"), merger() | {"l1-sources": "WA; Phường Lạ"}, follow=True).content.decode()
    assert "không có đơn vị “Phường Lạ”" in page
    (found,) = Reorganisation.objects.all()
    assert "Phê duyệt việc sắp xếp" not in head.get(url("page", found.pk)).content.decode()
    for client in (office, head):
        assert "Trình duyệt" not in client.get(url("page", found.pk)).content.decode()
        assert client.post(url("submit", found.pk), {"version": found.version}).status_code == 422


def test_people_read_names_where_the_table_holds_codes(world: World, scenery: Scene, office: Client) -> None:
    lines = (
        Line(Kind.MERGE, ("WA", "WB"), "WAB", "Phường Bắc Nam Sơn", "đảng ủy phường", "commune"),
        Line(Kind.MOVE, ("WC",), parent="WAB"),
        Line(Kind.RENAME, ("NOBODY",), name="Phường Lạ"),
    )
    found = drafted(world, *lines)
    page = re.sub(r"\s+", " ", office.get(url("page", found.pk)).content.decode())
    assert "Đảng ủy phường Bắc Sơn, Đảng ủy phường Nam Sơn" in page
    assert "→ Phường Bắc Nam Sơn (WAB)" in page
    assert "Đảng ủy phường Văn Đẩu" in page
    assert "Cấp trên: Phường Bắc Nam Sơn" in page
    assert "</strong> NOBODY" in page  # as it was written, for nobody is called so


def test_units_with_one_name_are_told_apart_by_code(world: World, scenery: Scene, office: Client) -> None:
    unit(world, "TWIN", "Chi bộ Trường", world.kien_an)
    found = drafted(world, Line(Kind.DISSOLVE, ("TWIN", "TX", "WC")))
    page = re.sub(r"\s+", " ", office.get(url("page", found.pk)).content.decode())
    assert "Chi bộ Trường (TWIN), Chi bộ Trường (TX), Đảng ủy phường Văn Đẩu" in page


def test_what_must_be_filled_is_not_called_optional(office: Client) -> None:
    page = office.post(url("new"), WORDS | {"do": "add:merge"}).content.decode()
    places = re.findall(r'<div( class="no-optional")?><div class="field">\s*<label[^>]* for="id_l1-(\w+)"', page)
    assert {name for must, name in places if must} == {"sources", "code"}
    assert {name for must, name in places if not must} == {"name", "unit_kind", "level", "parent"}


def test_the_head_approves_what_was_read_and_once(world: World, scenery: Scene, head: Client) -> None:
    found = submitted(world)
    assert "Phê duyệt việc sắp xếp" in head.get(url("page", found.pk)).content.decode()
    assert head.post(url("approve", found.pk), {"version": "7"}).status_code == 409
    for _again in range(2):
        page = head.post(url("approve", found.pk), {"version": "1"}, follow=True).content.decode()
    assert "Đã phê duyệt, chờ đến ngày" in page


def test_the_office_sends_takes_back_and_discards(world: World, scenery: Scene, office: Client, head: Client) -> None:
    found = drafted(world)
    version = {"version": "1"}
    page = office.post(url("submit", found.pk), version, follow=True).content.decode()
    assert "Đã trình duyệt: người đứng đầu được báo." in page
    assert "Bỏ dự thảo" not in page
    assert office.get(url("edit", found.pk)).status_code == 302  # it is with the head
    assert office.post(url("discard", found.pk), version).status_code == 409
    page = head.post(url("send-back", found.pk), {"reason": "Thiếu tờ trình"}, follow=True).content.decode()
    assert "Thiếu tờ trình" in page
    office.post(url("submit", found.pk), version)
    assert "Bỏ dự thảo" in office.post(url("take-back", found.pk), follow=True).content.decode()
    page = office.post(url("discard", found.pk), version, follow=True).content.decode()
    assert "Đã bỏ dự thảo." in page
    assert office.get(url("page", found.pk)).status_code == 404


def test_two_savers_notice_each_other(world: World, office: Client) -> None:
    found = drafted(world)
    assert office.post(url("edit", found.pk), merger() | {"version": "1"}).status_code == 302
    assert office.post(url("edit", found.pk), merger() | {"version": "1"}).status_code == 409


def test_the_day_comes_and_the_job_puts_it_in_force(world: World, scenery: Scene, head: Client) -> None:
    found = approved(world)
    apply_due(timestamp=0)
    assert not Unit.objects.filter(code="WAB").exists()
    with world.on(DAY):
        apply_due(timestamp=0)
        page = head.get(url("page", found.pk)).content.decode()
        assert "Đã có hiệu lực" in page
        page = head.post(url("undo", found.pk), {"reason": "Nhầm"}, follow=True).content.decode()
    assert "Đã hoàn tác" in page


DISSOLVED = Line(Kind.DISSOLVE, ("TX",), "WC")
DONE_ROWS = {
    "closing": ["Đảng ủy phường Bắc Sơn → Đảng ủy phường Bắc Nam Sơn", "Đảng ủy phường Nam Sơn → ", "Chi bộ Trường → "],
    "opening": ["Đảng ủy phường Bắc Nam Sơn (WAB)"],
    "moving": ["Chi bộ A2 → Đảng ủy phường Bắc Nam Sơn"],
    "changing": ["Đảng ủy phường Văn Đẩu → Đảng ủy phường Văn Đẩu, chi bộ"],
    "members": ["Chi bộ A2 20"],
    "obligations": ["Gửi báo cáo Đảng ủy phường Nam Sơn → Đảng ủy phường Bắc Nam Sơn · 15/08/2019"],
    "accounts": ["(Văn phòng)"],
}


def test_what_was_done_keeps_its_figures_and_their_rows(world: World, scenery: Scene, office: Client) -> None:
    found = approved(world, MERGER, DISSOLVED)
    before = figures(office.get(url("page", found.pk)).content.decode())
    actions.apply_due(actor=SYSTEM, at=NIGHT)
    with world.on(DAY):
        after = figures(office.get(url("page", found.pk)).content.decode())
        assert after == before
        assert set(after) == set(DONE_ROWS)
        for what, number in after.items():
            page = office.get(url("rows", found.pk, what)).content.decode()
            assert page.count("row-line") == (8 if what == "members" else int(number)), what
            said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
            for words in DONE_ROWS[what]:
                assert words in said, what
            for link in re.findall(r'row-title" href="([^"]+)"', page):
                assert office.get(link, follow=True).status_code == 200, link
        assert office.get(url("rows", found.pk, "conferences")).status_code == 404


def test_what_is_undone_says_no_figures(world: World, scenery: Scene, office: Client) -> None:
    found = applied(world)
    with world.on(DAY) as later:
        actions.undo(actor=world.district_secretary.actor, found=found, reason="Nhầm", at=later)
        assert figures(office.get(url("page", found.pk)).content.decode()) == {}
        assert office.get(url("rows", found.pk, "closing")).status_code == 404


def test_what_the_tree_no_longer_allows_goes_back_as_a_draft_with_the_reason(
    world: World, scenery: Scene, head: Client
) -> None:
    found = approved(world)
    other = Line(Kind.MERGE, ("WA", "WC"), "WAC", "Phường khác", "đảng ủy phường", "commune")
    applied(world, other)  # approved later, put in force by hand first
    found.refresh_from_db()
    states = sorted(Reorganisation.objects.values_list("state", flat=True))
    assert states == ["applied", "draft"]
    (back,) = Reorganisation.objects.filter(state="draft")
    assert "“Đảng ủy phường Bắc Sơn” has ended" in back.return_reason


def test_a_unit_is_divided_only_without_leftovers(world: World, scenery: Scene, office: Client, head: Client) -> None:
    lines = [
        Line(Kind.SPLIT, ("WB",), f"WB{n}X", f"Phường {n}", "đảng ủy phường", "commune", "KA", 0, (child,))
        for n, child in ((1, "WB1"), (2, "WB2"))
    ]
    found = drafted(world, *lines)
    page = office.get(url("page", found.pk)).content.decode()
    assert "còn lại chưa giao: Gửi báo cáo" in page
    assert "Đảng ủy phường Nam Sơn: Gửi báo cáo</label>" in page
    assert '<option value="WB2X">Phường 2</option>' in page
    assert office.post(url("submit", found.pk), {"version": 1}).status_code == 422
    owed, mandate = scenery.owed(world.ward_b), Mandate.objects.get(unit=world.ward_b)
    said = {f"obligations-{owed.pk}": "WB2X", f"mandates-{mandate.pk}": "WB1X"}
    page = office.post(url("assign", found.pk), said, follow=True).content.decode()
    assert "còn lại" not in page
    found.refresh_from_db()
    send(world, found)
    actions.approve(actor=world.district_secretary.actor, found=found, version=found.version, at=world.noon)
    actions.apply_due(actor=SYSTEM, at=NIGHT)
    assert scenery.owed(world.ward_b).unit.code == "WB2X"
    assert Mandate.objects.get(user=mandate.user, valid_during__contains=DAY).unit.code == "WB1X"


def test_a_past_day_needs_a_reason_and_names_the_cascades_whose_figures_change(
    world: World, scenery: Scene, office: Client
) -> None:
    data = merger() | {"effective_on": "10/07/2019"}
    page = office.post(url("new"), data, follow=True).content.decode()
    assert "Ngày 10/07/2019 đã qua" in page
    assert figures(page)["cascades"] == "1"
    page = office.post(url("new"), data | {"reason": "Quyết định đến muộn"}, follow=True).content.decode()
    assert "đã qua. Hãy ghi" not in page


def test_the_page_costs_as_much_for_many_units(
    world: World, scenery: Scene, office: Client, django_assert_max_num_queries: Any
) -> None:
    found = drafted(world)
    with django_assert_max_num_queries(40):
        office.get(url("page", found.pk))
    with django_assert_max_num_queries(15):
        office.get(url("list"))


def table(*rows: dict[str, str]) -> SimpleUploadedFile:
    book = openpyxl.load_workbook(BytesIO(empty_table()))
    for row in rows:
        book.worksheets[0].append([row.get(name, "") for name in COLUMNS])
    packed = BytesIO()
    book.save(packed)
    return SimpleUploadedFile("bang.xlsx", packed.getvalue())


GOOD = {
    "kind": "Hợp nhất", "sources": "WA; WB", "code": "WAB", "name": "Phường mới", "unit_kind": "đảng ủy phường",
    "level": "commune",
}  # fmt: skip


def test_a_table_is_tried_row_by_row_and_the_good_rows_become_a_draft(
    world: World, scenery: Scene, office: Client
) -> None:
    bad = {"kind": "Đổi tên", "sources": "KHÔNG CÓ"}
    odd = {"kind": "Sáp nhập hết", "sources": "WC", "members": "nhiều", "level": "xóm"}
    page = office.post(url("import"), WORDS | {"file": table(GOOD, bad, odd), "do": "try"}).content.decode()
    assert "5 lỗi" in page  # each row says all that is wrong with it
    good, wrong, worse = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).split(" Dòng ")[1:]
    for row, words in (
        (good, ("thực hiện được", "Hợp nhất Đảng ủy phường Bắc Sơn, Đảng ủy phường Nam Sơn → Phường mới (WAB)")),
        (wrong, ("không thực hiện", "Đổi tên KHÔNG CÓ", "không có đơn vị “KHÔNG CÓ”", "còn thiếu tên mới")),
        (worse, ("Sáp nhập hết", "Được ghi: Đổi tên; Chuyển trực thuộc", "“nhiều” không hợp lệ", "“xóm” không hợp lệ")),
    ):
        for said in words:
            assert said in row
    assert not Reorganisation.objects.exists()
    kept = re.search(r'name="rows" value="([^"]*)"', page)[1].replace("&quot;", '"')
    page = office.post(url("import"), WORDS | {"rows": kept, "do": "keep"}, follow=True).content.decode()
    assert figures(page)["closing"] == "2"
    (found,) = Reorganisation.objects.all()
    assert [line.facts.sources for line in found.lines.all()] == [("WA", "WB")]


def test_the_parts_of_a_divided_unit_are_kept_together_or_not_at_all(scenery: Scene, office: Client) -> None:
    part = {"kind": "Chia tách", "sources": "WB", "unit_kind": "đảng ủy phường", "level": "commune", "members": "0"}
    one = part | {"code": "WBX", "name": "Phường X", "children": "WB1"}
    other = part | {"code": "WC", "name": "Phường Y", "children": "WB2"}  # the code of another unit
    page = office.post(url("import"), WORDS | {"file": table(one, other), "do": "try"}).content.decode()
    assert "Mã “WC” đã thuộc đơn vị khác" in page
    assert "Một phần khác của cùng đơn vị chia tách còn lỗi" in page
    assert "Lập dự thảo từ các dòng này" not in page


def test_an_heir_is_called_by_its_full_name_too(scenery: Scene, office: Client) -> None:
    row = {"kind": "Giải thể", "sources": "Đảng ủy phường Nam Sơn", "code": "Đảng ủy phường Bắc Sơn"}
    page = office.post(url("import"), WORDS | {"file": table(row), "do": "try"}).content.decode()
    assert "Mọi dòng đều hợp lệ" in page
    assert "&quot;code&quot;: &quot;WA&quot;" in page


@pytest.mark.parametrize(
    ("column", "most"), [("sources", 300), ("code", 60), ("name", 300), ("unit_kind", 60), ("parent", 300)]
)
def test_what_no_unit_can_be_called_is_told_before_it_is_kept(
    scenery: Scene, office: Client, column: str, most: int
) -> None:
    row = GOOD | {column: "x" * (most + 1)}
    page = office.post(url("import"), WORDS | {"file": table(row), "do": "try"}).content.decode()
    assert f"Cột “{COLUMNS[column]}” ghi được nhiều nhất {most} chữ cái" in page
    assert "Lập dự thảo từ các dòng này" not in page
    sly = row | {"kind": "merge", "sources": row["sources"].split("; ")}
    assert office.post(url("import"), WORDS | {"rows": json.dumps([sly]), "do": "keep"}).status_code == 422
    assert not Reorganisation.objects.exists()


def test_more_members_than_a_unit_can_have_are_told(scenery: Scene, office: Client) -> None:
    page = office.post(
        url("import"), WORDS | {"file": table(GOOD | {"members": "9" * 20}), "do": "try"}
    ).content.decode()
    assert "không hợp lệ ở cột" in page


def test_the_levels_to_choose_from_are_those_that_are_read(scenery: Scene) -> None:
    book = openpyxl.load_workbook(BytesIO(empty_table()))
    offered = {str(rule.sqref)[0]: rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation}
    for column, choices in (("A", Kind.choices), ("F", Level.choices)):
        title, _, cells = offered[column].rpartition("!")
        shown = [row[0].value for row in book[title.strip("'")][cells.replace("$", "")]]
        assert shown == [str(label) for _value, label in choices]
    assert book.worksheets[0].title == "Nội dung sắp xếp"
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "hidden"]


def test_an_empty_and_a_faultless_table_are_told_apart(scenery: Scene, office: Client) -> None:
    page = office.post(url("import"), WORDS | {"file": table(), "do": "try"}).content.decode()
    assert "Bảng chưa có dòng nào" in page
    assert "Lập dự thảo từ các dòng này" not in page
    page = office.post(url("import"), WORDS | {"file": table(GOOD), "do": "try"}).content.decode()
    assert "Mọi dòng đều hợp lệ" in page
    assert "Hãy sửa bảng" not in page


@pytest.mark.parametrize("raw", [b"not a table", b"PK\x03\x04broken"])
def test_what_is_no_table_is_refused(office: Client, raw: bytes) -> None:
    answer = office.post(url("import"), WORDS | {"file": SimpleUploadedFile("x.xlsx", raw), "do": "try"})
    assert answer.status_code == 422
    assert "không phải bảng .xlsx theo mẫu" in answer.content.decode()


def test_a_dry_run_that_was_tampered_with_is_refused(office: Client) -> None:
    assert office.post(url("import"), WORDS | {"rows": "[1]", "do": "keep"}).status_code == 422
