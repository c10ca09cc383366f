"""`quantriet read FILE… [--json] [--published DATE]`: reads files without a browser, a database or Django."""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from quantriet.documents.rules.extraction import LARGEST_FILE, CannotExtract, Extracted, extract
from quantriet.documents.rules.limits import MOST_PAGES
from quantriet.documents.rules.ocr import NO_RECOGNISER, PACKAGES
from quantriet.documents.rules.reading import Addressee, Reading, read
from quantriet.documents.rules.sandbox import extract_apart, recognised_apart
from quantriet.documents.rules.scans import joined

_MENTION = (
    "start",
    "end",
    "text",
    "type",
    "number",
    "suffix",
    "year",
    "issuer",
    "date",
    "plenum",
    "term",
    "confidence",
)
_DATE = ("start", "end", "text", "iso_start", "iso_end", "is_deadline", "role", "year_inferred")
_PERSON = ("start", "end", "name", "positions")
_DUTY = ("start", "end", "who", "what", "type", "due", "head_in_person", "confidence", "who_class")
_MESSAGES = {
    "missing": "không tìm thấy hoặc không mở được tệp (the file cannot be opened)",
    "empty": "tệp không có nội dung (the file is empty)",
    "too_large": "tệp quá lớn (the file is too large)",
    "encrypted": "tệp có mật khẩu (the file is encrypted)",
    "unreadable": "tệp hỏng hoặc không rõ bảng mã (the file is damaged or its encoding is not certain)",
    "wrong_name": "nội dung tệp không đúng với đuôi tên tệp (the content does not match the file name)",
    "scan_without_text": "bản quét chưa có lớp văn bản, cần nhận dạng chữ (a scan without text: it must be recognised)",
    "active": "tệp có macro, mã lệnh hoặc liên kết tự chạy (the file holds macros or links that act by themselves)",
    NO_RECOGNISER: f"bản quét, cần cài Tesseract (a scan: apt-get install -y {PACKAGES})",
    "unsupported": "chưa hỗ trợ loại tệp này (this type of file is not supported)",
}
_HEADINGS = (
    ("mentions", "Văn bản được viện dẫn"),
    ("dates", "Thời gian"),
    ("people", "Nhân sự"),
    ("duties", "Nhiệm vụ"),
)


def main_read(argv: Sequence[str]) -> int:
    """Runs the command with its arguments and gives the exit code: 0, or 1 if a file could not be read."""
    parser = argparse.ArgumentParser(
        prog="quantriet read", description="Đọc văn bản: viện dẫn, thời gian, nhân sự, nhiệm vụ."
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="mỗi tệp một dòng JSON (one JSON object per line)")
    parser.add_argument("--published", type=_day, metavar="DATE", help="ngày đăng, YYYY-MM-DD (day of publication)")
    options = parser.parse_args(argv)
    return read_files(options.files, options.published, sys.stdout, as_json=options.json)


def read_files(paths: Sequence[str], published: date | None, out: TextIO, *, as_json: bool = True) -> int:
    """Writes the reading of every file in the order given; a file that cannot be read is told and passed over."""
    failed = 0
    for path, (answer, code) in zip(paths, _answers(paths, published), strict=True):
        if answer is None:
            failed = 1
            print(f"{path}: {_MESSAGES[code]}", file=sys.stderr)
        elif as_json:
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        else:
            out.write(_listing(answer))
    out.flush()
    return failed


def answer_for(path: str, text: str, reading: Reading) -> dict[str, Any]:
    """The reading of one file in the form that is printed."""
    return {
        "file": path,
        "published": reading.published,
        "text_sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "mentions": [_fields(mention, _MENTION) for mention in reading.mentions],
        "dates": [_fields(found, _DATE) for found in reading.dates if found.iso_start],
        "people": [_fields(person, _PERSON) for person in reading.people],
        "duties": [_fields(duty, _DUTY) for duty in reading.duties],
        "event": asdict(reading.event) if reading.event else None,
        "header": asdict(reading.header),
    }


def _answers(paths: Sequence[str], published: date | None) -> Iterator[tuple[dict[str, Any] | None, str]]:
    work = [(path, published) for path in paths]
    if len(work) == 1:
        yield _answer(work[0])
        return
    with multiprocessing.Pool(min(len(work), os.cpu_count() or 1)) as pool:
        yield from pool.imap(_answer, work)


def _answer(work: tuple[str, date | None]) -> tuple[dict[str, Any] | None, str]:
    path, published = work
    try:
        extracted = _extracted(path)
    except OSError:
        return None, "missing"
    except CannotExtract as refused:
        return None, refused.code
    return answer_for(path, extracted.text, read(extracted.text, published=published)), ""


def _extracted(path: str) -> Extracted:
    file = Path(path)
    if file.stat().st_size > LARGEST_FILE:
        raise CannotExtract("too_large")
    raw = file.read_bytes()
    plain = file.suffix.lower() in ("", ".txt")
    try:
        return extract(file.name, raw) if plain else extract_apart(file.name, raw)
    except CannotExtract as refused:
        if refused.code != "scan_without_text":
            raise
        return _recognised(file.name, raw, refused.media_type or "")


def _recognised(name: str, raw: bytes, media: str) -> Extracted:
    """The text of a scan, all its pages one after the other."""
    text, _places = joined([page.text for page in recognised_apart(name, raw, MOST_PAGES)])
    if not text.strip():
        raise CannotExtract("empty", media)
    return Extracted(text, media)


def _fields(found: object, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in names}
    return {name: asdict(value) if isinstance(value, Addressee) else value for name, value in values.items()}


def _day(written: str) -> date:
    return date.fromisoformat(written)


def _listing(answer: dict[str, Any]) -> str:
    lines = [f"{answer['file']} ({answer['published'] or 'không rõ ngày'})"]
    for key, heading in _HEADINGS:
        found = answer[key]
        lines += [f"  {heading}: {len(found)}", *(f"    {_line(key, item)}" for item in found)]
    return "\n".join(lines) + "\n\n"


def _line(key: str, item: dict[str, Any]) -> str:
    if key == "people":
        return f"{item['name']}: {'; '.join(item['positions'])}"
    if key == "dates":
        limit = " (hạn)" if item["is_deadline"] else ""
        return f"{_one_line(item['text'])} = {item['iso_start']} … {item['iso_end']}{limit}"
    if key == "duties":
        head = ", người đứng đầu trực tiếp" if item["head_in_person"] else ""
        return f"{item['who'] or '?'}: {item['what']} – {item['due'] or 'không nêu hạn'}{head}"
    told = [str(item[name]) for name in ("issuer", "date", "term") if item[name]]
    return " · ".join([_one_line(item["text"]), str(item["type"]), *told])


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
