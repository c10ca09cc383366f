"""Each URL stands in a door table, and each template is reached by some code."""

import importlib

from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.source import PACKAGE, ROOT, templates


def url_names(resolver: URLResolver, namespace: str = "") -> set[str]:
    """Every named URL of the product."""
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found |= url_names(entry, inner)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"a URL without a name: {entry.pattern}"
            found.add(f"{namespace}{entry.name}")
    return found


def test_every_url_stands_in_a_door_table() -> None:
    listed: set[str] = set()
    for path in (ROOT / "tests").glob("*/test_doors.py"):
        if path.parent.name != "house":
            module = importlib.import_module(f"tests.{path.parent.name}.test_doors")
            listed |= {door.url_name for door in module.DOORS}
    assert url_names(get_resolver()) - listed == set()


def test_every_template_is_used() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in [*PACKAGE.rglob("*.py"), *templates()])
    unused = []
    for path in templates():
        name = str(path).split("/templates/", 1)[1]
        if name not in code and name not in ("400.html", "403.html", "404.html", "500.html"):
            unused.append(name)
    assert unused == []
