"""The words of what is to be done without what only says when, and the requirement they amount to."""

from __future__ import annotations

from .normal import Normal
from .words import soft

_TRAIL = soft(
    r"(?:[\s,;:.\"(]|(?<!\w)(?:và|xong|không (?:để )?(?:chậm |muộn )?quá|"
    r"chậm nhất|muộn nhất|trước|trong|là|vào|hạn|thời hạn|(?:về )?(?:thời gian|tiến độ)(?: hoàn thành|"
    r" thực hiện| gửi)?|"
    r"đến|hết|để|theo quy định|bảo đảm|đảm bảo|\d{1,2} ?(?:giờ|h)(?: ?\d{2})?)(?!\w))+$"
)
_FAR = 160
_LOOSE_END = soft(r"(?:,|;|,? và) ?(?:phải |cần )?(?:hoàn thành|kết thúc|xong)(?: việc)?$")
_MATTER = soft(r"(?:việc|công tác) ")
_MATTER_END = soft(
    r",? ?(?<!\w)(?:(?:ở|tại|đối với) [^,;]{2,80}? )?(?:phải|cần)(?: được)? ?(?:hoàn thành|kết thúc|tiến hành|"
    r"thực hiện|"
    r"làm|tổ chức)?(?: xong)?$"
)
_BY = soft(r" (?:sẽ )?do [^;]{3,120}?(?:tổ chức|chủ trì|thực hiện|phụ trách|đảm nhiệm|chỉ đạo|tiến hành)(?: xong)?$")
BARE = soft(
    r"(?:(?:các|những|tất cả(?: các)?) (?:nội dung|nhiệm vụ|công việc|phần việc)(?: (?:nêu )?trên| này)* ?)?"
    r"(?:(?:thời gian|thời hạn|thời lượng|tiến độ|hạn)(?: (?:hoàn thành|thực hiện|báo cáo|xong|gửi|nộp))*"
    r"(?:(?::| là) [^;.]{1,40})?|"
    r"(?:(?:phải|cần|yêu cầu) )?(?:hoàn thành|kết thúc|xong))(?: xong)?(?=[\s:,.]|$)[\s:,]*"
)
_PLAN = soft(
    r"(?:hoàn thành (?:việc )?)?(?:xây dựng|ban hành|lập|cụ thể hóa)[^.;]{0,60}?(?:kế hoạch|"
    r"chương trình (?:hành|công))"
)
_REPORT = soft(
    r"(?:tổng hợp,? (?:và )?)?(?:(?:gửi|nộp|hoàn thành)[^.;]{0,40}?báo cáo(?! viên)|báo cáo(?! viên)|gửi kết quả)"
)
CONFERENCE = soft(
    r"(?:tổ chức|mở|hoàn thành|kết thúc)[^.;]{0,40}?(?:hội nghị|lớp(?!\w))|hội nghị (?:học tập|quán triệt|cấp|cán bộ)"
)
STUDY = soft(r"học tập|quán triệt|nghiên cứu|sinh hoạt chuyên đề|phổ biến|truyền đạt")
_SAYS_NOTHING = soft(
    r"(?:(?:tổ chức|hoàn thành|kết thúc|thực hiện|triển khai|tiến hành|học|làm)(?: xong)?(?:,? (?:và )?)?)+"
    r"(?:(?:các )?(?:nội dung|công việc|nhiệm vụ|việc)(?: này| trên| nêu trên)*)?"
)


def kept_of(normal: Normal, begin: int, finish: int) -> str:
    """The words of a span without what dangles at their end."""
    words = normal.low[begin:finish]
    kept = _without_trail(words)
    return _without_trail(_LOOSE_END.sub("", kept)) or kept or words.rstrip(" \n,;:.")


def _without_trail(words: str) -> str:
    """Words without what dangles at their end, looked for near the end alone."""
    near = max(0, len(words) - _FAR)
    found = _TRAIL.search(words, near)
    return words[: found.start()] if found else words


def spoken_of(normal: Normal, begin: int, finish: int) -> tuple[int, int]:
    """The span of what is to be done: without "việc … phải hoàn thành", "… do … tổ chức" and loose ends."""
    kept = kept_of(normal, begin, finish)
    matter = _MATTER.match(kept)
    if by := _BY.search(kept):
        return begin + (matter.end() if matter else 0), begin + by.start()
    if (end := _MATTER_END.search(kept)) and end.start():
        return begin + (matter.end() if matter else 0), begin + end.start()
    return begin, begin + len(kept)


def type_of(what: str, sentence: str, subject: str, head: bool) -> str:
    """The requirement that an action amounts to: by its first verb, or by what the text is about if it says nothing."""
    if _PLAN.match(what):
        return "plan_issued"
    if _REPORT.match(what):
        return "report_sent"
    if head or CONFERENCE.search(what):
        return "conference_held"
    if STUDY.search(what):
        return "study_done"
    if _SAYS_NOTHING.fullmatch(what):
        for around in (sentence, subject):
            if CONFERENCE.search(around):
                return "conference_held"
            if STUDY.search(around):
                return "study_done"
    return "other"
