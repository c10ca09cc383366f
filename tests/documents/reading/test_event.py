"""The event a news text reports: what, when, where, in which form, who chaired, who presented what."""

import json
from datetime import date
from pathlib import Path

import pytest

from quantriet.documents.rules.command import main_read
from quantriet.documents.rules.reading import Event, EventItem, read

NEWS = (
    "Sáng 12/3, tại Hội trường Huyện ủy, Ban Thường vụ Huyện ủy An Lão tổ chức hội nghị quán triệt Nghị quyết số "
    "12-NQ/TU. Hội nghị theo hình thức trực tiếp kết hợp trực tuyến. Các đồng chí Lê Văn Hà, Bí thư Huyện ủy; "
    "Trần Thị Ba, Chủ tịch UBND huyện đồng chủ trì.\n\n"
    "Trong buổi sáng, đồng chí Lê Văn Hà quán triệt Nghị quyết số 12-NQ/TU.\n\n"
    "Buổi chiều, đồng chí Chủ tịch UBND huyện trình bày Kế hoạch số 5-KH/HU và Chỉ thị số 7-CT/HU."
)


def event(text: str, published: date | None = None) -> Event:
    found = read(text, published=published).event
    assert found is not None
    return found


def test_a_news_text_gives_its_event() -> None:
    found = event(NEWS, date(2021, 3, 13))
    assert found.what == "hội nghị quán triệt Nghị quyết số 12-NQ/TU"
    assert (found.held_on, found.place, found.form) == ("2021-03-12", "Hội trường Huyện ủy", "hybrid")
    assert found.organised_by == "Ban Thường vụ Huyện ủy An Lão"
    assert found.chaired_by == ("Lê Văn Hà", "Trần Thị Ba")


def test_each_item_has_its_presenter_by_name_or_by_position_and_its_session() -> None:
    assert event(NEWS).items == (
        EventItem("Lê Văn Hà", ("Nghị quyết số 12-NQ/TU",), "morning"),
        EventItem("Trần Thị Ba", ("Kế hoạch số 5-KH/HU", "Chỉ thị số 7-CT/HU"), "afternoon"),
    )


def test_the_resolutions_of_the_event_are_meant_by_a_word_alone() -> None:
    found = event(
        "Ngày 15-3, Đảng ủy xã tổ chức hội nghị học tập Nghị quyết số 43-NQ/TW, Nghị quyết số 44-NQ/TW và Kế hoạch số "
        "155-KH/HU. Đồng chí Đặng Thị Lệ, Bí thư Đảng ủy xã trực tiếp truyền đạt nội dung các nghị quyết."
    )
    assert found.items == (EventItem("Đặng Thị Lệ", ("Nghị quyết số 43-NQ/TW", "Nghị quyết số 44-NQ/TW")),)


@pytest.mark.parametrize(
    ("text", "what", "held", "place", "chair"),
    [
        (
            (
                "Hội nghị tổng kết công tác năm được tổ chức ngày 5/1/2024 tại Nhà văn hóa huyện dưới sự chủ trì của "
                "đồng chí Lê Văn Hà, Bí thư Huyện ủy."
            ),
            "Hội nghị tổng kết công tác năm",
            "2024-01-05",
            "Nhà văn hóa huyện",
            ("Lê Văn Hà",),
        ),
        (
            "Ngày 7/6/2022, Đảng ủy xã Hòa Bình khai mạc lớp bồi dưỡng đảng viên mới.",
            "lớp bồi dưỡng đảng viên mới",
            "2022-06-07",
            None,
            (),
        ),
    ],
)
def test_the_event_is_read_in_either_word_order(
    text: str, what: str, held: str, place: str | None, chair: tuple[str, ...]
) -> None:
    found = event(text)
    assert (found.what, found.held_on, found.place, found.chaired_by) == (what, held, place, chair)


@pytest.mark.parametrize("text", ["Giá rau hôm nay tăng mạnh.", "Các tổ chức đảng thực hiện nghị quyết.", ""])
def test_a_text_without_an_event_gives_none(text: str) -> None:
    assert read(text).event is None


def test_the_command_prints_event_and_header(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NEWS, encoding="utf-8")
    assert main_read([str(path), "--json", "--published", "2021-03-13"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["event"]["items"][1]["documents"] == ["Kế hoạch số 5-KH/HU", "Chỉ thị số 7-CT/HU"]
    assert answer["header"]["layout"] == "news"
    assert (answer["dates"][0]["role"], answer["dates"][0]["year_inferred"]) == ("event", True)
