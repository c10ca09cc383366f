"""Positions as written: "Ủy viên Trung ương Đảng", "nguyên Phó Bí thư Thường trực Tỉnh ủy", "TUV"."""

from __future__ import annotations

from .bodies import body_end, continued, ends_in_country, field_end
from .words import any_literal, one_of, soft

_NOUNS = (
    "tổng bí thư;bí thư;chủ tịch nước;chủ tịch;ủy viên dự khuyết;ủy viên thường trực;ủy viên;thủ tướng;bộ trưởng;"
    "thứ trưởng;"
    "thường trực;trưởng ban;trưởng phòng;"
    "trưởng đoàn đại biểu quốc hội;trưởng đoàn đbqh;"
    "trưởng bản;trưởng buôn;trưởng làng;trưởng ấp;trưởng xóm;trưởng khu phố;trưởng tổ dân phố;ngoại trưởng;tổng thống;"
    "quốc vương;tổng lãnh sự;đại biện;trụ trì;trú trì;pháp chủ;ceo;đbqh;trưởng đại diện;thủ trưởng;thẩm phán;"
    "kiểm sát viên;điều tra viên;chấp hành viên;huấn luyện viên trưởng;đồn trưởng;trạm trưởng;sư đoàn trưởng;"
    "trung đoàn trưởng;tiểu đoàn trưởng;lữ đoàn trưởng;đại đội trưởng;chi hội trưởng;cố vấn;người phát ngôn;"
    "giảng viên cao cấp;giảng viên chính;giảng viên;chuyên viên;tổng phụ trách đội;tổ phó;thành viên;phó ban;"
    "toàn quyền;tổng đốc;chánh vp;"
    "trưởng đoàn;trưởng đoàn công tác;trưởng đoàn kiểm tra;trưởng đoàn giám sát;"
    "trưởng ban công tác mặt trận;trưởng khoa;trưởng công an;trưởng thôn;trưởng tiểu ban;"
    "giám đốc;tổng giám đốc;"
    "chánh văn phòng;chánh thanh tra;chánh án;cục trưởng;vụ trưởng;tổng cục trưởng;chi cục trưởng;viện trưởng;"
    "hiệu trưởng;"
    "chủ nhiệm;tổng thư ký;thư ký;trợ lý;tư lệnh;tham mưu trưởng;chính ủy;chỉ huy trưởng;chính trị viên;"
    "tổng biên tập;"
    "tổng thanh tra;tổng kiểm toán;thống đốc;kế toán trưởng;đại biểu quốc hội;báo cáo viên;hội trưởng;tổ trưởng;"
    "đội trưởng;"
    "tổng tham mưu trưởng;chủ nhiệm tổng cục chính trị;đại sứ;trưởng bộ môn;nhóm trưởng;hàm vụ trưởng"
)
_ABBREVIATIONS = (
    "tuv;uvtw;uvtư;uvtv;uvtvtu;uvbtv;uvbch;uv btv;uv bch;uv tw;uv bct;uvbct;quv;huv;đuv;thuv;bt;pbt;ct;pct;"
    "(?:tỉnh|thành|quận|huyện|thị|đảng|chi|đoàn) ?ủy viên;cục trưởng;ủy viên bộ chính trị"
)
_MODIFIERS = r"(?:nguyên(?: là)?|quyền|q\.|phó|đồng|cựu|hàm)"
_NOUN = any_literal(*_NOUNS.split(";"), any_case=True).replace("\\ ", " ")
_ABBREVIATION = one_of(_ABBREVIATIONS)
_START = soft(
    rf"(?:(?:(?i:{_MODIFIERS}) ){{0,3}}(?:{_NOUN})|(?i:(?:nguyên )?(?:{_ABBREVIATION}))(?!\w))(?!\w| (?i:đoàn viên))"
)
_QUALITY = soft(
    r" \(?(?:thường trực|thứ nhất|phụ trách|chuyên trách|lâm thời|danh dự|điều hành|đầu tiên)\)?(?!\w)", any_case=True
)

_SCHOOL = soft(r", (?=(?:Học viện|Trường|Đại học|Bệnh viện|Viện|Công ty|Tổng công ty|Tập đoàn|Đài)(?!\w))")

POSITION_NOUNS = tuple(_NOUNS.split(";"))
POSITION_ABBREVIATIONS = (
    "TUV", "UVTW", "UVTƯ", "UVTV", "UVBTV", "UVTVTU", "UVBCH", "UV BTV", "UV BCH", "UV TW", "UV BCT", "UVBCT", "QUV",
    "HUV", "ĐUV", "ThUV",
)  # fmt: skip


def position_end(text: str, at: int) -> int:
    """Where the position that begins at a place ends; the place itself where none begins."""
    found = _START.match(text, at)
    if not found:
        return at
    end = found.end()
    while quality := _QUALITY.match(text, end):
        end = quality.end()
    if text[end : end + 1] in (" ", "\n"):
        body = body_end(text, end + 1, stop_at_names=True)
        if body > end + 1:
            return _with_school(text, body)
        if text[end] == "\n" and not text[end + 1 : end + 2].islower():
            return end
        # without a head word: "Chủ tịch tỉnh", "Bí thư xã Nam Sơn", "Trưởng ban Tổ chức …"
        field = field_end(text, end, True)
        return field if ends_in_country(text, field) else _with_school(text, continued(text, field, True))
    return end


def _with_school(text: str, end: int) -> int:
    """Goes on through the school or company that an office belongs to: "Phó Trưởng khoa Luật, Học viện Hành chính"."""
    found = _SCHOOL.match(text, end)
    return max(end, body_end(text, found.end(), stop_at_names=True)) if found else end
