"""A folder for a server of a test's own, and processes that use it."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USER = """
import sys
from pathlib import Path
from quantriet.pg.embedded import Cluster
cluster = Cluster(Path(sys.argv[1]))
cluster.use()
with cluster.connect("quantriet") as connection:
    print("ready", *connection.execute("select 1").fetchone(), flush=True)
sys.stdin.read()
cluster.leave()
"""


@contextmanager
def open_folder() -> Iterator[Path]:
    """A new folder that the server's own user may enter (pytest's are closed to all but the one who runs it)."""
    folder = Path(tempfile.mkdtemp(prefix="quantriet-pg-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def start_user(folder: Path) -> subprocess.Popen[str]:
    """A process that uses the server until its input ends; not yet waited for."""
    return subprocess.Popen(
        [sys.executable, "-c", _USER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(process: subprocess.Popen[str]) -> str:
    """The next line of a process."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def let_go(process: subprocess.Popen[str]) -> int:
    """End the process in peace."""
    process.communicate("")
    return process.returncode
