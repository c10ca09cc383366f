"""The page of a node over HTTP, all of it: a real server, signed-in people, a cascade of the whole country.

Requests come at fixed instants, whether or not the earlier ones are answered, from a process of its own; a time is
counted from the instant at which the request was due, so that waiting in a queue is not left out.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.national.figures import Measured, median, p95
from bench.national.ground import Ground, draft, ground, in_progress, issue

RATE, SECONDS = 20, 20
ALONE = 2  # requests a second that do not meet each other
QUERIES, GOAL = 25, 150.0
ROOT = Path(__file__).resolve().parents[2]
SIGN_IN = "/accounts/sign-in/"
Hit = tuple[str, float, bool]  # who asked, milliseconds, whether it was answered with the page


@dataclass
class Visit:
    """A page as one person asks for it."""

    who: str
    path: str
    cookie: str = ""
    queries: int = 0


def measure(levels: tuple[int, ...]) -> Measured:
    """The cascade page of the root, of a province and of a commune, in turn, beside the bare sign-in page."""
    with ground("page", levels) as found:
        from quantriet.config.processes import web_processes

        cascade = draft()
        issue(cascade)
        in_progress(cascade)
        visits = [signed_in(level, f"/cascades/{cascade.pk}/") for level in ("central", "province", "commune")]
        bare = Visit("nobody", SIGN_IN)
        with serving(found) as port:
            hits(port, [*visits, bare], ALONE, 6)
            alone, bare_alone = hits(port, visits, ALONE, 9), hits(port, [bare], ALONE, 6)
            limit = hits(port, [bare], RATE, SECONDS)
            told = hits(port, visits, RATE, SECONDS)
        ours, bare_p95, failed = p95(times(told)), p95(times(limit)), sum(not is_right for *_, is_right in told)
        most = max(visit.queries for visit in visits)
        by_who = {v.who: p95(times(told, v.who)) for v in visits}
        also = [
            Measured("queries of a page", float(most), "", f"≤ {QUERIES}", most <= QUERIES,
                     notes={v.who: v.queries for v in visits}),
            Measured(f"the page at {ALONE} requests/s", median(times(alone)), "ms median", "told only", met=True,
                     limit=median(times(bare_alone)), limit_is="ms, the sign-in page",
                     ratio=median(times(alone)) / median(times(bare_alone)),
                     notes={v.who: round(median(times(alone, v.who))) for v in visits}),
        ]  # fmt: skip
        return Measured(
            "page", ours, "ms p95", f"≤ {GOAL:.0f} ms at {RATE} requests/s", ours <= GOAL and not failed,
            limit=bare_p95, limit_is="ms p95, the sign-in page at the same rate", ratio=ours / bare_p95, also=also,
            notes={"failed": failed, "median": round(median(times(told))), "longest": round(max(times(told))),
                   "units": found.units, "web processes": web_processes()}
            | {f"{who} p95": round(taken) for who, taken in by_who.items()},
        )  # fmt: skip


def times(told: list[Hit], who: str = "") -> list[float]:
    """The milliseconds of all, or of one."""
    return [taken for asked, taken, _ in told if who in ("", asked)]


def signed_in(level: str, path: str) -> Visit:
    """Somebody who acts for the first unit of a level, and how many queries the page costs."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from psycopg.types.range import DateRange

    from quantriet.accounts.models import User
    from quantriet.org.models import Mandate, UnitVersion
    from quantriet.org.rules import Role

    version = UnitVersion.objects.filter(level=level).order_by("path")[0]
    user = User.objects.create(username=level, full_name=level)
    Mandate.objects.create(
        user=user, unit_id=version.unit_id, role=Role.OFFICE, valid_during=DateRange(version.valid_during.lower, None)
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    client.get(path)  # what is read once in a process
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    if answer.status_code != 200:  # noqa: PLR2004
        sys.exit(f"{path} answered {answer.status_code} to {level}")
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return Visit(level, path, cookie, len(seen))


@contextmanager
def serving(found: Ground) -> Iterator[int]:
    """The product's web server on this database, and its port."""
    from quantriet.config.processes import Address, web_command

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "quantriet.config.settings", "DATABASE_URL": found.url, "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    address = Address("127.0.0.1", port)
    server = subprocess.Popen(web_command(address), cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            if address.answers():
                break
            time.sleep(0.1)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def hits(port: int, visits: list[Visit], rate: int, seconds: int) -> list[Hit]:
    """Ask from another process; each answer as it came."""
    words = {"port": port, "rate": rate, "seconds": seconds, "visits": [[v.who, v.path, v.cookie] for v in visits]}
    told = subprocess.run(
        [sys.executable, "-m", "bench.national.page"], input=json.dumps(words), text=True, stdout=subprocess.PIPE,
        cwd=ROOT, check=True,
    )  # fmt: skip
    return [(who, taken, is_right) for who, taken, is_right in json.loads(told.stdout)]


def _one(port: int, visit: list[str], due: float) -> Hit:
    who, path, cookie = visit
    time.sleep(max(0.0, due - time.perf_counter()))
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    line.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
    answer = line.getresponse()
    answer.read()
    line.close()
    return who, 1000 * (time.perf_counter() - due), answer.status == 200  # noqa: PLR2004


def _ask() -> None:
    words = json.load(sys.stdin)
    rate, visits = words["rate"], words["visits"]
    number = rate * words["seconds"]
    start = time.perf_counter() + 0.5
    with ThreadPoolExecutor(number) as threads:  # one each: nobody waits for a free thread
        running = [
            threads.submit(_one, words["port"], visits[n % len(visits)], start + n / rate) for n in range(number)
        ]
    print(json.dumps([one.result() for one in running]))


if __name__ == "__main__":
    _ask()
