"""The shapes of deadlines: the days they come to, and what must hold of any of them."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quantriet.cascade import errors
from quantriet.cascade.rules.deadlines import (
    COUNTED,
    Deadline,
    Shape,
    deadline_from,
    lead_below,
    read_anchor,
    require_not_after,
    resolve,
    shape_of_words,
    why,
    written,
)
from quantriet.kernel.workdays import is_working_day, working_days_after, working_days_before

TODAY = date(2019, 7, 12)
DUE = date(2019, 7, 31)
DAYS = st.dates(date(2017, 1, 1), date(2027, 12, 31))
NUMBERS = st.integers(0, 60)
DEADLINES = st.builds(Deadline, st.sampled_from(Shape.values), DAYS, NUMBERS)


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        (Deadline(Shape.FIXED, DUE), DUE),
        (Deadline(Shape.MONTH, date(2018, 1, 5)), date(2018, 1, 31)),
        (Deadline(Shape.MONTH, date(2020, 2, 1)), date(2020, 2, 29)),
        (Deadline(Shape.QUARTER, date(2026, 2, 1)), date(2026, 3, 31)),
        (Deadline(Shape.QUARTER, date(2026, 12, 31)), date(2026, 12, 31)),
        (Deadline(Shape.BEFORE, date(2025, 6, 30)), date(2025, 6, 29)),
        (Deadline(Shape.DAYS_AFTER, date(2019, 7, 11), 13), date(2019, 7, 24)),
        (Deadline(Shape.DAYS_AFTER, None, 5), date(2019, 7, 17)),  # from receipt, which is today
        (Deadline(Shape.WORKING_AFTER, date(2019, 4, 26), 1), date(2019, 5, 2)),  # 29/4 was swapped for 4/5
        (Deadline(Shape.OFFICE, date(2019, 7, 12)), date(2019, 7, 22)),
        (Deadline(Shape.OFFICE, date(2019, 7, 17)), date(2019, 7, 29)),  # the 27th is a Saturday
        (Deadline(Shape.OFFICE, date(2019, 4, 17)), date(2019, 5, 2)),  # the 27th is a Saturday before a long holiday
        (Deadline(Shape.CONFERENCE, date(2019, 7, 12)), date(2019, 7, 15)),
        (Deadline(Shape.MONTH), None),
        (Deadline(Shape.WORKING_AFTER, DUE), None),
        (Deadline(Shape.PARENT, None, 5), None),  # nothing above
    ],
)
def test_the_day_a_shape_comes_to(deadline: Deadline, day: date | None) -> None:
    assert resolve(deadline, today=TODAY) == day


def test_each_level_is_due_before_the_one_above() -> None:
    district = resolve(Deadline(Shape.PARENT, None, lead_below(has_levels_below=True)), today=TODAY, parent_due=DUE)
    assert district == date(2019, 7, 24)
    ward = resolve(Deadline(Shape.PARENT, None, lead_below(has_levels_below=False)), today=TODAY, parent_due=district)
    assert ward == date(2019, 7, 19)


@pytest.mark.parametrize(
    ("today", "proposed"),
    [
        (date(2019, 7, 29), date(2019, 7, 29)),  # never before today
        (date(2019, 8, 9), DUE),  # already late oneself: never after one's own day
    ],
)
def test_what_is_proposed_below_is_not_past_unless_one_is_late_oneself(today: date, proposed: date) -> None:
    assert resolve(Deadline(Shape.PARENT, None, 5), today=today, parent_due=DUE) == proposed


@given(DEADLINES, DAYS, DAYS)
def test_no_shape_ever_comes_after_the_superiors_day(deadline: Deadline, today: date, parent_due: date) -> None:
    found = resolve(deadline, today=today, parent_due=parent_due)
    assert found is not None
    assert found <= parent_due


@given(DEADLINES, DAYS, DAYS)
def test_what_is_stored_comes_to_the_same_day(deadline: Deadline, today: date, parent_due: date) -> None:
    again = deadline_from(deadline.stored())
    assert again == deadline
    assert resolve(again, today=today, parent_due=parent_due) == resolve(deadline, today=today, parent_due=parent_due)


@given(DEADLINES, DAYS)
def test_what_is_typed_is_read_as_it_was_written(deadline: Deadline, today: date) -> None:
    read = Deadline(deadline.shape, read_anchor(deadline.shape, written(deadline)), deadline.days)
    assert resolve(read, today=today, parent_due=today) == resolve(deadline, today=today, parent_due=today)


@given(DAYS, NUMBERS)
def test_working_days_lie_between_the_event_and_the_deadline(day: date, days: int) -> None:
    found = resolve(Deadline(Shape.WORKING_AFTER, day, days), today=day)
    assert found is not None
    between = (day + timedelta(days=n + 1) for n in range((found - day).days))
    assert sum(is_working_day(one) for one in between) == days


@given(DAYS)
def test_month_quarter_before_and_default_keep_their_word(day: date) -> None:
    month = resolve(Deadline(Shape.MONTH, day), today=day)
    quarter = resolve(Deadline(Shape.QUARTER, day), today=day)
    before = resolve(Deadline(Shape.BEFORE, day), today=day)
    office = resolve(Deadline(Shape.OFFICE, day), today=day)
    assert day <= month <= quarter
    assert (month + timedelta(days=1)).day == (quarter + timedelta(days=1)).day == 1
    assert (quarter.month % 3, month.month) == (0, day.month)
    assert before == day - timedelta(days=1)
    assert office >= day + timedelta(days=10)
    assert is_working_day(office)
    assert not any(
        is_working_day(day + timedelta(days=10 + n)) for n in range((office - day).days - 10)
    )  # the first one that is worked


@given(DAYS, st.integers(1, 40))
def test_working_days_lead_there_and_back(day: date, days: int) -> None:
    start = working_days_after(day, 1)
    assert working_days_before(working_days_after(start, days), days) == start


@pytest.mark.parametrize(
    ("shape", "words", "day"),
    [
        (Shape.MONTH, "7/2019", date(2019, 7, 1)),
        (Shape.MONTH, "tháng 07-2019", date(2019, 7, 1)),
        (Shape.QUARTER, "III/2019", date(2019, 9, 1)),
        (Shape.QUARTER, "Quý 1/2026", date(2026, 3, 1)),
        (Shape.BEFORE, "30/06/2025", date(2025, 6, 30)),
        (Shape.BEFORE, "6/2025", None),
        (Shape.MONTH, "13/2019", None),
        (Shape.QUARTER, "5/2019", None),
        (Shape.FIXED, "31/02/2019", None),
        (Shape.FIXED, "", None),
    ],
)
def test_how_the_day_may_be_typed(shape: str, words: str, day: date | None) -> None:
    assert read_anchor(shape, words) == day


@pytest.mark.parametrize(
    ("words", "due", "deadline"),
    [
        ("hoàn thành trong tháng 1/2018", date(2018, 1, 31), Deadline(Shape.MONTH, date(2018, 1, 31))),
        ("xong trong quý I/2026", date(2026, 3, 31), Deadline(Shape.QUARTER, date(2026, 3, 31))),
        ("báo cáo trước ngày 30/6/2025", date(2025, 6, 30), Deadline(Shape.BEFORE, date(2025, 6, 30))),
        ("chậm nhất ngày 30/6/2025", date(2025, 6, 30), Deadline(Shape.FIXED, date(2025, 6, 30))),
        ("trước ngày 01/5, báo cáo xong ngày 30/6/2025", date(2025, 6, 30), Deadline(Shape.FIXED, date(2025, 6, 30))),
        ("trong vòng 7 ngày làm việc kể từ ngày nhận được văn bản", None, Deadline(Shape.WORKING_AFTER, None, 7)),
        ("trong 10 ngày sau khi nhận kế hoạch", None, Deadline(Shape.DAYS_AFTER, None, 10)),
        ("tổ chức ngay sau hội nghị của Thành ủy", None, Deadline(Shape.CONFERENCE)),
        ("tổ chức hội nghị quán triệt", None, None),
    ],
)
def test_the_shape_is_read_from_the_words(words: str, due: date | None, deadline: Deadline | None) -> None:
    assert shape_of_words(words, due) == deadline


def test_a_shape_says_how_its_day_is_found() -> None:
    with translation.override("vi"):
        words = why(Deadline(Shape.PARENT, None, 5), today=TODAY, parent_due=DUE)
        assert words == "5 ngày làm việc trước hạn của cấp trên 31/07/2019, không tính ngày nghỉ, ngày lễ"
        assert "không tính ngày 30/06/2025" in why(Deadline(Shape.BEFORE, date(2025, 6, 30)), today=TODAY)
        for shape in Shape.values:
            assert "%" not in why(Deadline(shape, DUE, 3), today=TODAY, parent_due=DUE)
    assert why(Deadline(Shape.MONTH), today=TODAY) == ""


def test_a_stored_shape_that_is_no_longer_known_is_left_out() -> None:
    assert deadline_from({"shape": "gone"}) is None
    assert deadline_from({}) is None
    assert Shape.PARENT in COUNTED


def test_the_same_day_as_the_superior_is_not_later() -> None:
    require_not_after(DUE, DUE)
    require_not_after(DUE, None)
    with pytest.raises(errors.LaterThanParent) as refused:
        require_not_after(DUE + timedelta(days=1), DUE)
    assert refused.value.facts["limit"] == "31/07/2019"
