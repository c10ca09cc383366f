"""The head of a document: issuer, symbol, place and date, kind, subject; for a news text its date line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from quantriet.documents.rules.kinds import KINDS, kind_by_word

from .closing import closing_of
from .dates import full_date_at
from .model import Header
from .normal import Normal
from .sets import set_at
from .symbols import symbol_at
from .words import LO, UP, one_of, soft

HEAD = 3000
TOP = 1200
_LINE = soft(r"[^\n\f]+")
_NATION = soft(r"đảng cộng sản việt nam|cộng hòa xã hội chủ nghĩa việt nam")
_MOTTO = soft(r"độc lập ?- ?tự do ?- ?hạnh phúc")
_SYMBOL_LINE = soft(r"(?:^| |\f)số ?:? ?(?=\d)")
_OWN_SYMBOL = re.compile(r"(?:^|(?<=[\n\f])) ?(?:[*_-]+ ?)?số ?:? ?(?=\d)")
_BESIDE = re.compile(
    r" ?(?:[*._-]+ ?)?(?:$|[\n\f]|(?:tp\.? ?)?[^\W\d]+(?: [^\W\d]+){0,5}, ?ngày|đảng cộng|cộng hòa|độc lập)"
)
_PARTY_MARKS = re.compile(r"\d{1,5}[a-z]? ?- ?[^\W\d]{1,5} ?/|\d{1,5}[a-z]? ?[^\W\d]{2,4} ?/ ?(?:tw|tư|tu|đu|hu|qu)")
_PLACE_DATE = soft(rf"(?P<place>(?:TP\.?\x20?)?[{UP}][{LO}]+(?:\x20[{UP}]?[{LO}]+){{0,5}}), ?(?=ngày \d)")
_DATE_LINE = soft(
    r"cập nhật|đăng|gmt|xuất bản|(?<!lần )thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|"
    r"\d{1,2}[:h]\d{2}|ngày đăng"
)
_LIMIT = soft(r"(?<!\w)(?:trước|chậm nhất|muộn nhất|hạn|hết|đến)(?!\w)[^.;]{0,20}$")
_KIND_LINE = soft(rf"({one_of(*(word for kind in KINDS.values() for word in kind.words))})(?: |$)")
_DAY = soft(r"(?:ngày )?\d{1,2}(?: ?[-/.] ?\d{1,2} ?[-/.] ?(?:19|20)\d\d| tháng \d{1,2} năm (?:19|20)\d\d)")
_OF_LEVEL = re.compile(r"(?:tỉnh|thành phố|tp|quận|huyện|thị xã|thị trấn|xã|phường|đặc khu)(?!\w)")
_UNPLACED = re.compile(
    r"(?:ỦY BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|UBND|HĐND|ĐẢNG ỦY|ĐẢNG BỘ|BAN [^\W\d]+(?: [^\W\d]+){0,6}|"
    r"(?:UỶ BAN|ỦY BAN) (?:MTTQ|MẶT TRẬN TỔ QUỐC)(?: VIỆT NAM)?|HỘI [^\W\d]+(?: [^\W\d]+){1,4}|ĐOÀN TNCS HỒ CHÍ MINH|"
    r"CÔNG AN|LIÊN ĐOÀN LAO ĐỘNG|TRUNG TÂM CHÍNH TRỊ)"
)
_RULE = re.compile(r"\s*-{3,}")
_LOUD_WORDS = re.compile(rf"(?:[{UP}]{{2,}}[ \n]?){{2,}}")
_GATHERING = soft(r"(?:hội nghị|đại hội)(?!\w)", any_case=True)
_CONGRESS_OF = soft(r"đại hội (?:đại biểu |đảng viên )?[^,;\d]{0,60}?lần thứ ([ivx]{1,6}|\d{1,2})(?!\w)", any_case=True)
_ABOUT = soft(r"(?:về|v/v|về việc)(?!\w)", any_case=True)


def header_of(normal: Normal) -> Header:
    """The header block of a text."""
    low = normal.low[:HEAD]
    line = _own_symbol_line(normal)
    nation = next((found for found in _NATION.finditer(low) if _is_in_head(normal, found)), None)
    numbered = line is not None or _SYMBOL_LINE.search(low)
    unnumbered = nation and normal.text[nation.start()].isupper() and _has_kind_line(normal)
    if nation and nation.start() < 700 and (numbered or unnumbered):
        return _official(normal, "party" if low.startswith("đảng", nation.start()) else "state", line)
    if line is not None and (_PLACE_DATE.search(normal.text, 0, HEAD) or _has_kind_line(normal)):
        symbol = symbol_at(normal.text, line, any_case=True)
        return _official(normal, "party" if symbol and _PARTY_MARKS.match(low, line) else "state", line)
    return _news(normal)


def _is_in_head(normal: Normal, nation: re.Match[str]) -> bool:
    """Whether the nation or the Party is named as in a head, in capitals or in a line of its own, not in a sentence."""
    start, end = nation.span()
    shown = normal.text[start:end].isupper() or not start or normal.text[start - 1] in "\n\f|"
    return shown and normal.text[end : end + 2].lstrip()[:1] not in ("(", ",", ";")


def _own_symbol_line(normal: Normal) -> int | None:
    """Where the symbol begins in a line near the top that holds it alone, or beside the other column's words."""
    for found in _OWN_SYMBOL.finditer(normal.low, 0, TOP):
        symbol = symbol_at(normal.text, found.end(), any_case=True)
        if symbol and symbol.suffix and _BESIDE.match(normal.low, symbol.end):
            return found.end()
    return None


def _has_kind_line(normal: Normal) -> bool:
    """Whether a line near the top is the name of a kind in capitals."""
    return _kind_line_at(normal) > 0


def _kind_line_at(normal: Normal) -> int:
    """Where the first line near the top begins that is the name of a kind in capitals; 0 where there is none."""
    for line in _LINE.finditer(normal.text, 0, TOP):
        content = line.group().strip(" *-_")
        if _LOUD_WORDS.match(content) and _KIND_LINE.match(content.lower()):
            return line.start()
    return 0


def published_in(normal: Normal, header: Header) -> date | None:
    """The day a text itself says it was issued or published."""
    return date.fromisoformat(header.date) if header.date else None


def _news(normal: Normal) -> Header:
    header = Header("news")
    for line in list(_LINE.finditer(normal.low, 0, HEAD))[:14]:
        for found in _DAY.finditer(normal.low, line.start(), line.end()):
            day = full_date_at(normal.low, found.start())
            if not day or _LIMIT.search(normal.low, max(line.start(), found.start() - 30), found.start()):
                continue
            rest = line.group().strip(" .")
            placed = _PLACE_DATE.match(normal.text, line.start())
            alone = len(rest) - (found.end() - found.start()) <= 30
            near = normal.low[max(0, found.start() - 60) : found.end() + 20]
            if alone or _DATE_LINE.search(near):
                place = normal.written(*placed.span("place")) if placed and placed.end() == found.start() else None
                return replace(header, date=day[0], place=place)
    return header


def _official(normal: Normal, layout: str, line: int | None) -> Header:
    low, text = normal.low[:HEAD], normal.text
    lead = _SYMBOL_LINE.search(low)
    at = line if line is not None else lead.end() if lead else 0
    symbol = symbol_at(text, at, any_case=True)
    placed = _PLACE_DATE.search(text, 0, HEAD)
    day = full_date_at(normal.low, placed.end()) if placed else None
    bodies = _issuers(normal, at or _kind_line_at(normal))
    under = max(at, placed.end() if placed else 0)
    kind, subject = _kind_and_subject(normal, under)
    if not kind and symbol:
        kind, subject = symbol.type, _letter_subject(normal, symbol.end)
    closing = closing_of(normal, under)
    return Header(
        layout,
        issuer=bodies[-1] if bodies else None,
        superior=bodies[-2] if len(bodies) > 1 else None,
        number=symbol.number if symbol else None,
        suffix=symbol.suffix if symbol else None,
        symbol=normal.written(symbol.start, symbol.end) if symbol else None,
        place=normal.written(*placed.span("place")) if placed else None,
        date=day[0] if day else None,
        kind=kind,
        subject=subject,
        signer=closing.signer,
        signer_position=closing.position,
        authority=closing.authority,
        recipients=closing.recipients,
        urgency=closing.urgency,
        **_set_of(subject, bodies),
    )


def _set_of(subject: str | None, bodies: list[str]) -> dict[str, str | None]:
    """The plenum or the congress that a document comes from, as its subject or its issuer begins."""
    for words in (subject or "", bodies[-1] if bodies else ""):
        if _GATHERING.match(words) and (named := set_at(" " + words, 0)):
            return {"plenum": named[0].plenum, "term": named[0].term}
        if (congress := _CONGRESS_OF.match(words)) and (named := set_at(" đại hội lần thứ " + congress[1], 0)):
            return {"plenum": None, "term": named[0].term}
    return {}


def _issuers(normal: Normal, until: int) -> list[str]:
    """The lines in capitals above the symbol, without the nation's name and the motto."""
    lines: list[str] = []
    previous = ""
    nations = [found.span() for found in _NATION.finditer(normal.low, 0, until)]
    for line in _LINE.finditer(normal.low, 0, max(until, 1)):
        if any(start < line.end() and line.start() < end and "\n" in normal.low[start:end] for start, end in nations):
            continue  # the nation's name over two lines
        placed = _PLACE_DATE.search(normal.text, line.start(), line.end())  # the other column
        own = line.group()[: placed.start() - line.start()] if placed else line.group()
        rest = _MOTTO.sub("", _NATION.sub("", own)).strip(" *-_|")
        if rest and rest in own:
            begin = line.start() + line.group().index(rest)
            piece = normal.text[begin : begin + len(rest)]
            if not piece.isupper():
                continue
            if lines and lines[-1] == previous and _OF_LEVEL.match(rest) and _UNPLACED.fullmatch(lines[-1]):
                lines[-1] += " " + normal.written(begin, begin + len(rest))
            else:
                lines.append(normal.written(begin, begin + len(rest)))
            previous = lines[-1]
    return lines


def _letter_subject(normal: Normal, at: int) -> str | None:
    """What a letter is about, which stands right under its symbol."""
    for line in list(_LINE.finditer(normal.low, at, at + 600))[:4]:
        if _ABOUT.match(line.group().strip()):
            return normal.written(line.start(), line.end()).strip(" *-_")
    return None


def _kind_and_subject(normal: Normal, at: int) -> tuple[str | None, str | None]:
    kind, subject = None, []
    for line in list(_LINE.finditer(normal.low, at, at + 1500)):
        content = line.group().strip(" *-_")
        if kind is None:
            found = _KIND_LINE.match(content)
            if found and normal.text[line.start() : line.end()].strip(" *-_")[: len(found.group().strip())].isupper():
                known = kind_by_word(" ".join(found.group(1).split()))
                kind = known.code if known else None
                rest = line.group()[found.end() :].strip()
                if rest and not rest.startswith("("):
                    subject.append(line)
                continue
        elif (
            content
            and (not subject or content[0].islower())
            and len(subject) < 3
            and not content.startswith(("căn cứ", "kính gửi"))
        ):
            if subject and normal.text[line.start()].isupper():
                break
            subject.append(line)
        else:
            break
    if not subject:
        return kind, None
    return kind, _RULE.split(normal.written(subject[0].start(), subject[-1].end()))[0].strip(" *-_")
