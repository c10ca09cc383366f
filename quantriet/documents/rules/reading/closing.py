"""The end of an official document: by what authority who signed it as what, and to whom it goes; its urgency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .names import TITLES, name_end_at
from .normal import Normal
from .words import UP, soft

_NEAR = 1800  # how far the signature stands from the list of recipients
_MOST_SIGNERS = 8
_URGENT = re.compile(r"(?:^|[\n\f ])((?:THƯỢNG )?KHẨN|HỎA TỐC(?: HẸN GIỜ)?)(?=[\n\f]|$)")
_AUTHORITY = re.compile(rf"(?<![\w/])(?:T/M|TM|K/T|KT|T/L|TL|TUQ|T/UQ|Q)(?![{UP}])[./]? ?(?=[{UP}]{{2}})")
_TO = re.compile(r"(?:^|[\n\f ])nơi nhận ?:?")
_LINE = re.compile(r"[^\n\f]+")
_LOUD = re.compile(rf"(?<![^\s,;.])(?:[{UP}]{{2,}}|Y)(?:(?:,? | - )[{UP}]+)*(?=[^\w]*$)")
_OFFICES = (
    "BÍ THƯ", "CHỦ TỊCH", "TRƯỞNG", "GIÁM ĐỐC", "CHÁNH", "PHÓ", "THƯ KÝ", "VIÊN", "CHỦ NHIỆM", "TƯ LỆNH", "CHÍNH ỦY",
    "THỐNG ĐỐC", "CHỦ TỌA", "ĐOÀN CHỦ TỊCH", "THƯỜNG TRỰC", "THỦ TƯỚNG",
)  # fmt: skip
_ITEM = re.compile(r"(?:^|(?<=[;,.\n\f:])) *[-+] ?")
_SIGN_ONLY = re.compile(r"\W*(?:đã ký|ký tên|đã kí|\(ký\)|\*)?\W*", re.IGNORECASE)
_LAST = soft(r"[-+] lưu(?!\w)[^\n\f]*")


@dataclass(frozen=True, slots=True)
class Closing:
    """Who signed, by what authority and as what, and who receives the document."""

    signer: str | None = None
    position: str | None = None
    authority: str | None = None
    recipients: tuple[str, ...] = ()
    urgency: str | None = None


def closing_of(normal: Normal, head_end: int) -> Closing:
    """The closing of an official document whose head ends at a place."""
    to = next((found for found in _TO.finditer(normal.low, head_end)), None)
    begin = max(head_end, to.start() - _NEAR) if to else max(head_end, len(normal.text) - _NEAR)
    end = min(len(normal.text), to.end() + _NEAR) if to else len(normal.text)
    urgent = _URGENT.search(normal.text, 0, head_end + 200)
    authority, position, signer = _signature(normal, begin, end)
    recipients = _recipients(normal, to.end(), end) if to else []
    return Closing(
        signer=signer,
        position=position,
        authority=authority,
        recipients=tuple(item.removesuffix(signer or "\0").strip(" ;,.") for item in recipients),
        urgency=normal.written(*urgent.span(1)) if urgent else None,
    )


def further_signers(normal: Normal, signer: str) -> list[tuple[str, str]]:
    """The others who signed a joint document under its first signer, each with the position stood over the name."""
    found: list[tuple[str, str]] = []
    name: str | None = signer
    at = 0
    while name and len(found) < _MOST_SIGNERS:
        small = name.lower()
        at = normal.low.rfind(small) if name == signer else normal.low.find(small, at)
        if at < 0:
            break
        at += len(small)
        _, position, name = _signature(normal, at, min(len(normal.text), at + _NEAR // 3))
        if name and position:
            found.append((name, position))
    return found


def _signature(normal: Normal, begin: int, end: int) -> tuple[str | None, str | None, str | None]:
    """The authority, the position and the name that stand under one another, the other column's words left out."""
    authority: list[str] = []
    position: list[str] = []
    quiet = 0
    for line in _LINE.finditer(normal.text, begin, end):
        if (authority or position) and (name := _name_in(normal, *line.span())):
            return " ".join(authority) or None, " ".join(position) or None, name
        sign = _AUTHORITY.search(line.group())
        if sign and line.group()[sign.start() :].isupper():
            if not authority or position:
                authority, position = [], []
            authority.append(normal.written(line.start() + sign.start(), line.end()).strip(" *_-"))
            quiet = 0
        elif (loud := _LOUD.search(line.group())) and (
            _is_office(loud.group()) or (authority and not _is_item(line.group()))
        ):
            position.append(normal.written(line.start() + loud.start(), line.start() + loud.end()))
            quiet = 0
        elif not _SIGN_ONLY.fullmatch(line.group()) and not _is_item(line.group()):
            quiet += 1
            if quiet > 1:
                authority, position = [], []
    if authority:
        return " ".join(authority), " ".join(position) or None, None
    return None, None, None


def _name_in(normal: Normal, start: int, end: int) -> str | None:
    """The name that ends a line: alone, after a rank, or behind the other column's words."""
    text = normal.text
    stop = start + len(text[start:end].rstrip(" .*_"))
    for word in re.finditer(rf"(?<!\S)[{UP}]", text[start:stop]):
        at = start + word.start()
        titles = TITLES.match(text, at)
        at = titles.end() if titles else at
        if name_end_at(text, at) == stop:
            before = text[start : start + word.start()].strip()
            if not before or _is_item(before) or _SIGN_ONLY.fullmatch(before):
                return normal.written(at, stop)
    return None


def _is_office(words: str) -> bool:
    return any(office in words for office in _OFFICES)


def _is_item(line: str) -> bool:
    return line.lstrip()[:1] in ("-", "+") or line.lower().lstrip().startswith("nơi nhận")


def _recipients(normal: Normal, start: int, end: int) -> list[str]:
    """The items of the list of recipients as written, without their marks and without the other column's words."""
    last = _LAST.search(normal.low, start, end)
    stop = last.end() if last else end
    begins = [found for found in _ITEM.finditer(normal.text, start, stop)]
    items = []
    for found, following in zip(begins, [*(later.start() for later in begins[1:]), stop], strict=True):
        finish = min(following, *(normal.text.find(mark, found.end(), following) % (stop + 1) for mark in "\n\f"))
        item = normal.text[found.end() : finish]
        loud = _LOUD.search(item)
        sign = _AUTHORITY.search(item)
        cut = min((match.start() for match in (loud, sign) if match and match.start()), default=len(item))
        if loud and not sign and not _is_office(loud.group()):
            cut = len(item)
        if written := normal.written(found.end(), found.end() + cut).strip(" ;,.") if cut else "":
            items.append(written)
        if len(items) > 60:
            break
    return items
