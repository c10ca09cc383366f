"""How days, instants, counts and shares are written, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from quantriet.web import formats

DAY = date(2019, 7, 5)
LATE_EVENING_IN_LONDON = datetime(2019, 7, 4, 22, 30, tzinfo=UTC)  # the next morning in Vietnam


@pytest.fixture(params=["vi", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


def test_a_day_is_written_as_official_papers_do(language):
    assert formats.day(DAY) == "05/07/2019"
    assert formats.short_day(DAY) == "5/7"


def test_an_instant_is_written_in_vietnamese_time(language):
    assert formats.instant(LATE_EVENING_IN_LONDON) == "05/07/2019 05:30"
    assert formats.day(LATE_EVENING_IN_LONDON) == "05/07/2019"
    assert formats.short_day(LATE_EVENING_IN_LONDON) == "5/7"


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Thứ Sáu, 12/7/2019"), ("en", "Friday, 12/7/2019")], indirect=["language"]
)
def test_a_long_day_names_the_weekday(language, words):
    assert formats.long_day(date(2019, 7, 12)) == words


@pytest.mark.parametrize(("language", "words"), [("vi", "1.234.567"), ("en", "1,234,567")], indirect=["language"])
def test_thousands_are_set_apart_as_the_language_does(language, words):
    assert formats.count(1234567) == words
    assert formats.count(0) == "0"


@pytest.mark.parametrize(
    ("part", "whole", "vietnamese", "english"),
    [
        (1501, 1600, "93,8\u00a0%", "93.8%"),
        (1, 8, "12,5\u00a0%", "12.5%"),
        (1, 2000, "0,1\u00a0%", "0.1%"),  # 0.05 is a half and goes up
        (0, 7, "0,0\u00a0%", "0.0%"),
        (7, 7, "100,0\u00a0%", "100.0%"),
    ],
)
def test_a_share_has_one_place_and_half_goes_up(part, whole, vietnamese, english):
    with translation.override("vi"):
        assert formats.percent(part, whole) == vietnamese
    with translation.override("en"):
        assert formats.percent(part, whole) == english


def test_where_there_is_nothing_a_dash_stands(language):
    assert {formats.day(None), formats.short_day(None), formats.instant(None), formats.long_day(None)} == {"–"}
    assert {formats.count(None), formats.percent(0, 0), formats.percent(None, 3), formats.percent(3, None)} == {"–"}
