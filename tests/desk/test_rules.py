"""What counts as soon."""

from datetime import date

import pytest

from quantriet.audit.rules import SENTENCES
from quantriet.desk.rules import NEWS, is_soon

TODAY = date(2019, 7, 12)


@pytest.mark.parametrize(
    ("due_on", "soon"),
    [
        (date(2019, 7, 11), False),  # late already
        (date(2019, 7, 12), True),
        (date(2019, 7, 19), True),
        (date(2019, 7, 20), False),
    ],
)
def test_soon_is_today_and_the_seven_days_after_it(due_on: date, soon: bool) -> None:
    assert is_soon(due_on, TODAY) is soon


def test_every_kind_of_news_has_a_sentence() -> None:
    assert [verb for verb in NEWS if verb not in SENTENCES] == []
