"""Imports run down: the contracts of pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(  # noqa: S603 - our own tool
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def test_imports_run_down() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout[-6000:]
