"""What one part of a text says for several: plenums of a list, terms of a plenum, positions of a group."""

import pytest

from quantriet.documents.rules.reading import Mention, read


def mentions(text: str) -> list[Mention]:
    return list(read(text).mentions)


def test_the_plenum_behind_a_list_is_that_of_all_of_it() -> None:
    found = mentions("Lớp học gồm Nghị quyết số 14-NQ/TW, 15-NQ/TW và 16-NQ/TW Hội nghị Trung ương 5 khóa IX.")
    assert [(m.number, m.plenum, m.term) for m in found] == [("14", "5", "IX"), ("15", "5", "IX"), ("16", "5", "IX")]


def test_the_plenum_may_follow_the_date_after_a_comma() -> None:
    (found,) = mentions(
        "Xã học Nghị quyết số 22-NQ/TW ngày 02/02/2008, Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa X."
    )
    assert (found.date, found.plenum, found.term, found.issuer) == ("2008-02-02", "6", "X", "Ban Chấp hành Trung ương")


def test_one_plenum_number_may_stand_for_two_terms() -> None:
    found = mentions("Chi bộ kiểm điểm theo Nghị quyết Trung ương 4 khóa XI, XII.")
    assert [(m.plenum, m.term, m.text) for m in found] == [
        ("4", "XI", "Nghị quyết Trung ương 4 khóa XI"),
        ("4", "XII", "XII"),
    ]


@pytest.mark.parametrize("joint", [", số 9 về đất đai, số 10 về biển", ", số 9 về đất đai, và số 10 về biển"])
def test_each_of_a_list_may_say_what_it_is_about(joint: str) -> None:
    found = mentions(f"Hội nghị nghe ba nghị quyết: số 8 về giáo dục{joint}.")
    assert [m.number for m in found] == ["8", "9", "10"]


def test_a_new_group_of_people_does_not_inherit_the_position_of_the_one_before() -> None:
    people = read(
        "Dự họp có các đồng chí Phó Chủ tịch HĐND huyện: Lê Văn Tám, Ngô Thị Chín; "
        "các đồng chí: Đỗ Văn Mười - Giám đốc Sở Y tế; Trần Thị Bảy, Chánh Văn phòng Huyện ủy."
    ).people
    assert {p.name: p.positions for p in people} == {
        "Lê Văn Tám": ("Phó Chủ tịch HĐND huyện",),
        "Ngô Thị Chín": ("Phó Chủ tịch HĐND huyện",),
        "Đỗ Văn Mười": ("Giám đốc Sở Y tế",),
        "Trần Thị Bảy": ("Chánh Văn phòng Huyện ủy",),
    }


def test_a_member_of_the_standing_committee_is_known_by_the_abbreviation() -> None:
    (person,) = read("Đồng chí Lý Văn Sáu, UVTV, Trưởng ban Dân vận Huyện ủy phát biểu.").people
    assert person.positions == ("UVTV", "Trưởng ban Dân vận Huyện ủy")


def test_an_officer_of_the_state_who_signs_a_party_document_is_not_its_issuer() -> None:
    (party,) = mentions("Chủ tịch nước Trần Đức Mẫu ký ban hành Chỉ thị số 88-CT/TW.")
    (state,) = mentions("Chủ tịch nước Trần Đức Mẫu ký Quyết định số 88/2021/QĐ-CTN.")
    assert (party.issuer, state.issuer) == (None, "Chủ tịch nước")


def test_the_week_of_a_month_is_no_day_and_an_interbranch_guidance_is_one_reference() -> None:
    assert [d.text for d in read("Nộp trong tuần 2 tháng 10/2018.").dates if d.iso_start == "2018-10-02"] == []
    (found,) = mentions("Theo Hướng dẫn liên ngành số 05/HDLN-SNV-STC, các xã lập dự toán.")
    assert (found.type, found.number, found.suffix) == ("guidance", "05", "HDLN-SNV-STC")


def test_the_head_of_a_delegation_of_deputies_is_one_position() -> None:
    (person,) = read("Bà Lê Thị Hoa, Trưởng đoàn đại biểu Quốc hội tỉnh phát biểu.").people
    assert person.positions == ("Trưởng đoàn đại biểu Quốc hội tỉnh",)


def test_committees_are_not_levels() -> None:
    (duty,) = read("Các cấp ủy trực thuộc gửi báo cáo kết quả trước ngày 31/7/2019.").duties
    assert duty.who_class is None or duty.who_class.kind != "all_levels"
