"""Positions as written: "Ủy viên Trung ương Đảng", "nguyên Phó Bí thư Thường trực Tỉnh ủy", "TUV"."""

from __future__ import annotations

import re

from .bodies import body_end
from .words import S

_NOUNS = (
    "tổng bí thư;bí thư;chủ tịch nước;chủ tịch;ủy viên dự khuyết;ủy viên thường trực;ủy viên;thủ tướng;bộ trưởng;thứ trưởng;"
    "thường trực;trưởng ban;trưởng phòng;trưởng đoàn;trưởng khoa;trưởng công an;trưởng thôn;trưởng tiểu ban;giám đốc;tổng giám đốc;"
    "chánh văn phòng;chánh thanh tra;chánh án;cục trưởng;vụ trưởng;tổng cục trưởng;chi cục trưởng;viện trưởng;hiệu trưởng;"
    "chủ nhiệm;tổng thư ký;thư ký;trợ lý;tư lệnh;tham mưu trưởng;chính ủy;chỉ huy trưởng;chính trị viên;tổng biên tập;"
    "tổng thanh tra;tổng kiểm toán;thống đốc;kế toán trưởng;đại biểu quốc hội;báo cáo viên;hội trưởng;tổ trưởng;đội trưởng;"
    "tổng tham mưu trưởng;chủ nhiệm tổng cục chính trị;đại sứ;trưởng bộ môn;nhóm trưởng;hàm vụ trưởng"
)
_ABBREVIATIONS = (
    "tuv;uvtw;uvtư;uvbtv;uvbch;uv btv;uv bch;uv tw;uv bct;uvbct;quv;huv;đuv;thuv;bt;pbt;ct;pct;"
    "(?:tỉnh|thành|quận|huyện|thị|đảng|chi|đoàn) ?ủy viên;cục trưởng;ủy viên bộ chính trị"
)
_MODIFIERS = r"(?:nguyên|quyền|q\.|phó|đồng|cựu|hàm)"
_NOUN = "|".join(noun.replace(" ", S) for noun in sorted(_NOUNS.split(";"), key=lambda noun: (-len(noun), noun)))
_ABBREVIATION = "|".join(word.replace(" ", S) for word in sorted(_ABBREVIATIONS.split(";"), key=lambda w: (-len(w), w)))
_START = re.compile(
    rf"(?:(?:{_MODIFIERS}{S}){{0,3}}(?:{_NOUN})|(?:nguyên{S})?(?:{_ABBREVIATION})(?!\w))(?!\w|{S}đoàn{S}viên)", re.IGNORECASE
)
_QUALITY = re.compile(rf"(?:{S}\(?(?:thường{S}trực|thứ{S}nhất|phụ{S}trách|chuyên{S}trách|danh{S}dự|điều{S}hành|phụ{S}tá)\)?)(?!\w)(?!{S}(?i:tỉnh|thành|quận|huyện){S}?ủy{S}?x)", re.IGNORECASE)
_COUNCIL = re.compile(rf"{S}(?:là{S})?(?:chuyên{S}trách)(?!\w)", re.IGNORECASE)

POSITION_WORD = rf"(?:{_NOUN}|(?:{_ABBREVIATION})(?!\w))"
MODIFIERS = _MODIFIERS


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
            return body
        place = _place_end(text, end)
        return place
    return end


def _place_end(text: str, end: int) -> int:
    """A position of a place or a field without a head word: "Chủ tịch tỉnh", "Bí thư xã Nam Sơn", "Trưởng ban Tổ chức …"."""
    from .bodies import continued, field_end

    field = field_end(text, end, True)
    return continued(text, field, True)
