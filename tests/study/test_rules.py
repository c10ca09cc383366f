"""How study is counted: pure rules, no table."""

from dataclasses import replace
from datetime import date

import pytest

from quantriet.study.errors import CountedInFuture, MoreThanObliged, MoreThanStudied
from quantriet.study.rules import Counted, facts_of, require_sound, shortfalls

TODAY = date(2019, 7, 12)
NINETY_OF_NINETY_SIX = Counted(TODAY, members=100, exempt=4, attended=84, made_up=6, tested=80, reflections=88)


def test_the_denominator_is_members_less_the_exempt() -> None:
    assert (NINETY_OF_NINETY_SIX.studied, NINETY_OF_NINETY_SIX.obliged) == (90, 96)


def test_sound_figures_pass() -> None:
    require_sound(NINETY_OF_NINETY_SIX, TODAY)
    require_sound(replace(NINETY_OF_NINETY_SIX, attended=90, made_up=6), TODAY)  # all of them


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"counted_on": date(2019, 7, 13)}, CountedInFuture),
        ({"attended": 91}, MoreThanObliged),
        ({"exempt": 101, "attended": 0, "made_up": 0}, MoreThanObliged),
        ({"tested": 91}, MoreThanStudied),
        ({"reflections": 91}, MoreThanStudied),
    ],
)
def test_figures_that_cannot_be_are_refused(change: dict, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        require_sound(replace(NINETY_OF_NINETY_SIX, **change), TODAY)


def test_not_asked_for_is_not_the_same_as_nobody() -> None:
    facts = facts_of(replace(NINETY_OF_NINETY_SIX, tested=None, reflections=0))
    assert (facts["tested"], facts["reflections"]) == (None, 0)


def test_no_share_is_kept_only_counts() -> None:
    assert all(isinstance(value, int) for name, value in facts_of(NINETY_OF_NINETY_SIX).items() if name != "counted_on")


def test_some_have_studied_is_enough_nobody_is_not() -> None:
    assert shortfalls(facts_of(replace(NINETY_OF_NINETY_SIX, attended=0, made_up=1))) == []
    assert [s.code for s in shortfalls(facts_of(replace(NINETY_OF_NINETY_SIX, attended=0, made_up=0)))] == [
        "nobody_studied"
    ]
