"""What the documents say is true today."""

import re

from django.apps import apps
from django.conf import settings

from quantriet.documents.rules.kinds import KINDS
from tests.house.source import PACKAGE, ROOT

DOCS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
TEXT = {path: path.read_text(encoding="utf-8") for path in DOCS}


def test_every_path_named_in_a_document_exists() -> None:
    missing = [
        f"{path.relative_to(ROOT)}: {named}"
        for path, text in TEXT.items()
        for named in re.findall(r"`((?:quantriet|client|tests|docs|bench|requirements)/[\w./-]+)`", text)
        if not (ROOT / named).exists()
    ]
    missing += [
        f"{path.relative_to(ROOT)}: {target}"
        for path, text in TEXT.items()
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
        if not (path.parent / target).exists()
    ]
    assert missing == []


def test_every_make_verb_named_in_a_document_exists() -> None:
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {verb for text in TEXT.values() for verb in re.findall(r"`make ([a-z]+)", text)}
    assert named - verbs == set()
    assert len(verbs) <= 14


def test_every_setting_is_described() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert {name for name in re.findall(r'"(QUANTRIET_[A-Z_]+)"', code) if f"`{name}`" not in operations} == set()


def test_every_model_kind_and_requirement_type_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").lower()
    models = [m for m in apps.get_models() if m.__module__.startswith("quantriet.") and not m._meta.auto_created]
    words = [re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower() for model in models]
    words += [kind.label.lower() for kind in KINDS.values()]
    words += [dotted.rsplit(".", 1)[1].lower() for dotted in settings.REQUIREMENT_TYPES]
    assert [word for word in words if word not in glossary] == []


def test_the_readme_exists_in_both_languages_with_a_picture() -> None:
    for name in ("README.md", "README.vi.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "make run" in text
        assert "make test" in text
        assert re.search(r"!\[[^\]]+\]\(docs/[\w/.-]+\.png\)", text)
