"""Who is told that a duty was recalled, and which open pages wake up."""

import json
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quantriet.cascade import actions, tasks
from quantriet.cascade.models import Cascade, Obligation
from quantriet.notices.models import Notice
from tests.cascade.stories import duty, issued, owed, passed_down
from tests.cascade.test_changes import district_draft
from tests.world import World

REASON = "Trung ương đổi kế hoạch"
Act = Callable[[World, Cascade], object]


def story(world: World) -> tuple[Cascade, Cascade]:
    """City, district, wards; two duties each."""
    root = issued(world)
    return root, passed_down(world, root)


def take_back_all(world: World, root: Cascade) -> None:
    actions.recall(actor=world.city_secretary.actor, cascade=root, reason=REASON, at=world.noon)


def take_back_one(world: World, root: Cascade) -> None:
    duty = owed(root, world.district_office)
    actions.recall_obligation(actor=world.city_office.actor, obligation=duty, reason=REASON, at=world.noon)


def work() -> None:
    """What was left to the worker is done, and once more, as after an outage."""
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = 'cascade.tell' order by id")
        jobs = [json.loads(args) for (args,) in cursor.fetchall()]
    for args in jobs + jobs:
        tasks.tell(**args)


def told() -> list[tuple[str, str, str]]:
    found = Notice.objects.filter(kind="cascade.recalled").order_by("recipient__username", "pk")
    return list(found.values_list("recipient__username", "title", "text"))


def test_whoever_must_stop_working_is_told_of_the_recall_of_one_duty_with_its_reason(world: World) -> None:
    root, _child = story(world)
    take_back_one(world, root)
    assert {name for name, _, _ in told()} == {"head.district", "office.district"}  # at once
    work()
    words = ("Đã thu hồi: Gửi báo cáo kết quả", REASON)
    below = ["head.district", "head.ward-a", "office.district", "office.ward-a", "office.ward-b"]
    assert told() == [(name, *words) for name in below]


def test_a_whole_recall_tells_the_same_people_and_the_other_branches(world: World) -> None:
    root, _child = story(world)
    take_back_one(world, root)
    work()
    of_one = {name for name, _, _ in told()}
    Notice.objects.all().delete()
    take_back_all(world, root)
    work()
    assert {name for name, _, _ in told()} == of_one | {"office.bloc"}


def test_who_was_given_another_requirement_only_is_not_told(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    only = Obligation.objects.filter(cascade=child, unit=world.ward_b, requirement__type="report_sent")
    only.update(unit=world.ward_a)  # say, by a merger
    take_back_one(world, root)
    work()
    assert "office.ward-b" not in {name for name, _, _ in told()}


def test_a_draft_below_gives_nobody_anything_so_nobody_is_told(world: World) -> None:
    root = issued(world)
    district_draft(world, root)
    take_back_one(world, root)
    work()
    assert {name for name, _, _ in told()} == {"head.district", "office.district"}


def test_what_is_recalled_from_its_page_is_told_too(world: World) -> None:
    obligation = owed(issued(world, duty("Báo cáo", "report_sent")), world.district_office)
    url = reverse("cascade:obligation-recall", args=[obligation.pk])
    world.client(world.city_office).post(url, {"reason": REASON})
    page = world.client(world.district_office).get(reverse("notices:notice-list")).content.decode()
    assert "Đã thu hồi: Báo cáo" in page
    assert Notice.objects.filter(kind="cascade.recalled").first().path == reverse(
        "cascade:obligation-page", args=[obligation.pk]
    )


def move_deadline(world: World, root: Cascade) -> None:
    requirement = root.requirements.get(type="report_sent")
    actions.change_deadline(
        actor=world.city_office.actor, requirement=requirement, new_due_on=world.today, reason="Gấp", at=world.noon
    )


def announced(act: Act, world: World, root: Cascade) -> set[str]:
    with CaptureQueriesContext(connection) as seen:
        act(world, root)
    said = [query["sql"] for query in seen if "pg_notify" in query["sql"]]
    return {topic for sql in said for topic in re.findall(r"[a-z]+:[0-9]+", sql)}


def followed(world: World, obligation: Obligation, member: str) -> set[str]:
    url = reverse("cascade:obligation-page", args=[obligation.pk])
    html = world.client(world.member(member)).get(url).content.decode()
    return set(re.search(r'id="obligation" data-live="([^"]+)"', html)[1].split())


CHANGES: list[tuple[Act, set[str]]] = [
    (take_back_all, {"district", "bloc", "ward"}),
    (take_back_one, {"district", "ward"}),
    (move_deadline, {"district", "bloc", "ward"}),
]


@pytest.mark.parametrize(("act", "woken"), CHANGES)
def test_the_open_page_of_a_duty_wakes_when_much_is_changed_at_once(world: World, act: Act, woken: set[str]) -> None:
    root, child = story(world)
    pages = {
        "district": followed(world, owed(root, world.district_office), "district_office"),
        "ward": followed(world, owed(child, world.ward_office), "ward_office"),
    }
    if act is not take_back_one:  # what the city gave the bloc is another's duty of the same cascade
        pages["bloc"] = followed(world, owed(root, world.bloc_office), "city_office")
    topics = announced(act, world, root)
    assert {name for name, followed in pages.items() if followed & topics} == woken & pages.keys()


def test_somebody_elses_answer_does_not_wake_it(world: World) -> None:
    """Otherwise each answer in a country would fetch each open page again."""

    def accept(world: World, root: Cascade) -> None:
        duty = owed(root, world.bloc_office)
        actions.accept(actor=world.bloc_office.actor, obligation=duty, responsible="Khánh", at=world.noon)

    root, _child = story(world)
    page = followed(world, owed(root, world.district_office), "district_office")
    assert not page & announced(accept, world, root)
