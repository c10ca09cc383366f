"""Letters and word lists of Vietnamese official prose that the grammar is written in."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

_LETTERS = [
    letter
    for code in [*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)]
    if unicodedata.category(letter := chr(code)) in ("Lu", "Ll")
]
UP = "".join(letter for letter in _LETTERS if letter.isupper())
LO = "".join(letter for letter in _LETTERS if letter.islower())


_Tree: TypeAlias = "dict[str, _Tree]"


def soft(pattern: str, *, any_case: bool = False) -> re.Pattern[str]:
    """A compiled pattern in which every blank may also be a line break."""
    return re.compile(pattern.replace(" ", "[ \\n]"), re.IGNORECASE if any_case else 0)


def syllables(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(word for line in lines for word in line.split())


def one_of(*lines: str) -> str:
    """A pattern for any of the expressions between the semicolons of some lines, the longest first."""
    parts = {part.strip() for line in lines for part in line.split(";") if part.strip()}
    return "|".join(sorted(parts, key=lambda part: (-len(part), part)))


def any_literal(*literals: str, any_case: bool = False) -> str:
    """A pattern for any of some plain strings, the longest first, that reads each shared beginning only once."""
    tree: _Tree = {}
    for literal in literals:
        branch = tree
        for letter in literal:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _branches(tree, any_case)


def _branches(tree: _Tree, any_case: bool) -> str:
    ways = [_sign(letter, any_case) + _branches(more, any_case) for letter, more in sorted(tree.items()) if letter]
    if not ways:
        return ""
    pattern = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
    return f"(?:{pattern})?" if "" in tree else pattern


def _sign(letter: str, any_case: bool) -> str:
    return f"[{letter.upper()}{letter}]" if any_case and letter.islower() else re.escape(letter)


LEVEL = one_of(
    "tỉnh;thành phố;tp\\.?;quận;huyện;thị xã;thị trấn;xã;phường;đặc khu;thôn;bản;ấp;khu phố;khu(?! vực);tổ dân phố;"
    "tổ(?! (?:chức|trưởng|quốc|viên|công));xóm"
)

# What a ministry, department or commission may be called after its first word; commas are part of some names.
FIELDS = one_of(
    "hàn lâm khoa học và công nghệ;hàn lâm khoa học xã hội;"
    "kế hoạch và đầu tư;giáo dục và đào tạo;giáo dục - đào tạo;khoa học và công nghệ;"
    "khoa học, công nghệ và môi trường;"
    "tài nguyên và môi trường;nông nghiệp và phát triển nông thôn;nông nghiệp và môi trường;"
    "lao động ?- ?thương binh và xã hội;lao động, thương binh và xã hội;lao động thương binh và xã hội;"
    "văn hóa, thể thao và du lịch;văn hóa và thể thao;văn hóa - thông tin;văn hóa - xã hội;"
    "văn hóa, khoa học và thông tin;"
    "thông tin và truyền thông;dân tộc và tôn giáo;tuyên giáo và dân vận;giao thông vận tải;"
    "tài chính kế hoạch;quản lý đô thị;"
    "tài chính - kế hoạch;kinh tế - ngân sách;kinh tế - hạ tầng;kinh tế, hạ tầng và đô thị;tư pháp;tài chính;nội vụ;"
    "ngoại giao;ngoại vụ;quốc phòng;công an;công thương;xây dựng đảng;xây dựng;y tế;du lịch;dân tộc;tôn giáo;"
    "pháp chế;"
    "tổ chức cán bộ;tổ chức - cán bộ;tổ chức - nội vụ;tổ chức;tuyên giáo;tuyên truyền;dân vận;nội chính;"
    "chính sách, chiến lược;kinh tế;đối ngoại;đối ngoại;"
    "nghiên cứu;quản lý;thi đua - khen thưởng;thi đua, khen thưởng;quản lý dự án;tiếp công dân;pháp luật;"
    "quy hoạch - kiến trúc;"
    "quy hoạch;kiểm tra;tham mưu;hậu cần;chính trị;cảnh sát;bảo hiểm xã hội;thuế;hải quan;thống kê;"
    "kế hoạch - tài chính;"
    "kế hoạch tài chính;kế hoạch;đào tạo;nông nghiệp;thương mại;công nghiệp;khoa giáo;lý luận chính trị;"
    "bảo vệ chính trị nội bộ;nhà báo;nhà văn;đoàn kết công giáo;đoàn kết sư sãi yêu nước;văn học nghệ thuật;"
    "văn học - nghệ thuật;văn học, nghệ thuật;văn nghệ dân gian;chữ thập đỏ;khuyến học;người cao tuổi;"
    "cựu giáo chức;cựu thanh niên xung phong;nạn nhân chất độc da cam/dioxin;nạn nhân chất độc da cam;người mù;"
    "bảo trợ người khuyết tật và trẻ mồ côi;bảo trợ bệnh nhân nghèo;khoa học lịch sử;di sản văn hóa;luật gia;làm vườn;"
    "khoa học xã hội nhân văn quân sự;khoa học xã hội và nhân văn;quốc gia;doanh nhân trẻ;phật giáo;sinh viên;trị sự;"
    "chứng minh;già làng;dân quân tự vệ"
)

# Words that begin a body's name. What follows them is told in bodies.py.
HEADS = one_of(
    "bộ chính trị;bct;bbt;bchtw;ban bí thư(?: trung ương(?: đảng)?)?;ban chấp hành;bch;ban thường vụ;btv;"
    "thường trực;thường vụ;"
    "ban cán sự đảng;đảng đoàn;ban chỉ đạo;ban chỉ huy;(?:tỉnh|thành|quận|huyện|thị|đảng|quân|chi) ?ủy;đảng bộ;"
    "chi bộ;"
    "trung ương(?: đảng)?;tw;t\\.ư;(?-i:TƯ);quốc hội;chính phủ;thủ tướng(?: chính phủ)?;chủ tịch nước;"
    "(?:ủy ban|ub) thường vụ quốc hội;ubtvqh;ủy ban nhân dân;hội đồng nhân dân;ubnd;hđnd;"
    "ủy ban mặt trận tổ quốc(?: việt nam)?;ubmttq(?:vn| việt nam| vn)?;mặt trận tổ quốc(?: việt nam)?;mttq(?:vn|"
    " việt nam| vn)?;"
    "ủy ban kiểm tra;ubkt;đoàn đại biểu quốc hội;đoàn đbqh;tòa án nhân dân(?: tối cao)?;"
    "viện kiểm sát nhân dân(?: tối cao)?;kiểm toán nhà nước;ngân hàng nhà nước(?: việt nam)?;thanh tra chính phủ;"
    "tổng liên đoàn lao động(?: việt nam)?;liên đoàn lao động;công đoàn;hội liên hiệp phụ nữ(?: việt nam)?;hội lhpn;"
    "hội nông dân(?: việt nam)?;hội cựu chiến binh(?: việt nam)?;"
    "đoàn thanh niên(?: cộng sản hồ chí minh)?;thành đoàn;tỉnh đoàn;"
    "đoàn tncs hồ chí minh;trung ương đoàn;hội đồng lý luận;học viện chính trị quốc gia hồ chí minh;"
    "bộ tư lệnh;bộ chỉ huy quân sự;bộ chỉ huy bộ đội biên phòng;bộ tổng tham mưu;tổng cục chính trị;"
    "công an;bộ đội biên phòng;tổng bí thư;"
    "đảng cộng sản việt nam;đảng;nhà nước;xứ ủy;khu ủy;liên khu ủy;hội đồng bộ trưởng;hội đồng chính phủ;"
    "chính phủ lâm thời;hội đồng nhà nước;(?:viện ks|vks)nd(?: tối cao)?;tand(?: tối cao)?;trung ương hội;"
    "giáo hội phật giáo việt nam;ghpgvn;hội đồng trị sự;hđts"
)
OFFICES = one_of(
    "bộ;sở;ban;phòng;cục;vụ;tổng cục;viện;hội;chi cục;trung tâm;trường;học viện;thanh tra;liên hiệp hội;"
    "tổng công ty(?: cổ phần)?;công ty(?: (?:cổ phần|cp|tnhh|trách nhiệm hữu hạn|một thành viên|mtv)){0,2};tập đoàn;"
    "báo;đài;nhà xuất bản;khối;hiệp hội;chi nhánh;hội đồng;ủy ban;đoàn;câu lạc bộ;khoa(?! học)"
    ";ngân hàng;văn phòng;quân khu;binh đoàn;binh chủng;quân chủng"
)

# Small words that are never the second syllable of a name: a body's name ends before them.
STOP = syllables(
    "về của và đã được do tại trong trên từ đến đối với cho để theo khi nếu thì là có không các những "
    "một mọi mỗi này đó "
    "ban ký vừa đang sẽ cần phải yêu đề tiếp tham gia dự chủ phát trình lên quán báo chỉ thông kết giao tập nhấn đánh "
    "khẳng cùng như nhằm gồm vào ra nêu cũng còn hay hoặc mà nên rồi sau trước ngày tháng năm nhiệm khóa lần gửi nhận "
    "triển thực tổ lãnh hướng xây quyết quy căn đồng nói cho biết đến thăm làm mong đọc truyền khai trao "
    "tặng chúc mừng "
    "góp phối số nguyên quyền kiêm phụ trách chiều sáng tối"
)

SURNAMES = syllables(
    "an âu bá bạch bàn bành bế bùi cà cái cam cao cáp cát cầm chảo châu chẩu chế chu chử chương cồ cổ cung cù cư cự "
    "diệp doãn dương đàm đan đào đặng đậu điền điểu đinh đoàn đỗ đới đồng đổng giang giàng giáp hà hạ hàn hán hầu "
    "hoa hoàng hồ hồng hứa huỳnh hùng hoắc kha khổng khúc khương khuất kim kiều kiên k' la lã lại lâm lãnh lê lều "
    "liêu liễu lò lô lộc lỗ lù lư lưu lữ lương lường lý ma mã mạc mạch mai mông mùa nghiêm ngân ngô ngụy "
    "nguyễn nhan nhữ "
    "ninh nông nùng ổn phan phạm phàn phí phù phùng quách quan quàng sầm sằm sùng sử tạ tần tăng tẩn "
    "thạch thái thào thẩm thân thang thẩm thiều thịnh thiệu tiêu tiết tô tôn tòng tống trà tráng trần trác triệu "
    "trình trịnh trưng trương từ ứng ung ưng vàng văn vi viên võ vũ vù vương vừ xồng y yên lầu hờ ly giả cháng niê "
    "thích cồ quản ngọ lang lục vì lèo mè ngần moong cụt điêu sìn lỳ pờ hảng phàng thồng sồng đèo ngạc trầm thoòng "
    "voòng vòng chíu dường lỷ tằng chìu lềnh lừu khoàng đàng bồ chá uông bạc nhâm khâu kỷ danh liễu lạc hạng sa "
    "vạn siu rơ rah rcom rchăm "
    "kpă ksor puih nay rmah bríu alăng zơrâm arất pơloong bloong cil kră"
)

# A name of two words behind a body is believed only with one of these.
COMMON_SURNAMES = syllables(
    "bùi cao châu chu dương đặng đào đinh đoàn đỗ hà hồ hoàng huỳnh lâm lê lương lưu lý mai nghiêm ngô nguyễn "
    "nông phạm "
    "phan phùng quách tạ thái tô tống tôn trần triệu trịnh trương vi võ vũ vương giàng sùng lò hầu thào vàng "
    "tráng uông "
    "khuất kiều đồng doãn lã thạch danh siu rah y a"
)

PROVINCES = one_of(
    "an giang;bà rịa - vũng tàu;bắc giang;bắc kạn;bạc liêu;bắc ninh;bến tre;bình định;bình dương;bình phước;"
    "bình thuận;cà mau;cần thơ;cao bằng;đà nẵng;đắk lắk;đắk nông;điện biên;đồng nai;đồng tháp;gia lai;hà giang;"
    "hà nam;hà nội;hà tĩnh;hải dương;hải phòng;hậu giang;hòa bình;hưng yên;khánh hòa;kiên giang;kon tum;lai châu;"
    "lâm đồng;lạng sơn;lào cai;long an;nam định;nghệ an;ninh bình;ninh thuận;phú thọ;phú yên;quảng bình;"
    "quảng nam;quảng ngãi;quảng ninh;quảng trị;sóc trăng;sơn la;tây ninh;thái bình;thái nguyên;thanh hóa;"
    "thừa thiên huế;huế;tiền giang;hồ chí minh;trà vinh;tuyên quang;vĩnh long;vĩnh phúc;yên bái"
)

# Countries and the bodies between them: a foreigner's name follows without a comma.
COUNTRIES = one_of(
    "mỹ;hoa kỳ;nga;liên bang nga;trung quốc;nhật bản;hàn quốc;triều tiên;lào;campuchia;thái lan;singapore;malaysia;"
    "indonesia;philippines;brunei;myanmar;timor leste;đông timor;ấn độ;pakistan;bangladesh;sri lanka;nepal;mông cổ;"
    "kazakhstan;uzbekistan;iran;israel;ả rập xê út;saudi arabia;uae;qatar;kuwait;thổ nhĩ kỳ;ai cập;nam phi;angola;"
    "mozambique;algeria;pháp;đức;anh;vương quốc anh;italia;ý;tây ban nha;bồ đào nha;hà lan;bỉ;thụy sĩ;thụy điển;na uy;"
    "đan mạch;phần lan;ba lan;séc;cộng hòa séc;slovakia;hungary;romania;bulgaria;ukraine;belarus;áo;hy lạp;ireland;"
    "canada;cuba;mexico;brazil;argentina;chile;peru;venezuela;australia;úc;new zealand;liên hợp quốc;lhq;asean;unesco;"
    "unicef;undp;who;imf;wb;đông dương;adb;eu;nato;apec;liên minh châu âu;ngân hàng thế giới"
)

# Districts and towns that could be taken for a person's name of two words.
PLACES_LIKE_NAMES = one_of(
    "an biên;an dương;an khê;an lão;an minh;an nhơn;an phú;an thi;an sơn;bá thước;bạch thông;cam lâm;cam lộ;cam ranh;"
    "cao lãnh;cao lộc;cao phong;cát hải;cát tiên;cầu giấy;châu đốc;châu đức;châu phú;châu thành;chi lăng;chu păh;"
    "chư sê;"
    "chương mỹ;cù lao dung;cư jút;cư kuin;đan phượng;đinh hóa;đoan hùng;đông anh;đông hà;đông hưng;đồng hới;đồng hỷ;"
    "đồng phú;đồng văn;đồng xoài;đồng xuân;giang thành;giá rai;hà đông;hà quảng;hà tiên;hà trung;hạ hòa;hạ lang;"
    "hạ long;"
    "hoa lư;hoàng mai;hoàng su phì;hồng bàng;hồng dân;hồng lĩnh;hồng ngự;kiên hải;kiên lương;kiến an;kiến thụy;"
    "kiến xương;"
    "kiến tường;kim bảng;kim bôi;kim động;kim sơn;kim thành;la gi;lạc sơn;lạc thủy;lâm bình;lâm hà;lâm thao;lê chân;"
    "lộc bình;lộc hà;lộc ninh;lục nam;lục ngạn;lương sơn;lương tài;lý nhân;lý sơn;mai châu;mai sơn;ngân sơn;ngô quyền;"
    "ninh giang;ninh hải;ninh hòa;ninh kiều;ninh phước;ninh sơn;nông cống;nông sơn;ô môn;phan rang;phan thiết;phù cát;"
    "phù cừ;phù mỹ;phù ninh;phù yên;phùng hiệp;quan hóa;quan sơn;quảng xương;sầm sơn;tân an;thạch hà;thạch thành;"
    "thạch thất;"
    "thái thụy;thạnh phú;tiên lãng;tô hiệu;trà bồng;trà cú;trà lĩnh;trà my;trà ôn;trà vinh;trần đề;trần văn thời;"
    "văn bàn;"
    "văn chấn;văn giang;văn lâm;văn lãng;văn quan;văn yên;vị thanh;vị xuyên;vũ quang;vũ thư;yên bái;yên bình;yên châu;"
    "yên dũng;yên định;yên khánh;yên lạc;yên lập;yên minh;yên mô;yên mỹ;yên phong;yên sơn;yên thành;yên thế;yên thủy;"
    "sa pa;đô lương;đỗ sơn;đồ sơn;dương kinh;lưu kiếm;hà giang;hà nam;hà nội;hà tĩnh;lâm đồng;hồ chí minh"
)

FUNCTION_WORDS = (
    "và|của|về|do|được|trong|tại|từ|theo|cho|để|đã|khóa|thực|nhằm|với|có|là|ban|trên|đối|khi|hoặc|cùng|"
    "đến|vào|này|"
    "nêu|ra|sẽ|bởi|bằng|gồm|như|quy|kèm|thì|mà|cũng|tới|nói|sau|trước|đang|phải|cần|vừa|kết|còn|hướng|gắn|"
    "lên|xuống|qua|thay|sửa|bổ|bãi|yêu|đặt|khẳng|xác"
)
