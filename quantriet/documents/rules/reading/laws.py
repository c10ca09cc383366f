"""Laws and codes by name, with or without number: "Luật Đất đai năm 2013", "bộ luật hình sự"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .symbols import Symbol, symbol_at
from .words import LO, STOP, UP, one_of, soft, syllables

# Names of laws and codes: facts the small-letter spelling cannot be told from prose without.
_NAMES = (
    "đất đai;nhà ở;kinh doanh bất động sản;bảo vệ môi trường;tài nguyên nước;khoáng sản;địa chất và khoáng sản;"
    "lâm nghiệp;"
    "thủy sản;thủy lợi;đê điều;chăn nuôi;trồng trọt;thú y;biển việt nam;hôn nhân và gia đình;trẻ em;thanh niên;"
    "người cao tuổi;người khuyết tật;bình đẳng giới;phòng, chống bạo lực gia đình;phòng chống bạo lực gia đình;"
    "phòng, chống tham nhũng;phòng chống tham nhũng;phòng, chống ma túy;phòng chống ma túy;"
    "phòng, chống mua bán người;"
    "phòng, chống tác hại của rượu, bia;phòng, chống tác hại của thuốc lá;phòng, chống thiên tai;"
    "phòng, chống rửa tiền;"
    "phòng, chống bệnh truyền nhiễm;phòng, chống khủng bố;thực hành tiết kiệm, chống lãng phí;phòng thủ dân sự;"
    "phòng cháy, chữa cháy và cứu nạn, cứu hộ;phòng cháy và chữa cháy;phòng cháy, chữa cháy;"
    "cán bộ, công chức;cán bộ công chức;viên chức;bầu cử đại biểu quốc hội và đại biểu hội đồng nhân dân;"
    "tổ chức chính quyền địa phương;tổ chức chính phủ;tổ chức quốc hội;tổ chức tòa án nhân dân;"
    "tổ chức viện kiểm sát nhân dân;"
    "ban hành văn bản quy phạm pháp luật;mặt trận tổ quốc việt nam;công đoàn;trưng cầu ý dân;"
    "thực hiện dân chủ ở cơ sở;tiếp công dân;khiếu nại;tố cáo;thanh tra;kiểm toán nhà nước;tiếp cận thông tin;"
    "hoạt động giám sát của quốc hội và hội đồng nhân dân;thi đua, khen thưởng;thi đua khen thưởng;"
    "báo chí;xuất bản;quảng cáo;điện ảnh;di sản văn hóa;du lịch;thể dục, thể thao;thư viện;lưu trữ;"
    "giáo dục nghề nghiệp;giáo dục đại học;giáo dục;nhà giáo;khoa học và công nghệ;"
    "khoa học, công nghệ và đổi mới sáng tạo;"
    "chuyển giao công nghệ;công nghệ cao;công nghệ thông tin;công nghiệp công nghệ số;sở hữu trí tuệ;"
    "tiêu chuẩn và quy chuẩn kỹ thuật;chất lượng sản phẩm, hàng hóa;an toàn thực phẩm;dược;khám bệnh, chữa bệnh;"
    "khám bệnh chữa bệnh;"
    "bảo hiểm y tế;bảo hiểm xã hội;việc làm;an toàn, vệ sinh lao động;an toàn vệ sinh lao động;lao động;"
    "doanh nghiệp;đầu tư công;đầu tư theo phương thức đối tác công tư;đầu tư;đấu thầu;đấu giá tài sản;phá sản;"
    "hợp tác xã;"
    "hỗ trợ doanh nghiệp nhỏ và vừa;cạnh tranh;thương mại;giá;phí và lệ phí;kế toán;kiểm toán độc lập;thống kê;"
    "chứng khoán;"
    "các tổ chức tín dụng;ngân hàng nhà nước việt nam;kinh doanh bảo hiểm;ngân sách nhà nước;quản lý nợ công;"
    "quản lý thuế;"
    "quản lý, sử dụng tài sản công;quản lý, sử dụng vốn nhà nước đầu tư vào sản xuất, kinh doanh tại doanh nghiệp;"
    "thuế giá trị gia tăng;thuế thu nhập doanh nghiệp;thuế thu nhập cá nhân;thuế tiêu thụ đặc biệt;"
    "thuế xuất khẩu, thuế nhập khẩu;"
    "hải quan;xây dựng;quy hoạch đô thị và nông thôn;quy hoạch đô thị;quy hoạch;kiến trúc;thủ đô;"
    "giao thông đường bộ;trật tự, an toàn giao thông đường bộ;đường bộ;đường sắt;giao thông đường thủy nội địa;"
    "hàng không dân dụng việt nam;hàng hải;điện lực;dầu khí;hóa chất;năng lượng nguyên tử;viễn thông;"
    "tần số vô tuyến điện;"
    "giao dịch điện tử;an ninh mạng;an toàn thông tin mạng;bảo vệ dữ liệu cá nhân;dữ liệu;bảo vệ bí mật nhà nước;"
    "bảo vệ quyền lợi người tiêu dùng;căn cước công dân;căn cước;cư trú;hộ tịch;quốc tịch việt nam;"
    "xuất cảnh, nhập cảnh của công dân việt nam;"
    "nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước ngoài tại việt nam;"
    "quốc phòng;an ninh quốc gia;công an nhân dân;cảnh sát cơ động;cảnh sát biển việt nam;biên phòng việt nam;"
    "biên giới quốc gia;"
    "dân quân tự vệ;nghĩa vụ quân sự;sĩ quan quân đội nhân dân việt nam;cựu chiến binh;"
    "lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở;quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ;"
    "hình sự;dân sự;tố tụng hình sự;tố tụng dân sự;tố tụng hành chính;hàng hải việt nam;"
    "tư pháp người chưa thành niên;"
    "thi hành án dân sự;thi hành án hình sự;xử lý vi phạm hành chính;đặc xá;giám định tư pháp;công chứng;luật sư;"
    "trợ giúp pháp lý;hòa giải ở cơ sở;hòa giải, đối thoại tại tòa án;phổ biến, giáo dục pháp luật;"
    "phổ biến giáo dục pháp luật;"
    "trách nhiệm bồi thường của nhà nước;trọng tài thương mại;nuôi con nuôi;tín ngưỡng, tôn giáo;"
    "dân số;tổ chức hđnd và ubnd;tổ chức hội đồng nhân dân và ủy ban nhân dân;bảo vệ và phát triển rừng;"
    "bảo hiểm tiền gửi;"
    "ưu đãi người có công với cách mạng;chi phí tố tụng;cảnh vệ;quản lý thị trường;"
    "người lao động việt nam đi làm việc ở nước ngoài theo hợp đồng;sử dụng năng lượng tiết kiệm và hiệu quả"
)
_KNOWN = soft(rf"(?:{one_of(_NAMES)})(?!\w)", any_case=True)
_AMENDING = soft(
    r"sửa đổi,? bổ sung(?: một số điều)?(?: (?:của )?(?:(?:bộ )?luật|pháp lệnh)(?= [^\W\d]))?", any_case=True
)
_AMENDED_TOO = soft(r"(?P<and>,? và|,|;) (?:bộ )?luật (?=[^\W\d])", any_case=True)
_NAMED = soft(rf"[{UP}][{LO}]+(?: [{LO}]+){{0,7}}")
# A name whose end is clear because its number or its day follows; a name without a capital needs that.
_ENDED = soft(
    r"(?:[^\W\d]+(?:, | - | )){1,14}?"
    r"(?=(?:số:? \d{1,4}/|năm (?:19|20)\d\d(?!\d)|ngày \d{1,2}(?: tháng|[/.-])|\((?:sửa đổi|luật số|số)))",
    any_case=True,
)
_ENDED_AFTER_BASIS = soft(r"[^\W\d]+(?:,? [^\W\d]+){1,10}(?=[;.\n\f])", any_case=True)
_BASIS_BEFORE = soft(r"căn cứ $")
_NEVER_IN_NAME = syllables(
    "này của theo được quy đã các khoản điều tại do từ có hiệu định mới trên đó trong sẽ đang là số",
)
_YEAR = soft(r" (?:\(?sửa đổi\)? )?(?:năm )?\(?(?P<year>(?:19|20)\d\d)(?!\d|[-/])\)?", any_case=True)
_SYMBOL_LEAD = soft(r" ?,? ?\(?(?:(?:luật )?số ?:? ?)?(?=\d)", any_case=True)
_NOT_A_LAW = soft(r" (?:sư|gia|pháp|hóa|định|lệ|này|trên|chơi|nói)(?!\w)", any_case=True)
_NOT_AFTER = soft(r"(?:pháp|kỷ|quy|trường|viện|khoa|ngành|đại học|theo pháp|dự án|âm|vi phạm) ?$")
_OF_THE_REPUBLIC = soft(r" nước (?:cộng hòa xã hội chủ nghĩa|chxhcn) việt nam", any_case=True)
_CONSTITUTION_AND = soft(r" ?(?:,|và) (?:các văn|pháp)", any_case=True)


@dataclass(frozen=True, slots=True)
class LawName:
    """A law as named: where it ends, its symbol if it has one, its year."""

    end: int
    symbol: Symbol | None
    year: int | None
    confidence: float


def law_at(text: str, low: str, start: int, at: int) -> LawName | None:
    """The law whose kind word stands at start and ends at a place."""
    if _NOT_AFTER.search(low, max(0, start - 12), start) or _NOT_A_LAW.match(low, at):
        return None
    if low.startswith("hiến", start):
        return _constitution(text, start, at)
    end, confidence = _name_end(text, start, at)
    numbered = _symbol_after(text, end)
    if numbered:
        return LawName(numbered.end, numbered, numbered.year, 0.98)
    if end == at:
        return None
    year = _YEAR.match(text, end)
    if year:
        numbered = _symbol_after(text, year.end())
        if numbered:
            return LawName(numbered.end, numbered, numbered.year, 0.98)
        return LawName(year.end(), None, int(year["year"]), confidence)
    return LawName(end, None, None, confidence)


def _symbol_after(text: str, at: int) -> Symbol | None:
    lead = _SYMBOL_LEAD.match(text, at)
    symbol = symbol_at(text, lead.end(), any_case=True) if lead else None
    return symbol if symbol and symbol.year else None


def _name_end(text: str, start: int, at: int) -> tuple[int, float]:
    begin = at + 1 if text[at : at + 1] in (" ", "\n") else at
    if begin == at:
        return at, 0.0
    amending = _AMENDING.match(text, begin)
    if not amending:
        return _one_name_end(text, start, begin) or (at, 0.0)
    end, confidence = amending.end(), 0.7
    if text[amending.start() : end].lower().endswith(("luật", "lệnh")) and (
        first := _one_name_end(text, start, end + 1)
    ):
        end, confidence = first
        end = _amended_too(text, start, end)
    return end, confidence


def _amended_too(text: str, start: int, end: int) -> int:
    """Where a list of amended laws ends: "… của Luật A, Luật B và Luật C"; a list that has no "và" is none."""
    at = end
    for _ in range(12):
        further = _AMENDED_TOO.match(text, at)
        name = _one_name_end(text, start, further.end()) if further else None
        if not further or not name:
            return end
        at = name[0]
        if "và" in further["and"].lower():
            end = at
    return end


def _one_name_end(text: str, start: int, begin: int) -> tuple[int, float] | None:
    """Where the one name that begins at a place ends, and how sure that is."""
    if known := _KNOWN.match(text, begin):
        return known.end(), 0.95
    ended = _ENDED.match(text, begin)
    if ended and _NEVER_IN_NAME.isdisjoint(ended.group().lower().replace(",", " ").split()):
        return begin + len(ended.group().rstrip(" \n,-")), 0.8
    named = _NAMED.match(text, begin)
    if not named:
        basis = (
            _ENDED_AFTER_BASIS.match(text, begin)
            if _BASIS_BEFORE.search(text[max(0, start - 9) : start].lower())
            else None
        )
        return (basis.end(), 0.6) if basis else None
    end = begin
    for count, word in enumerate(re.finditer(r"\S+", named.group())):
        if count and word.group() in STOP:
            break
        end = begin + word.end()
    return end, 0.7


def _constitution(text: str, start: int, at: int) -> LawName | None:
    if whole := _OF_THE_REPUBLIC.match(text, at):
        at = whole.end()
    year = _YEAR.match(text, at)
    if year:
        return LawName(year.end(), None, int(year["year"]), 0.95)
    capital = text[start].isupper() and not _CONSTITUTION_AND.match(text, at)
    return LawName(at, None, None, 0.7) if capital else None
