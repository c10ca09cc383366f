"""Scans for the tests: our own texts, drawn at 300 dots an inch."""

import json
import subprocess
import sys

import pytest

from quantriet.documents.rules.ocr import PACKAGES, is_installed
from tests.house.source import ROOT

needs_tesseract = pytest.mark.skipif(
    not is_installed(), reason=f"Tesseract with Vietnamese is missing: apt-get install -y {PACKAGES}"
)


def picture_of(text: str) -> bytes:
    """A page with the text as a .png."""
    return _drawn([text])


def scan_of(*texts: str) -> bytes:
    """A .pdf whose pages are pictures of these texts, as an office scanner makes it."""
    return _drawn(list(texts), "pdf")


def _drawn(texts: list[str], *options: str) -> bytes:
    command = [sys.executable, "-m", "tests.documents.draw", *options]
    done = subprocess.run(
        command, input=json.dumps(texts).encode(), cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    return done.stdout
