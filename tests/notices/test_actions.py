"""Telling people: each once per message, in the product always, by e-mail as they wish."""

import random

import pytest
from django.db import IntegrityError, connection, transaction

from quantriet.audit.models import Entry
from quantriet.kernel.actor import SYSTEM
from quantriet.notices import actions, queries
from quantriet.notices.errors import AddressMissing
from quantriet.notices.models import Notice, Preference
from quantriet.notices.rules import Mode, Wish
from tests.notices.sink import Sink
from tests.notices.stories import local, mails, message, send, tell, wants
from tests.world import CAST, NOON, World


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select task_name from procrastinate_jobs where status = 'todo'")
        return [name for (name,) in cursor.fetchall()]


def test_people_are_told_and_the_same_is_not_said_twice(world: World) -> None:
    assert tell(world.ward_office, world.ward_secretary) == 2
    assert tell(world.ward_office, world.ward_secretary, world.ward_b_office) == 1
    assert tell(world.ward_office, key="duty:2") == 1
    assert queries.unread(world.ward_office.user.pk) == 2
    assert queries.unread(world.ward_b_office.user.pk) == 1
    assert queries.unread(world.stranger.user.pk) == 0


def test_whatever_is_said_in_whatever_order_nobody_hears_the_same_twice(world: World) -> None:
    dice = random.Random(7)
    everybody = [world.member(name).user.pk for name in CAST]
    said: set[tuple[int, str]] = set()
    for _ in range(60):
        people, key = dice.choices(everybody, k=dice.randint(0, 12)), f"duty:{dice.randint(1, 8)}"
        new = {(user_id, key) for user_id in people} - said
        told = actions.notify(actor=SYSTEM, recipient_ids=people, message=message(key=key), at=NOON)
        assert told == len(new)
        said |= new
    assert set(Notice.objects.values_list("recipient_id", "key")) == said


def test_many_are_told_in_few_queries(world: World, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(9):
        assert tell(*(world.member(name) for name in CAST)) == len(CAST)


def test_an_account_that_was_closed_or_never_was_is_not_told(world: World) -> None:
    world.ward_office.user.is_active = False
    world.ward_office.user.save()
    assert actions.notify(
        actor=SYSTEM, recipient_ids=[world.ward_office.user.pk, 10**9], message=message(), at=NOON
    ) == 0  # fmt: skip


def test_the_journal_of_the_unit_says_that_people_were_told(world: World) -> None:
    tell(world.ward_office, world.ward_secretary, unit_id=world.kien_an.pk)
    tell(world.ward_office, unit_id=world.kien_an.pk)  # nothing new: no line
    entry = Entry.objects.get(verb="notices.notice.sent")
    assert (entry.unit_id, entry.facts["people"]) == (world.kien_an.pk, 2)
    assert "báo cáo" in entry.subject_name


def test_a_title_is_one_line_and_a_path_stays_in_the_product(world: World) -> None:
    tell(world.ward_office, title="Việc\r\nBcc: all@example.vn")
    assert Notice.objects.get().title == "Việc Bcc: all@example.vn"
    with pytest.raises(IntegrityError, match="notice_path_is_ours"), transaction.atomic():
        tell(world.ward_office, key="duty:2", path="//elsewhere.example/")


def test_e_mail_waits_only_for_those_who_want_it(world: World, sink: Sink) -> None:
    wants(world.ward_office)
    wants(world.ward_secretary, Mode.NONE)
    tell(world.ward_office, world.ward_secretary, world.ward_b_office)
    assert mails(world.ward_office) == ["waiting"]
    assert mails(world.ward_secretary) == ["none"]
    assert mails(world.ward_b_office) == ["none"]
    assert jobs() == ["notices.send_due"]


def test_without_a_mail_server_nothing_waits(world: World) -> None:
    wants(world.ward_office)
    tell(world.ward_office)
    assert mails(world.ward_office) == ["none"]
    assert jobs() == []


def test_no_job_is_queued_for_what_is_held(world: World, sink: Sink) -> None:
    wants(world.ward_office)
    tell(world.ward_office, at=local(12, 22))
    assert Notice.objects.get().hold_until == local(15, 7)
    assert jobs() == []


def test_e_mail_needs_an_address(world: World) -> None:
    with pytest.raises(AddressMissing):
        actions.save_preference(actor=world.ward_office.actor, wish=Wish(mode=Mode.DIGEST), address="", at=NOON)
    assert not Preference.objects.exists()


def test_what_waits_follows_a_new_wish(world: World, sink: Sink) -> None:
    wants(world.ward_office)
    tell(world.ward_office, at=local(11, 22))
    wants(world.ward_office, Mode.DIGEST, digest_hour=16, at=local(11, 23))
    assert Notice.objects.get().hold_until == local(12, 16)
    wants(world.ward_office, Mode.NONE, at=local(11, 23))
    assert mails(world.ward_office) == ["none"]


def test_what_was_read_meanwhile_is_not_mailed(world: World, sink: Sink) -> None:
    wants(world.ward_office)
    tell(world.ward_office, at=local(11, 22))
    assert actions.mark_read(actor=world.ward_office.actor, notice_ids=None, at=local(11, 23)) == 1
    send(local(12, 9))
    assert sink.letters == []
    assert queries.unread(world.ward_office.user.pk) == 0


def test_nobody_reads_for_another(world: World) -> None:
    tell(world.ward_office)
    ids = [Notice.objects.get().pk]
    assert actions.mark_read(actor=world.stranger.actor, notice_ids=ids, at=NOON) == 0
    assert queries.unread(world.ward_office.user.pk) == 1


def test_the_log_shows_each_channel_of_each_message(world: World, sink: Sink) -> None:
    wants(world.ward_office)
    tell(world.ward_office, world.ward_b_office, key="cascade:7:due_soon")
    tell(world.ward_office, key="cascade:70:due_soon")
    tell(world.ward_office, key="cascade:7%")
    send()
    actions.mark_read(actor=world.ward_b_office.actor, notice_ids=None, at=local(12, 13))
    lines = {(line.recipient_id, line.channel): line for line in queries.log_of("cascade:7:")}
    assert len(lines) == len(queries.log_of("cascade:7:")) == 3
    a, b = world.ward_office.user.pk, world.ward_b_office.user.pk
    assert (lines[a, "product"].state, lines[a, "mail"].state, lines[a, "mail"].at) == ("unread", "sent", NOON)
    assert (lines[b, "product"].state, lines[b, "product"].at) == ("read", local(12, 13))
    assert lines[a, "mail"].recipient_name == "Ngô Thị Dung"
    assert len(queries.log_of("cascade:7%")) == 2


def test_the_log_takes_one_query(world: World, django_assert_num_queries) -> None:
    tell(*(world.member(name) for name in CAST))
    with django_assert_num_queries(1):
        assert len(queries.log_of("duty:")) == len(CAST)
