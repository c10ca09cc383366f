"""Who is told to act: the words before the verb of a duty, the verb itself, and which units those words stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .bodies import body_end
from .model import Addressee
from .names import TITLES, name_end_at
from .normal import Normal
from .positions import position_end
from .words import UP, any_literal, soft

WHO = soft(
    r"(?:(?:tất cả )?(?:các|từng|mỗi|mọi|những|quý|100%(?: các| số)?|toàn thể|toàn bộ|\d{1,3}"
    r"(?= \w+ \w+ còn lại))(?: đồng chí)? )?(?:đồng chí )?(?:phó )?"
    r"(?:cấp (?:ủy|tỉnh|huyện|xã|cơ sở|trên(?: trực tiếp(?: của)?(?: tổ chức)? cơ sở)?|dưới|thành phố)|"
    r"chi ủy|tổ chức (?:đảng|cơ sở|chính trị)|tccsđ|chi bộ|"
    r"chi,|đảng bộ|đảng (?:ủy|viên)|(?:tỉnh|thành|quận|huyện|thị) (?:ủy|đoàn)|ban|sở|ngành|phòng|ubnd|ủy ban|hđnd|"
    r"mttq|mặt trận|cơ quan(?: (?:thường trực|tham mưu,? (?:và )?giúp việc|chuyên môn|tham mưu))?|đơn vị|địa phương|"
    r"xã|phường|đặc khu|quận|huyện|văn phòng|đoàn thể|"
    r"hội(?! (?:nghị|thảo|thi|trường|viên))|trường|doanh nghiệp|bí thư|người đứng đầu|đứng đầu|"
    r"thủ trưởng|giám đốc|chủ tịch|chánh văn phòng|trưởng|trung tâm|báo cáo viên|cán bộ|thường trực|công an|"
    r"bộ|liên đoàn|đảng đoàn|khối|viện|tổ(?: (?:công tác|giúp việc|kiểm tra|đảng))?(?! chức)|tập thể|cá nhân|"
    r"thành viên|đoàn viên|thôn|khu dân cư|"
    r"tiểu ban|nơi(?! (?:nhận|đây|làm|ở))|ủy viên|cấp ủy viên|lực lượng|hệ thống|nhà thầu|chủ đầu tư|"
    r"chính quyền|nhà trường|"
    r"giáo viên|bộ phận|nhóm(?= )|đội(?! ngũ)|"
    r"công ty|tổng công ty|ngân hàng|bệnh viện|trạm|kho bạc|chi cục|cục|vụ|hội đồng|"
    r"lãnh đạo(?= (?:các|đơn vị|cơ quan|sở|ban|huyện|xã|phường))|đoàn(?= (?:công|kiểm|giám|thanh|khảo)))(?!\w)"
)
ORDER = soft(
    r"(?<!\w)(?<!hồ sơ )(?<!văn bản )(?<!tờ trình )(?<!danh sách )(?<!công văn )"
    r"(?<!theo )(?<!đúng )(?<!ban )(?<!các )(?<!sự )(?<!nội dung )(?<!được )(?:"
    r"yêu cầu|đề nghị|(?<!bàn )giao(?: cho)?(?: nhiệm vụ"
    r"(?: cho)?)?|chỉ đạo|phân công|lưu ý|nhắc nhở|quy định)(?: là|:| rõ)? \"?(?:\(?[1a][.)] )?"
)
ORDER_WORDS = re.compile(
    any_literal("yêu cầu", "đề nghị", "giao", "chỉ đạo", "phân công", "lưu ý", "nhắc nhở", "quy định")
)
ACTION = soft(
    r"(?<!\w)(?:hoàn thành|hoàn thiện|hoàn tất|(?<=: )xong|"
    r"tổ chức(?! (?:đảng|cơ sở|chính trị|đoàn|thành viên|hội(?! (?:nghị|thảo|thi))))|"
    r"xây dựng(?! đảng)|ban hành|gửi|báo cáo(?! viên)|nộp|(?<!chương )trình|triển khai|học tập|quán triệt|lập|"
    r"đăng ký|rà soát|tổng hợp|góp ý|tham mưu|kiểm tra|tuyên truyền|phổ biến|sơ kết|tổng kết|kiện toàn|thực hiện|"
    r"chuẩn bị|khắc phục|bố trí|đưa|mời|bế giảng|khai giảng|(?<!bầu )(?<!đề )(?<!ứng )(?<!tái )cử(?! tri)|"
    r"cụ thể hóa|nghiên cứu|"
    r"phối hợp|công khai|cập nhật|viết|theo dõi|đôn đốc|bàn giao|"
    r"giải quyết|giải phóng|thành lập|mở|đánh giá|kết thúc|sắp xếp|phát động|niêm yết|công bố|chấm|chốt|cung cấp|"
    r"hướng dẫn|sao gửi|lấy ý kiến|thẩm định|bổ sung|tiếp thu|trực tiếp|chủ trì|truyền đạt|chỉ đạo|nghiêm túc|"
    r"tập trung|lãnh đạo(?=,? (?:và |việc|tổ chức|thực hiện|rà soát|chỉ đạo|xây dựng|triển khai|quán triệt|"
    r"hoàn thành|cụ thể|đổi mới|nâng cao|làm tốt|công tác|cấp ủy|các chi|chi bộ))|họp|dự(?! (?:án|thảo|kiến|"
    r"toán|báo|phòng|bị|trữ|tính|nguồn))|tham dự|tham gia|"
    r"phân công|đề xuất|xem xét|kê khai|khảo sát|"
    r"thống kê|đăng tải|vận động|xử lý|thông báo|duyệt|phê duyệt|ký|giới thiệu|bồi dưỡng|đối thoại|giám sát|"
    r"tiến hành|thi công|cấp(?= (?:phát|giấy|thẻ|kinh))|chi trả|thu(?= (?:nộp|thập|hồi|gọn))|số hóa|"
    r"tự (?:kiểm tra|phê bình|đánh giá)|quan tâm|duy trì|bảo đảm|"
    r"đảm bảo|đẩy (?:mạnh|nhanh)|tăng cường|khẩn trương|chủ động|tích cực|làm(?= (?:báo|việc với|rõ|tốt))|"
    r"lồng ghép|biên soạn|"
    r"phát hành|in(?= (?:ấn|sao|và))|phân bổ|giải ngân|quyết toán|nghiệm thu|đối chiếu|tập huấn|chấn chỉnh|"
    r"nâng (?:cao|cấp)|đổi mới|"
    r"lựa chọn|tiếp nhận|hoàn chỉnh|hỗ trợ|soạn thảo|vận hành|trang trí|treo|ra quân|sửa đổi|điều chỉnh|sao lục|"
    r"rút|chọn|tiêm|phun|trồng|dọn|đo đạc|khoanh|kiểm kê|điều tra|lắp đặt|sửa chữa|khởi công|trả lời|xác minh|"
    r"kết nạp|"
    r"xử phạt|cải tạo|tu sửa|tháo gỡ|khen thưởng(?= (?:các|những))|nhập(?= (?:dữ|số|thông))|ghi(?= ))(?!\w)"
)
_MODAL = soft(
    r"(?<!\w)(?:phải|cần|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm(?! về)|khẩn trương|chủ động|tích cực|nghiêm túc|"
    r"tiếp tục|kịp thời|tập trung|sẽ|hãy|tiến hành(?! (?:đại hội|họp))|chịu trách nhiệm trong việc|"
    r"nhanh chóng|sớm|đồng loạt|có thể|được (?:giao|phân công)(?: nhiệm vụ| trách nhiệm)?)(?!\w)"
)
_MODALS = re.compile(rf"(?:[\s,:]*{_MODAL.pattern}(?: việc(?!\w))?)+[\s,]*")
_ADVERBIAL = soft(r"(?<!\w)(?:căn cứ|trên cơ sở|theo (?:chức năng|thẩm quyền|phạm vi)|tùy)(?!\w)")
_FOUND = re.compile(rf"(?P<modal>{_MODAL.pattern})|(?P<adverbial>{_ADVERBIAL.pattern})|{ACTION.pattern}")
_UNDONE = soft(r"(?:chưa|không|đã|được|đang|nào|kết quả|việc|công tác|nhiệm vụ|nội dung|thời gian) $")
_UNDONE_YET = soft(r"(?<!\w)(?:chưa|không) ")
_VERB = re.compile(
    r" (?!(?:của|thuộc|trực|và|các|tỉnh|huyện|xã|phường|thành|quận|thị|trên|ở|tại|trong|liên|là|được|đã|vừa|"
    r"cùng|với|có|theo|về|cho|từ|do|để|khi|cần|phải|chịu|căn|tùy|nếu|nào|chưa|không|khẩn|chủ|tích|tiếp|kịp|"
    r"nghiêm|tập|"
    r"hãy|sẽ|cơ|đảng|viên|chi|cụ|trong|"
    r"thông|hội|nhanh|sớm|đồng|khu|tổ|thôn|khóa|nhiệm|cấp|số|những|này|đó|trước|sau|đang|còn|cũng|như|"
    r"hoặc)(?!\w))(?=[^\W\d_]+ )"
)
_APART = soft(
    r" (?:có|gồm|ở|đi|không|chưa)(?!\w)[^,;]{2,60}, ?(?=(?:các |từng |mỗi )?(?:chi|đảng|cấp|thành|huyện|tỉnh) ủy )"
)
_ASIDE = soft(
    r",? (?:ngay (?:sau|từ|khi)|sau (?:hội nghị|khi|đợt)|trong (?:thời gian|tháng|quý|năm|tuần)|từ nay|trước mắt|"
    r"thời gian tới|tới đây|trên cơ sở|tùy theo)(?!\w)"
)
_MUST = soft(r"(?<!\w)(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|phải)(?!\w)")
_NAMES = soft(rf"[{UP}]\w* [{UP}]|\d")
ACTORS_GO_ON = soft(
    rf"(?: |[,;()]|và(?!\w)|các(?!\w)|[{UP}]\w*(?!\w)|(?:thị trấn|xã|phường|đặc khu|quận|huyện|tỉnh|thành phố|"
    rf"trực thuộc|cơ sở|"
    r"bí thư|phó|trưởng|đồng chí|người đứng đầu|chủ tịch|thủ trưởng|giám đốc|"
    r"(?:đảng|huyện|thành|tỉnh|thị|quận|chi|cấp) ủy|đảng|chi bộ|đảng bộ|ban|ngành|sở|phòng|đoàn thể|cơ quan|"
    r"đơn vị|của|"
    r"cấp|trên|trung ương|tổ chức|doanh nghiệp|trường học|địa phương|khối|liên quan|trực tiếp|toàn|thôn|"
    r"khu dân cư)(?!\w))*"
)
_GROUP = soft(r"(?:tổ công tác|ban chỉ đạo|ban tổ chức) $", any_case=True)
_GROUP_DOES = soft(
    r"hoàn thành|báo cáo|chịu|trình|gửi|tham mưu|họp|tổng hợp|rà soát|xây dựng kế|ban hành|đôn đốc|kiểm tra"
)
_COMPLETE = soft(
    rf"(?:ủy|đảng|tỉnh|huyện|xã|phường|thành phố|hóa|chính|vụ|tế|thương|đào tạo|xã hội|pháp|giáo|xây dựng|dân vận|"
    rf"kiểm tra|lịch|trường|công nghệ|truyền thông|công an|quân sự|nông nghiệp|thể thao|đô thị|dự án|[{UP}]\w*) $"
)
_THING_APART = soft(r", ?(?=(?:việc|công tác|nội dung|thời gian|hội nghị|đại hội)(?!\w))")
_NEVER_WITHIN = re.compile(
    rf";(?! ?{WHO.pattern})|\f|(?<!\w)(?:đã|vừa|cam kết|mong muốn|kiến nghị|hy vọng|phấn đấu|kỳ vọng|cho biết|"
    rf"chia sẻ|cho rằng|khẳng định|nói)(?!\w)"
)
_LONGEST = 110

Span = tuple[int, int]


def actor_at(
    normal: Normal, begin: int, stop: int, *, ordered: bool = False, guess: bool = False
) -> tuple[Span, int] | None:
    """The actor that begins at a place and where the verb of what is to be done begins; after an order any words."""
    low, text = normal.low, normal.text
    after = _head_end(normal, begin, ordered)
    if not after:
        return None
    if apart := _APART.match(low, after, min(stop, after + _LONGEST)):
        return actor_at(normal, apart.end(), stop)  # "các chi bộ có trên 30 đảng viên, chi ủy …"
    if verb := _verb_behind_body(normal, begin, after, stop):
        return (begin, after), verb
    if (colon := _verb_behind_colon(normal, after, stop)) and not ACTION.search(low, after, colon):
        return (begin, low.rindex(":", after, colon)), colon
    floor = 0
    for found in _FOUND.finditer(low, after, min(stop, after + _LONGEST)):
        if found.start() < floor:
            continue
        undone = found.start() > after + 1 and _UNDONE.search(low, max(begin, found.start() - 12), found.start())
        if not found["modal"] and (undone or _UNDONE_YET.search(low, begin, found.start())):
            continue
        if low.count("(", begin, found.start()) > low.count(")", begin, found.start()):
            continue
        finish = begin + len(low[begin : found.start()].rstrip(" \n,:-"))
        if finish - begin < 2 or _NEVER_WITHIN.search(low, begin, finish):
            return None
        colon = low.rfind(": ", begin, finish)
        if colon > 0 and WHO.match(low, colon + 2):
            begin = colon + 2  # "Ở cấp xã: mỗi đảng ủy xã …"
        if aside := _ASIDE.search(low, after, finish):
            finish = aside.start()  # "các chi bộ ngay sau hội nghị triển khai …"
        action = found.start()
        if thing := _THING_APART.search(low, begin, finish):
            return (begin, thing.start()), thing.end()
        if found["modal"] and found.group().startswith("được"):  # "các sở được giao chủ trì … có trách nhiệm …"
            later = _MUST.search(low, found.end(), min(stop, found.end() + 80))
            floor = later.start() if later else 0
            if later:
                continue
        if found["modal"]:
            modals = _MODALS.match(low, action)
            action = modals.end() if modals else found.end()
        elif found["adverbial"]:
            later = next((v for v in ACTION.finditer(low, found.end(), stop) if text[v.start()].islower()), None)
            if not later:
                return None
            action = later.start()
        return ((begin, finish), action) if action < stop else None
    return _next_word(normal, begin, after, stop) if guess else None


def _next_word(normal: Normal, begin: int, after: int, stop: int) -> tuple[Span, int] | None:
    """The verb that is on no list: the first small word that cannot belong to the actors' names."""
    names = ACTORS_GO_ON.match(normal.text, after, stop)
    end = names.end() if names else after
    end = begin + len(normal.low[begin:end].rstrip(" \n,"))
    verb = _VERB.match(normal.low, end, stop) if end >= after else None
    return ((begin, end), end + 1) if verb and normal.text[end + 1].islower() else None


def full_end(text: str, begin: int) -> int:
    """Where a body's full name ends, before any verb that a name in small letters may have swallowed."""
    end = body_end(text, begin)
    if end - begin > 8 and text[end - 1].islower():
        for verb in ACTION.finditer(text, begin + 6, end):
            if _COMPLETE.search(text, begin, verb.start()) or (
                _GROUP.search(text, begin, verb.start()) and _GROUP_DOES.match(text, verb.start())
            ):
                return verb.start() - 1
    return end


def orders_in(normal: Normal, start: int, stop: int) -> Iterator[re.Match[str]]:
    """Every order between two places; looked for by its words first, which is much faster."""
    for word in ORDER_WORDS.finditer(normal.flat, start, stop):
        if found := ORDER.match(normal.low, word.start(), stop):
            yield found


def is_told(normal: Normal, at: int) -> bool:
    """Whether an actor stands right behind an order: a body, a class of units, or somebody by name."""
    if WHO.match(normal.low, at):
        return True
    titles = TITLES.match(normal.text, at)
    return bool(titles and titles.end() > at and name_end_at(normal.text, titles.end()))


def _verb_behind_colon(normal: Normal, after: int, stop: int) -> int:
    """Where what is to be done begins behind an actor's colon; 0 where another actor or names of places stand there."""
    low, text = normal.low, normal.text
    colon = low.find(": ", after, min(stop, after + _LONGEST))
    if colon < 0 or WHO.match(low, colon + 2) or not ACTORS_GO_ON.fullmatch(text, after, colon):
        return 0
    modals = _MODALS.match(low, colon)
    begin = modals.end() if modals else colon + 2
    return 0 if _NAMES.match(text, begin) or begin >= stop else begin


def _verb_behind_body(normal: Normal, begin: int, after: int, stop: int) -> int:
    """Where the verb right behind a body's full name begins, whatever verb it is; 0 where none stands there."""
    text, low = normal.text, normal.low
    named = text[begin].isupper() and full_end(text, begin) == after
    if not named and not low.endswith(" ủy", begin, after):
        return 0
    verb = _VERB.match(low, after, stop)
    return after + 1 if verb and text[after + 1].islower() else 0


def _head_end(normal: Normal, begin: int, ordered: bool) -> int:
    """Where the verb may begin behind an actor's first words; 0 where no actor begins."""
    low, text = normal.low, normal.text
    if who := WHO.match(low, begin):
        return max(who.end(), full_end(text, begin), position_end(text, begin))
    if (body := full_end(text, begin)) > begin and text[begin].isupper():
        return body
    titles = TITLES.match(text, begin)
    named = name_end_at(text, titles.end()) if titles and titles.end() > begin else 0
    if named:
        comma = text[named : named + 2] == ", "
        return max(named, position_end(text, named + 2)) if comma else named
    if (
        ordered
        and not ACTION.match(low, begin)
        and re.match(r"(?!và |hoặc |về |rằng |việc |phải |của |đó|này|là )[^\W\d]", low[begin : begin + 8])
    ):
        return begin + 2
    return 0


_LEVELS = (
    ("branch", soft(r"(?:chi bộ|chi,? đảng bộ cơ sở|chi ủy)(?!\w)")),
    ("commune", soft(r"cấp xã|(?:các|từng|mỗi) (?:xã|phường|thị trấn|đặc khu)|đảng ủy (?:các )?(?:xã|phường)")),
    (
        "district",
        soft(r"cấp huyện|(?:các|từng|mỗi) (?:quận|huyện|thị) ủy|(?:các|từng|mỗi) (?:quận|huyện|thị xã)(?!\w)"),
    ),
    ("province", soft(r"cấp tỉnh|(?:các|từng|mỗi) tỉnh ủy|(?:các|từng|mỗi) tỉnh(?!\w)")),
    ("grassroots", soft(r"cấp cơ sở|tổ chức cơ sở|tccsđ|đảng (?:ủy|bộ) cơ sở")),
)
_HEADS = soft(r"(?:các |mỗi |từng )?(?:đồng chí )?(?:người )?(?:đứng đầu|bí thư|thủ trưởng|chủ tịch|giám đốc|trưởng)")
_PLURAL = soft(r"(?<!\w)(?:các|từng|mỗi|những|tất cả|toàn thể|100%)(?!\w)")
_MEMBERS = soft(r"(?:(?:các|từng|mỗi|toàn thể) )?(?:cán bộ, )?đảng viên")


def addressee_of(normal: Normal, who: Span) -> Addressee | None:
    """Which units or people the words stand for, where that is clear; None leaves it to a person."""
    begin, end = who
    words, text = normal.flat[begin:end], normal.text
    plural = bool(_PLURAL.search(words))
    titles = TITLES.match(text, begin)
    if titles and titles.end() > begin and (named := name_end_at(text, titles.end())):
        return Addressee("person", name=normal.written(titles.end(), named))
    level = next((name for name, pattern in _LEVELS if pattern.search(words)), None)
    if _HEADS.match(words):
        return Addressee("heads", level=level)
    if _MEMBERS.match(words):
        return Addressee("members")
    if "trực thuộc" in words and "trực thuộc trung ương" not in words:
        return Addressee("direct_subordinates", level=level)
    if "các cấp" in words.replace("các cấp ủy", ""):  # committees are not levels
        return Addressee("all_levels")
    if level and (plural or words.startswith("cấp ")):
        return Addressee("level", level=level)
    if not plural and text[begin].isupper() and full_end(text, begin) == end:
        return Addressee("body", name=normal.written(begin, end))
    return None
