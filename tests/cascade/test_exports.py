"""What is taken away says the same as the page: tables, the progress report, the figures for another system."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import Settings as SettingsWrapper

from quantriet.cascade import tasks
from quantriet.cascade.rules import report as rules
from quantriet.cascade.rules.sheet import Column, Sheet, file_name, xlsx
from quantriet.cascade.rules.standing import Counts
from quantriet.cascade.views import board
from tests.cascade.stories import duty, issued, many_units
from tests.cascade.test_pages import lively, page
from tests.world import World


def table(client: Client, url: str) -> tuple[list[list[Any]], dict[str, str], Any]:
    """Rows below the two headings, the notes, and the first sheet itself."""
    answer = client.get(f"{url}{'&' if '?' in url else '?'}file=xlsx")
    assert answer.status_code == 200
    book = load_workbook(BytesIO(answer.content))
    sheet = book.worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(min_row=5, values_only=True)]
    notes = {str(label): str(words) for label, words in book["Ghi chú"].iter_rows(values_only=True)}
    return rows, notes, sheet


def test_the_board_taken_away_holds_the_figures_of_the_page(world: World) -> None:
    root = lively(world)
    client, url = world.client(world.city_office), reverse("cascade:cascade-page", args=[root.pk])
    rows, notes, sheet = table(client, url)
    assert [row[0] for row in rows] == ["Đảng ủy Khối các cơ quan", "Quận ủy Kiến An", "Toàn đảng bộ"]
    assert rows[0][-7:] == [2, 1, 0.5, 0, 1, 0, 0]
    assert rows[1][-7:] == pytest.approx([6, 1, 1 / 6, 1, 1, 0, 3])
    assert rows[2][-7:] == [8, 2, 0.25, 1, 2, 0, 3]
    assert len(root.requirements.all()) == 2
    for place in (1, 4):  # the last row says of each requirement what the last line of the page says
        done, all_of_it = map(int, rows[2][place].split(" / "))
        assert rows[2][place + 2].replace("\xa0", " ") == f"{Decimal(100 * done) / all_of_it:.1f} %".replace(".", ",")
        assert rows[2][place + 2] in page(client, url).partition("<tfoot>")[2]
    assert sum(int(rows[2][place].split(" / ")[1]) for place in (1, 4)) == 8
    html = page(client, url)
    for row in rows[:2]:
        assert f"{row[0]}: hoàn thành {row[-6]}/{row[-7]}" in html
    assert rows[0][2].date() == date(2019, 7, 31)
    assert sheet.cell(5, 3).number_format == "dd/mm/yyyy"
    assert sheet.cell(5, sheet.max_column - 4).number_format == "0.00%"
    assert "B3:D3" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert notes["Đơn vị"] == "Thành ủy Cảng"
    assert notes["Số liệu tính đến"] == "12/07/2019 12:00"
    assert notes["Người xuất"] == "Trần Thị Thu – Thành ủy Cảng"


def test_a_standing_taken_away_says_how_late_and_whether_it_was_accepted(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent", date(2019, 7, 14)), duty("Kế hoạch", "plan_issued"))
    client, url = world.client(world.city_office), reverse("cascade:cascade-page", args=[root.pk])
    rows, _, _ = table(client, url)
    assert [row[1] for row in rows[:-1]] == ["chưa nhận"] * 2
    with world.on(date(2019, 7, 16)):
        client = world.client(world.city_office)
        rows, _, _ = table(client, url)
        assert "chậm 2 ngày" in page(client, url)
    assert [(row[1], row[4]) for row in rows[:-1]] == [("chậm 2 ngày; chưa nhận", "chưa nhận")] * 2


def test_the_filter_and_the_day_stand_in_the_notes_and_hold_in_the_table(world: World) -> None:
    root = lively(world)
    yesterday = world.today - timedelta(days=1)
    url = f"{reverse('cascade:cascade-page', args=[root.pk])}?late=1&standing=late&on={yesterday}"
    rows, notes, _ = table(world.client(world.city_office), url)
    assert [row[0] for row in rows] == ["Quận ủy Kiến An", "Toàn đảng bộ"]
    assert notes["Số liệu tính đến"] == f"{yesterday:%d/%m/%Y}"
    assert notes["Lọc"] == "Tình trạng: chậm; Chỉ nơi có việc chậm"


@pytest.mark.parametrize("words", ["", "?standing=late", "?standing=approved&own=1", "?irregular=1", "?sort=due"])
def test_the_rows_taken_away_are_the_rows_of_the_page(world: World, words: str) -> None:
    root = lively(world)
    client, url = world.client(world.city_office), reverse("cascade:cascade-rows", args=[root.pk]) + words
    rows, _, _ = table(client, url)
    html = page(client, url)
    names = re.findall(r"<tr>\s*<td>([^<]+)<", html)
    assert [row[0] for row in rows[:-1]] == names
    assert rows[-1][1] == len(names)
    assert f"<h1>{len(names)} việc</h1>" in html


def test_each_row_says_what_the_unit_belongs_to_for_cells_of_one_name_stand_in_many_wards(world: World) -> None:
    root = lively(world)
    client, url = world.client(world.city_office), reverse("cascade:cascade-rows", args=[root.pk])
    wards = ["Đảng ủy phường Bắc Sơn", "Đảng ủy phường Nam Sơn"]
    above = {row[0]: row[1] for row in table(client, url)[0][:-1]}
    assert above == {
        "Đảng ủy Khối các cơ quan": "Thành ủy Cảng", "Quận ủy Kiến An": "Thành ủy Cảng",
        **dict.fromkeys(wards, "Quận ủy Kiến An"),
    }  # fmt: skip
    told = r'<td>([^<]+)<span class="row-sub">([^<]+)</span>'
    assert set(re.findall(told, page(client, url))) == {(ward, "Quận ủy Kiến An") for ward in wards}
    assert not re.findall(told, page(client, f"{url}?unit={world.kien_an.pk}"))


def test_the_file_is_called_after_what_it_shows_and_the_day(world: World) -> None:
    root = lively(world)
    client, url = world.client(world.city_office), reverse("cascade:cascade-page", args=[root.pk])
    said = client.get(f"{url}?file=xlsx&on={world.today - timedelta(days=1)}").headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="tung-don-vi-[a-z0-9-]+-2019-07-11\.xlsx"', said)
    assert file_name("Báo cáo: đợt 1/2", "", "2019-07-11", ending="docx") == "bao-cao-dot-1-2-2019-07-11.docx"
    assert file_name("đ" * 200, ending="x") == "d" * 60 + ".x"


def test_all_rows_are_taken_away_not_only_those_of_the_page(world: World) -> None:
    many_units(world, world.city, 60)
    root = issued(world, duty("Báo cáo", "report_sent"))
    rows, _, _ = table(world.client(world.city_office), reverse("cascade:cascade-rows", args=[root.pk]))
    assert (len(rows), rows[-1][1]) == (63, 62)


def test_a_table_too_long_to_open_is_refused_with_a_way_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lively(world)
    url = reverse("cascade:cascade-rows", args=[root.pk])
    monkeypatch.setattr(board, "MOST_ROWS", 7)
    answer = world.client(world.city_office).get(f"{url}?file=xlsx")
    assert answer.status_code == 422
    assert "Một bảng có nhiều nhất 7 dòng" in answer.content.decode()
    assert world.client(world.city_office).get(f"{url}?file=xlsx&standing=late").status_code == 200


def test_the_late_list_taken_away_names_whom_to_call(world: World) -> None:
    root = issued(world, at=world.noon - timedelta(days=5))
    with world.on(date(2019, 8, 3)):
        url = reverse("cascade:cascade-late", args=[root.pk])
        rows, _, _ = table(world.client(world.city_office), url)
    assert [row[3] for row in rows[:-1]] == [3] * 4
    assert rows[-1][1] == 4
    kien_an = next(row for row in rows if row[0] == "Quận ủy Kiến An")
    chasing = ["Thành ủy Cảng", "Lê Văn Cảng (Bí thư Thành ủy)", "Trần Thị Thu"]
    assert kien_an[4:] == ["Vũ Đức Bình (Bí thư Quận ủy)", None, "Phạm Thị Lan", *chasing]


@pytest.mark.parametrize("name", ["cascade:cascade-matrix", "cascade:overview", "cascade:overview-matrix"])
def test_the_total_of_a_table_is_the_figure_of_the_branch(world: World, name: str) -> None:
    root = lively(world)
    url = reverse(name) if "overview" in name else reverse(name, args=[root.pk])
    rows, _, _ = table(world.client(world.city_office), url)
    assert rows[-1][-7:] == [8, 2, 0.25, 1, 2, 0, 3]
    for place in (-7, -6, -1):
        assert sum(row[place] for row in rows[:-1]) == rows[-1][place]


def test_a_matrix_taken_away_bears_the_name_of_what_it_shows(world: World) -> None:
    root = lively(world)
    client = world.client(world.city_office)
    for url, title in (
        (reverse("cascade:cascade-matrix", args=[root.pk]), root.title),
        (reverse("cascade:overview-matrix"), "Thành ủy Cảng"),
    ):
        assert table(client, url)[2]["A1"].value == title


def test_the_places_of_the_units_are_taken_away_with_a_total(world: World) -> None:
    root = lively(world)
    client, url = world.client(world.city_office), reverse("cascade:cascade-compare", args=[root.pk])
    rows, _, _ = table(client, url)
    assert [row[:2] for row in rows] == [
        [1, "Đảng ủy Khối các cơ quan"], [2, "Quận ủy Kiến An"], [None, "Tổng cộng"],
    ]  # fmt: skip
    assert rows[-1][2:] == [8, 2, 0.25, 1, 2, 0, 3]
    assert "file=xlsx" in page(client, url)


def test_two_cascades_are_taken_away_beside_each_other(world: World) -> None:
    root, other = lively(world), issued(world, at=world.noon)
    url = f"{reverse('cascade:cascade-compare', args=[root.pk])}?other={other.pk}"
    client = world.client(world.city_office)
    rows, _, sheet = table(client, url)
    assert rows == [[0, 4, 0, 0, 0, 4, 0, 0, 0]]  # at the end of the day on which each was issued
    later = world.noon + timedelta(days=8)
    with world.on(later.date()):
        rows, _, _ = table(world.client(world.city_office), url)
    assert [row[0] for row in rows] == [0, 1]
    assert rows[1][1] == 8
    assert root.title == other.title
    assert [sheet.cell(3, place).value for place in (2, 6)] == [f"1. {root.title}", f"2. {root.title}"]
    assert {"B3:E3", "F3:I3"} <= {str(merged) for merged in sheet.merged_cells.ranges}


def test_the_course_taken_away_is_the_table_of_the_page(world: World) -> None:
    root = lively(world)
    client, url = world.client(world.city_office), reverse("cascade:cascade-trend", args=[root.pk])
    rows, _, _ = table(client, url)
    assert rows[0][0].date() == world.today
    assert rows[0][1:] == [8, 2, 0.25, 3]
    assert len(rows) == page(client, url).partition('class="trend-table"')[2].count("<tr><td>")


def test_columns_of_one_title_have_a_heading_each(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"), duty("Báo cáo", "plan_issued"))
    for name in ("cascade:cascade-page", "cascade:cascade-matrix"):
        _, _, sheet = table(world.client(world.city_office), reverse(name, args=[root.pk]))
        assert [sheet.cell(3, place).value for place in (2, 5)] == ["1. Báo cáo", "2. Báo cáo"]
        assert {"B3:D3", "E3:G3"} <= {str(merged) for merged in sheet.merged_cells.ranges}


def test_words_that_look_like_a_formula_stay_words() -> None:
    sheet = Sheet("Bảng: 1/2", "=1+1", [Column("Tên"), Column("Số", "Nhóm", "count")], [["=HYPERLINK(1)\x07", 3]])
    page = load_workbook(BytesIO(xlsx(sheet))).worksheets[0]
    assert (page["A1"].data_type, page["A5"].data_type, page["A5"].value) == ("s", "s", "=HYPERLINK(1)")
    assert page["B5"].value == 3


# --- the progress report --------------------------------------------------------------------------------------------


def paper(client: Client, url: str) -> tuple[list[str], list[list[list[str]]]]:
    answer = client.get(url)
    assert answer.status_code == 200
    told = docx.Document(BytesIO(answer.content))
    tables = [[[cell.text for cell in row.cells] for row in t.rows] for t in told.tables]
    return [p.text for p in told.paragraphs], tables


def test_the_report_says_the_figures_with_their_denominators_and_names_the_late(world: World) -> None:
    root = lively(world)
    lines, tables = paper(world.client(world.city_office), reverse("cascade:cascade-report", args=[root.pk]))
    head, figures, units, late, foot = tables
    assert head[0][0].split("\n") == ["THÀNH ỦY CẢNG", "*", "Số       -BC/TU"]
    assert head[0][1].split("\n") == ["ĐẢNG CỘNG SẢN VIỆT NAM", "", "Cảng, ngày 12 tháng 7 năm 2019"]
    assert lines[lines.index("BÁO CÁO") + 1] == f"tiến độ thực hiện: {root.title}"
    assert "Toàn bộ có 8 việc được giao; đã hoàn thành 2/8 (25,00%); chậm 3/8 (37,50%)." in lines
    assert figures[-1] == ["", "Tổng cộng", "8", "2", "1", "2", "0", "3", "25,00%"]
    assert figures[0][4:8] == ["Chờ duyệt", "Đang làm", "Trả lại", "Chậm"]
    assert units[2][1:] == ["Quận ủy Kiến An", "6", "1", "1", "1", "0", "3", "16,67%"]
    assert "Có 0/2 (0,00%) đơn vị đã hoàn thành toàn bộ việc được giao." in lines
    assert "Có 2 đơn vị chậm với 3 việc:" in lines
    wards = {"Đảng ủy phường Bắc Sơn", "Đảng ủy phường Nam Sơn"}
    assert {row[1] for row in late[1:]} == {f"{ward} (Quận ủy Kiến An)" for ward in wards}
    _, below = paper(world.client(world.district_office), reverse("cascade:cascade-report", args=[root.pk]))
    assert {row[1] for row in below[3][1:]} == wards  # whoever stands directly below needs no other name
    assert all(row[3:5] == ["10/07/2019", "2"] for row in late[1:])
    assert foot[0][0].startswith("Nơi nhận:")
    assert foot[0][1].startswith("T/M BAN THƯỜNG VỤ\nBÍ THƯ")
    heads = [line for line in lines if re.match(r"[IV]+\. ", line)]
    assert [h.split(".")[0] for h in heads] == ["I", "II", "III", "IV", "V"]


def test_the_table_of_the_units_adds_up_to_the_whole(world: World) -> None:
    root = lively(world)
    client, url = world.client(world.city_office), reverse("cascade:cascade-report", args=[root.pk])
    _, tables = paper(client, f"{url}?unit={world.kien_an.pk}")
    whole, units = tables[1][-1], tables[2]
    assert units[-2][:3] == ["", "Việc của Quận ủy Kiến An", "2"]
    assert units[-1] == whole
    for place in range(2, 8):
        assert sum(int(row[place]) for row in units[1:-1]) == int(whole[place])
    lines, tables = paper(client, f"{url}?unit={world.bloc.pk}")
    assert "Không có đơn vị trực thuộc nào được giao việc." in lines
    assert not any("0/0" in line for line in lines)


def facts_of_paper(on: date, counts: Counts) -> rules.Facts:
    one = rules.DoneBy("Báo cáo", counts)
    return rules.Facts(
        unit="Thành ủy Cảng", kind="thành ủy", superior="", signed_on=on, as_at=on, cascade="Quán triệt", documents=[],
        plan="", issuer="Thành ủy Cảng", issued_on=on, whole=counts, requirements=[one], units=[one],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2019, 2, 9), "Cảng, ngày 09 tháng 02 năm 2019"),
        (date(2019, 3, 10), "Cảng, ngày 10 tháng 3 năm 2019"),
        (date(2019, 12, 1), "Cảng, ngày 01 tháng 12 năm 2019"),
    ],
)
def test_the_day_of_the_paper_is_written_as_papers_write_it(on: date, words: str) -> None:
    told = docx.Document(BytesIO(rules.docx(facts_of_paper(on, Counts(approved=1)))))
    assert words in told.tables[0].rows[0].cells[1].text


def test_what_was_returned_has_a_column_of_its_own() -> None:
    counts = Counts(approved=1, submitted=2, open=3, returned=4, late=5)
    told = docx.Document(BytesIO(rules.docx(facts_of_paper(date(2019, 7, 12), counts))))
    for figures in told.tables[1:3]:
        assert [cell.text for cell in figures.rows[1].cells][2:8] == ["15", "1", "2", "3", "4", "5"]


def test_every_row_of_a_table_is_laid_out_like_the_first_and_says_its_own() -> None:
    facts = facts_of_paper(date(2019, 7, 12), Counts(late=3))
    day = facts.as_at
    names = ["Chi bộ 1", "Chi bộ <2> & 3", "", "Chi bộ\u00a04"]
    facts = replace(facts, behind=[rules.Behind(name, "Báo cáo", day, n, name) for n, name in enumerate(names)])
    late = docx.Document(BytesIO(rules.docx(facts))).tables[3]
    assert [row.cells[1].text for row in late.rows[1:]] == names
    assert [row.cells[4].text for row in late.rows[1:]] == ["0", "1", "2", "3"]
    shapes = {re.sub(r"\s*<w:t[ >].*?</w:t>\s*|\s+", " ", row._tr.xml) for row in late.rows[1:]}
    assert len(shapes) == 1
    assert all(cell.paragraphs[0].runs[0].font.size.pt == 11 for row in late.rows[1:] for cell in row.cells)


def test_the_report_of_a_past_day_counts_that_day(world: World) -> None:
    root = lively(world)
    url = f"{reverse('cascade:cascade-report', args=[root.pk])}?on={world.today - timedelta(days=1)}"
    lines, _ = paper(world.client(world.city_office), url)
    assert "(số liệu tính đến hết ngày 11/07/2019)" in lines
    assert any("đã hoàn thành 0/8 (0,00%)" in line for line in lines)


def test_percentages_have_two_decimals_half_up_and_a_comma() -> None:
    assert rules.percent(35599, 35900) == "99,16%"
    assert rules.percent(2909, 3044) == "95,57%"
    assert rules.percent(11, 12) == "91,67%"
    assert rules.percent(1, 800) == "0,13%"
    assert rules.percent(0, 0) == "–"


def test_bodies_have_their_letters_and_their_place() -> None:
    assert [rules.letters_of(kind) for kind in ("thành ủy", "quận ủy", "đảng ủy phường")] == ["TU", "QU", "ĐU"]
    assert rules.place_of("Đảng ủy phường Bắc Sơn", "đảng ủy phường") == "Bắc Sơn"
    assert "…" in rules.place_of("Đảng ủy Khối các cơ quan", "đảng ủy khối")


# --- figures for another system -------------------------------------------------------------------------------------


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_lines_for_another_system_add_up_to_the_branch(world: World) -> None:
    root = lively(world)
    answer = world.client(world.city_office).get(reverse("cascade:cascade-figures", args=[root.pk]))
    found = lines_of(b"".join(answer.streaming_content).decode())  # type: ignore[attr-defined]
    whole = [line for line in found if line["below"] is None]
    assert [sum(line[part] for line in whole) for part in ("total", "approved", "late")] == [8, 2, 3]
    below = [line for line in found if line["below"] == "CITY"]
    assert {line["unit"] for line in below} == {"KA", "BLOC"}
    assert sum(line["total"] for line in below) == 8
    parts = ("approved", "submitted", "returned", "late", "open")
    assert all(line["total"] == sum(line[part] for part in parts) for line in found)
    assert {line["format"] for line in found} == {"quantriet.figures/1"}


def test_the_file_of_the_night_counts_yesterday_and_is_fetched_by_whom_it_concerns(
    world: World, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    root = lively(world)
    client, url = world.client(world.city_office), reverse("cascade:cascade-nightly", args=[root.pk])
    assert client.get(url).status_code == 404
    tasks.write_figures(timestamp=0)
    found = lines_of(client.get(url).content.decode())
    assert {line["day"] for line in found} == {"2019-07-11"}
    assert sum(line["total"] for line in found if line["below"] is None) == 8
    assert world.client(world.district_office).get(url).status_code == 404
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == [f"{root.pk}.jsonl"]
