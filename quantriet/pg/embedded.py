"""The PostgreSQL that comes with the product: started by whoever needs it first, stopped by whoever leaves last.

Plain Python, no Django. Three habits make it hold:

* The truth is a connection. A pid file, a process list or a socket file may each be left over from the dead.
* Who uses the server holds a shared lock on `in-use`; locks vanish with their process, even after kill -9, so the
  last one to leave always knows that it is the last.
* What already lies on the disk keeps its rights; a folder that is not private enough is refused, not changed.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from quantriet.pg.programs import SYSTEM_FOLDER, Runner, ServerProblem

ROLE = DATABASE = "quantriet"
_LONGEST_SOCKET = 100  # bytes; the system itself refuses at 104 to 108
_SETTINGS = {
    "listen_addresses": "",  # the socket in the private folder is the only way in
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    # No server stands by for this one. So a table made and filled in one transaction is flushed instead of logged, and
    # whoever commits meanwhile does not wait behind a log of hundreds of megabytes.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "password_encryption": "scram-sha-256",
    "log_line_prefix": "%m [%p] ",
    "timezone": "UTC",
}


def default_folder(repository: Path) -> Path:
    """Where the data lie when nobody says otherwise: beside the code, or in the system folder when we are root."""
    if os.geteuid() != 0:
        return repository / ".quantriet"
    mark = hashlib.sha256(str(repository).encode()).hexdigest()[:8]
    return SYSTEM_FOLDER / f"{repository.name}-{mark}"


class Cluster:
    """One embedded server: its folder, its socket, its life."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.data = folder / "postgres"
        self._settings = {**_SETTINGS, **(settings or {})}
        self._runner = Runner()
        self._use: int | None = None

    @property
    def socket_folder(self) -> Path:
        """The private folder of the socket; a short one under /tmp when the path of the data is too long."""
        near = self.folder / "run"
        if len(os.fsencode(near / ".s.PGSQL.5432")) < _LONGEST_SOCKET:
            return near
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(f"/tmp/quantriet-{mark}")  # noqa: S108 (private: refused unless it is the owner's alone)

    def url(self, database: str = DATABASE) -> str:
        """The address by which a client reaches one database of this server."""
        return f"postgresql://{ROLE}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """A connection of one's own, in autocommit."""
        return psycopg.connect(self.url(database), autocommit=True, connect_timeout=10)

    def is_up(self) -> bool:
        """Whether the server answers, asked by really connecting."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def use(self) -> str:
        """Start the server unless it runs, keep it until `leave`, and give its address."""
        self._make_folder()
        with self._starting():
            if self._use is None:
                self._use = os.open(self.folder / "in-use", os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._use, fcntl.LOCK_SH)
            self._ensure_up()
        return self.url()

    def leave(self) -> None:
        """Let go of the server; it is stopped when nobody else uses it."""
        if self._use is None:
            return
        with self._starting():
            try:
                fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still works with it
            else:
                if self.is_up():
                    self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "60")
            os.close(self._use)
            self._use = None

    def _make_folder(self) -> None:
        """The data folder; everything in it that matters is private to its owner."""
        self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        if self._runner.is_root and not self._runner.may_run(self.folder):
            raise ServerProblem(
                f"The database runs as the user {self._runner.owner.pw_name}, who cannot enter {self.folder}. "
                f"Choose another QUANTRIET_DATA, for example below {SYSTEM_FOLDER}."
            )

    @contextmanager
    def _starting(self) -> Iterator[None]:
        """One at a time: two processes that start together wait for each other here."""
        lock = os.open(self.folder / "starting", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _ensure_up(self) -> None:
        if self.is_up():
            return
        self._runner.make_private_folder(self.socket_folder)
        if not self.data.exists():
            self._create()
        self._set_dead_locks_aside()
        self._run("pg_ctl", "start", "-D", str(self.data), "-w", "-t", "300", "-l", str(self._log),
                  "-o", f"-k {shlex.quote(str(self.socket_folder))}")  # fmt: skip
        with self.connect() as connection:
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute(f"create database {DATABASE}")

    def _create(self) -> None:
        """A new cluster, made beside its place and then moved there, so that a half-made one is never found."""
        building = self.folder / "postgres.new"
        shutil.rmtree(building, ignore_errors=True)
        self._runner.make_private_folder(building)
        self._run("initdb", "-D", str(building), "-U", ROLE, "-E", "UTF8", "--locale=C",
                  "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject",
                  *(f"--set={name}={value}" for name, value in self._settings.items()))  # fmt: skip
        building.rename(self.data)

    def _set_dead_locks_aside(self) -> None:
        """Move the lock files of a server that was killed but whose process entry nobody clears away.

        PostgreSQL clears its own stale locks unless the process they name still exists. A killed server whose
        parent never asks for it stays in the table as a zombie, and the server would refuse to start for ever.
        A zombie is proof of death; for anything else the judgement stays with PostgreSQL. Its check for surviving
        children goes by the data folder, not by these files, so it holds all the same.
        """
        lock = self.data / "postmaster.pid"
        state = ""
        for _ in range(20):  # the killed take a moment to die, and a good parent clears them away
            state = _state_of(int(lock.read_text().split()[0])) if lock.exists() else ""
            if not state:
                return
            time.sleep(0.1)
        if state != "Z":
            return
        for path in (lock, self.socket_folder / ".s.PGSQL.5432.lock"):
            if path.exists():
                path.rename(path.with_name(path.name + ".dead"))

    @property
    def _log(self) -> Path:
        return self.socket_folder / "server.log"

    def _run(self, program: str, *arguments: str) -> None:
        done = self._runner.run(program, arguments)
        if done.returncode:
            tail = self._log.read_text(errors="replace")[-1500:] if self._log.exists() else ""
            raise ServerProblem(f"{program} failed for {self.data}:\n{done.stdout}\n{tail}".rstrip())


def _state_of(pid: int) -> str:
    """The letter the system gives the state of a process, Z for a zombie; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""
