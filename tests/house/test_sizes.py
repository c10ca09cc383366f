"""Rooms stay small enough to be read at one sitting."""

import ast

from tests.house.source import PACKAGE, ROOT, functions, modules, templates

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 60
LINES_OF_A_TEMPLATE = 120
PARAMETERS = 6


def test_no_file_is_longer_than_its_limit() -> None:
    files = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "client" / "src").rglob("*.ts")]
    lengths = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines())
        for path in files
        if "migrations" not in path.parts and "node_modules" not in path.parts
    }
    assert {path: length for path, length in lengths.items() if length > LINES_OF_A_FILE} == {}


def test_no_template_is_longer_than_its_limit() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in templates()}
    assert {path: length for path, length in lengths.items() if length > LINES_OF_A_TEMPLATE} == {}


def test_no_function_is_longer_or_wider_than_its_limit() -> None:
    too_large = []
    for path, tree in modules().items():
        for function in functions(tree):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            arguments = function.args
            width = len(arguments.posonlyargs) + len(arguments.args) + len(arguments.kwonlyargs)
            width -= bool(arguments.args) and arguments.args[0].arg in ("self", "cls")
            width -= {a.arg for a in arguments.kwonlyargs} >= {"actor", "at"}  # who and when go with every act
            if length > LINES_OF_A_FUNCTION or width > PARAMETERS:
                too_large.append(
                    f"{path.relative_to(ROOT)}:{function.lineno} {function.name} ({length} lines, {width} wide)"
                )
    assert too_large == []


def test_every_public_function_says_what_it_gives() -> None:
    silent = []
    for path, tree in modules().items():
        if not ast.get_docstring(tree) and tree.body and path.name not in ("__init__.py", "apps.py"):
            silent.append(str(path.relative_to(ROOT)))
    assert silent == []
