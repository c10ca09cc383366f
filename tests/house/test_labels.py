"""No label without Vietnamese, and the same English never says two things in Vietnamese."""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation import templatize

from tests.house.source import PACKAGE, ROOT, templates

KEYWORDS = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext:1,2", "ngettext_lazy:1,2", "pgettext:1c,2")
NAMES = [k.split(":")[0] for k in KEYWORDS]
PLACE = re.compile(r"%(?:\((\w+)\))?[sd]")


def _messages_of(path: Path) -> set[str]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        source = "\n".join(line.strip() for line in templatize(source).splitlines())  # HTML indents as it likes
    found: set[str] = set()
    for _line, name, message, _comments in extract_python(BytesIO(source.encode()), NAMES, (), {}):
        words = message if isinstance(message, tuple) else (message,)
        if name and name.startswith("pgettext"):
            words = words[1:]
        found |= {word for word in words[:2] if word}
    return found


@lru_cache(maxsize=1)
def messages() -> dict[str, str]:
    """Every msgid of the product and a file it comes from."""
    files = [p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts] + templates()
    return {message: str(path.relative_to(ROOT)) for path in files for message in _messages_of(path)}


@lru_cache(maxsize=1)
def translations() -> dict[str, dict[str, str]]:
    """Each msgid with its Vietnamese, per catalogue."""
    found: dict[str, dict[str, str]] = {}
    for path in PACKAGE.glob("*/locale/vi/LC_MESSAGES/django.po"):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="vi"):
                if not message.id:
                    continue
                assert not message.fuzzy, f"{path}: fuzzy {message.id}"
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                strings = message.string if isinstance(message.string, tuple) else (message.string,)
                for one in ids:
                    found.setdefault(one, {})[str(path.relative_to(ROOT))] = strings[0]
    return found


def test_the_extraction_finds_labels() -> None:
    assert len(messages()) > 200


def test_every_label_has_vietnamese() -> None:
    known = {m for m, by in translations().items() if all(by.values())}
    assert {m: where for m, where in messages().items() if m not in known} == {}


def test_the_same_english_says_one_thing_in_vietnamese() -> None:
    assert {m: by for m, by in translations().items() if len(set(by.values())) > 1} == {}


def test_places_in_a_message_are_the_same_in_both_languages() -> None:
    wrong = {
        message: vietnamese
        for message, by in translations().items()
        for vietnamese in by.values()
        if not set(PLACE.findall(vietnamese)) <= set(PLACE.findall(message))
    }
    assert wrong == {}


def test_no_message_without_a_name_for_its_places() -> None:
    assert {m for m in messages() if re.search(r"(?<!%)%[sd]", m) or re.search(r"(?<!\{)\{\w*\}", m)} == set()


def test_nothing_translated_is_left_over() -> None:
    assert set(translations()) - set(messages()) == set()
