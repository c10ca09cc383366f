"""Extraction in a process of its own, with limits of memory and time: a hostile file harms nobody else."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from quantriet.documents.rules.extraction import media_type_of
from quantriet.documents.rules.limits import LARGEST_FILE, CannotExtract, Extracted
from quantriet.documents.rules.ocr import NO_RECOGNISER, RecognisedPage

MEMORY = 1024**3
WALL_SECONDS = 40.0
_CPU_SECONDS = {"extract": 20, "recognise": 60}
_PAGE_SECONDS = 150.0
_PASSED_ON = ("PATH", "TESSDATA_PREFIX")  # where Tesseract and its languages are
_ROOT = str(Path(__file__).resolve().parents[3])
_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from quantriet.documents.rules.sandbox import child; child()"


def extract_apart(name: str, raw: bytes, *, wall_seconds: float = WALL_SECONDS) -> Extracted:
    """The text of a file, come by in a limited process; raises CannotExtract as extract does."""
    if len(raw) > LARGEST_FILE:
        raise CannotExtract("too_large")
    return Extracted(**_apart({"work": "extract", "name": name}, raw, wall_seconds))


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
    answer = _apart({"work": "recognise", "media": media, "page": page}, raw, _PAGE_SECONDS)
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
    if process.returncode or not out:
        raise CannotExtract("unreadable")  # the limits ended it
    answer: dict[str, Any] = json.loads(out)
    if "code" in answer:
        raise CannotExtract(**answer)
    return answer


def child() -> None:
    """What runs inside the limited process: one file in, one answer out."""
    order = json.loads(sys.stdin.buffer.readline())
    seconds = _CPU_SECONDS[order["work"]]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = asdict(_WORK[order["work"]](order, sys.stdin.buffer.read()))
    except CannotExtract as refused:
        answer = {"code": refused.code, "media_type": refused.media_type}
    except (MemoryError, RecursionError, subprocess.TimeoutExpired):
        answer = {"code": "unreadable", "media_type": None}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


def _extract(order: dict[str, Any], raw: bytes) -> Extracted:
    from quantriet.documents.rules.extraction import extract

    return extract(order["name"], raw)


def _recognise(order: dict[str, Any], raw: bytes) -> RecognisedPage:
    from quantriet.documents.rules.ocr import recognise

    return recognise(order["media"], raw, order["page"])


_WORK: dict[str, Callable[[dict[str, Any], bytes], Any]] = {"extract": _extract, "recognise": _recognise}
