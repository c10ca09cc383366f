"""Names of persons: a family name and one to four more words, after ranks and titles that are no part of them."""

from __future__ import annotations

from .words import PLACES_LIKE_NAMES, PROVINCES, SURNAMES, UP, soft

_RANK = (
    r"(?:(?:gs|pgs|ts|ths|bs|cn|ks|ncs|bsckii|bscki|tskh)(?!\w)[.,\-]? ?|(?:(?:phó )?giáo sư|tiến sĩ|thạc sĩ|bác sĩ|"
    r"luật sư|kỹ sư|cử nhân|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)|(?:phó )?(?:chuẩn )?đô đốc|nhà báo|"
    rf"nhà giáo(?: (?:ưu tú|nhân dân))?|nghệ sĩ (?:ưu tú|nhân dân))(?:,? |(?=(?-i:[{UP}]))))"
)
TITLES = soft(rf"(?:(?:đồng ?chí|đ/c|ông|bà)(?: |(?=(?-i:[{UP}])))|{_RANK})*", any_case=True)
_NEVER_LAST = ("văn", "thị")  # a name goes on behind them, even on the next line
_WORD = soft(rf"[{UP}][\w']*")
_BEFORE = soft(rf"((?:[{UP}][\w']* ){{1,4}}[{UP}][\w']*) ?[,(\-:] ?(?:(?i:{_RANK}))?$")
_PLACE = soft(rf"(?:{PROVINCES}|{PLACES_LIKE_NAMES}|trung ương)", any_case=True)


def name_end_at(text: str, at: int) -> int:
    """Where the Vietnamese name that begins at a place ends; 0 where none begins."""
    first = _WORD.match(text, at)
    if not first or first.group().lower() not in SURNAMES:
        return 0
    end, count, last = first.end(), 1, first.group()
    while count < 5 and text[end : end + 1] in (" ", "\n"):
        if text[end] == "\n" and count > 1 and last.lower() not in _NEVER_LAST:
            break
        word = _WORD.match(text, end + 1)
        if not word or _case_breaks(last, word.group()):
            break
        end, count, last = word.end(), count + 1, word.group()
    if count < 2 or (count == 2 and _PLACE.fullmatch(text, at, end)):
        return 0
    return end


def name_before(text: str, at: int) -> tuple[int, int] | None:
    """The name that stands right before a place, parted from it by a comma, a dash or a bracket."""
    found = _BEFORE.search(text, max(0, at - 70), at)
    if not found:
        return None
    end = found.end(1)
    for word in _WORD.finditer(text, found.start(), end):
        if word.group().lower() in SURNAMES and name_end_at(text, word.start()) == end:
            return word.start(), end
    return None


def _case_breaks(last: str, word: str) -> bool:
    """Whether two words are of different case, as where a name meets an abbreviation or a heading."""
    return last.isupper() != word.isupper() and len(word) > 1 and len(last) > 1
