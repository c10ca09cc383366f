"""What a conference must have been to satisfy: pure rules, no table."""

from datetime import date

import pytest

from quantriet.cascade.rules.requirement import Terms
from quantriet.conference.rules import Form, Presenter, Said, facts_of, shortfalls

HEAD = Presenter("Vũ Đức Bình", "Bí thư Quận ủy", was_head=True, person_id=1)
DEPUTY = Presenter("Đỗ Quốc Chi", "Phó Bí thư Quận ủy", was_head=False, person_id=2)
IN_PERSON, ANYBODY = Terms(head_in_person=True), Terms()
TODAY = date(2019, 7, 15)


def codes(terms: Terms, presenter: Presenter, head: str = "Vũ Đức Bình", **said) -> list[str]:
    told = Said(**{"held_on": TODAY, "form": Form.IN_PERSON, "venue_attendees": 96} | said)
    return [s.code for s in shortfalls(terms, facts_of(told, presenter, head_name=head, recorded_on=TODAY))]


def test_the_head_presenting_in_person_satisfies() -> None:
    assert codes(IN_PERSON, HEAD) == []


def test_a_deputy_does_not_satisfy_where_the_head_is_asked() -> None:
    assert codes(IN_PERSON, DEPUTY) == ["not_head"]


def test_a_deputy_satisfies_where_anybody_may_present() -> None:
    assert codes(ANYBODY, DEPUTY) == []


def test_without_a_head_in_the_tree_nobody_can_be_shown_to_be_the_head() -> None:
    assert codes(IN_PERSON, DEPUTY, head="") == ["no_head"]


def test_the_reason_names_the_presenter_and_the_head() -> None:
    told = Said(held_on=TODAY, form=Form.HYBRID, venue_attendees=1)
    (missing,) = shortfalls(IN_PERSON, facts_of(told, DEPUTY, head_name="Vũ Đức Bình", recorded_on=TODAY))
    said = missing.message % missing.facts
    assert said == "Presented by Phó Bí thư Quận ủy Đỗ Quốc Chi; the head, Vũ Đức Bình, must present in person."


def test_a_shown_recording_is_not_the_head_in_person() -> None:
    assert codes(IN_PERSON, HEAD, form=Form.RECORDING) == ["recording_only"]
    assert codes(ANYBODY, HEAD, form=Form.RECORDING) == []


def test_a_conference_to_come_is_not_yet_held_and_needs_no_attendance() -> None:
    assert codes(IN_PERSON, HEAD, held_on=date(2019, 7, 16), venue_attendees=0) == ["not_yet_held"]


def test_a_conference_of_today_counts() -> None:
    assert codes(IN_PERSON, HEAD, held_on=TODAY) == []


def test_a_conference_without_anybody_does_not_count() -> None:
    assert codes(ANYBODY, HEAD, venue_attendees=0) == ["nobody_attended"]


@pytest.mark.parametrize("population", ["venue_attendees", "class_learners", "make_up_learners", "viewers"])
def test_one_person_of_any_population_is_somebody(population: str) -> None:
    assert codes(ANYBODY, HEAD, **{"venue_attendees": 0, population: 1}) == []
