"""Starts the processes of a running system, watches them, and stops them all together."""

import ctypes
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

import psycopg

from quantriet.config import environment, settings
from quantriet.pg.embedded import Cluster

_PATIENCE = 8.0  # seconds a process gets to end by itself
_FALLS_ALLOWED = 3  # so many deaths within the span below stop the whole
_FALL_SPAN = 30.0
_PR_SET_PDEATHSIG = 1


class CannotRun(Exception):
    """The system cannot start or go on; the message says what to do."""


@dataclass(frozen=True)
class Address:
    """Where the pages are served."""

    host: str = field(default_factory=lambda: environment.text("QUANTRIET_HOST", "127.0.0.1"))
    port: int = field(default_factory=lambda: environment.number("PORT", 8000, lowest=1, highest=65535))

    def __str__(self) -> str:
        shown = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::1", "::"} else self.host  # noqa: S104
        return f"http://{shown}:{self.port}/"

    def require_free(self) -> None:
        """Refuse a port that another program holds, before anything else is started."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as problem:
                raise CannotRun(
                    f"Port {self.port} on {self.host} cannot be used ({problem.strerror}). Stop the program that "
                    f"holds it, or choose another port: make run PORT={self.port + 1}"
                ) from problem

    def answers(self) -> bool:
        """Whether something accepts connections there."""
        try:
            socket.create_connection((self.host, self.port), timeout=1).close()
        except OSError:
            return False
        return True


def web_processes() -> int:
    """How many processes serve the pages: two where there are two cores, for one that writes a page holds its core."""
    return environment.number("QUANTRIET_WEB_PROCESSES", min(2, os.cpu_count() or 1), lowest=1, highest=64)


def web_command(address: Address) -> list[str]:
    """The web server; an event stream keeps its request open, so it may hold thousands of them."""
    workers = web_processes()
    if not settings.STATIC_ROOT.is_dir():
        raise CannotRun(f"The pages are not built yet ({settings.STATIC_ROOT} is missing). Build them: make setup")
    return [
        sys.executable, "-m", "granian", "quantriet.config.asgi:application", "--interface", "asginl",
        "--host", address.host, "--port", str(address.port), "--workers", str(workers),
        "--backlog", "8192", "--backpressure", "8192", "--workers-kill-timeout", "2", "--no-ws",
        "--static-path-route", settings.STATIC_URL.rstrip("/"), "--static-path-mount", str(settings.STATIC_ROOT),
        "--static-path-expires", "365d", "--log-level", "warning",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The worker of the background jobs."""
    return [sys.executable, "-m", "quantriet", "manage", "work"]


@dataclass
class _Child:
    name: str
    command: Sequence[str]
    falls: list[float] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with_parent
        )

    def has_fallen(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def end_whole(self) -> None:
        """End also what the process itself had started: it would go on holding the port."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def note_fall(self) -> None:
        now = time.monotonic()
        self.falls = [at for at in self.falls if now - at < _FALL_SPAN] + [now]
        code = self.process.returncode if self.process else None
        print(f"The {self.name} process ended unexpectedly ({code}).", file=sys.stderr, flush=True)
        if len(self.falls) > _FALLS_ALLOWED:
            raise CannotRun(f"The {self.name} process keeps ending; its last words stand above. Everything stops.")


class Supervisor:
    """Keeps the processes alive until it is told to stop, then ends them all."""

    def __init__(self, commands: Mapping[str, Sequence[str]], cluster: Cluster | None) -> None:
        self._children = [_Child(name, command) for name, command in commands.items()]
        self._cluster = cluster
        self._line: psycopg.Connection[tuple[object, ...]] | None = None

    def run(self, address: Address | None = None) -> None:
        """Start everything and watch it until Ctrl-C or a signal to end; say the address once it answers."""
        try:
            for child in self._children:
                child.start()
            while True:
                self._keep_database()
                self._keep_children()
                if address and address.answers():
                    print(f"\n  Quán triệt: {address}    (Ctrl-C stops it)\n", flush=True)
                    address = None
        finally:
            self._stop()

    def _keep_database(self) -> None:
        """Wait a moment on an idle connection: it breaks at once when the server dies, and then we start it again."""
        if self._cluster is None:
            time.sleep(0.5)
            return
        if self._line is None:
            self._cluster.use()
            self._line = self._cluster.connect()
        if select.select([self._line.fileno()], [], [], 0.5)[0]:
            print("The database server ended unexpectedly; starting it again.", file=sys.stderr, flush=True)
            self._line.close()
            self._line = None

    def _keep_children(self) -> None:
        for child in self._children:
            if child.has_fallen():
                child.end_whole()
                child.note_fall()
                child.start()

    def _stop(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
        started = [child.process for child in self._children if child.process]
        for process in started:
            process.terminate()
        deadline = time.monotonic() + _PATIENCE
        for process in started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
        for child in self._children:
            child.end_whole()
        if self._line is not None:
            self._line.close()


def stop_on_signals() -> None:
    """Let a polite request to end, and a closed terminal, do the same as Ctrl-C."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def _end_with_parent() -> None:
    """Ask the kernel to end this child when the supervisor dies, even by kill -9 (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
