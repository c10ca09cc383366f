"""Sending through a real mail server: what arrives, what is tried again, what has failed, what nobody can know."""

import logging
from types import SimpleNamespace

import pytest

from quantriet.accounts.models import User
from quantriet.notices import actions, queries, tasks
from quantriet.notices.models import Notice, Preference
from quantriet.notices.rules import Mode, Outcome
from tests.notices.sink import Sink
from tests.notices.stories import NO_QUIET, local, mails, send, tell, wants
from tests.world import NOON, World


@pytest.fixture(autouse=True)
def _calm(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "quantriet.notices.tasks")


def test_a_letter_arrives_with_its_title_and_link_and_nothing_protected(world: World, sink: Sink) -> None:
    wants(world.ward_office, address="dung@example.vn")
    tell(world.ward_office)
    send()
    (letter,) = sink.letters
    assert sink.subjects() == ["[Quán triệt] Còn 3 ngày đến hạn gửi báo cáo"]
    assert letter["From"] == "Quán triệt <quantriet@example.vn>"
    assert letter["To"] == "dung@example.vn"
    assert letter["Date"].datetime is not None
    assert letter["Message-ID"] == f"<{Notice.objects.get().claim}@quantriet.example.vn>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content_charset() == "utf-8"
    text = letter.get_content()
    assert "https://quantriet.example.vn/cascades/1/" in text
    assert "Thư gửi tự động đến Ngô Thị Dung" in text
    assert "chỉ xem trong phần mềm" not in text


def test_each_message_is_a_letter_of_its_own_and_goes_once(world: World, sink: Sink) -> None:
    wants(world.ward_office)
    tell(world.ward_office, key="duty:1", title="Một")
    tell(world.ward_office, key="duty:2", title="Hai")
    for _ in range(3):
        send()
        tell(world.ward_office, key="duty:1", title="Một")
    assert sink.subjects() == ["[Quán triệt] Một", "[Quán triệt] Hai"]
    assert mails(world.ward_office) == ["sent", "sent"]


def test_the_messages_of_a_day_go_in_one_letter_and_the_next_day_has_its_own(world: World, sink: Sink) -> None:
    wants(world.ward_office, Mode.DIGEST, digest_hour=8)
    for number in range(3):
        tell(world.ward_office, key=f"duty:{number}", title=f"Việc {number}", at=local(11, 9 + number))
    send(local(11, 15))
    assert sink.letters == []
    send(local(12, 8))
    tell(world.ward_office, key="duty:9", title="Việc 9", at=local(12, 9))
    wants(world.ward_office, Mode.DIGEST, digest_hour=17, at=local(12, 10))  # not a second one on the same day
    send(local(12, 17, 30))
    assert sink.subjects() == ["[Quán triệt] 3 thông báo, ngày 12/07/2019"]
    assert [f"Việc {number}" in sink.letters[0].get_content() for number in range(3)] == [True] * 3
    send(local(15, 17))
    assert len(sink.letters) == 2


def test_what_is_late_does_not_break_into_the_quiet_hours(world: World, sink: Sink) -> None:
    wants(world.ward_office)
    tell(world.ward_office, at=local(11, 20, 59))
    send(local(11, 23))  # the worker had stood still
    assert sink.letters == []
    send(local(12, 7))
    assert len(sink.letters) == 1


@pytest.mark.parametrize("is_closed", [True, False])
def test_who_wants_no_e_mail_any_more_or_has_gone_gets_none(world: World, sink: Sink, is_closed: bool) -> None:
    wants(world.ward_office)
    wants(world.ward_secretary)
    tell(world.ward_office, world.ward_secretary)
    if is_closed:
        User.objects.filter(pk=world.ward_office.user.pk).update(is_active=False)
    else:  # as when somebody changes his wish in the very moment in which he is told
        Preference.objects.filter(user=world.ward_office.user).update(mode=Mode.NONE, address="")
    send()
    assert mails(world.ward_office) == ["none"]
    assert mails(world.ward_secretary) == ["sent"]


def test_refused_for_now_is_tried_again_later(world: World, sink: Sink) -> None:
    wants(world.ward_office, **NO_QUIET)
    tell(world.ward_office)
    sink.answers["RCPT"] = "451 greylisted, come back"
    send()
    send()
    notice = Notice.objects.get()
    assert (notice.mail, notice.attempts, notice.problem) == ("waiting", 1, "greylisted, come back")
    assert notice.hold_until == local(12, 12, 1)
    sink.answers.clear()
    send(local(12, 12, 1))
    assert mails(world.ward_office) == ["sent"]


def test_refused_for_now_too_often_has_failed(world: World, sink: Sink) -> None:
    wants(world.ward_office, **NO_QUIET)
    tell(world.ward_office)
    sink.answers["."] = "452 mailbox full"
    at = NOON
    for _ in range(6):
        send(at)
        at = Notice.objects.get().hold_until or at
    assert mails(world.ward_office) == ["failed"]
    line = queries.log_of("duty:")[1]
    assert (line.channel, line.state, line.problem) == ("mail", "failed", "mailbox full")


@pytest.mark.parametrize("where", ["RCPT", "DATA", "."])
def test_refused_for_good_has_failed_and_the_log_says_why(world: World, sink: Sink, where: str) -> None:
    wants(world.ward_office)
    wants(world.ward_secretary)
    tell(world.ward_office, world.ward_secretary)
    sink.answers[where] = "550 no such user here"
    send()
    assert mails(world.ward_office) == mails(world.ward_secretary) == ["failed"]
    assert {line.problem for line in queries.log_of("duty:") if line.channel == "mail"} == {"no such user here"}
    assert sink.letters == []


@pytest.mark.parametrize("word", ["EHLO", "MAIL"])
def test_a_server_that_lets_nobody_in_costs_no_letter(world: World, sink: Sink, word: str) -> None:
    wants(world.ward_office, **NO_QUIET)
    tell(world.ward_office)
    sink.answers |= {word: "550 not you", "HELO": "550 not you"}
    for hour in range(8):
        send(local(13, hour))
    assert Notice.objects.get().attempts == 0
    sink.answers.clear()
    send(local(13, 9))
    assert mails(world.ward_office) == ["sent"]


def test_an_unreachable_server_loses_nothing_and_counts_nothing(world: World, sink: Sink, settings) -> None:
    wants(world.ward_office, **NO_QUIET)
    wants(world.ward_secretary, Mode.DIGEST, digest_hour=13, **NO_QUIET)
    tell(world.ward_office, world.ward_secretary)
    settings.EMAIL_PORT = 9  # nobody listens there
    for hour in range(13, 23):
        send(local(12, hour))
    assert mails(world.ward_office) == mails(world.ward_secretary) == ["waiting"]
    settings.EMAIL_PORT = sink.port
    send(local(12, 23))
    assert len(sink.letters) == 2
    assert set(Notice.objects.values_list("attempts", flat=True)) == {1}


def test_a_line_that_breaks_after_the_letter_leaves_it_uncertain_and_it_never_goes_twice(
    world: World, sink: Sink
) -> None:
    wants(world.ward_office, **NO_QUIET)
    tell(world.ward_office)
    sink.cuts_after_data = True
    send()
    sink.cuts_after_data = False
    for hour in range(13, 20):
        send(local(12, hour))
    assert mails(world.ward_office) == ["uncertain"]
    assert len(sink.letters) == 1


def test_without_the_state_uncertain_it_would_go_twice(
    world: World, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {outcome.name: outcome for outcome in Outcome}
    monkeypatch.setattr(tasks, "Outcome", SimpleNamespace(**known | {"UNCERTAIN": Outcome.REFUSED_FOR_NOW}))
    wants(world.ward_office, **NO_QUIET)
    tell(world.ward_office)
    sink.cuts_after_data = True
    send()
    sink.cuts_after_data = False
    send(local(12, 13))
    assert len(sink.letters) == 2


def test_a_claim_without_an_end_becomes_uncertain(world: World, sink: Sink) -> None:
    wants(world.ward_office, **NO_QUIET)
    tell(world.ward_office)
    assert actions.claim_letter(actor=world.ward_office.actor, at=NOON) is not None  # and then it dies
    send(local(12, 12, 9))
    assert mails(world.ward_office) == ["sending"]
    send(local(12, 12, 11))
    assert mails(world.ward_office) == ["uncertain"]
    assert sink.letters == []


def test_without_a_server_nothing_is_sent_even_if_it_waits(world: World, sink: Sink, settings) -> None:
    wants(world.ward_office)
    tell(world.ward_office)
    settings.MAIL_IS_ON = False
    send()
    assert sink.letters == []
    assert mails(world.ward_office) == ["waiting"]


def test_one_letter_takes_few_queries_however_many_wait(
    world: World, sink: Sink, django_assert_max_num_queries
) -> None:
    wants(world.ward_office, Mode.DIGEST, digest_hour=13)
    for number in range(30):
        tell(world.ward_office, key=f"duty:{number}")
    with django_assert_max_num_queries(20):
        send(local(12, 13))
    assert len(sink.letters) == 1
    assert Preference.objects.get().digest_on == local(12, 13).date()
