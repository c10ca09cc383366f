"""However a sentence is spaced, broken, composed or typed, it is read as its clean form is."""

import re
import unicodedata
from collections.abc import Callable

import pytest

from bench.scoring import cases
from quantriet.documents.rules.reading import Reading, read
from quantriet.documents.rules.reading.words import LO

_OLD = (("ủy", "uỷ"), ("Ủy", "Uỷ"), ("khóa", "khoá"), ("Khóa", "Khoá"), ("hóa", "hoá"))


def _old_tones(text: str) -> str:
    for new, old in _OLD:
        text = text.replace(new, old)
    return text


VARIATIONS: dict[str, Callable[[str], str]] = {
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "double spaces": lambda text: text.replace(" ", "  "),
    "zero-width spaces after every word": lambda text: text.replace(" ", "\u200b "),
    "soft hyphens inside words": lambda text: re.sub(rf"([{LO}])([{LO}])", "\\1\u00ad\\2", text, count=40),
    "a line break before every small word": lambda text: re.sub(rf" (?=[{LO}])", "\n", text),
    "indented wraps": lambda text: re.sub(rf" (?=[{LO}])", "\n    ", text),
    "en dashes": lambda text: re.sub(r"(?<=\d)-(?=[A-ZĐ])", "–", text),
    "blanks around the marks of symbols": lambda text: re.sub(r"(?<=\d)-(?=[A-ZĐ]{2})", " - ", text),
    "look-alike letters": lambda text: text.replace("Đ", "Ð"),
    "older places of the tone": _old_tones,
    "sentences before and after": lambda text: f"Sáng sớm trời mưa. {text.rstrip('.')}. Mọi người ra về.",
}
SENTENCES = [case["text"] for case in cases() if case.get("mentions") or case.get("people")]
CLEAN = [text for text in SENTENCES if not re.search(r"[\n\u200b]|  | - |Ð|uỷ|oá", text)]


def _facts(reading: Reading) -> tuple[list, list]:
    mentions = [(m.type, m.number, m.suffix, m.issuer, m.date, m.plenum, m.term) for m in reading.mentions]
    return mentions, [(p.name, p.positions) for p in reading.people]


def _folded(facts: tuple[list, list]) -> str:
    text = unicodedata.normalize("NFC", repr(facts))
    for new, old in (*_OLD, ("Đ", "Ð")):
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_varied_sentence_is_read_as_the_clean_one(name: str) -> None:
    vary = VARIATIONS[name]
    differing = [text for text in CLEAN if _folded(_facts(read(vary(text)))) != _folded(_facts(read(text)))]
    assert differing == []


def test_capitals_throughout_hide_no_numbered_reference() -> None:
    wanted = [case for case in cases() if any(m.get("suffix") for m in case.get("mentions", ()))]
    lost = []
    for case in wanted:
        found = {(m.type, m.number) for m in read(case["text"].upper()).mentions}
        numbered = [m for m in case["mentions"] if m.get("number")]
        lost += [m["text"] for m in numbered if (m["type"], m["number"].upper()) not in found]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Nghị quyết số 18, 19, 20", ["18", "19", "20"]),
        ("Nghị quyết số 18, 19 và 20", ["18", "19", "20"]),
        ("các nghị quyết số 18; 19; 20 của Trung ương", ["18", "19", "20"]),
        ("các NQ số 18, số 19, số 20", ["18", "19", "20"]),
        ("Nghị quyết 18 19 20", ["18", "19", "20"]),
        ("Nghị quyết số 18-NQ/TW, 19-NQ/TW, 20-NQ/TW", ["18", "19", "20"]),
        ("Nghị quyết số 18, 19, 20-NQ/TW", ["18", "19", "20"]),
        ("Nghị quyết số 18-NQ/TW và Nghị quyết số 19-NQ/TW; số 20-NQ/TW", ["18", "19", "20"]),
        ("các nghị quyết: số 18-NQ/TW, số 19-NQ/TW và số 20-NQ/TW", ["18", "19", "20"]),
        ("Nghị quyết số 18 và 19 đại biểu vắng mặt", ["18"]),
        ("Nghị quyết số 18, ngày 25/10/2017", ["18"]),
    ],
)
def test_a_list_gives_one_mention_for_each_number(text: str, numbers: list[str]) -> None:
    mentions = read(text).mentions
    assert [mention.number for mention in mentions] == numbers
    assert {mention.type for mention in mentions} == {"resolution"}
    spans = [(mention.start, mention.end) for mention in mentions]
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
