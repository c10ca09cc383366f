"""The reading is as right as promised on the sentences kept for measuring it."""

import pytest

from bench.scoring import cases, score

GOALS = {
    "mentions": 0.99,
    "mentions strict": 0.97,
    "dates": 0.98,
    "deadlines": 0.95,
    "names": 0.97,
    "positions": 0.95,
    "duties": 0.9,
}


@pytest.mark.parametrize("measure", GOALS)
def test_the_measure_reaches_its_goal(measure: str) -> None:
    told = score()
    assert told.f1(measure) >= GOALS[measure], "\n".join(miss for miss in told.misses if miss.startswith(measure[:5]))


def test_there_are_enough_sentences_to_measure_by() -> None:
    every = list(cases())
    assert sum(len(case.get("mentions", ())) for case in every) >= 300
    assert sum(len(case.get("dates", ())) for case in every) >= 150
    assert sum(len(case.get("people", ())) for case in every) >= 100
    assert sum(len(case.get("duties", ())) for case in every) >= 60
    assert sum(1 for case in every if case.get("mentions") == []) >= 65
