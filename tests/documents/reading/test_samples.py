"""One document of each kind, written for the purpose, is read as the facts beside it say."""

import json
from pathlib import Path

import pytest

from quantriet.documents.rules.kinds import KINDS
from quantriet.documents.rules.reading import Reading, read

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
HEADER = ("layout", "issuer", "superior", "symbol", "place", "date", "kind", "subject")


def reading_of(name: str) -> tuple[Reading, dict]:
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    return read(text), json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def test_every_kind_has_a_sample() -> None:
    assert {path.stem for path in SAMPLES.glob("*.txt")} == set(KINDS)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_header_of_a_document_says_who_issued_what_when(name: str) -> None:
    reading, facts = reading_of(name)
    told = {key: getattr(reading.header, key) for key in HEADER if key in facts}
    assert told == {key: facts[key] for key in HEADER if key in facts}
    assert reading.published == facts["date"]


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_body_of_a_document_names_the_others_it_rests_on(name: str) -> None:
    reading, facts = reading_of(name)
    found = [[mention.type, mention.number, mention.suffix] for mention in reading.mentions]
    if "mentions" in facts:
        assert found == facts["mentions"]
    assert all(expected in found for expected in facts.get("mentions_contain", []))
    assert all(mention.text != facts["symbol"] for mention in reading.mentions)  # it does not refer to itself


def test_a_plan_gives_its_duties_with_dates_and_the_head_in_person() -> None:
    reading, facts = reading_of("plan")
    assert [[d.who, d.due, d.head_in_person] for d in reading.duties] == facts["duties"]
    assert [d.type for d in reading.duties] == ["conference_held", "report_sent"]
