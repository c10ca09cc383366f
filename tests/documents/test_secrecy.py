"""A text with a stamp of secrecy is told from one that only speaks of secrecy."""

import unicodedata

import pytest

from quantriet.documents.rules.secrecy import secrecy_of
from tests.documents.texts import PLAN

HEAD = "THÀNH ỦY CẢNG\tĐẢNG CỘNG SẢN VIỆT NAM\n{}\nSố 07-BC/TU\nBÁO CÁO\nvề một việc\n"
SECRET = [
    (HEAD.format("MẬT"), "MẬT"),
    (HEAD.format("  [ TỐI MẬT ]  "), "TỐI MẬT"),
    (HEAD.format("TUYỆT MẬT"), "TUYỆT MẬT"),
    (HEAD.format("T U Y Ệ T   M Ậ T"), "TUYỆT MẬT"),
    (HEAD.format("*\t\tMẬT"), "MẬT"),
    (HEAD.format("Độ mật: Tối mật"), "TỐI MẬT"),
    (HEAD.format("Mức độ mật : MẬT"), "MẬT"),
    (HEAD.format("").replace("07-BC/TU", "07-BC/TU (Mật)"), "MẬT"),
    (HEAD.format("").replace("Số 07-BC/TU", "Số: 07/KH-UBND-M"), "MẬT"),
    (unicodedata.normalize("NFD", HEAD.format("TỐI MẬT")), "TỐI MẬT"),
    (HEAD.format("M\u200bẬT"), "MẬT"),
    (PLAN * 3 + "\nMẬT\nPhụ lục kèm theo\n", "MẬT"),  # a secret annex behind an ordinary letter
]
OPEN = [
    PLAN,
    "Đảng viên thực hiện nghiêm Luật Bảo vệ bí mật nhà nước và quy chế bảo mật thông tin.",
    "BẢO VỆ BÍ MẬT NHÀ NƯỚC\nLuật có ba mức: tuyệt mật, tối mật và mật.",
    "Con dấu mức độ “MẬT” có hình chữ nhật; dấu “TỐI MẬT” to hơn.",
    "Độ mật: không",
    "Độ mật: thường",
    "Số 12-QĐ/TU (mới)\nQUYẾT ĐỊNH",
    "Số: 15/TB-MTTQ\nTHÔNG BÁO",
    "Số 20/KH-M-2019\nKẾ HOẠCH",
    "MẶT TRẬN TỔ QUỐC VIỆT NAM\nBAN THƯỜNG TRỰC",
    "Vật tư\tMặt\tMét",
    "Mật\nong rừng",
]


@pytest.mark.parametrize(("text", "level"), SECRET)
def test_a_stamp_is_seen(text: str, level: str) -> None:
    assert secrecy_of(text) == level


@pytest.mark.parametrize("text", OPEN)
def test_speaking_of_secrecy_is_no_stamp(text: str) -> None:
    assert secrecy_of(text) is None
    assert secrecy_of(text, blurred=True) is None


@pytest.mark.parametrize("seen", ["MÂT", "MẠT", "TỐI MẠT", "TUYẸT MẬT", "| MẬT |"])
def test_a_stamp_that_the_scan_blurred_is_still_one(seen: str) -> None:
    assert secrecy_of(HEAD.format(seen), blurred=True)
