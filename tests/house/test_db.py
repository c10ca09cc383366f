"""Each promise the database keeps is broken by a test."""

import re

from django.apps import apps

from tests.house.source import PACKAGE, ROOT


def promises() -> set[str]:
    """Named constraints of our models, and the names our triggers raise."""
    names = {
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("quantriet.")
        for constraint in model._meta.constraints
    }
    for path in PACKAGE.glob("*/sql/*.sql"):
        names |= set(re.findall(r"constraint = '([a-z_]+)'", path.read_text(encoding="utf-8")))
    return names


def test_each_promise_is_broken_by_a_test() -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("*/test_*.py"))
    assert {name for name in promises() if not re.search(rf"\b{name}\b", tests)} == set()
