"""Every write is an action, and an action has one shape."""

import ast
from pathlib import Path

from tests.house.source import PACKAGE, ROOT, functions, modules, room_of

WRITING_MANAGER_CALLS = {
    "create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete",
}  # fmt: skip
IN_MEMORY = {"book.save", "paper.save"}  # an .xlsx or .docx to hand out touches no row
WITHOUT_AN_ACTOR = {"record_each"}  # it is the act of writing the lines itself: it has actor and at, but no line


def _is_manager_write(node: ast.Call) -> bool:
    """Whether a call looks like Model.objects.…write() or instance.save()."""
    if not isinstance(node.func, ast.Attribute):
        return False
    text = ast.unparse(node.func)
    if text in IN_MEMORY:
        return False
    return (node.func.attr in WRITING_MANAGER_CALLS and ".objects" in text) or node.func.attr in ("save", "asave")


def _action_modules() -> dict[Path, ast.Module]:
    return {path: tree for path, tree in modules().items() if room_of(path) == "actions"}


def test_there_are_actions() -> None:
    assert len(_action_modules()) >= 5


def test_nothing_writes_outside_actions() -> None:
    found = []
    for path, tree in modules().items():
        if room_of(path) == "actions":
            continue
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and _is_manager_write(node)
        ]
    assert found == []


def test_every_action_names_actor_and_instant_and_is_one_transaction() -> None:
    wrong = []
    for path, tree in _action_modules().items():
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            names = {a.arg for a in node.args.kwonlyargs}
            writes = any(isinstance(n, ast.Call) and _is_manager_write(n) for n in ast.walk(node))
            records = "audit.record" in ast.unparse(node) or "_note(" in ast.unparse(node)
            if not (writes or records):
                continue  # a reading helper made public for other rooms
            decorators = {ast.unparse(d) for d in node.decorator_list}
            if not ({"actor", "at"} <= names or path.parent.name == "audit"):
                wrong.append(f"{path.relative_to(PACKAGE)} {node.name}: actor and at must be keyword-only")
            if node.args.args:
                wrong.append(f"{path.relative_to(PACKAGE)} {node.name}: every parameter is keyword-only")
            if "transaction.atomic" not in decorators and node.name not in WITHOUT_AN_ACTOR:
                wrong.append(f"{path.relative_to(PACKAGE)} {node.name}: not one transaction")
    assert wrong == []


def test_nobody_reads_the_clock_below_the_views() -> None:
    found = []
    for path, tree in modules().items():
        if room_of(path) not in ("actions", "rules", "queries", "models", "permissions"):
            continue
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and ast.unparse(node.func)
            in {"clock.now", "clock.today", "timezone.now", "datetime.now", "date.today", "datetime.today"}
        ]
    assert found == []


def test_functions_are_found_at_all() -> None:
    assert sum(1 for tree in modules().values() for _ in functions(tree)) > 100
