"""The scripts of the browser: their types hold, and each island passes its own tests."""

import subprocess
import sys
from pathlib import Path

CLIENT = Path(__file__).resolve().parents[2] / "client"
NODE = Path(sys.executable).parent / "node"


def _run(*command: str) -> str:
    done = subprocess.run([str(NODE), *command], cwd=CLIENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_types_hold():
    _run("node_modules/typescript/bin/tsc", "--noEmit")


def test_every_island_passes_its_tests():
    said = _run("--test", "--test-reporter=tap", "src/**/*.test.ts")
    assert "# fail 0" in said
    assert "# pass 0" not in said


def test_every_island_has_a_test():
    islands = {path.name for path in (CLIENT / "src" / "islands").glob("*.ts")}
    assert {name for name in islands if not name.endswith(".test.ts")} == {
        name.replace(".test.ts", ".ts") for name in islands if name.endswith(".test.ts")
    }
