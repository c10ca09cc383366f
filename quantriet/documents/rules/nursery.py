"""A process with the readers loaded that lets each file be read in a fresh copy of itself.

Loading the readers takes far longer than reading an ordinary file. A copy begins loaded, knows nothing of other files,
has limits of its own, and when it is killed it takes nobody with it.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MEMORY = 1024**3
IDLE_SECONDS = 60.0  # then the nursery ends by itself; the next file starts another one
_ROOT = str(Path(__file__).resolve().parents[3])
_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from quantriet.documents.rules.sandbox import nurse; nurse()"
_PID = 8  # bytes by which a copy says its number


@dataclass
class _Nursery:
    process: subprocess.Popen[bytes]
    control: socket.socket


_running: _Nursery | None = None
_one_at_a_time = threading.Lock()


def limit(cpu_seconds: int) -> None:
    """Bind this process for good: memory, time, and no file written."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def hatched(seconds: float) -> tuple[socket.socket, int]:
    """A line to a fresh copy, and its process number; raises OSError where none comes in time."""
    for last in (False, True):
        line, theirs = socket.socketpair()
        line.settimeout(seconds)
        with theirs:
            _hand_over(theirs)
        try:
            said = line.recv(_PID, socket.MSG_WAITALL)
        except OSError:
            line.close()
            raise
        if len(said) == _PID:
            return line, int.from_bytes(said, "big")
        line.close()  # the nursery ended just then
        if last:
            break
    raise ConnectionAbortedError


def run(work: Callable[[bytes], bytes], cpu_seconds: int) -> None:
    """What runs inside the nursery: one copy for each line that comes, until nobody asks any more."""
    control = socket.socket(fileno=sys.stdin.fileno())
    control.settimeout(IDLE_SECONDS)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the copies
    while True:
        try:
            note, lines, *_ = socket.recv_fds(control, 1, 1)
        except TimeoutError:
            return
        if not note:
            return
        if os.fork() == 0:
            control.close()
            _copy(lines[0], work, cpu_seconds)
        os.close(lines[0])


def _copy(number: int, work: Callable[[bytes], bytes], cpu_seconds: int) -> None:
    """Read one order, answer it, and end."""
    try:
        os.setsid()
        limit(cpu_seconds)
        line = socket.socket(fileno=number)
        line.sendall(os.getpid().to_bytes(_PID, "big"))
        with line.makefile("rb") as order:
            line.sendall(work(order.read()))
    finally:
        os._exit(0)  # nothing of the nursery is wound up by its copies


def _hand_over(line: socket.socket) -> None:
    """Give a line to the nursery; where it has ended, to a new one."""
    global _running  # noqa: PLW0603 - one for the whole process
    with _one_at_a_time:
        if _running is not None:
            with suppress(OSError):
                socket.send_fds(_running.control, [b"."], [line.fileno()])
                return
            _running.control.close()
            _running.process.kill()
            _running.process.wait()
        _running = _started()
        socket.send_fds(_running.control, [b"."], [line.fileno()])


def _started() -> _Nursery:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", _CHILD, _ROOT],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # nothing of a text may reach a log
            env={"PYTHONIOENCODING": "utf-8"},
            start_new_session=True,
        )
    return _Nursery(process, ours)
