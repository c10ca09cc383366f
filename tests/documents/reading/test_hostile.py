"""No text makes the reading slower than its length says: four times the text, about four times the time."""

import time
from collections.abc import Callable

import pytest

from quantriet.documents.rules.reading import read

HOSTILE: dict[str, Callable[[int], str]] = {
    "blanks": lambda n: " " * n,
    "line breaks": lambda n: "\n" * n,
    "zero-width spaces": lambda n: "\u200b" * n,
    "combining marks": lambda n: "e" + "\u0301" * n,
    "one kind word over and over": lambda n: "nghị quyết số " * (n // 14),
    "kind words without numbers": lambda n: "Quyết định của " * (n // 15),
    "one endless list of numbers": lambda n: "Nghị quyết số 18" + ", 19" * (n // 4),
    "one endless symbol": lambda n: "Nghị quyết số 18-NQ/" + "TW-" * (n // 3),
    "digits": lambda n: "1" * n,
    "digits and slashes": lambda n: "1/" * (n // 2),
    "digits and commas": lambda n: "ngày " + "1, " * (n // 3),
    "open brackets": lambda n: "(" * n,
    "open quotes": lambda n: 'Nghị quyết số 18-NQ/TW "' * (n // 24),
    "capitals": lambda n: "Nguyễn " * (n // 7),
    "positions": lambda n: "Bí thư, Phó " * (n // 12),
    "bodies": lambda n: "Ban Thường vụ Thành ủy " * (n // 23),
    "one sentence without an end": lambda n: "yêu cầu các chi bộ hoàn thành trước ngày 15/3/2020, " * (n // 52),
    "orders without verbs": lambda n: "đề nghị các xã, " * (n // 16),
    "actors without verbs": lambda n: "các xã, " * (n // 8) + "hoàn thành trước ngày 15/3/2020.",
    "days of a list": lambda n: "ngày 1, 3, 5/4, " * (n // 15),
    "events": lambda n: "Huyện ủy tổ chức hội nghị tại Hà Nội do đồng chí Lê Văn A chủ trì. " * (n // 68),
    "recipients": lambda n: "Số 1-KH/TU\nNam Sơn, ngày 1 tháng 2 năm 2020\nNơi nhận:\n" + "- a;\n" * (n // 5),
    "signatures": lambda n: "Số 1-KH/TU\nKẾ HOẠCH\n" + "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n" * (n // 29),
    "signers": lambda n: "Số 1-KH/TU\nKẾ HOẠCH\n" + "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nLê Văn Hà\n" * (n // 37),
    "actors by commas": lambda n: "Các xã rà soát, Phòng Nội vụ tổng hợp, " * (n // 39) + "trước ngày 5/5/2020.",
    "items of a list": lambda n: "Yêu cầu các xã:\n" + "- Rà soát hồ sơ;\n" * (n // 16),
    "titles without items": lambda n: "yêu cầu các xã báo cáo.\n" + "1. Các chi bộ\n" * (n // 15),
    "semicolons": lambda n: "Yêu cầu các xã " + "rà soát; " * (n // 9),
    "heads in person": lambda n: "Các xã học tập trước ngày 5/5/2020. Bí thư trực tiếp truyền đạt. " * (n // 66),
    "rows of a table": lambda n: "Nội dung | Chủ trì | Thời hạn\n" + "Học tập | Các xã | 5/5/2020\n" * (n // 28),
    "presenters": lambda n: "Huyện ủy tổ chức hội nghị. " + "đồng chí Lê Văn A quán triệt Chỉ thị 5, " * (n // 40),
    "commas": lambda n: "đồng chí Nguyễn Văn A, " * (n // 23),
    "one line of prose": lambda n: "cán bộ và nhân dân cùng nhau xây dựng đời sống mới " * (n // 51),
}
SMALL, LARGE = 30_000, 240_000


def _seconds(text: str) -> float:
    best = float("inf")
    for _ in range(2):
        begin = time.process_time()
        read(text)
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("name", HOSTILE)
def test_the_time_grows_no_faster_than_the_text(name: str) -> None:
    small, large = _seconds(HOSTILE[name](SMALL)), _seconds(HOSTILE[name](LARGE))
    assert large < (small + 0.01) * (LARGE / SMALL) * 3
