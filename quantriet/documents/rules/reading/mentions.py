"""References to documents: a kind word with a number, a symbol, a plenum, a congress, an issuer or a name."""

from __future__ import annotations

import re
from collections.abc import Callable

from .anchors import anchors_in
from .bodies import CAP, body_end
from .issuers import Draft, issuer_of, joint_end, share_issuers
from .laws import law_at
from .normal import Normal
from .sets import plenum_result_at, set_at, term_at
from .symbols import Symbol, dated_number_at, number_at, short_symbol_at, symbol_at
from .tails import MAY_BE_SET, OF, tail
from .words import LEVEL, soft

_NUMBER_WORD = soft(
    r"(?: ?(?:chuyên đề|liên tịch|liên ngành|hành động|mang số|kết luận|phối hợp(?: công tác| hành động)?|"
    r"bổ sung|phê duyệt|xử phạt(?: vi phạm hành chính)?))? ?:? ?(?:\((?=số \d))?(?:(?:số|sô|so)(?!\w*[^\W\d]) ?:? ?)?"
)
_SO = re.compile(r"(?:số|sô)(?: |:|(?=\d))")
_LIST = re.compile(r" ?(?:[,;] ?(?:và )?|và | |-(?=\d)|& ?)(?:(?:số|sô) ?:? ?)?(?=\d)")
_PLAIN_LEAD = " số "
_ABOUT_ITEM = soft(r" về [^.;:\n\f\d]{2,90}(?=, (?:và )?số \d| và số \d)")
_OFFICE_BEFORE = soft(r"(?<!\w)(?:bộ|sở|ban|phòng|vụ|cục|viện|ủy ban|trung tâm|khoa|tài chính(?: -| và)) $")
_IN_OFFICES = frozenset(("plan", "action_programme", "guidance", "scheme"))
_CONGRESS_OF_YEARS = soft(
    rf" (?:của )?(?P<body>(?i:đại hội(?: đại biểu)? đảng bộ)(?: (?:khối|các cơ quan|doanh nghiệp|(?i:{LEVEL})))*"
    rf"(?: {CAP}){{0,4}}),? ?\(?nhiệm kỳ \d{{4}} ?- ?\d{{4}}\)?"
)
_IN_BRACKETS = soft(r" ?[(,]? ?(?:(?:số|sô) ?:? ?)?(?=\d)", any_case=True)
_ABOUT = soft(r" (?:\((?:[^()\f]{1,40})\) )?(?:về|thực hiện|triển khai|phát triển|cụ thể) | ?\"", any_case=True)
_SO_BEFORE = soft(r"(?:số|sô) ?:? ?$")
_DATE_LIKE = soft(r"\d{1,2} ?[/-] ?\d")
_BY_SUBJECT = frozenset(("resolution", "directive", "circular_party", "decision", "conclusion"))
_SUBJECT = soft(r" (?:về|thực hiện|triển khai) ")
# Rules of the Party that everybody calls by their names alone.
_WELL_KNOWN = soft(
    r" (?:bầu cử trong đảng|thi hành điều lệ đảng|(?:về )?những điều đảng viên không được làm)(?!\w)", any_case=True
)
_MAY_HAVE_YEAR_ALONE = frozenset(("decree", "circular_state", "decision"))
_MAY_BE_NAMED = frozenset(("scheme", "rules", "regulation", "plan", "action_programme", "guidance"))
_STATUTE_OF = soft(r" (?:đảng(?! (?:bộ|ủy|viên))(?: cộng sản việt nam)?|đoàn|công đoàn)(?!\w)")
_STATUTE_OF_UNIT = soft(r" (?:đảng bộ|đảng ủy|đảng viên|công ty|trường)(?!\w)")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:;\f\n\"“+*-]) ?$")
_NAME_OF_ONE = re.compile(r"(?: [^\W\d]+(?: -)?){2,14}")
_NAME_STOPS = soft(
    r" (?:của|do|được|đã|là|có|và|gồm|nhằm|theo|từ|trong|tại|này|trên|đó|nêu|với|cho|để|sẽ|sau|như|trước|còn|giai đoạn|"
    r"đến|tới|vào|cần|phải|đối với|nói|mới|kèm|khi|bằng|ngày|năm|nhiệm kỳ|"
    r"[A-ZĐ][a-zà-ỹ]+ (?:số|thi)|(?:Bộ )?[Ll]uật|Nghị (?:quyết|định)|Chỉ thị)(?!\w)"
)
_OWN = soft(r" (?:như sau|cụ thể|với (?:các|những) nội dung)")
_NO_DOCUMENT = soft(r" (?:mục tiêu quốc gia|mtqg|quốc gia|mỗi xã|ocop|nghệ thuật|giao lưu|truyền hình|khuyến)(?!\w)")
_PLURAL_BEFORE = soft(r"(?:các|những|mọi|nhiều|một số|loại) $")
_GENERIC = frozenset(("đảng", "nhà nước", "trung ương", "đảng bộ", "chi bộ", "đảng ủy", "văn phòng"))


def drafts_in(normal: Normal) -> list[Draft]:
    """Every reference in order of the text, none inside another."""
    drafts: list[Draft] = []
    taken = 0
    for anchor in anchors_in(normal):
        if anchor[0] >= taken and (found := _at(normal, *anchor)):
            drafts += found
            taken = max(draft.end for draft in found)
    share_issuers(normal.text, drafts)
    return drafts


def _at(normal: Normal, start: int, end: int, sort: str) -> list[Draft]:
    if sort in _SPECIAL:
        return _SPECIAL[sort](normal, start, end)
    if sort in _IN_OFFICES and _OFFICE_BEFORE.search(normal.low, max(0, start - 16), start):
        return []
    return (
        _numbered(normal, start, end, sort)
        or _set(normal, start, end, sort)
        or _of_congress(normal, start, end, sort)
        or _of_issuer(normal, start, end, sort)
        or _named(normal, start, end, sort)
    )


def _result(normal: Normal, start: int, _end: int) -> list[Draft]:
    """The results of a plenum, which are circulated as a document."""
    return [
        Draft(s.start if i else start, s.end, "other", issuer=s.issuer, plenum=s.plenum, term=s.term, stop=s.end)
        for i, s in enumerate(plenum_result_at(normal.text, start))
    ]


def _symbol_alone(normal: Normal, start: int, _end: int) -> list[Draft]:
    """A symbol without a kind word."""
    symbol = symbol_at(normal.text, start)
    if not symbol or symbol.type in (None, "other"):
        return []
    numbered = _SO_BEFORE.search(normal.low, max(0, start - 6), start)
    if symbol.type == "official_letter" and not (numbered or (symbol.suffix or "").startswith("CV")):
        return []
    draft = _numbered_draft(symbol, start, symbol.type or "other")
    tail(normal, draft)
    return [draft]


def _law(normal: Normal, start: int, end: int) -> list[Draft]:
    law = law_at(normal.text, normal.low, start, end)
    if not law:
        return []
    draft = Draft(start, law.end, "law", year=law.year, confidence=law.confidence, stop=law.end)
    if law.symbol:
        draft.number, draft.suffix = law.symbol.number, law.symbol.suffix
    tail(normal, draft)
    return [draft]


def _ordinance(normal: Normal, start: int, end: int) -> list[Draft]:
    """An ordinance, which is named as a law is."""
    drafts = _numbered(normal, start, end, "other") or _law(normal, start, end)
    for draft in drafts:
        draft.type = "other"
    return drafts


def _numbered(normal: Normal, start: int, end: int, code: str) -> list[Draft]:
    """A kind word with a number or a list of numbers behind it."""
    text = normal.text
    flat = normal.flat
    if flat.startswith(_PLAIN_LEAD, end) and flat[end + 4 : end + 5].isdigit():
        at = end + len(_PLAIN_LEAD)
    else:
        lead = _NUMBER_WORD.match(flat, end)
        at = lead.end() if lead else end
    if not text[at : at + 1].isdigit():
        return []
    told = bool(_SO.search(flat, end, at + 1))
    bare = told or _may_be_bare(text, start, at)
    symbol = symbol_at(text, at, any_case=True) or short_symbol_at(text, at)
    if not symbol and code in _MAY_HAVE_YEAR_ALONE:
        symbol = dated_number_at(text, at)
    if not symbol and bare:
        symbol = number_at(text, at)
    if not symbol:
        return []
    drafts = [_numbered_draft(symbol, start, code)]
    while True:
        tail(normal, drafts[-1])
        following = _next_in_list(normal, drafts[-1])
        if not following:
            break
        drafts.append(_numbered_draft(following, following.start, code))
    drafts[-1].issuer = drafts[-1].issuer or issuer_of(normal, drafts[-1], start)
    for earlier, later in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        earlier.issuer = earlier.issuer or later.issuer
        if earlier.stop == earlier.end:  # what stands behind the last of a list is said of all of it
            earlier.term, earlier.plenum = earlier.term or later.term, earlier.plenum or later.plenum
    return drafts


def _numbered_draft(symbol: Symbol, start: int, code: str) -> Draft:
    confidence = 0.98 if symbol.suffix else 0.9
    return Draft(
        start, symbol.end, code, symbol.number, symbol.suffix, symbol.year, confidence=confidence, stop=symbol.end
    )


def _may_be_bare(text: str, start: int, at: int) -> bool:
    """Whether a number behind a kind word without "số" may be its number: "Nghị quyết 18", not "quyết định 3"."""
    return at > start and text[at - 1] in " \n" and (text[start].isupper() or text[at : at + 2].isdigit())


def _next_in_list(normal: Normal, draft: Draft) -> Symbol | None:
    text = normal.text
    about = _ABOUT_ITEM.match(text, draft.stop)  # "số 26 về …, số 27 về …"
    separator = _LIST.match(normal.flat, about.end() if about else draft.stop)
    if not separator:
        return None
    at = separator.end()
    symbol = symbol_at(text, at)
    if symbol:
        return symbol
    said = _SO.search(normal.flat, draft.stop, at)
    if draft.stop > draft.end and not said:
        return None
    number = number_at(text, at)
    if not number or not (said or len(number.number) <= 3) or _DATE_LIKE.match(text, at):
        return None
    return number


def _set(normal: Normal, start: int, end: int, code: str) -> list[Draft]:
    """A kind word with a plenum or a congress behind it."""
    drafts = []
    for index, name in enumerate(set_at(normal.text, end) if MAY_BE_SET.match(normal.flat, end) else ()):
        issuer = name.issuer
        draft = Draft(
            name.start if index else start,
            name.end,
            code,
            issuer=issuer,
            plenum=name.plenum,
            term=name.term,
            stop=name.end,
        )
        if symbol := _bracketed(normal.text, name.end):
            draft.number, draft.suffix, draft.year, draft.end, draft.stop = (
                symbol.number,
                symbol.suffix,
                symbol.year,
                symbol.end,
                symbol.end,
            )
        drafts.append(draft)
    return drafts


def _of_congress(normal: Normal, start: int, end: int, code: str) -> list[Draft]:
    """A kind word with a congress that is told by its years alone."""
    found = _CONGRESS_OF_YEARS.match(normal.text, end)
    if not found:
        return []
    issuer = found.span("body")
    return [Draft(start, issuer[1], code, issuer=issuer, confidence=0.75, stop=found.end())]


def _of_issuer(normal: Normal, start: int, end: int, code: str) -> list[Draft]:
    """A kind word with its issuer: with the symbol after it, or a document without number that is one document."""
    text, low = normal.text, normal.low
    of = OF.match(normal.flat, end)
    begin = of.end() if of else end + 1
    if not of and not (text[end : end + 1] == " " and text[begin : begin + 1].isupper()):
        return []
    issuer_end = body_end(text, begin)
    if issuer_end == begin or (
        text[end] == "\n" and text[start:end].isupper() and not text[begin:issuer_end].isupper()
    ):
        return []  # the latter is the title of the document itself
    issuer_end = joint_end(text, begin, issuer_end)
    draft = Draft(start, issuer_end, code, issuer=(begin, issuer_end), confidence=0.75, stop=issuer_end)
    draft.term, draft.stop = term_at(text, issuer_end)
    if symbol := _bracketed(text, draft.stop):
        draft.number, draft.suffix, draft.year, draft.end, draft.stop = (
            symbol.number,
            symbol.suffix,
            symbol.year,
            symbol.end,
            symbol.end,
        )
        draft.confidence = 0.95
        tail(normal, draft)
        return [draft]
    return [draft] if _is_one_document(text, low, draft, bool(of)) else []


def _named(normal: Normal, start: int, end: int, sort: str) -> list[Draft]:
    """A document without number that a capital inside a sentence shows to be one by name."""
    text = normal.text
    if sort in ("rules", "regulation") and (known := _WELL_KNOWN.match(normal.low, end)):
        draft = Draft(start, known.end(), sort, confidence=0.7, stop=known.end())
        tail(normal, draft)
        return [draft]
    if not text[start].isupper() or text[end - 1].isupper():
        return []
    subject = bool(_SUBJECT.match(text, end))
    if not (sort in _MAY_BE_NAMED or (sort in _BY_SUBJECT and subject)):
        return []
    opens = bool(_SENTENCE_BEGINS.search(text, max(0, start - 4), start))
    name = _NAME_OF_ONE.match(text, end)
    if not name:
        return []
    stop = next((word.start() for word in _NAME_STOPS.finditer(text, name.start(), name.end())), name.end())
    if len(text[end:stop].split()) < 2 or _OWN.match(text, stop) or _NO_DOCUMENT.match(normal.low, end):
        return []
    draft = Draft(start, stop, sort, confidence=0.6, stop=stop)
    tail(normal, draft)
    if opens and not (draft.issuer or (sort == "action_programme" and subject)):
        return []  # the capital is that of the sentence
    draft.end = draft.issuer[1] if draft.issuer else stop
    return [draft]


def _statute(normal: Normal, start: int, end: int) -> list[Draft]:
    """The statutes of the Party or of a union: one document each, known by name."""
    text = normal.text
    found = _STATUTE_OF.match(normal.low, end)
    if found and (text[start].isupper() or text[found.start() + 1].isupper()):
        whole = max(found.end(), body_end(text, end + 1))
        return [Draft(start, whole, "other", confidence=0.8, stop=whole)]
    whose = body_end(text, end + 1) if text[end + 1 : end + 2].isupper() else end + 1
    named = whose > end + 1 and not _STATUTE_OF_UNIT.match(normal.low, end)
    return [Draft(start, whose, "other", confidence=0.7, stop=whose)] if named else []


def _bracketed(text: str, at: int) -> Symbol | None:
    lead = _IN_BRACKETS.match(text, at)
    return symbol_at(text, lead.end(), any_case=True) if lead else None


def _is_one_document(text: str, low: str, draft: Draft, of: bool) -> bool:
    """Whether a document without number is a certain one, by its issuer and what it is about."""
    if _PLURAL_BEFORE.search(low, max(0, draft.start - 12), draft.start):
        return False
    if draft.issuer and low[slice(*draft.issuer)] in _GENERIC:
        return False
    about = bool(_ABOUT.match(text, draft.stop))
    if draft.type == "action_programme":
        return of or about
    return about or (of and text[draft.start].isupper() and draft.type not in ("report", "notice"))


_SPECIAL: dict[str, Callable[[Normal, int, int], list[Draft]]] = {
    "symbol": _symbol_alone,
    "law": _law,
    "result": _result,
    "statute": _statute,
    "ordinance": _ordinance,
}
