"""Reminding: only who has not acted, once each; the superior once when the grace is over; what is told besides."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quantriet.cascade import actions, tasks
from quantriet.cascade.actions import lifecycle
from quantriet.cascade.actions.reminders import send_reminders
from quantriet.cascade.actions.telling import tell_addressed
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.rules.telling import Told
from quantriet.kernel import clock
from quantriet.kernel.actor import SYSTEM
from quantriet.notices.models import Notice
from tests.cascade.stories import done, duty, issued, owed, passed_down, report
from tests.world import World


def story(world: World) -> Cascade:
    """The wards owe a report by 24/07; nobody has been told anything yet."""
    return passed_down(world, issued(world, duty("Báo cáo", "report_sent")))


def remind(day: date, hour: int = 8) -> int:
    """The job of one day, in parts of one obligation each."""
    at = datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)
    sent, after = 0, 0
    while after is not None:
        more, after = send_reminders(actor=SYSTEM, at=at, after=after, chunk=1)
        sent += more
    return sent


def told(kind: str) -> list[tuple[str, str]]:
    found = Notice.objects.filter(kind=f"cascade.{kind}").order_by("recipient__username")
    return list(found.values_list("recipient__username", "title"))


def test_two_days_before_only_who_has_not_acted_is_reminded(world: World) -> None:
    """Story 10.4, 22/07: ward A has sent, ward B has not."""
    child = story(world)
    report(owed(child, world.ward_office), world.ward_office, world.noon)
    remind(date(2019, 7, 22))
    wards = [line for line in told("soon") if "ward" in line[0]]
    assert wards == [("office.ward-b", "Hạn 24/07/2019: Báo cáo")]


def test_after_the_grace_the_head_of_the_superior_and_the_unit_are_told_once(world: World) -> None:
    """Story 10.4: due 24/07, 27/07 08:00; one only, however often the job runs and however many days pass."""
    child = story(world)
    done(owed(child, world.ward_office), world.ward_office, world.district_office, world.noon)
    remind(date(2019, 7, 26))
    assert told("escalated") == []
    for day in (27, 27, 28, 30):
        remind(date(2019, 7, day))
    text = "Đảng ủy phường Nam Sơn quá hạn từ ngày 24/07/2019: Báo cáo"
    assert told("escalated") == [("head.district", text), ("office.ward-b", text)]
    assert Notice.objects.get(kind="cascade.escalated", recipient=world.district_secretary.user).path == reverse(
        "cascade:obligation-page", args=[owed(child, world.ward_b_office).pk]
    )


def test_overdue_is_said_on_the_day_after_and_then_weekly(world: World) -> None:
    story(world)
    days = [date(2019, 7, 24) + timedelta(days=n) for n in range(1, 16)]
    for day in days:
        remind(day)
        remind(day, hour=9)
    mine = Notice.objects.filter(kind="cascade.overdue", recipient=world.ward_b_office.user)
    sent_on = [clock.local_day(at) for at in mine.order_by("pk").values_list("created_at", flat=True)]
    assert sent_on == [date(2019, 7, 25), date(2019, 8, 1), date(2019, 8, 8)]


def test_a_day_on_which_nothing_ran_is_made_up_for(world: World) -> None:
    story(world)
    remind(date(2019, 7, 23))
    assert [line for line in told("soon") if "ward" in line[0]] == [
        ("head.ward-a", "Hạn 24/07/2019: Báo cáo"), ("office.ward-a", "Hạn 24/07/2019: Báo cáo"),
        ("office.ward-b", "Hạn 24/07/2019: Báo cáo"),
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["submitted", "approved", "waived", "recalled"])
def test_who_has_acted_or_need_not_is_left_in_peace(world: World, state: str) -> None:
    child = story(world)
    obligation = owed(child, world.ward_b_office)
    if state == "waived":
        lifecycle.waive(actor=world.district_office.actor, obligation=obligation, reason="Sáp nhập", at=world.noon)
    elif state == "recalled":
        Obligation.objects.filter(pk=obligation.pk).update(state="recalled")
    else:
        report(obligation, world.ward_b_office, world.noon)
        if state == "approved":
            actions.approve_answer(actor=world.district_office.actor, obligation=obligation, at=world.noon)
    before = Notice.objects.filter(recipient=world.ward_b_office.user).count()
    for day in range(15, 31):
        remind(date(2019, 7, day))
    assert Notice.objects.filter(recipient=world.ward_b_office.user).count() == before


def test_a_new_deadline_is_reminded_of_anew(world: World) -> None:
    child = story(world)
    remind(date(2019, 7, 22))
    obligation = owed(child, world.ward_b_office)
    report(obligation, world.ward_b_office, world.noon)
    actions.return_answer(
        actor=world.district_office.actor, obligation=obligation, reason="Thiếu", new_due_on=date(2019, 7, 23),
        at=world.noon,
    )  # fmt: skip
    remind(date(2019, 7, 22), hour=9)
    titles = Notice.objects.filter(kind="cascade.soon", recipient=world.ward_b_office.user).values_list("title")
    assert sorted(titles) == [("Hạn 23/07/2019: Báo cáo",), ("Hạn 24/07/2019: Báo cáo",)]


def test_the_job_waits_for_office_hours(world: World) -> None:
    story(world)
    for hour, number in ((7, 0), (8, 4)):
        clock.set_source(lambda hour=hour: datetime(2019, 7, 24, hour, tzinfo=clock.ZONE))
        tasks.remind(0)
        assert Notice.objects.filter(kind="cascade.today").count() + Notice.objects.filter(
            kind="cascade.soon"
        ).count() == (number and 3 + 3), hour
    clock.set_source(lambda: world.noon)


def test_the_number_of_statements_does_not_grow_with_the_obligations(world: World) -> None:
    story(world)
    with CaptureQueriesContext(connection, ) as seen:
        send_reminders(actor=SYSTEM, at=datetime(2019, 7, 24, 8, tzinfo=clock.ZONE))
    assert len(seen) <= 14


# --- what is told besides --------------------------------------------------------------------------------------------
def test_a_unit_is_told_that_its_answer_was_returned_and_approved(world: World) -> None:
    obligation = owed(issued(world, duty("Báo cáo", "report_sent")), world.district_office)
    report(obligation, world.district_office, world.noon)
    actions.return_answer(
        actor=world.city_office.actor, obligation=obligation, reason="Thiếu danh sách ký", new_due_on=None,
        at=world.noon,
    )  # fmt: skip
    assert [name for name, _ in told("returned")] == ["head.district", "office.district"]
    assert Notice.objects.filter(kind="cascade.returned").first().text == "Thiếu danh sách ký"
    report(obligation, world.district_office, world.noon)
    actions.approve_answer(actor=world.city_office.actor, obligation=obligation, at=world.noon)
    assert [name for name, _ in told("approved")] == ["head.district", "office.district"]


def test_whoever_is_addressed_is_told_once_of_new_duties(world: World) -> None:
    root = issued(world)
    for _ in range(2):
        tell_addressed(actor=SYSTEM, cascade_id=root.pk, what=Told.ISSUED, at=world.noon)
    assert [name for name, _ in told("issued")] == ["head.district", "office.bloc", "office.district"]
    assert told("issued")[0][1] == f"Nhiệm vụ mới, sớm nhất phải xong ngày 31/07/2019: {root.title}"


def test_a_moved_deadline_names_the_requirement_and_the_day(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"))
    requirement = root.requirements.get()
    tell_addressed(
        actor=SYSTEM, cascade_id=root.pk, what="deadline", mark=f"{requirement.pk}:2019-08-07", at=world.noon
    )
    assert told("deadline")[0][1] == "Thời hạn mới 07/08/2019: Báo cáo"


# --- pages -----------------------------------------------------------------------------------------------------------
def test_the_preview_names_who_will_be_reminded_of_what(world: World) -> None:
    child = story(world)
    report(owed(child, world.ward_office), world.ward_office, world.noon)
    with world.on(date(2019, 7, 21)):
        html = world.client(world.district_office).get(reverse("cascade:reminder-preview")).content.decode()
        other = world.client(world.bloc_office).get(reverse("cascade:reminder-preview")).content.decode()
    assert html.count("Đảng ủy phường Nam Sơn") == 4  # 22/07 soon, 24/07 today, 25/07 overdue, 27/07 the superior
    assert "Đảng ủy phường Bắc Sơn" not in html
    assert "Không phải nhắc ai" in other


def test_the_log_tells_what_was_said_of_this_cascade_only(world: World) -> None:
    child = story(world)
    remind(date(2019, 7, 24))
    html = world.client(world.district_office).get(reverse("cascade:reminder-log", args=[child.pk])).content.decode()
    assert "Đến hạn hôm nay: Báo cáo" in html
    root = reverse("cascade:reminder-log", args=[child.parent_id])
    assert "Đến hạn hôm nay" not in world.client(world.city_office).get(root).content.decode()
