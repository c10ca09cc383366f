"""A line end may be a mere wrap or the end of a paragraph: names stop at the one and go on over the other."""

import textwrap

import pytest

from quantriet.documents.rules.reading import read

PARAGRAPHS = (
    "Căn cứ Nghị quyết số 45-NQ/TW ngày 24/01/2019 của Bộ Chính trị\n"
    "Căn cứ Thông tri số 36-TT/TU của Ban Thường vụ Thành ủy\n"
    "Xét đề nghị của Văn phòng Thành ủy\n"
    "Thực hiện Kế hoạch số 91-KH/TU của Thành ủy Hải Phòng\n"
    "Hội nghị thống nhất giao đồng chí Lê Văn Hà, Bí thư Huyện ủy An Lão\n"
    "Căn cứ tình hình thực tế, đồng chí Trần Thị Thanh\n"
    "Hải sẽ là xã làm điểm."
)


def test_an_issuer_ends_with_its_paragraph() -> None:
    assert [mention.issuer for mention in read(PARAGRAPHS).mentions] == [
        "Bộ Chính trị",
        "Ban Thường vụ Thành ủy",
        "Thành ủy Hải Phòng",
    ]


def test_a_person_and_a_position_end_with_their_paragraph() -> None:
    assert [(person.name, person.positions) for person in read(PARAGRAPHS).people] == [
        ("Lê Văn Hà", ("Bí thư Huyện ủy An Lão",))
    ]


@pytest.mark.parametrize("text", ["Kế hoạch số 91-KH/TU của Ban Thường vụ\nThành ủy Hải Phòng", "của Bộ\nChính trị"])
def test_half_a_name_goes_on_over_a_line_end(text: str) -> None:
    wanted = text.split("của ")[1].replace("\n", " ")
    assert read(f"Nghị quyết số 5-NQ/TW {text[text.index('của') :]} được quán triệt.").mentions[0].issuer == wanted


@pytest.mark.parametrize("width", range(38, 100, 3))
def test_a_text_wrapped_at_a_width_is_read_as_the_unwrapped_one(width: int) -> None:
    text = (
        "Sáng nay, hội nghị nghe quán triệt Nghị quyết số 45-NQ/TW của Bộ Chính trị và Kế hoạch số 91-KH/TU của Ban "
        "Thường vụ Thành ủy Hải Phòng; Quyết định số 12-QĐ/HU của Ban Thường vụ Huyện ủy An Lão cũng được phổ biến "
        "tới các chi bộ. Dự hội nghị có đồng chí Lê Văn Hà, Bí thư Huyện ủy An Lão, cùng đại diện các xã, thị trấn, "
        "các ban, ngành, đoàn thể trong toàn huyện và nhiều đại biểu khác được mời tham dự."
    )
    wrapped, plain = read(textwrap.fill(text, width)), read(text)
    assert [(m.number, m.suffix, m.issuer) for m in wrapped.mentions] == [
        (m.number, m.suffix, m.issuer) for m in plain.mentions
    ]
    assert [(p.name, p.positions) for p in wrapped.people] == [(p.name, p.positions) for p in plain.people]
