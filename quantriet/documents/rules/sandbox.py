"""Extraction in a process of its own, with limits of memory and time: a hostile file harms nobody else."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from quantriet.documents.rules import nursery
from quantriet.documents.rules.extraction import extract, media_type_of
from quantriet.documents.rules.limits import LARGEST_FILE, CannotExtract, Extracted
from quantriet.documents.rules.ocr import NO_RECOGNISER, RecognisedPage, recognise

WALL_SECONDS = 40.0
EXTRACT_SECONDS = 20  # of the processor
_PAGE_CPU_SECONDS = 60
_PAGE_SECONDS = 150.0
_PASSED_ON = ("PATH", "TESSDATA_PREFIX")  # where Tesseract and its languages are
_ROOT = str(Path(__file__).resolve().parents[3])
_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from quantriet.documents.rules.sandbox import child; child()"


def extract_apart(name: str, raw: bytes, *, wall_seconds: float = WALL_SECONDS) -> Extracted:
    """The text of a file, come by in a limited process; raises CannotExtract as extract does."""
    if len(raw) > LARGEST_FILE:
        raise CannotExtract("too_large")
    return Extracted(**_checked(_copy_says(json.dumps(name).encode("ascii") + b"\n" + raw, wall_seconds)))


def recognised_apart(name: str, raw: bytes, most: int) -> Iterator[RecognisedPage]:
    """The pages of a scan one by one, each come by in a limited process; at most so many.

    A later page that cannot be made out is empty: it takes nothing from the others.
    """
    media, page, pages = media_type_of(name, raw), 0, 1
    while page < min(pages, most):
        try:
            found = _page(media, raw, page)
        except CannotExtract as refused:
            if page == 0 or refused.code == NO_RECOGNISER:
                raise
            found = RecognisedPage("", (), pages)
        yield found
        page, pages = page + 1, found.pages


def _page(media: str, raw: bytes, page: int) -> RecognisedPage:
    answer = _apart({"media": media, "page": page}, raw, _PAGE_SECONDS)
    doubtful = tuple((start, end, confidence) for start, end, confidence in answer.pop("doubtful"))
    return RecognisedPage(doubtful=doubtful, **answer)


def _apart(order: dict[str, Any], raw: bytes, wall_seconds: float) -> dict[str, Any]:
    """What the limited process answers."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", _CHILD, _ROOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # nothing of a text may reach a log
        env={"PYTHONIOENCODING": "utf-8"} | {name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        start_new_session=True,
    )
    with process:
        try:
            out, _ = process.communicate(json.dumps(order).encode("ascii") + b"\n" + raw, timeout=wall_seconds)
        except subprocess.TimeoutExpired as problem:
            raise CannotExtract("unreadable") from problem
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # also what it has started itself
    return _checked(b"" if process.returncode else out)


def _copy_says(order: bytes, wall_seconds: float) -> bytes:
    """What a copy of the nursery answers; nothing where the limits ended it."""
    until = time.monotonic() + wall_seconds
    answer = bytearray()
    try:
        line, pid = nursery.hatched(wall_seconds)
        with line:
            try:
                line.sendall(order)
                line.shutdown(socket.SHUT_WR)
                while True:
                    line.settimeout(max(0.001, until - time.monotonic()))
                    piece = line.recv(1 << 20)
                    if not piece:
                        return bytes(answer)
                    answer += piece
            except TimeoutError:
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)  # it holds its end of the line still: the number is its own
                raise
    except OSError:
        return b""


def _checked(said: bytes) -> dict[str, Any]:
    """The answer of a limited process, or the refusal that it is."""
    if not said:
        raise CannotExtract("unreadable")  # the limits ended it
    answer: dict[str, Any] = json.loads(said)
    if "code" in answer:
        raise CannotExtract(**answer)
    return answer


def nurse() -> None:
    """What runs inside the nursery: everything loaded that reading a file needs."""
    import pypdf  # noqa: F401 - loaded here so that no copy has to

    nursery.run(_extracted, EXTRACT_SECONDS)


def _extracted(order: bytes) -> bytes:
    name, _, raw = order.partition(b"\n")
    return _answer(lambda: extract(json.loads(name), raw))


def child() -> None:
    """What runs inside the limited process of a page: one file in, one answer out."""
    order = json.loads(sys.stdin.buffer.readline())
    nursery.limit(_PAGE_CPU_SECONDS)
    sys.stdout.buffer.write(_answer(lambda: recognise(order["media"], sys.stdin.buffer.read(), order["page"])))


def _answer(work: Callable[[], Any]) -> bytes:
    try:
        answer = asdict(work())
    except CannotExtract as refused:
        answer = {"code": refused.code, "media_type": refused.media_type}
    except (MemoryError, RecursionError, subprocess.TimeoutExpired):
        answer = {"code": "unreadable", "media_type": None}
    return json.dumps(answer).encode("ascii")
