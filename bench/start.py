"""How long `make run` takes to its first page, beside a bare start of the interpreter with Django loaded.

    .venv/bin/python bench/start.py [rounds]

Uses a data folder of its own; the first round, which makes the database and the sample world, is told apart.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_and_stop(environment: dict[str, str], port: int) -> float:
    """Seconds from `make run` to the first page answered."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    while True:
        try:
            urlopen(f"http://127.0.0.1:{port}/accounts/sign-in/", timeout=5).close()
            break
        except OSError:
            if process.poll() is not None:
                raise SystemExit("make run ended by itself") from None
            time.sleep(0.02)
    seconds = time.perf_counter() - begun
    os.killpg(process.pid, signal.SIGINT)
    process.wait(60)
    return seconds


def bare_django() -> float:
    """Seconds to start Python and load Django with all apps, the least any start must pay."""
    begun = time.perf_counter()
    code = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'quantriet.config.settings'; django.setup()"
    subprocess.run([ROOT / ".venv/bin/python", "-c", code], cwd=ROOT, check=True)
    return time.perf_counter() - begun


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory(prefix="quantriet-bench-") as folder:
        Path(folder).chmod(0o755)
        port = free_port()
        environment = {**os.environ, "QUANTRIET_DATA": folder, "PORT": str(port)}
        first = start_and_stop(environment, port)
        later = [start_and_stop(environment, port) for _ in range(rounds)]
        bare = statistics.median(bare_django() for _ in range(rounds))
    median = statistics.median(later)
    print(f"first start (new database, sample world): {first:.2f} s")
    print(f"second start: median {median:.2f} s, longest {max(later):.2f} s of {rounds}; goal 5 s")
    print(f"bare Django set-up beside it: {bare:.2f} s; ratio {median / bare:.1f}")


if __name__ == "__main__":
    main()
