"""Letting several units off at once, with one reason: each by itself, and what cannot be is told by name."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quantriet.audit.models import Entry
from quantriet.cascade import actions, errors
from quantriet.cascade.actions import lifecycle
from quantriet.cascade.forms.answer import MOST_WAIVED
from quantriet.cascade.models import Cascade, Move, Obligation
from quantriet.cascade.queries.lists import WaiveFilter, waivable
from quantriet.cascade.rules.states import State
from quantriet.notices.models import Notice
from tests.cascade.stories import duty, issued, many_units, owed, passed_down, report
from tests.world import Member, World

REASON = "Hai phường đang sáp nhập"


def story(world: World) -> tuple[Cascade, Obligation, Obligation]:
    """The district has given its two wards a report."""
    child = passed_down(world, issued(world, duty("Báo cáo", "report_sent")))
    return child, owed(child, world.ward_office), owed(child, world.ward_b_office)


def post(world: World, member: Member, cascade: Cascade, *duties: object, reason: str = REASON) -> Any:
    url = reverse("cascade:cascade-waive", args=[cascade.root_pk])
    return world.client(member).post(url, {"duty": list(duties), "waive-reason": reason}, follow=True)


def states(*duties: Obligation) -> list[str]:
    return [Obligation.objects.get(pk=duty.pk).state for duty in duties]


def test_each_ticked_duty_has_its_own_step_line_and_notice_with_the_one_reason(world: World) -> None:
    child, a, b = story(world)
    answer = post(world, world.district_office, child, a.pk, b.pk)
    assert "Đã miễn 2 việc" in answer.content.decode()
    assert states(a, b) == [State.WAIVED, State.WAIVED]
    steps = Move.objects.filter(state=State.WAIVED)
    assert sorted(steps.values_list("obligation_id", "reason")) == [(a.pk, REASON), (b.pk, REASON)]
    lines = Entry.objects.filter(verb="cascade.obligation.waived")
    assert set(lines.values_list("unit_id", flat=True)) == {world.ward_a.pk, world.ward_b.pk}
    told = Notice.objects.filter(kind="cascade.waived").order_by("recipient__username")
    assert list(told.values_list("recipient__username", "text")) == [
        ("head.ward-a", REASON), ("office.ward-a", REASON), ("office.ward-b", REASON),
    ]  # fmt: skip
    assert "Không có việc nào để miễn" in answer.content.decode()


def test_what_was_sent_meanwhile_is_told_by_name_and_the_others_stay_waived(world: World) -> None:
    child, a, b = story(world)
    report(b, world.ward_b_office, world.noon)
    html = post(world, world.district_office, child, a.pk, b.pk).content.decode()
    assert states(a, b) == [State.WAIVED, State.SUBMITTED]
    assert "Đã miễn 1 việc" in html
    assert "Đảng ủy phường Nam Sơn – Báo cáo (Chờ cấp trên duyệt)" in html
    assert not Notice.objects.filter(kind="cascade.waived", recipient=world.ward_b_office.user).exists()


def test_pressed_twice_the_second_time_waives_nothing(world: World) -> None:
    child, a, b = story(world)
    post(world, world.district_office, child, a.pk)
    html = post(world, world.district_office, child, a.pk, b.pk).content.decode()
    assert "Đảng ủy phường Bắc Sơn – Báo cáo (Được miễn)" in html
    assert Move.objects.filter(obligation=a, state=State.WAIVED).count() == 1
    assert states(b) == [State.WAIVED]


def test_of_a_recalled_cascade_nothing_is_waived(world: World) -> None:
    child, a, b = story(world)
    actions.recall(actor=world.district_secretary.actor, cascade=child, reason="Nhầm", at=world.noon)
    told = lifecycle.waive_many(actor=world.district_office.actor, obligations=[a, b], reason=REASON, at=world.noon)
    assert told.done == []
    assert {o.pk for o in told.refused} == {a.pk, b.pk}
    assert states(a, b) == [State.RECALLED, State.RECALLED]


def test_what_others_have_given_stays_as_it_is(world: World) -> None:
    """The city sees the wards' duties, but the district has given them; and the bloc's is not the district's."""
    child, a, _b = story(world)
    bloc = owed(child.root, world.bloc_office)
    html = post(world, world.city_office, child, a.pk).content.decode()
    assert "1 việc không còn thuộc quyền miễn" in html
    assert post(world, world.district_office, child, bloc.pk).status_code == 200
    assert states(a, bloc) == [State.ASSIGNED, State.ASSIGNED]
    assert post(world, world.ward_office, child, a.pk).status_code == 404


@pytest.mark.parametrize(
    ("duties", "reason", "words"),
    [
        ([], REASON, "Hãy chọn ít nhất một việc"),
        (["x", "-1", "٣", "9" * 30, ""], REASON, "Hãy chọn ít nhất một việc"),
        (range(1, MOST_WAIVED + 2), REASON, "nhiều nhất 200 việc"),
        (None, "  ", "Trường này là bắt buộc"),
        (None, "x" * 2001, "2000"),
    ],
)
def test_what_is_missing_is_said_on_the_page_with_all_ticks_kept(
    world: World, duties: Any, reason: str, words: str
) -> None:
    child, a, b = story(world)
    chosen = [b.pk] if duties is None else duties
    answer = post(world, world.district_office, child, *chosen, reason=reason)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert states(a, b) == [State.ASSIGNED, State.ASSIGNED]
    if duties is None:
        box = html.split(f'name="duty" value="{b.pk}"')[1].split(">")[0]
        assert box.endswith(" checked")
        assert reason.strip() in html


def test_the_action_itself_wants_a_reason(world: World) -> None:
    _child, a, b = story(world)
    with pytest.raises(errors.ReasonMissing):
        lifecycle.waive_many(actor=world.district_office.actor, obligations=[a, b], reason=" ", at=world.noon)
    assert states(a, b) == [State.ASSIGNED, State.ASSIGNED]


def test_the_list_holds_what_is_open_and_given_by_the_unit_and_nothing_else(world: World) -> None:
    child, _a, b = story(world)
    root = child.root
    report(b, world.ward_b_office, world.noon)

    def seen(member: Member, **only: Any) -> list[str]:
        top = world.city_office.acting().path
        found = waivable(member.unit.pk, root, top, on=world.today, only=WaiveFilter(**only))
        return [line.unit_name for line in found.lines]

    assert seen(world.district_office) == ["Đảng ủy phường Bắc Sơn"]
    assert seen(world.city_office) == ["Quận ủy Kiến An", "Đảng ủy Khối các cơ quan"]
    assert seen(world.district_office, late=True) == []
    assert seen(world.district_office, requirement_id=root.requirements.get().pk) == ["Đảng ủy phường Bắc Sơn"]
    assert seen(world.district_office, requirement_id=1) == []
    assert seen(world.city_office, page=2, number=1) == ["Đảng ủy Khối các cơ quan"]


def test_a_long_list_comes_in_pages_and_asks_as_often(world: World) -> None:
    many_units(world, world.city, 60)
    root = issued(world, duty("Báo cáo", "report_sent"))
    client, url = world.client(world.city_office), reverse("cascade:cascade-waive", args=[root.pk])
    with CaptureQueriesContext(connection) as asked:
        html = client.get(url).content.decode()
    assert len(asked) <= 22
    assert html.count('name="duty"') == 50
    assert "page=2" in html
    second = client.get(url, {"page": 2}).content.decode()
    assert second.count('name="duty"') == 12


def ticks(html: str) -> tuple[int, int]:
    """How many are ticked on the page, and how many are carried along from other pages."""
    boxes = [box.split(">")[0] for box in html.split('type="checkbox" name="duty"')[1:]]
    return sum(box.endswith(" checked") for box in boxes), html.count('type="hidden" name="duty"')


def choose(client: Client, url: str, do: str, before: str = "", **query: Any) -> str:
    """Press a button of the page as a browser without scripts does, with all that it would send."""
    chosen = re.findall(r'type="hidden" name="duty" value="(\d+)"', before)
    chosen += re.findall(r'type="checkbox" name="duty" value="(\d+)"[^>]* checked>', before)
    return client.post(
        f"{url}?{urlencode(query)}", {"duty": chosen, "waive-reason": REASON, "do": do}
    ).content.decode()


def test_all_of_them_or_those_of_a_page_or_none_are_chosen_with_a_button_and_nothing_is_waived(world: World) -> None:
    many_units(world, world.city, 60)
    root = issued(world, duty("Báo cáo", "report_sent"))
    client, url = world.client(world.city_office), reverse("cascade:cascade-waive", args=[root.pk])
    html = choose(client, url, "all")
    assert ticks(html) == (50, 12)
    assert "Đã chọn ở trang khác: 12" in html
    assert REASON in html
    second = choose(client, url, "turn", html, page=2)
    assert ticks(second) == (12, 50)
    assert ticks(choose(client, url, "none", second, page=2)) == (0, 0)
    only_second = choose(client, url, "page", page=2)
    assert ticks(only_second) == (12, 0)
    assert ticks(choose(client, url, "turn", only_second)) == (0, 12)
    assert not Obligation.objects.filter(state=State.WAIVED).exists()
    every = re.findall(r'name="duty" value="(\d+)"', html)
    said = client.post(url, {"duty": every, "waive-reason": REASON}, follow=True)
    assert "Đã miễn 62 việc" in said.content.decode()


def test_of_more_than_can_be_waived_at_once_the_first_are_chosen_and_the_page_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"))
    client, url = world.client(world.city_office), reverse("cascade:cascade-waive", args=[root.pk])
    assert "việc đầu tiên" not in choose(client, url, "all")
    monkeypatch.setattr("quantriet.cascade.views.waive.MOST_WAIVED", 1)
    html = choose(client, url, "all")
    assert ticks(html) == (1, 0)
    assert "Đã chọn 1 việc đầu tiên" in html


def test_rows_and_late_list_lead_to_it_for_whoever_has_given_something(world: World) -> None:
    child, _a, _b = story(world)
    link = reverse("cascade:cascade-waive", args=[child.root_pk])
    with world.on(child.requirements.get().due_on.replace(day=30)):
        for name in ("cascade-rows", "cascade-late"):
            url = reverse(f"cascade:{name}", args=[child.root_pk])
            assert link in world.client(world.district_office).get(url).content.decode()
            assert link not in world.client(world.ward_office).get(url).content.decode()
