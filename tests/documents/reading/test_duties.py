"""Duties: whom the words stand for, what is left of the sentence, and what is no duty at all."""

from datetime import date

import pytest

from quantriet.documents.rules.reading import Addressee, Duty, read


def duties(text: str, published: date | None = None) -> list[Duty]:
    return list(read(text, published=published).duties)


@pytest.mark.parametrize(
    ("who", "wanted"),
    [
        ("Các đảng ủy trực thuộc", Addressee("direct_subordinates")),
        ("Các chi bộ", Addressee("level", level="branch")),
        ("Đảng ủy các xã", Addressee("level", level="commune")),
        ("Các huyện ủy", Addressee("level", level="district")),
        ("Cấp ủy các cấp", Addressee("all_levels")),
        ("Bí thư các chi bộ", Addressee("heads", level="branch")),
        ("Từng đảng viên", Addressee("members")),
        ("Ban Tuyên giáo Huyện ủy", Addressee("body", name="Ban Tuyên giáo Huyện ủy")),
        ("Đồng chí Lê Văn Hà", Addressee("person", name="Lê Văn Hà")),
        ("Các đơn vị liên quan", None),
    ],
)
def test_whom_the_words_stand_for_is_told_where_it_is_clear(who: str, wanted: Addressee | None) -> None:
    (duty,) = duties(f"{who} phải gửi báo cáo trước ngày 15/3/2023.")
    assert (duty.who, duty.who_class) == (who, wanted)


@pytest.mark.parametrize("tail", [", hoàn thành", " và hoàn thành", ", xong", ""])
def test_what_is_to_be_done_has_no_dangling_end(tail: str) -> None:
    (duty,) = duties(f"Các chi bộ phổ biến nghị quyết tới đảng viên{tail} trong tháng 3/2023.")
    assert duty.what == "phổ biến nghị quyết tới đảng viên"


def test_a_clause_after_a_semicolon_keeps_its_own_work() -> None:
    first, second = duties("Huyện ủy giao các xã: lập danh sách trước 5/5/2023; gửi hồ sơ chậm nhất 9/5/2023.")
    assert (first.who, first.what, first.due) == ("các xã", "lập danh sách", "2023-05-05")
    assert (second.who, second.what, second.due) == ("các xã", "gửi hồ sơ", "2023-05-09")


@pytest.mark.parametrize(
    "text",
    [
        "Trước ngày 15/4/2021, các xã đã lập xong danh sách.",
        "Huyện hoàn thành đại hội trước ngày 30/6/2020, sớm hơn kế hoạch.",
        "Doanh nghiệp cam kết bàn giao nhà xưởng trước ngày 1/10/2022.",
        "Huyện kiến nghị tỉnh hoàn thành dự án trước ngày 30/6/2024.",
        "Toàn tỉnh phấn đấu hoàn thành trước ngày 30/6/2024.",
        "Theo báo cáo, đến hết tháng 9/2020, 15/15 đảng ủy tổ chức xong hội nghị.",
        "Các đại biểu đề nghị làm rõ tiến độ dự án.",
    ],
)
def test_what_is_done_promised_wished_or_asked_of_those_above_is_no_duty(text: str) -> None:
    assert duties(text) == []


def test_the_same_words_are_a_duty_before_the_limit_and_news_after_it() -> None:
    text = "Trong tháng 6, các chi bộ tổ chức hội nghị quán triệt."
    assert [duty.due for duty in duties(text, date(2019, 5, 20))] == ["2019-06-30"]
    assert duties(text, date(2019, 7, 12)) == []


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Các chi bộ học tập nghị quyết, hoàn thành trước ngày 5/5/2025.", ["study_done"]),
        (
            "Cấp xã hoàn thành việc học tập trước ngày 5/5/2025, chi bộ hoàn thành trước ngày 6/6/2025.",
            ["study_done"] * 2,
        ),
        ("Về hội nghị quán triệt: cấp tỉnh hoàn thành trước ngày 5/5/2025.", ["conference_held"]),
        ("Các xã hoàn thành trước ngày 5/5/2025.", ["other"]),
    ],
)
def test_a_bare_completion_takes_its_type_from_the_sentence(text: str, types: list[str]) -> None:
    assert [duty.type for duty in duties(text)] == types


def test_a_bare_completion_takes_its_type_from_what_the_document_is_about() -> None:
    text = (
        "ĐẢNG BỘ TỈNH A\nĐẢNG ỦY XÃ B\n*\nSố 5-KH/ĐU\nXã B, ngày 05 tháng 01 năm 2025\nKẾ HOẠCH\n"
        "học tập nghị quyết\n-----\n"
        "Các chi bộ hoàn thành trước ngày 5/5/2025.\n"
    )
    assert [duty.type for duty in duties(text)] == ["study_done"]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        (
            "Các xã học tập trước ngày 5/5/2025. Các chi bộ học tập trước ngày 6/6/2025. Bí thư trực tiếp quán triệt.",
            [True, True],
        ),
        ("Các xã lập kế hoạch trước 5/5/2025, học tập trước 6/6/2025; bí thư trực tiếp quán triệt.", [False, True]),
        ("Các xã học tập trước ngày 5/5/2025. Phó bí thư trực tiếp quán triệt.", [False]),
        ("Các xã học tập trước ngày 5/5/2025. Đồng chí bí thư đã trực tiếp quán triệt.", [False]),
    ],
)
def test_the_head_acts_in_person_where_a_later_sentence_says_so(text: str, heads: list[bool]) -> None:
    assert [duty.head_in_person for duty in duties(text)] == heads


def test_what_says_no_day_has_no_limit_and_keeps_its_words() -> None:
    (duty,) = duties("Các chi bộ báo cáo Đảng ủy trước ngày 05 hằng tháng.")
    assert (duty.due, duty.what) == (None, "báo cáo Đảng ủy trước ngày 05 hằng tháng")


def test_a_row_of_a_table_is_a_duty_and_its_head_is_none() -> None:
    text = "TT\tNội dung\tChủ trì\tThời gian\n1\tTổ chức hội nghị\tVăn phòng Đảng ủy\tTrước ngày 5/5/2025\n"
    (duty,) = duties(text)
    assert (duty.who, duty.what, duty.due) == ("Văn phòng Đảng ủy", "Tổ chức hội nghị", "2025-05-05")
    assert duty.who_class == Addressee("body", name="Văn phòng Đảng ủy")
    assert text[duty.start : duty.end].startswith("1\tTổ chức")
