"""The code as text and trees, for the tests about the code itself."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "quantriet"
APPS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))


@lru_cache(maxsize=1)
def modules() -> dict[Path, ast.Module]:
    """Every module of the package but the migrations, parsed."""
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def room_of(path: Path) -> str:
    """The room a module stands in: quantriet/cascade/actions/draft.py stands in `actions`."""
    parts = path.relative_to(PACKAGE).parts
    return parts[1].removesuffix(".py") if len(parts) > 1 else parts[0].removesuffix(".py")


def templates() -> list[Path]:
    """Every page and partial."""
    return sorted(PACKAGE.glob("*/templates/**/*.html"))
