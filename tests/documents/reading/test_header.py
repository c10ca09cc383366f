"""The head and the closing of official documents, in both layouts and with the lines where typists leave them."""

import pytest

from quantriet.documents.rules.reading import Header, read

PARTY = """ĐẢNG BỘ TỈNH NAM SƠN
HUYỆN ỦY ĐỒNG TÂM
*
Số 12-KH/HU
THƯỢNG KHẨN
{nation}Đồng Tâm, ngày 12 tháng 7 năm 2019

KẾ HOẠCH
học tập, quán triệt Nghị quyết số 45-NQ/TW
-----
Căn cứ Nghị quyết số 45-NQ/TW của Bộ Chính trị
Ban Thường vụ Huyện ủy ban hành kế hoạch này.

Nơi nhận:
- Thường trực Tỉnh ủy (để báo cáo),
- Các chi bộ, đảng bộ trực thuộc,
- Lưu Văn phòng Huyện ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
(Đã ký)
Đặng Quốc Bình
"""
STATE = """UBND HUYỆN ĐỒNG TÂM\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc
Số: 123/NV-CCHC\tĐồng Tâm, ngày 5 tháng 3 năm 2021
V/v báo cáo cải cách hành chính
HỎA TỐC
Kính gửi: Các phòng, ban
Phòng Nội vụ đề nghị các đơn vị gửi báo cáo trước ngày 15/3/2021./.
Nơi nhận:\tKT. TRƯỞNG PHÒNG
- Như trên;\tPHÓ TRƯỞNG PHÒNG
- UBND huyện (b/c);
- Lưu: VT.\tHoàng Thị Lan
"""
DECISION = """ỦY BAN NHÂN DÂN
HUYỆN ĐỒNG TÂM
Số: 88/QĐ-UBND
QUYẾT ĐỊNH
Về việc kiện toàn tổ công tác
Căn cứ Luật Tổ chức chính quyền địa phương;
Điều 1. Kiện toàn tổ công tác.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Quốc Toản

Nơi nhận: - Như Điều 1; - TT HĐND huyện; - Lưu: VT.
"""


def header(text: str) -> Header:
    return read(text).header


@pytest.mark.parametrize("nation", ["", "ĐẢNG CỘNG SẢN VIỆT NAM\n", "ĐẢNG CỘNG SẢN VIỆT NAM\n\n"])
def test_a_party_document_is_known_by_its_symbol_line(nation: str) -> None:
    found = header(PARTY.format(nation=nation))
    assert (found.layout, found.symbol, found.issuer) == ("party", "12-KH/HU", "HUYỆN ỦY ĐỒNG TÂM")
    assert (found.superior, found.place, found.date) == ("ĐẢNG BỘ TỈNH NAM SƠN", "Đồng Tâm", "2019-07-12")
    assert (found.kind, found.subject) == ("plan", "học tập, quán triệt Nghị quyết số 45-NQ/TW")


def test_a_party_document_tells_who_signed_it_and_to_whom_it_goes() -> None:
    found = header(PARTY.format(nation=""))
    assert (found.authority, found.signer_position, found.signer) == (
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ",
        "Đặng Quốc Bình",
    )
    assert found.recipients == (
        "Thường trực Tỉnh ủy (để báo cáo)",
        "Các chi bộ, đảng bộ trực thuộc",
        "Lưu Văn phòng Huyện ủy",
    )
    assert found.urgency == "THƯỢNG KHẨN"


def test_the_place_may_stand_beside_the_issuer() -> None:
    found = header(
        "ĐẢNG BỘ TỈNH NAM SƠN\tĐẢNG CỘNG SẢN VIỆT NAM\nHUYỆN ỦY ĐỒNG TÂM\tĐồng Tâm, ngày 12 tháng 7 năm 2019\n*\n"
        "Số 12-KH/HU\nKẾ HOẠCH\nhọc tập nghị quyết\nNội dung.\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n\n\nLê Văn Hà\n"
        "Nơi nhận:\n- Tỉnh ủy,\n- Lưu VPHU.\n\nPhụ lục\n1. Danh sách\n"
    )
    assert (found.issuer, found.superior, found.place) == ("HUYỆN ỦY ĐỒNG TÂM", "ĐẢNG BỘ TỈNH NAM SƠN", "Đồng Tâm")
    assert (found.signer, found.recipients) == ("Lê Văn Hà", ("Tỉnh ủy", "Lưu VPHU"))


def test_a_state_letter_in_two_columns_is_read_column_by_column() -> None:
    found = header(STATE)
    assert (found.layout, found.symbol, found.kind) == ("state", "123/NV-CCHC", "official_letter")
    assert (found.issuer, found.superior, found.date) == ("PHÒNG NỘI VỤ", "UBND HUYỆN ĐỒNG TÂM", "2021-03-05")
    assert (found.authority, found.signer_position, found.signer) == (
        "KT. TRƯỞNG PHÒNG",
        "PHÓ TRƯỞNG PHÒNG",
        "Hoàng Thị Lan",
    )
    assert found.recipients == ("Như trên", "UBND huyện (b/c)", "Lưu: VT")
    assert found.urgency == "HỎA TỐC"


def test_a_state_decision_without_nation_and_place_is_known_by_symbol_and_kind() -> None:
    found = header(DECISION)
    assert (found.layout, found.symbol, found.kind) == ("state", "88/QĐ-UBND", "decision")
    assert found.issuer == "ỦY BAN NHÂN DÂN HUYỆN ĐỒNG TÂM"
    assert (found.authority, found.signer_position) == ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert found.signer == "Trần Quốc Toản"
    assert found.recipients == ("Như Điều 1", "TT HĐND huyện", "Lưu: VT")


@pytest.mark.parametrize(
    "text",
    [
        "Sáng 12-7, Huyện ủy họp.\nKế hoạch\nsố 12-KH/HU được thông qua. Đồng Tâm, ngày 12 tháng 7 năm 2019.",
        "Hội nghị học tập\nSố 45 người dự.\nNam Sơn, ngày 12 tháng 7 năm 2019",
        "Tin vắn\nSố 12-KH/HU của Huyện ủy được ban hành.\nNam Sơn, ngày 12 tháng 7 năm 2019",
    ],
)
def test_a_news_text_that_names_a_symbol_stays_news(text: str) -> None:
    assert header(text).layout == "news"
    assert header(text).signer is None


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("HỘI NGHỊ LẦN THỨ SÁU BAN CHẤP HÀNH TRUNG ƯƠNG KHÓA XII", ("6", "XII")),
        ("Đại hội đại biểu Đảng bộ huyện lần thứ XXV", (None, "XXV")),
        ("về công tác dân số", (None, None)),
        ("học tập Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa XII", (None, None)),
    ],
)
def test_a_document_of_a_plenum_or_a_congress_says_so_in_its_subject(subject: str, wanted: tuple) -> None:
    found = header(f"HUYỆN ỦY A\n*\nSố 1-NQ/HU\nXã B, ngày 05 tháng 01 năm 2025\nNGHỊ QUYẾT\n{subject}\n")
    assert (found.plenum, found.term) == wanted
