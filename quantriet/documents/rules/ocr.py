"""Pictures of pages to text, by Tesseract with Vietnamese; runs in the process apart."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from quantriet.documents.rules.limits import MOST_DOTS, CannotExtract
from quantriet.documents.rules.pdfs import PDF, page_text
from quantriet.documents.rules.pictures import TIFF, pages_of

DPI = 300
DOUBTFUL = 70  # of 100: words read with less confidence want a look
PACKAGES = "tesseract-ocr tesseract-ocr-vie"
NO_RECOGNISER = "no_recogniser"
_SECONDS = 60
_UPRIGHT, _ANY_WAY_UP = "3", "1"  # the second also tells how the page lies: a third slower, and needs the data “osd”
_LANGUAGE = "vie"
_WORD_LEVEL, _COLUMNS = "5", 12
_DOUBLED = re.compile("[Đđ]?[Ðð]")  # Tesseract writes the Icelandic letter for the Vietnamese one, or both


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """The text of one page, and the words read with little confidence: begin, end, confidence."""

    text: str
    doubtful: tuple[tuple[int, int, int], ...]
    pages: int  # of the whole file


def is_installed() -> bool:
    """Whether Tesseract and its Vietnamese are on this machine."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    known = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=_SECONDS)
    return _LANGUAGE in known.stdout.split()


def recognise(media: str, raw: bytes, page: int) -> RecognisedPage:
    """The text of one page, counted from 0; raises CannotExtract, with NO_RECOGNISER where there is no program."""
    if media != PDF:
        pages = pages_of(raw, media)
        return _read(raw, pages, ["-c", f"tessedit_page_number={page}"] if media == TIFF else [])
    text, pages = page_text(raw, page)
    if text.strip():
        return RecognisedPage(text, (), pages)
    return _read(_drawn(raw, page), pages, ["--dpi", str(DPI)])


def _drawn(raw: bytes, page: int) -> bytes:
    """A page as a grey picture of 300 dots an inch, or fewer where it would be too large."""
    from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped] # it brings no types

    try:
        with PdfDocument(raw) as document:
            sheet = document[page]
            width, height = sheet.get_size()
            scale = min(DPI / 72, (MOST_DOTS / (width * height)) ** 0.5)
            bitmap = sheet.render(scale=scale, grayscale=True)
            grey = memoryview(bitmap.buffer).cast("B")
            rows = (grey[at : at + bitmap.width] for at in range(0, bitmap.height * bitmap.stride, bitmap.stride))
            return b"P5\n%d %d\n255\n" % (bitmap.width, bitmap.height) + b"".join(rows)
    except (PdfiumError, ValueError, ZeroDivisionError) as problem:
        raise CannotExtract("unreadable", PDF) from problem


def _read(picture: bytes, pages: int, options: list[str]) -> RecognisedPage:
    """The text of a picture; where most of it makes no sense it is looked at once more for a page that lies turned."""
    if not is_installed():
        raise CannotExtract(NO_RECOGNISER)
    table = _table(picture, [*options, "--psm", _UPRIGHT])
    if table is None:
        raise CannotExtract("unreadable")
    sure, words = _sure(table)
    if 2 * sure < words:
        turned = _table(picture, [*options, "--psm", _ANY_WAY_UP])
        if turned is not None and _sure(turned)[0] > sure:
            table = turned
    return _assembled(table, pages)


def _table(picture: bytes, options: list[str]) -> str | None:
    """What Tesseract says of every word; None where it fails."""
    done = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", _LANGUAGE, *options, "tsv"],
        input=picture,
        capture_output=True,
        check=False,
        timeout=_SECONDS,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # two pages at once are quicker than two threads on one
    )
    return None if done.returncode else done.stdout.decode("utf-8", "replace")


def _sure(table: str) -> tuple[int, int]:
    """How many words were read with confidence, and how many in all."""
    confidences = [float(cells[10]) for cells in _words(table)]
    return sum(confidence >= DOUBTFUL for confidence in confidences), len(confidences)


def _words(table: str) -> Iterator[list[str]]:
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == _COLUMNS and cells[0] == _WORD_LEVEL and cells[11].strip():
            yield cells


def _as_vietnamese(letters: re.Match[str]) -> str:
    return "Đ" if letters[0][-1] == "Ð" else "đ"


def _assembled(table: str, pages: int) -> RecognisedPage:
    """Words, lines and paragraphs out of Tesseract's table."""
    text, doubtful = "", []
    before: list[str] = []
    for cells in _words(table):
        place, confidence, word = cells[1:5], float(cells[10]), _DOUBLED.sub(_as_vietnamese, cells[11].strip())
        if before:
            text += " " if place == before else "\n" if place[:3] == before[:3] else "\n\n"
        if confidence < DOUBTFUL and any(letter.isalnum() for letter in word):
            doubtful.append((len(text), len(text) + len(word), int(confidence)))
        text += word
        before = place
    return RecognisedPage(text, tuple(doubtful), pages)
