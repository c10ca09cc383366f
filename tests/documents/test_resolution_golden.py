"""Symbols that really repeat: which document a text of a day means, and why."""

from datetime import date

import pytest

from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.resolution import Ground, Match, chosen, weigh

POLITBURO, SECRETARIAT, CENTRAL = "Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành Trung ương"
KNOWN = {
    3519: DocumentFacts("directive", "35", "CT/TW", POLITBURO, date(2019, 5, 30)),
    3524: DocumentFacts("directive", "35", "CT/TW", POLITBURO, date(2024, 6, 14)),
    4510: DocumentFacts("directive", "45", "CT/TW", SECRETARIAT, date(2010, 7, 22)),
    4525: DocumentFacts("directive", "45", "CT/TW", POLITBURO, date(2025, 4, 14)),
    116: DocumentFacts("directive", "01", "CT/TW", POLITBURO, date(2016, 3, 22)),
    126: DocumentFacts("directive", "01", "CT/TW", POLITBURO, date(2026, 1, 23)),
    4519: DocumentFacts("resolution", "45", "NQ/TW", POLITBURO, date(2019, 1, 24)),
    4523: DocumentFacts("resolution", "45", "NQ/TW", CENTRAL, date(2023, 11, 24)),
}


def meant(kind: str, number: str, suffix: str, until: date | None, **said: object) -> int | None:
    return chosen(weigh(DocumentFacts(kind, number, suffix, **said), KNOWN, until=until))


@pytest.mark.parametrize(
    ("number", "suffix", "until", "pk"),
    [
        ("35", "CT/TW", date(2019, 7, 11), 3519),
        ("35", "CT/TW", date(2024, 6, 13), None),  # five years old, and nothing rules a newer one out
        ("35", "CT/TW", date(2024, 6, 14), 3524),
        ("35", "CT/TW", date(2025, 3, 1), 3524),
        ("45", "CT/TW", date(2012, 5, 1), 4510),
        ("45", "CT/TW", date(2025, 4, 13), None),
        ("45", "CT/TW", date(2025, 6, 1), 4525),
        ("01", "CT/TW", date(2016, 4, 1), 116),
        ("1", "CT/TW", date(2026, 2, 7), 126),
        ("01", "CT/TW", date(2015, 1, 1), None),
        ("35", "CT/TW", None, None),
    ],
)
def test_the_day_of_the_text_tells_which(number: str, suffix: str, until: date | None, pk: int | None) -> None:
    assert meant("directive", number, suffix, until) == pk


@pytest.mark.parametrize(
    ("said", "until", "pk"),
    [
        ({}, date(2019, 7, 11), 4519),
        ({}, date(2024, 3, 1), 4523),
        ({"issuer": POLITBURO}, date(2022, 3, 1), 4519),
        ({"issuer": POLITBURO}, date(2024, 1, 5), 4519),
        ({"issuer": CENTRAL}, date(2024, 1, 5), 4523),
        ({"issued_on": date(2019, 1, 24)}, date(2025, 1, 5), 4519),
        ({"issued_on": date(2023, 11, 24)}, date(2025, 1, 5), 4523),
    ],
)
def test_issuer_and_day_decide_where_they_are_said(said: dict, until: date, pk: int) -> None:
    found = weigh(DocumentFacts("resolution", "45", "NQ/TW", **said), KNOWN, until=until)
    assert chosen(found) == pk


def test_the_grounds_are_said() -> None:
    found = weigh(
        DocumentFacts("directive", "35", "CT/TW", POLITBURO, date(2019, 5, 30)), KNOWN, until=date(2019, 7, 11)
    )
    assert [(c.pk, c.grounds) for c in found] == [(3519, (Ground.SYMBOL, Ground.ISSUER, Ground.DAY))]


def test_of_two_within_one_term_the_latest_comes_first_and_the_other_is_offered() -> None:
    found = weigh(DocumentFacts("resolution", "45", "NQ/TW"), KNOWN, until=date(2023, 12, 1))
    assert [(c.pk, c.match) for c in found] == [(4523, Match.SAME), (4519, Match.MAYBE)]
    assert Ground.LATEST in found[0].grounds
    assert chosen(found) == 4523


def test_a_document_older_than_a_term_is_doubted_and_offered() -> None:
    found = weigh(DocumentFacts("directive", "45", "CT/TW"), {4510: KNOWN[4510]}, until=date(2025, 6, 1))
    assert [(c.pk, c.match) for c in found] == [(4510, Match.MAYBE)]
    assert Ground.OLD in found[0].grounds


def test_a_stated_day_or_term_ends_the_doubt_about_age() -> None:
    seventeen = DocumentFacts("resolution", "18", "NQ/TW", CENTRAL, date(2017, 10, 25), term="XII", plenum="6")
    for said in ({"issued_on": date(2017, 10, 25)}, {"term": "XII"}):
        wanted = DocumentFacts("resolution", "18", "NQ/TW", **said)
        assert chosen(weigh(wanted, {18: seventeen}, until=date(2025, 6, 1))) == 18


def test_where_a_day_is_unknown_no_latest_is_taken() -> None:
    known = {1: DocumentFacts("directive", "35", "CT/TW"), 2: KNOWN[3524]}
    assert chosen(weigh(DocumentFacts("directive", "35", "CT/TW"), known, until=date(2025, 1, 1))) is None
