"""Which document a reference means."""

from datetime import date

import pytest

from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.resolution import Match, chosen, compare, facts_of_mention, weigh

JANUARY = date(2019, 1, 24)


def facts(**over: object) -> DocumentFacts:
    return DocumentFacts(**{"kind": "resolution", "number": "45"} | over)


@pytest.mark.parametrize(
    ("wanted", "known", "match"),
    [
        ({"suffix": "NQ/TW"}, {"suffix": "NQ/TW"}, Match.SAME),
        ({"suffix": "NQ/TW"}, {"suffix": "NQ/TƯ"}, Match.SAME),
        ({"suffix": "nq.tw"}, {"suffix": "NQ/TW"}, Match.SAME),
        ({"number": "5", "suffix": "NQ/ĐU"}, {"number": "05", "suffix": "NQ/ĐU"}, Match.SAME),
        ({"suffix": "NQ/TW"}, {"suffix": "NQ/TU"}, Match.OTHER),
        ({"kind": "decision", "suffix": "QĐ/TW"}, {"kind": "regulation", "suffix": "QĐ/TW"}, Match.OTHER),
        ({"number": "46", "suffix": "NQ/TW"}, {"suffix": "NQ/TW"}, Match.OTHER),
        ({}, {"suffix": "NQ/TW"}, Match.MAYBE),
        ({}, {}, Match.MAYBE),
        ({"issuer": "Bộ Chính trị"}, {"suffix": "NQ/TW", "issuer": "Bộ Chính trị"}, Match.SAME),
        ({"issuer": "Thành ủy"}, {"issuer": "Thành ủy Cảng"}, Match.SAME),
        ({"issuer": "Thành uỷ"}, {"issuer": "Thành ủy Cảng"}, Match.SAME),
        ({"issuer": "Quận ủy"}, {"issuer": "Thành ủy"}, Match.OTHER),
        (
            {"suffix": "NQ/TW", "issuer": "Bộ Chính trị"},
            {"suffix": "NQ/TW", "issuer": "Ban Chấp hành Trung ương"},
            Match.MAYBE,
        ),
        ({"issued_on": JANUARY}, {"issued_on": JANUARY}, Match.SAME),
        ({"suffix": "NQ/TW", "issued_on": JANUARY}, {"suffix": "NQ/TW", "issued_on": date(2023, 11, 24)}, Match.OTHER),
        ({"suffix": "NQ/TW", "issued_on": JANUARY}, {"suffix": "NQ/TW"}, Match.SAME),
        ({"kind": "decree", "year": 2020}, {"kind": "decree", "year": 2021}, Match.OTHER),
        ({"number": "", "plenum": "6", "term": "XII"}, {"number": "", "plenum": "6", "term": "XII"}, Match.SAME),
        ({"number": "", "plenum": "6", "term": "XII"}, {"number": "", "plenum": "6", "term": "XI"}, Match.OTHER),
        ({"number": "", "plenum": "6", "term": "XII"}, {"number": "", "plenum": "7", "term": "XII"}, Match.OTHER),
        ({"number": "", "plenum": "6"}, {"number": "", "plenum": "6", "term": "XII"}, Match.MAYBE),
        ({"number": "", "issuer": "Thành ủy"}, {"number": "", "issuer": "Thành ủy"}, Match.OTHER),
    ],
)
def test_two_descriptions_mean(wanted: dict, known: dict, match: Match) -> None:
    assert compare(facts(**wanted), facts(**known)) is match


def test_nothing_refers_to_what_was_issued_later() -> None:
    wanted = facts(kind="directive", number="35", suffix="CT/TW")
    known = {
        1: facts(kind="directive", number="35", suffix="CT/TW", issued_on=date(2019, 5, 30)),
        2: facts(kind="directive", number="35", suffix="CT/TW", issued_on=date(2024, 6, 14)),
    }
    assert [(c.pk, c.match) for c in weigh(wanted, known, until=date(2019, 7, 11))] == [(1, Match.SAME)]
    assert len(weigh(wanted, known)) == 2
    assert chosen(weigh(wanted, known)) is None


def test_a_doubtful_document_is_left_out_where_a_sure_one_exists() -> None:
    known = {1: facts(suffix="NQ/TW"), 2: facts()}
    assert [(c.pk, c.match) for c in weigh(facts(suffix="NQ/TW"), known)] == [(1, Match.SAME)]


def test_a_number_alone_never_decides() -> None:
    found = weigh(facts(), {1: facts(suffix="NQ/TW")})
    assert [candidate.pk for candidate in found] == [1]
    assert chosen(found) is None


def test_a_mention_says_what_it_read() -> None:
    data = {"type": "resolution", "number": "45", "suffix": None, "issuer": None, "date": "2019-01-24", "year": None}
    assert facts_of_mention(data) == facts(issued_on=JANUARY)
