"""Every act reads as a sentence."""

import importlib
import pkgutil
import re

import pytest
from django.utils import translation

import quantriet
from quantriet.audit.rules import FAMILIES, SENTENCES, family_of, sentence


def verbs() -> set[str]:
    """Every verb that some app may write into the journal."""
    found: set[str] = set()
    for app in pkgutil.iter_modules(quantriet.__path__, "quantriet."):
        if importlib.util.find_spec(f"{app.name}.verbs") if app.ispkg else None:
            room = importlib.import_module(f"{app.name}.verbs")
            found |= {value for name, value in vars(room).items() if name.isupper() and isinstance(value, str)}
    return found


def test_there_are_verbs() -> None:
    assert len(verbs()) > 30


def test_every_verb_has_a_sentence_and_every_sentence_a_verb() -> None:
    assert verbs() == set(SENTENCES)


def test_every_verb_belongs_to_a_family_one_can_choose() -> None:
    assert {family_of(verb) for verb in verbs()} == set(FAMILIES)


@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_reads_in_vietnamese_with_every_place_filled(verb: str) -> None:
    with translation.override("vi"):
        said = sentence(verb, "Nghị quyết 45", {})
        assert "%" not in said
    with translation.override("en"):
        assert sentence(verb, "Nghị quyết 45", {}) != said


def test_facts_fill_their_places_and_a_missing_one_is_a_dash() -> None:
    verb = "cascade.cascade.returned"
    with translation.override("en"):
        assert sentence(verb, "NQ 45", {"reason": "no plan"}).endswith("“NQ 45” to its author: no plan")
        assert sentence(verb, "NQ 45", {}).endswith(": –")


def test_an_act_of_a_time_when_it_had_no_sentence_shows_its_verb() -> None:
    assert sentence("old.thing.done", "x", {}) == "old.thing.done"


def test_places_stand_only_where_facts_have_plain_names() -> None:
    for verb, words in SENTENCES.items():
        with translation.override("en"):
            assert all(name.isidentifier() for name in re.findall(r"%\((.*?)\)s", str(words))), verb
