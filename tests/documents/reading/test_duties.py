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
