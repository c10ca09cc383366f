"""When an e-mail goes, and what it says."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from quantriet.kernel.clock import ZONE
from quantriet.kernel.workdays import is_working_day
from quantriet.notices import rules
from quantriet.notices.rules import Letter, Mode, Outcome, Wish, mail_due, opening
from tests.notices.stories import local

calm = settings(deadline=None)  # a busy machine breaks no promise
HALF_HOURS = st.integers(0, 47).map(lambda number: time(number // 2, 30 * (number % 2)))
INSTANTS = st.datetimes(datetime(2018, 12, 1), datetime(2019, 9, 30), timezones=st.just(ZONE))  # noqa: DTZ001
WISHES = st.builds(
    Wish, mode=st.sampled_from([Mode.AT_ONCE, Mode.DIGEST]), digest_hour=st.integers(0, 23), quiet_from=HALF_HOURS,
    quiet_until=HALF_HOURS, working_days_only=st.booleans(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (local(12, 12), local(12, 12)),
        (local(11, 20, 59), local(11, 20, 59)),
        (local(11, 21), local(12, 7)),  # across midnight, Thursday to Friday
        (local(12, 3), local(12, 7)),
        (local(12, 7), local(12, 7)),
        (local(12, 22), local(15, 7)),  # Friday night: on Monday
        (local(13, 10), local(15, 7)),
        (local(1, 22, month=2), local(11, 7, month=2)),  # the evening before Tết
        (local(26, 21, month=4), local(2, 7, month=5)),  # 29/4 was swapped …
        (local(3, 21, month=5), local(4, 7, month=5)),  # … for a Saturday, on which offices work
    ],
)
def test_quiet_hours_and_days_off_are_waited_for(at: datetime, goes: datetime) -> None:
    assert opening(at, Wish()) == goes


def test_a_digest_goes_at_its_hour_on_the_next_working_day() -> None:
    wish = Wish(mode=Mode.DIGEST, digest_hour=8)
    assert mail_due(local(11, 8), wish) == local(11, 8)
    assert mail_due(local(11, 8, 1), wish) == local(12, 8)
    assert mail_due(local(12, 9), wish) == local(15, 8)
    assert mail_due(local(12, 9), Wish(mode=Mode.DIGEST, digest_hour=8, working_days_only=False)) == local(13, 8)
    assert mail_due(local(11, 3), Wish(mode=Mode.DIGEST, digest_hour=5)) == local(11, 7)  # not in the quiet hours


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    assert opening(local(12, 12), Wish(quiet_from=time(11), quiet_until=time(13))) == local(12, 13)
    assert opening(local(13, 2), Wish(quiet_from=time(0), quiet_until=time(0), working_days_only=False)) == local(13, 2)


@calm
@given(INSTANTS, WISHES)
def test_nothing_goes_at_a_wrong_time_nor_before_it_was_said(at: datetime, wish: Wish) -> None:
    goes = mail_due(at, wish)
    assert goes >= at
    assert opening(goes, wish) == goes
    now = goes.time()
    inside = (
        wish.quiet_from <= now < wish.quiet_until
        if wish.quiet_from <= wish.quiet_until
        else not wish.quiet_until <= now < wish.quiet_from
    )
    assert not inside
    assert not wish.working_days_only or is_working_day(goes.date())


@calm
@given(INSTANTS, INSTANTS, WISHES)
def test_what_is_said_later_goes_no_earlier(one: datetime, other: datetime, wish: Wish) -> None:
    earlier, later = sorted((one, other))
    assert mail_due(earlier, wish) <= mail_due(later, wish)


@calm
@given(INSTANTS, WISHES)
def test_nobody_waits_longer_than_the_longest_holiday_and_two_days(at: datetime, wish: Wish) -> None:
    assert mail_due(at, wish) - at <= timedelta(days=12)


def test_attempts_become_rarer_and_end() -> None:
    pauses = [rules.next_attempt(local(12, 12), number) for number in range(1, 7)]
    assert [(next_one - local(12, 12)).seconds // 60 for next_one in pauses[:5] if next_one] == [1, 5, 15, 60, 240]
    assert pauses[5] is None


def test_refused_for_good_and_for_now() -> None:
    assert rules.outcome_of([550]) == Outcome.REFUSED
    assert rules.outcome_of([450]) == Outcome.REFUSED_FOR_NOW
    assert rules.outcome_of([550, 451]) == Outcome.REFUSED_FOR_NOW
    assert rules.outcome_of([]) == Outcome.REFUSED_FOR_NOW


def test_a_letter_holds_titles_and_links() -> None:
    items = (("Việc thứ nhất", "/cascades/1/"), ("Việc thứ hai", "/cascades/2/"))
    with translation.override("vi"):
        one = Letter("c", "lan@example.vn", "Phạm Thị Lan", items[:1], is_digest=False)
        assert rules.subject_of(one, f"{date(2019, 7, 12):%d/%m/%Y}") == "[Quán triệt] Việc thứ nhất"
        many = Letter("c", "lan@example.vn", "Phạm Thị Lan", items, is_digest=True)
        assert rules.subject_of(many, "12/07/2019") == "[Quán triệt] 2 thông báo, ngày 12/07/2019"
        body = rules.body_of(many, "https://q.example.vn", "/notices/preference/")
    assert "Việc thứ nhất\nhttps://q.example.vn/cascades/1/\n" in body
    assert "Việc thứ hai\nhttps://q.example.vn/cascades/2/\n" in body
    assert "Phạm Thị Lan" in body
    assert "https://q.example.vn/notices/preference/" in body
