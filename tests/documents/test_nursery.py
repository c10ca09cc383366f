"""Each file is read in a copy of its own: limited, killed alone, and quick to start."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quantriet.documents.rules import nursery, sandbox
from quantriet.documents.rules.limits import CannotExtract
from tests.documents.hostile import stream_circle
from tests.documents.test_batch import text_of

NAMED = b'"a.txt"\n'


def hatched() -> tuple[nursery.socket.socket, int]:
    return nursery.hatched(10)


def asked(line: nursery.socket.socket, order: bytes) -> bytes:
    with line:
        line.sendall(order)
        line.shutdown(nursery.socket.SHUT_WR)
        return line.recv(1 << 16)


def test_a_copy_is_limited_before_it_hears_of_its_file() -> None:
    line, pid = hatched()
    with line:
        said = Path(f"/proc/{pid}/limits").read_text()
        told = {words[:24].strip(): words[26:].split()[:2] for words in said.splitlines()}
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    assert told["Max address space"] == [str(nursery.MEMORY)] * 2
    assert told["Max cpu time"] == [str(sandbox.EXTRACT_SECONDS)] * 2
    assert told["Max file size"] == told["Max core file size"] == ["0", "0"]
    assert environment.strip(b"\x00") == b"PYTHONIOENCODING=utf-8"  # no secret of ours


def test_a_killed_copy_takes_nobody_with_it() -> None:
    killed, pid = hatched()
    other, _ = hatched()
    os.kill(pid, signal.SIGKILL)
    assert asked(other, NAMED + text_of(1))
    with killed:
        assert killed.recv(1) == b""
    assert sandbox.extract_apart("a.txt", text_of(2)).text == text_of(2).decode()


def test_a_copy_that_takes_too_long_is_killed() -> None:
    begun = time.monotonic()
    with pytest.raises(CannotExtract, match="unreadable"):
        sandbox.extract_apart("a.pdf", stream_circle() + bytes(10_000_000), wall_seconds=0.02)
    assert time.monotonic() - begun < 5


def test_a_killed_nursery_is_followed_by_another_one() -> None:
    hatched()[0].close()
    before = nursery._running
    assert before is not None
    before.process.kill()
    before.process.wait()
    assert sandbox.extract_apart("a.txt", text_of(3)).text == text_of(3).decode()
    assert nursery._running is not before


def test_many_at_once_each_get_their_own_answer() -> None:
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda n: sandbox.extract_apart("a.txt", text_of(n)).text, range(100)))
    assert texts == [text_of(n).decode() for n in range(100)]


def test_a_nursery_without_a_parent_ends() -> None:
    started = nursery._started()
    started.control.close()
    assert started.process.wait(timeout=20) == 0
