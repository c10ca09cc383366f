"""When a plan counts as issued: pure rules, no table."""

from datetime import date

from quantriet.documents.rules.facts import DocumentFacts
from quantriet.programme.rules import plan_facts, shortfalls

TODAY = date(2019, 7, 12)


def codes(number: str = "62", suffix: str = "KH/QU", issued_on: date | None = TODAY) -> list[str]:
    facts = DocumentFacts("plan", number=number, suffix=suffix, issued_on=issued_on, subject="Thực hiện nghị quyết")
    return [s.code for s in shortfalls(plan_facts(facts, recorded_on=TODAY))]


def test_a_plan_with_number_and_day_is_issued() -> None:
    assert codes() == []


def test_a_plan_without_number_is_not_issued() -> None:
    assert codes(number=" ") == ["no_symbol"]


def test_a_plan_of_a_day_to_come_is_not_issued() -> None:
    assert codes(issued_on=date(2019, 7, 13)) == ["not_yet_issued"]


def test_a_plan_without_a_day_is_not_issued() -> None:
    assert codes(issued_on=None) == ["no_day"]


def test_everything_that_is_missing_is_said_at_once() -> None:
    assert codes(number="", issued_on=date(2019, 8, 1)) == ["no_symbol", "not_yet_issued"]


def test_the_symbol_is_written_as_it_is_printed() -> None:
    facts = DocumentFacts("plan", number="62", suffix="KH/QU", issued_on=TODAY)
    assert plan_facts(facts, recorded_on=TODAY)["symbol"] == "62-KH/QU"
