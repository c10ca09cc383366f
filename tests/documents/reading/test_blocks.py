"""Headers and events are as right as promised on the texts kept for measuring them."""

import pytest

from bench.scoring_blocks import blocks, score_blocks

GOALS = {"header": 0.97, "recipients": 0.97, "event": 0.95, "chairs": 0.95, "items": 0.9}


@pytest.mark.parametrize("measure", GOALS)
def test_the_measure_reaches_its_goal(measure: str) -> None:
    told = score_blocks()
    assert told.f1(measure) >= GOALS[measure], "\n".join(told.misses)


def test_there_are_enough_texts_to_measure_by() -> None:
    headers = [block["header"] for block in blocks() if "header" in block]
    events = [block["event"] for block in blocks() if "event" in block]
    assert len([header for header in headers if header["layout"] == "party"]) >= 15
    assert len([header for header in headers if header["layout"] == "state"]) >= 12
    assert len(headers) >= 30
    assert len(events) >= 20
    assert None in events  # texts that tell of no event
