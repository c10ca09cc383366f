"""Extraction in a process of its own, with limits of memory and time: a hostile file harms nobody else."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from quantriet.documents.rules.extraction import LARGEST_FILE, CannotExtract, Extracted, extract

MEMORY = 1024**3
CPU_SECONDS = 20
WALL_SECONDS = 40.0
_ROOT = str(Path(__file__).resolve().parents[3])
_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from quantriet.documents.rules.sandbox import child; child()"


def extract_apart(name: str, raw: bytes, *, wall_seconds: float = WALL_SECONDS) -> Extracted:
    """The text of a file, come by in a limited process; raises CannotExtract as extract does."""
    if len(raw) > LARGEST_FILE:
        raise CannotExtract("too_large")
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _CHILD, _ROOT],
            input=json.dumps(name).encode("ascii") + b"\n" + raw,
            capture_output=True,
            timeout=wall_seconds,
            check=False,
            env={"PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired as problem:
        raise CannotExtract("unreadable") from problem
    if done.returncode or not done.stdout:
        raise CannotExtract("unreadable")  # the limits ended it
    answer = json.loads(done.stdout)
    if "code" in answer:
        raise CannotExtract(**answer)
    return Extracted(**answer)


def child() -> None:
    """What runs inside the limited process: one file in, one answer out."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    name = json.loads(sys.stdin.buffer.readline())
    try:
        answer = asdict(extract(name, sys.stdin.buffer.read()))
    except CannotExtract as refused:
        answer = {"code": refused.code, "media_type": refused.media_type}
    except (MemoryError, RecursionError):
        answer = {"code": "unreadable", "media_type": None}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
