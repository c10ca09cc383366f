"""`make run` as it is lived with: it starts, things are killed, it goes on, it stops whole."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from quantriet.pg.embedded import Cluster
from tests.pg.folders import open_folder


class Running:
    """The product in a folder of its own, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.cluster = Cluster(folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = self.start()

    def start(self) -> subprocess.Popen[str]:
        environment = {**os.environ, "QUANTRIET_DATA": str(self.cluster.folder), "PORT": str(self.port),
                       "SAMPLE": "none", "DJANGO_SETTINGS_MODULE": "quantriet.config.settings"}  # fmt: skip
        environment.pop("DATABASE_URL", None)
        return subprocess.Popen([sys.executable, "-m", "quantriet", "run"], env=environment, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip

    def answers(self) -> bool:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{self.port}/accounts/sign-in/", timeout=10) as answer:
            return answer.status == 200
        return False

    def children(self, words: str) -> list[int]:
        """The processes of ours whose command has these words."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (entry / "cmdline").read_text().replace("\0", " ")
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                if re.search(words, command) and parent == self.process.pid:
                    found.append(int(entry.name))
        return found


def wait_until(holds: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def running() -> Iterator[Running]:
    with open_folder() as folder:
        product = Running(folder)
        try:
            wait_until(product.answers)
            yield product
        finally:
            product.process.send_signal(signal.SIGINT)
            print(product.process.communicate(timeout=30)[0])


def test_what_is_killed_comes_back_and_ctrl_c_stops_everything(running: Running) -> None:
    (web,), (worker,) = running.children("granian"), running.children("manage work")
    os.kill(web, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: running.children("granian") not in ([], [web]) and running.answers())
    wait_until(lambda: running.children("manage work") not in ([], [worker]))

    postmaster = int((running.cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    wait_until(lambda: running.cluster.is_up() and running.answers())

    began = time.monotonic()
    running.process.send_signal(signal.SIGINT)
    words, _ = running.process.communicate(timeout=30)
    assert time.monotonic() - began < 10
    assert "The web process ended unexpectedly" in words
    assert "The database server ended unexpectedly" in words
    assert words.rstrip().endswith("Stopped.")
    assert not running.answers()
    assert not running.cluster.is_up()


def test_a_killed_parent_takes_its_children_along_and_the_next_start_goes_on(running: Running) -> None:
    running.process.kill()
    running.process.communicate()
    wait_until(lambda: not running.answers())
    running.process = running.start()
    wait_until(running.answers)
    running.process.send_signal(signal.SIGTERM)
    running.process.communicate(timeout=30)
    assert not running.cluster.is_up()


def test_a_busy_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run([sys.executable, "-m", "quantriet", "run"], capture_output=True, text=True, check=False,
                              env={**os.environ, "PORT": str(port), "QUANTRIET_DATA": str(tmp_path / "data"),
                                   "DJANGO_SETTINGS_MODULE": "quantriet.config.settings"})  # fmt: skip
    assert done.returncode == 1
    assert f"make run PORT={port + 1}" in done.stderr
    assert not (tmp_path / "data" / "postgres").exists()
