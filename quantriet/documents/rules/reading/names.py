"""Names of persons: a family name and one to four more words, after ranks and titles that are no part of them."""

from __future__ import annotations

import sys

from .words import LEVEL, PLACES_LIKE_NAMES, PROVINCES, SURNAMES, UP, soft, syllables

_RANK = (
    r"(?:(?:gs|pgs|ts|ths|bs|cn|ks|ncs|bsckii|bscki|tskh)(?!\w)[.,\-]? ?|(?:(?:phó )?giáo sư|tiến sĩ|thạc sĩ|bác sĩ|"
    r"luật sư|kỹ sư|cử nhân|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)|(?:phó )?(?:chuẩn )?đô đốc|nhà (?:báo|văn|thơ)|"
    r"nhà giáo(?: (?:ưu tú|nhân dân))?|nghệ sĩ(?: (?:ưu tú|nhân dân))?|nghệ nhân(?: (?:ưu tú|nhân dân))?|"
    rf"(?:nhạc|họa|ca|đạo|liệt|chiến) (?:sĩ|diễn)|anh hùng lao động)(?:,? |(?=(?-i:[{UP}]))))"
)
# Orders of the clergy; a saint's name stands between a priest's title and his own.
_CLERGY = (
    r"(?:(?:(?:đại lão |trưởng lão )?hòa thượng|thượng tọa|đại đức|tỳ kheo(?: ni)?|ni trưởng|ni sư|sư cô|cư sĩ|"
    r"linh mục|"
    r"mục sư|(?:tổng )?giám mục|hồng y|đức (?:tổng )?(?:giám mục|cha)) |(?:ht|tt|đđ|nt|ns)\.? ?(?=thích(?!\w)))"
)
_SAINT = (
    r"(?:(?:giuse|phêrô|phaolô|gioan(?: baotixita)?|maria|đa minh|đaminh|antôn|phanxicô(?: xaviê)?|vinh sơn|micae|"
    rf"tôma|anrê|giacôbê|matthêu|máccô|luca|stêphanô|têrêxa|anna|augustinô)(?: maria)? (?=(?-i:[{UP}])))"
)
_HONORIFIC = rf"(?:đồng ?chí|đ/c|ông|bà|anh|chị|thầy(?: giáo)?|cô giáo|bị (?:cáo|can))(?: |(?=(?-i:[{UP}])))"
TITLES = soft(rf"(?:{_HONORIFIC}|{_RANK}|{_CLERGY}|{_SAINT})*", any_case=True)
_TITLED = soft(rf"(?<!\w)(?:{_HONORIFIC}|{_RANK}|{_CLERGY}|{_SAINT})$", any_case=True)
_NEVER_LAST = ("văn", "thị")  # a name goes on behind them, even on the next line
_NEVER_IN_CAPITALS = syllables(  # a name in a heading ends before these
    "TẠI VỀ DỰ THĂM CHỦ PHÁT LÀM TRONG TRÊN VÀ VỚI KÝ CHO ĐƯỢC ĐÃ LÀ CỦA TIẾP TRAO GIỮ GẶP KẾT CHÚC ĐỐI"
)
_WORD = soft(rf"[{UP}][\w']*")
# Between a name and its position: its bearer's years, where he lives.
_ASIDE = r"(?: ?\([^()\n\f]{2,30}\))?(?:, (?:thường )?(?:trú|ngụ|quê|ở)(?: tại| ở| quán)? [^;()\n\f]{2,70})?"
_BEFORE = soft(rf"((?:[{UP}][\w']* ){{1,4}}[{UP}][\w']*|[KH]'[{UP}]\w*){_ASIDE} ?[,(\-:] ?(?:(?i:{_RANK}))?$")
_LISTED = soft(rf"(?:^|[\n\f]|[;.|] |[\n\f|] ?\d{{1,3}}[.)]? )((?:[{UP}]\w* ){{1,4}}[{UP}]\w*) $")
_PARTING = " \n,(-:"
_PLACE = soft(rf"(?:{PROVINCES}|{PLACES_LIKE_NAMES}|trung ương)", any_case=True)
# A family name on no list is known by what stands before it, unless that word names a body, a place or an office.
_NO_FAMILY = syllables(
    "ban bộ sở ủy uỷ hội đảng đoàn chi phòng trung tỉnh thành quận huyện thị xã phường thôn bản ấp khu tổ phó",
    "bí chủ giám trưởng thứ tổng viện chánh cục vụ trường học công ngân nhà nước quốc chính tòa mặt liên",
    "hiệp cựu đại nguyên quyền các những đồng ông bà anh chị thầy cô lãnh việt bắc nam đông tây trung miền hà",
    "sài tp thpt thcs luật nghị chỉ quyết kế chương thông báo đài tạp cổ kính sau trước trong theo tại từ",
)
_IN_PLACE = soft(rf"(?<!\w)(?:{LEVEL}|đường|phố|trường|chùa|nhà thờ|thpt|thcs|tiểu học) $", any_case=True)
_OPENS = soft(r"(?:^|[\n\f,;:(\"]|(?<!\w)(?:và|cùng|có|là|gồm|với|đối với|mời|nghe|cử|bầu|do|của)) ?$", any_case=True)


def name_end_at(text: str, at: int, *, titled: bool = False, limit: int = sys.maxsize) -> int:
    """Where the name that begins at a place ends; 0 where none begins. Behind a title any family name is believed."""
    first = _WORD.match(text, at, limit)
    if not first or not _may_begin(first.group(), titled):
        return 0
    end, count, last = first.end(), 1, first.group()
    while count < 5 and text[end : end + 1] in (" ", "\n"):
        if text[end] == "\n" and count > 1 and last.lower() not in _NEVER_LAST:
            break
        word = _WORD.match(text, end + 1, limit)
        if not word or _case_breaks(last, word.group()) or (count > 1 and word.group() in _NEVER_IN_CAPITALS):
            break
        end, count, last = word.end(), count + 1, word.group()
    if count < 2 and not _is_highland(first.group()):
        return 0
    return 0 if count == 2 and _PLACE.fullmatch(text, at, end) else end


def name_before(text: str, at: int) -> tuple[int, int] | None:
    """The name that stands right before a place, parted from it by a comma, a dash or a bracket, or in a list."""
    near = text[max(0, at - 12) : at]
    core = near.rstrip(_PARTING)
    last = core.split()[-1:]
    if not last or not (last[0][0].isupper() or core[-1] == ")" or near.endswith("(")):
        return None
    parted = near.rstrip(" \n") != core
    if parted:
        found = _BEFORE.search(text, max(0, at - (140 if near.endswith("(") else 90 if core[-1] == ")" else 50)), at)
    else:
        found = _LISTED.search(text, max(0, at - 50), at)
    if not found:
        return None
    begin, end = found.span(1)
    titles = TITLES.match(text, begin, end)
    if titles and titles.end() > begin or is_titled(text, begin):
        begin = titles.end() if titles else begin
        return (begin, end) if name_end_at(text, begin, titled=True, limit=end) == end else None
    if _IN_PLACE.search(text, max(0, begin - 12), begin):
        return None
    for word in _WORD.finditer(text, begin, end):
        if word.group().lower() in SURNAMES and name_end_at(text, word.start(), limit=end) == end:
            return word.start(), end
    alone = text.count(" ", begin, end) in (2, 3) and _OPENS.search(text, max(0, begin - 10), begin)
    return (begin, end) if alone and name_end_at(text, begin, titled=True, limit=end) == end else None


def is_titled(text: str, at: int) -> bool:
    """Whether a title stands right before a place."""
    return bool(_TITLED.search(text, max(0, at - 24), at))


def _may_begin(word: str, titled: bool) -> bool:
    small = word.lower()
    if small in SURNAMES or _is_highland(word):
        return True
    return titled and small not in _NO_FAMILY and (word in ("A", "Y") or (len(word) > 1 and not word.isupper()))


def _is_highland(word: str) -> bool:
    """Whether a word alone is a name of the Central Highlands: "K'Mák", "H'Yim"."""
    return word[1:2] == "'" and word[0] in "KHY" and word[2:3].isupper()


def _case_breaks(last: str, word: str) -> bool:
    """Whether two words are of different case, as where a name meets an abbreviation or a heading."""
    return last.isupper() != word.isupper() and len(word) > 1 and len(last) > 1
