"""Settings that make no sense stop the start with a sentence; secrets are made once and kept privately."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from quantriet.config import environment
from quantriet.config.environment import WrongSetting
from quantriet.pg.embedded import default_folder


@pytest.mark.parametrize("value", ["yes", "true", "2", "-1"])
def test_a_flag_is_one_or_zero(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("A_FLAG", value)
    with pytest.raises(WrongSetting, match="A_FLAG: say 1 or 0"):
        environment.flag("A_FLAG")


@pytest.mark.parametrize("value", ["0", "65536", "eighty", "80.5", "-1"])
def test_a_number_keeps_its_bounds(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("A_PORT", value)
    with pytest.raises(WrongSetting, match="from 1 to 65535"):
        environment.number("A_PORT", 8000, lowest=1, highest=65535)


def test_an_empty_setting_is_an_absent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_PORT", " ")
    monkeypatch.setenv("SOME_WORDS", " , ")
    assert environment.number("A_PORT", 8000, lowest=1, highest=65535) == 8000
    assert environment.words("SOME_WORDS", ["kept"]) == ["kept"]


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = environment.secret("NO_SUCH_SECRET", tmp_path / "data" / "secret-key")
    assert environment.secret("NO_SUCH_SECRET", tmp_path / "data" / "secret-key") == first
    assert len(first) >= 32
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_short_secret_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("A_SECRET", "guess me")
    with pytest.raises(WrongSetting, match="can be guessed"):
        environment.secret("A_SECRET", tmp_path / "secret-key")


def test_an_emptied_secret_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("")
    with pytest.raises(WrongSetting, match="remove the file"):
        environment.secret("NO_SUCH_SECRET", tmp_path / "secret-key")


def test_a_wrong_setting_stops_the_start_in_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "quantriet", "serve"],
        env={**os.environ, "QUANTRIET_DEBUG": "maybe", "PORT": "8000"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "Setting QUANTRIET_DEBUG: say 1 or 0, not 'maybe'.\n"


def test_two_clones_of_one_name_have_data_of_their_own() -> None:
    assert default_folder(Path("/home/a/quantriet")) != default_folder(Path("/home/b/quantriet"))
