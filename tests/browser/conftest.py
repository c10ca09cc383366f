"""A real server and a real worker on a database of their own, and a real browser before them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from quantriet.pg.embedded import Cluster
from tests import databases
from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
# Playwright keeps an event loop in this thread; the test database is only opened and closed around it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
PICTURES = ROOT / "build" / "pictures"
WIDE = {"width": 1320, "height": 900}
PHONE = {"width": 375, "height": 780}


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended by itself with {process.returncode}")
        try:
            urlopen(url, timeout=5).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nothing answered at {url}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def scene() -> str:
    """The function of scenes.py that makes the world; a test module may name another."""
    return "small"


def _environment(url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "quantriet.config.settings",
        "DATABASE_URL": url,
        "PORT": str(_free_port()),
        "PYTHONPATH": str(ROOT),
    }


def _run(environment: dict[str, str], program: str, *arguments: str) -> None:
    command = [sys.executable, "-m", f"tests.browser.{program}", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@pytest.fixture
def surroundings(cluster: Cluster, django_db_setup: None, scene: str) -> Iterator[dict[str, str]]:
    """The environment of the product's processes, with a database of their own in which the scene is set."""
    template, name = f"scene_{scene}", f"browser_{os.getpid()}"
    databases.make_once(
        cluster, template, lambda: _run(_environment(cluster.url(f"making_{template}")), "populate", scene)
    )
    with cluster.connect() as server:
        server.execute(f"create database {name} template {template} strategy file_copy")
    try:
        yield _environment(cluster.url(name))
    finally:
        with cluster.connect() as server:
            server.execute(f"drop database {name} with (force)")


@pytest.fixture
def run(surroundings: dict[str, str]) -> Callable[..., None]:
    """Give a function that runs one of the programs beside this file on the product's database."""
    return partial(_run, surroundings)


@pytest.fixture
def site(surroundings: dict[str, str]) -> Iterator[str]:
    """The address of the product, running as users run it, with the world of the scene in it."""
    address = f"http://127.0.0.1:{surroundings['PORT']}"
    processes = [
        subprocess.Popen([sys.executable, "-m", "quantriet", verb], cwd=ROOT, env=surroundings)
        for verb in ("serve", "worker")
    ]
    try:
        _wait_for(f"{address}/accounts/sign-in/", processes[0])
        yield address
    finally:
        for process in processes:
            _end(process)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium.executable(), args=[flag for flag in chromium.FLAGS if flag != "--headless"]
        )
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a fresh browser window of a size, as one of the cast."""
    contexts = []

    def make(username: str, size: dict[str, int] = WIDE) -> Page:
        context = browser.new_context(viewport=size, locale="vi-VN", base_url=site)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto("/accounts/sign-in/")
        page.locator(f"form[action$='/{username}/'] button").click()
        page.wait_for_url("**/")
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Give a function that keeps a screenshot under build/pictures, to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    return take
