"""The pure rules of the cascade: deadlines, standings, tones, next steps, requirement types."""

from datetime import date

import pytest

from quantriet.cascade.requirements import OtherDone, ReportSent
from quantriet.cascade.rules.requirement import Terms, terms_from, type_of, types
from quantriet.cascade.rules.standing import Counts, Standing, count, one, standing_of, tone_of
from quantriet.cascade.rules.states import State
from quantriet.cascade.rules.steps import next_step

DUE = date(2019, 7, 31)  # a Wednesday
BEFORE, AFTER = date(2019, 7, 31), date(2019, 8, 1)


@pytest.mark.parametrize(
    ("state", "on", "standing"),
    [
        (State.ASSIGNED, BEFORE, Standing.OPEN),
        (State.ASSIGNED, AFTER, Standing.LATE),
        (State.ACCEPTED, BEFORE, Standing.OPEN),
        (State.ACCEPTED, AFTER, Standing.LATE),
        (State.SUBMITTED, BEFORE, Standing.SUBMITTED),
        (State.SUBMITTED, AFTER, Standing.SUBMITTED),  # the superior's delay is not the unit's
        (State.RETURNED, BEFORE, Standing.RETURNED),
        (State.RETURNED, AFTER, Standing.LATE),
        (State.APPROVED, AFTER, Standing.APPROVED),
        (State.RECALLED, AFTER, None),
        (State.WAIVED, AFTER, None),
    ],
)
def test_how_an_obligation_stands_on_a_day(state: str, on: date, standing: Standing | None) -> None:
    assert standing_of(state, DUE, on) == standing


def test_the_parts_add_up_to_the_whole() -> None:
    counts = count([Standing.APPROVED, Standing.LATE, None, Standing.LATE, Standing.OPEN])
    assert counts == Counts(approved=1, late=2, open=1)
    assert counts.total == 4
    assert counts - one("late") + one("late") == counts


@pytest.mark.parametrize(
    ("counts", "tone"),
    [
        (Counts(), "grey"),
        (Counts(open=4), "grey"),
        (Counts(submitted=1, open=3), "blue"),
        (Counts(approved=3, open=1), "green"),
        (Counts(approved=2, open=2), "blue"),
        (Counts(approved=7, returned=1), "amber"),
        (Counts(approved=4, late=1), "amber"),
        (Counts(approved=3, late=1), "red"),
        (Counts(late=1), "red"),
    ],
)
def test_the_tone_of_a_branch(counts: Counts, tone: str) -> None:
    assert tone_of(counts) == tone


@pytest.mark.parametrize(
    ("state", "page"),
    [
        (State.ASSIGNED, "cascade:obligation-page"),
        (State.ACCEPTED, "cascade:report-record"),
        (State.RETURNED, "cascade:report-record"),
        (State.SUBMITTED, "cascade:obligation-page"),
        (State.APPROVED, "cascade:obligation-page"),
    ],
)
def test_the_next_step_leads_where_it_is_done(state: str, page: str) -> None:
    assert next_step(state, ReportSent()).url_name == page


@pytest.mark.parametrize("kind", [ReportSent(), OtherDone()])
@pytest.mark.parametrize(
    ("facts", "is_met"), [({}, False), ({"text": ""}, False), ({"text": "x"}, True), ({"file_name": "a.pdf"}, True)]
)
def test_a_report_needs_words_or_a_file(kind: ReportSent, facts: dict[str, str], is_met: bool) -> None:
    assert (kind.shortfalls(Terms(), facts) == []) == is_met


def test_a_report_says_its_day_and_its_words_in_short() -> None:
    assert ReportSent().summary({"day": "2019-07-15"}) == "15/7"
    assert ReportSent().summary({}) == ""
    assert [words for _label, words in ReportSent().lines({"text": "Xong."})] == ["Xong."]
    assert ReportSent().lines({}) == []


def test_stored_terms_are_read_even_when_a_word_is_gone() -> None:
    assert terms_from({"head_in_person": True, "gone": 1}) == Terms(head_in_person=True)
    assert terms_from({}) == Terms()


def test_every_type_of_the_catalogue_is_known_and_labelled() -> None:
    for code, kind in types().items():
        assert type_of(code) is kind
        assert str(kind.label)
        assert str(kind.answer_label)
        assert ":" in kind.answer_route
