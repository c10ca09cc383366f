"""The desk: its figures open exactly the rows they count, and its price does not grow with the rows."""

import re
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quantriet.cascade import actions
from quantriet.cascade.models import Obligation, Requirement
from quantriet.cascade.rules.states import State
from quantriet.desk import queries
from quantriet.desk.queries import desk_of
from quantriet.documents.actions import take_in
from quantriet.org.models import Unit
from quantriet.org.rules import Level
from quantriet.reorganisation import actions as reorganisation
from quantriet.reorganisation.actions import Paper
from quantriet.reorganisation.models import Reorganisation
from tests.cascade.stories import done, draft, duty, issued, many_units, owed, passed_down, report
from tests.cascade.test_rollup import fold
from tests.reorganisation.stories import DAY, FACTS, MERGER, applied, scene
from tests.sample.loaded import CAST, NOON, TODAY, Sample
from tests.world import Member, World

BUDGET = 25
LISTS = ("new-documents", "due-soon", "to-decide", "late-below")


def html_of(world: World, member: Member, page: str = "home", **headers: str) -> str:
    return world.client(member).get(reverse(f"desk:{page}"), headers=headers).content.decode()


def counters(html: str) -> dict[str, int]:
    """The four figures by the list that each opens."""
    found = re.findall(r'href="/desk/([a-z-]+)/">.*?counter-value">\s*([\d.]+)', html, re.DOTALL)
    return {name: int(figure.replace(".", "")) for name, figure in found}


def rows(html: str) -> int:
    return html.count('<li class="row-item">')


# --- every figure opens its rows -------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", CAST)
def test_each_figure_is_the_number_of_rows_of_the_list_it_opens(loaded: Sample, username: str) -> None:
    client = loaded.client(username)
    figures = counters(client.get("/").content.decode())
    assert set(figures) == set(LISTS)
    opened = {name: rows(client.get(reverse(f"desk:{name}")).content.decode()) for name in LISTS}
    assert figures == opened


def test_the_figures_of_the_sample_world_are_not_all_nought(loaded: Sample) -> None:
    office = counters(loaded.client("vp.quan").get("/").content.decode())
    assert office == {"new-documents": 1, "due-soon": 2, "to-decide": 2, "late-below": 7}
    head = counters(loaded.client("bithu.quan").get("/").content.decode())
    assert head == office | {"to-decide": 3}


def test_the_figures_of_a_bar_open_the_same_number_of_rows(loaded: Sample) -> None:
    client = loaded.client("vp.quan")
    desk = desk_of(loaded.acting("vp.quan"), TODAY, NOON)
    page = client.get("/").content.decode()
    for line in desk.passed_down:
        for standing in ("approved", "late"):
            url = f"/cascades/{line.root_id}/rows/?unit={loaded.acting('vp.quan').unit_id}&standing={standing}&below=1"
            figure = getattr(line.counts, standing)
            assert url.replace("&", "&amp;") in page or figure == 0
            shown = client.get(url).content.decode()
            assert len(set(re.findall(r"/cascades/obligations/(\d+)/", shown))) == figure


def test_a_new_document_is_counted_until_it_is_registered_and_only_for_its_own_unit(world: World) -> None:
    take_in(actor=world.ward_office.actor, unit_id=world.ward_a.pk, text="Thông báo về buổi học chiều.", at=world.noon)
    assert counters(html_of(world, world.ward_office))["new-documents"] == 1
    assert counters(html_of(world, world.district_office))["new-documents"] == 0


# --- what lies on the desk -------------------------------------------------------------------------------------------
def test_what_is_owed_stands_by_deadline_with_the_next_step(world: World) -> None:
    later, sooner = (
        duty("Việc sau", "report_sent", date(2019, 8, 30)),
        duty("Việc trước", "report_sent", date(2019, 7, 15)),
    )
    issued(world, later, sooner)
    html = html_of(world, world.district_office)
    assert html.index("Việc trước") < html.index("Việc sau")
    assert "còn 3 ngày" in html
    assert counters(html)["due-soon"] == 1


def test_what_is_late_is_not_soon(world: World) -> None:
    issued(world, duty("Báo cáo", "report_sent", date(2019, 7, 10)), at=world.noon - timedelta(days=5))
    html = html_of(world, world.district_office)
    assert "chậm 2 ngày" in html
    assert counters(html)["due-soon"] == 0


def test_only_the_head_finds_drafts_to_approve(world: World) -> None:
    cascade = draft(world)
    assert cascade.title in html_of(world, world.city_office)  # being drafted
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    assert counters(html_of(world, world.city_secretary))["to-decide"] == 1
    assert counters(html_of(world, world.city_office))["to-decide"] == 0


def test_a_returned_draft_comes_back_to_the_office_with_its_reason(world: World) -> None:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    actions.send_back(actor=world.city_secretary.actor, cascade=cascade, reason="Thiếu hạn của chi bộ", at=world.noon)
    assert "Thiếu hạn của chi bộ" in html_of(world, world.city_office)


def test_what_is_inherited_says_from_whom(world: World) -> None:
    scene(world)
    applied(world)
    with world.on(DAY):
        html = html_of(world, world.ward_office)
    assert html.count("kế thừa từ Đảng ủy phường Nam Sơn") == 1
    assert "kế thừa từ" not in html_of(world, world.district_office)


def drafted(world: World) -> Reorganisation:
    return reorganisation.begin(
        actor=world.district_office.actor, unit_id=world.kien_an.pk, facts=FACTS, lines=[MERGER], at=world.noon
    )


def send(world: World, begun: Reorganisation) -> None:
    reorganisation.submit(actor=world.district_office.actor, found=begun, version=begun.version, at=world.noon)


def test_a_reorganisation_waits_for_the_head_once_it_is_sent(world: World) -> None:
    begun = drafted(world)
    assert counters(html_of(world, world.district_secretary))["to-decide"] == 0
    assert begun.title in html_of(world, world.district_office)  # being drafted
    send(world, begun)
    assert counters(html_of(world, world.district_secretary))["to-decide"] == 1
    assert rows(html_of(world, world.district_secretary, "to-decide")) == 1
    assert begun.title in html_of(world, world.district_secretary, "to-decide")
    office = html_of(world, world.district_office)
    assert counters(office)["to-decide"] == 0
    assert begun.title not in office
    assert begun.title not in html_of(world, world.city_secretary)


def test_a_returned_reorganisation_waits_for_the_office_until_it_has_been_corrected(world: World) -> None:
    begun = drafted(world)
    send(world, begun)
    reorganisation.send_back(
        actor=world.district_secretary.actor, found=begun, reason="Thiếu tệp quyết định", at=world.noon
    )
    assert counters(html_of(world, world.district_secretary))["to-decide"] == 0
    assert "Thiếu tệp quyết định" in html_of(world, world.district_office)
    reorganisation.save_draft(
        actor=world.district_office.actor, found=begun, facts=FACTS, lines=[MERGER], paper=Paper(), version=1,
        at=world.noon,
    )  # fmt: skip
    send(world, begun)
    assert counters(html_of(world, world.district_secretary))["to-decide"] == 1
    assert "Thiếu tệp quyết định" not in html_of(world, world.district_office)


def test_a_deadline_moved_above_is_said_on_the_desk_until_it_is_decided_on(world: World) -> None:
    parent = issued(world)
    passed_down(world, parent)
    assert "changes-above" not in html_of(world, world.district_office)
    actions.change_deadline(
        actor=world.city_office.actor, requirement=parent.requirements.first(), new_due_on=date(2019, 8, 30),
        reason="Gia hạn", at=world.noon,
    )  # fmt: skip
    assert "/cascades/changes-above/" in html_of(world, world.district_office)
    assert "changes-above" not in html_of(world, world.bloc_office)


def test_an_answer_waits_for_the_superior_until_it_is_decided(world: World) -> None:
    cascade = issued(world)
    report(owed(cascade, world.district_office), world.district_office, world.noon)
    assert counters(html_of(world, world.city_office))["to-decide"] == 1
    actions.approve_answer(
        actor=world.city_office.actor, obligation=owed(cascade, world.district_office), at=world.noon
    )
    assert counters(html_of(world, world.city_office))["to-decide"] == 0


def test_a_unit_late_two_levels_below_is_counted_once(world: World) -> None:
    with world.on(date(2019, 6, 20)) as then:
        parent = issued(world, duty("Báo cáo", "report_sent", date(2019, 7, 10)), at=then)
        passed_down(world, parent, due=date(2019, 7, 5), at=then)
    assert counters(html_of(world, world.district_office))["late-below"] == 2
    assert counters(html_of(world, world.city_office))["late-below"] == 4  # district and bloc, and the two wards
    assert rows(html_of(world, world.city_office, "late-below")) == 4


def test_nobody_sees_what_lies_on_another_desk(world: World) -> None:
    cascade = issued(world)
    passed_down(world, cascade)
    html = html_of(world, world.stranger)
    assert cascade.title not in html
    assert set(counters(html).values()) == {0}


def test_a_planned_conference_stands_in_the_calendar(loaded: Sample) -> None:
    days = [(line.kind, line.day) for line in desk_of(loaded.acting("vp.quan"), TODAY, NOON).upcoming]
    assert ("conference", date(2019, 7, 24)) in days
    assert days == sorted(days, key=lambda line: line[1])


def deadlines(world: World, member: Member) -> list[tuple[int, date, str]]:
    """Those of the calendar of what the unit has given out."""
    lines = desk_of(member.acting(), world.today, world.noon).upcoming
    return [(line.pk, line.day, line.title) for line in lines if line.kind == "cascade"]


@pytest.mark.parametrize("seed", range(6))
def test_the_calendar_holds_the_deadlines_of_which_something_is_still_open(world: World, seed: int) -> None:
    again = duty("Báo cáo lần hai", "report_sent", date(2019, 7, 22))
    root = issued(world, duty("Báo cáo", "report_sent", date(2019, 7, 20)), again)
    passed_down(world, root, due=date(2019, 7, 18))
    chance = Random(seed)  # noqa: S311 - no secret
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table cascade_obligation disable trigger obligation_move_legal")
    for requirement in Requirement.objects.all():
        states = list(State.values) if chance.random() < 0.5 else [State.APPROVED, State.WAIVED]  # perhaps all is done
        for obligation in Obligation.objects.filter(requirement=requirement):
            Obligation.objects.filter(pk=obligation.pk).update(state=chance.choice(states))
        if chance.random() < 0.5:
            fold()
    for member in (world.city_office, world.district_office):
        expected = [
            (r.cascade.root_pk, r.due_on, r.title)
            for r in Requirement.objects.filter(cascade__unit_in_charge=member.unit).order_by("due_on", "pk")
            if any(o.state in ("assigned", "accepted", "returned") for o in r.obligations.all())
        ]
        assert deadlines(world, member) == expected


def test_of_what_is_all_done_no_obligation_is_read_for_the_calendar(world: World) -> None:
    issued(world, duty("Báo cáo", "report_sent", date(2019, 7, 20)))

    def looked_at() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries._deadlines_below(world.city.pk, world.today, date(2019, 8, 1))
        with connection.cursor() as cursor:
            cursor.execute(f"explain (analyze, costs off, timing off) {captured.captured_queries[-1]['sql']}")
            reads = [line for (line,) in cursor.fetchall() if " on cascade_obligation" in line]
        assert reads
        return sum("never executed" not in line for line in reads)

    assert looked_at() > 0
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table cascade_obligation disable trigger obligation_move_legal")
    Obligation.objects.update(state=State.APPROVED)
    assert looked_at() == 0


def test_the_news_are_those_of_the_unit_and_of_those_directly_below(loaded: Sample) -> None:
    news = desk_of(loaded.acting("vp.phuong"), TODAY, NOON).news
    assert len(news) == queries.LATEST
    near = {"Đảng ủy phường Bắc Sơn", "Quận ủy Kiến An", "Chi bộ Tổ dân phố số", "Chi bộ số 1"}
    assert [line.actor for line in news if not any(name in line.actor for name in near)] == []
    assert [line for line in news if "%(" in line.what or not line.what.strip()] == []


# --- live, and its price ---------------------------------------------------------------------------------------------
def test_a_live_change_fetches_the_main_part_alone(world: World) -> None:
    issued(world)
    part = html_of(world, world.district_office, **{"HX-Request": "true"})
    assert "<html" not in part
    assert 'id="desk-sub" hx-swap-oob="true"' in part
    whole = html_of(world, world.district_office)
    assert f'data-live="unit:{world.kien_an.pk}' in whole


@pytest.mark.parametrize("username", CAST)
def test_the_desk_of_the_sample_world_keeps_the_budget(
    loaded: Sample, username: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = loaded.client(username)
    with django_assert_max_num_queries(BUDGET):
        client.get("/")


def test_the_price_of_the_desk_does_not_grow_with_its_rows(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many_units(world, Unit.objects.get(pk=world.kien_an.pk), 40)
    with world.on(date(2019, 6, 20)) as then:
        for number in range(8):
            parent = issued(world, duty(f"Báo cáo {number}", "report_sent", date(2019, 7, 10)), at=then)
            passed_down(world, parent, due=date(2019, 7, 5), at=then)
            done(owed(parent, world.bloc_office), world.bloc_office, world.city_office, then)
    for member in (world.district_office, world.district_secretary, world.city_office):
        client = world.client(member)
        with django_assert_max_num_queries(BUDGET):
            assert client.get("/").status_code == 200


def test_a_root_has_no_section_for_what_a_superior_gives(world: World) -> None:
    assert 'id="owed"' not in html_of(world, world.city_office)
    assert 'id="owed"' in html_of(world, world.branch_secretary)


def test_a_unit_with_nobody_below_has_no_section_for_what_it_passes_down(world: World) -> None:
    assert 'id="passed-down"' not in html_of(world, world.branch_secretary)
    assert 'id="passed-down"' in html_of(world, world.ward_office)


def test_an_empty_desk_says_so_in_words(world: World) -> None:
    world.unit("B2", "Chi bộ số 2", "chi bộ", Level.BRANCH, world.ward_a)
    html = html_of(world, world.branch_secretary)
    assert "Đã xong mọi việc" in html
    assert set(counters(html).values()) == {0}


def test_of_many_answers_the_longest_waiting_are_listed_and_all_are_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quantriet.desk.queries.LISTED", 2)
    monkeypatch.setattr("quantriet.desk.queries.SHOWN", 1)
    for number in range(3):
        cascade = issued(world, duty(f"Việc {number}", "report_sent"))
        report(owed(cascade, world.bloc_office), world.bloc_office, world.noon)
    assert counters(html_of(world, world.city_office))["to-decide"] == 3
    assert rows(html_of(world, world.city_office, "to-decide")) == 2
    assert "trong tổng số 3" in html_of(world, world.city_office, "to-decide")
