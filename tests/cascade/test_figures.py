"""The ways to look at a cascade: whatever a page counts opens exactly the rows it counts, in bounded queries."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quantriet.cascade import actions
from quantriet.cascade.models import SavedView
from quantriet.cascade.queries.matrix import rank
from quantriet.cascade.queries.national import figures as figures_of
from quantriet.cascade.queries.rollup import Node, rollup
from quantriet.cascade.queries.trend import changes, chart, days_between, on_days
from quantriet.cascade.rules.standing import Counts, Standing, worst
from quantriet.kernel.clock import ZONE
from tests.cascade.stories import done, draft, duty, facts_of, issue, issued, many_units, owed
from tests.cascade.test_pages import figures, lively, page
from tests.cascade.test_rollup import BEGIN, Life, Played, worlds
from tests.world import NOON, TODAY, World

LOOKS = ["cascade:overview", "cascade:overview-matrix", "cascade:cascade-matrix", "cascade:cascade-compare"]


def address(name: str, pk: int) -> str:
    return reverse(name) if "overview" in name else reverse(name, args=[pk])


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("who", ["city_office", "district_office"])
@pytest.mark.parametrize("ago", [0, 1])
def test_every_figure_opens_exactly_the_rows_it_counts(world: World, name: str, who: str, ago: int) -> None:
    root = lively(world)
    client = world.client(world.member(who))
    on = f"?on={world.today - timedelta(days=ago)}" if ago else ""
    found = figures(page(client, address(name, root.pk) + on))
    assert len(found) >= 4
    for rows, figure in found:
        assert f"<h1>{figure} việc</h1>" in page(client, rows), (rows, figure)


def test_the_late_list_is_the_figure_late_and_says_whom_to_call(world: World) -> None:
    root = issued(world, at=world.noon - timedelta(days=5))
    with world.on(date(2019, 8, 3)):
        client = world.client(world.city_office)
        html = page(client, reverse("cascade:cascade-late", args=[root.pk]))
        assert "4 việc chậm" in html
        assert html.count("chậm 3 ngày") == 4
        assert "<b>Vũ Đức Bình</b> – Bí thư Quận ủy" in html
        assert "văn phòng: Phạm Thị Lan" in html
        below = page(client, f"{reverse('cascade:cascade-late', args=[root.pk])}?unit={world.kien_an.pk}")
        assert "Đảng ủy Khối" not in below


# --- the cascade page: filters, pages, ring -------------------------------------------------------------------------


def names_in(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', html)


def test_the_table_shows_only_what_the_filter_asks_for(world: World) -> None:
    root = lively(world)
    client, url = world.client(world.city_office), reverse("cascade:cascade-page", args=[root.pk])
    both = ["Quận ủy Kiến An", "Đảng ủy Khối các cơ quan"]
    assert sorted(names_in(page(client, url))) == sorted(both)
    assert names_in(page(client, f"{url}?standing=late")) == both[:1]
    assert names_in(page(client, f"{url}?level=branch")) == []
    assert names_in(page(client, f"{url}?sort=done"))[0] == "Quận ủy Kiến An"
    late = f"{url}?unit={world.kien_an.pk}&late=1"
    assert names_in(page(client, late)) == ["Đảng ủy phường Bắc Sơn", "Đảng ủy phường Nam Sơn"]
    conference = owed(root, world.district_office, "conference_held").requirement
    assert len(re.findall("board-type", page(client, f"{url}?requirement={conference.pk}"))) == 1


def test_a_long_table_is_paged_and_its_file_is_whole(world: World) -> None:
    many_units(world, world.city, 75)
    root = issued(world, duty("Báo cáo", "report_sent"))
    client, url = world.client(world.city_office), reverse("cascade:cascade-page", args=[root.pk])
    first, second = names_in(page(client, url)), names_in(page(client, f"{url}?page=2"))
    assert (len(first), len(set(first + second))) == (50, 77)
    assert names_in(page(client, f"{url}?page=99")) == second


@pytest.mark.parametrize("name", [*LOOKS, "cascade:cascade-late", "cascade:cascade-trend", "cascade:cascade-page"])
def test_pages_ask_the_database_at_most_25_times(world: World, django_assert_max_num_queries: Any, name: str) -> None:
    many_units(world, world.city, 120)
    many_units(world, world.kien_an, 120)
    cascade = draft(world)
    facts = facts_of(cascade, scope="subtree")
    actions.save_draft(actor=world.city_office.actor, cascade=cascade, facts=facts, version=None, at=world.noon)
    issue(cascade, world.city_office, world.city_secretary, world.noon)
    client = world.client(world.city_office)
    with django_assert_max_num_queries(25):
        page(client, address(name, cascade.pk))


@pytest.mark.parametrize("name", [*LOOKS, "cascade:cascade-late", "cascade:cascade-trend"])
def test_senseless_words_are_passed_over(world: World, name: str) -> None:
    url = address(name, lively(world).pk)
    page(world.client(world.city_office), f"{url}?page=x&sort=x&on=x&columns={10**30}&due=x&other=")


def test_a_matrix_marks_each_cell_with_a_letter_and_not_with_colour_alone(world: World) -> None:
    root = lively(world)
    html = page(world.client(world.city_office), reverse("cascade:cascade-matrix", args=[root.pk]))
    marks = re.findall(r'<b class="mark tone-(\w+)" title="[^"]+">(\w)</b>', html)
    assert {"green": "H", "red": "C"}.items() <= dict(marks).items()


# --- the same figures by another way --------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(played=worlds(), top=st.integers(0, 7))
def test_the_course_equals_the_roll_up_on_each_day(
    world: World, played: tuple[list[int | None], list[date | None], list[Life]], top: int
) -> None:
    from django.db import transaction

    with transaction.atomic():
        scene = Played(world, *played)
        path = scene.paths[top % len(scene.paths)]
        days = days_between(BEGIN, TODAY)
        for point in on_days(changes(scene.cascade.pk, path, NOON), days):
            node = rollup(scene.cascade.pk, path, on=point.day, now=NOON, levels=0)
            told = (node.branch.total, node.branch.approved, node.branch.late)
            assert (point.total, point.done, point.late) == told, point.day
        for on in (TODAY, TODAY - timedelta(days=2)):
            many = figures_of([scene.cascade.pk], path, on=on, now=NOON, levels=1)[scene.cascade.pk]
            node = rollup(scene.cascade.pk, path, on=on, now=NOON, levels=1)
            assert many.get(path, Counts()) == node.branch
            assert {c.path: c.branch for c in node.children} == {p: c for p, c in many.items() if p != path}
        transaction.set_rollback(True)


def test_a_chart_runs_from_the_issue_to_the_last_deadline(world: World) -> None:
    root = lively(world)
    day = datetime.combine(TODAY, time.max, tzinfo=ZONE)
    path = world.city_office.acting().path
    points = on_days(changes(root.pk, path, day), days_between(TODAY - timedelta(days=5), TODAY))
    drawn = chart(points, [date(2019, 7, 31)])
    assert drawn is not None
    assert [x for x, _ in drawn.deadlines] == [900.0]
    assert drawn.total == 8
    assert drawn.done.split()[-1].startswith("187.5,")
    assert chart(points[:1], []) is None


def test_equal_shares_have_the_same_place() -> None:
    nodes = [
        Node(path=f"{n}", unit_id=n, branch=counts, order=(n, ""))
        for n, counts in enumerate([Counts(approved=1, open=2), Counts(approved=2), Counts(approved=2, late=4)])
    ]
    assert [(r.place, r.node.unit_id) for r in rank(nodes)] == [(1, 1), (2, 0), (2, 2)]


def test_the_mark_of_a_cell_is_the_standing_that_needs_somebody_most() -> None:
    assert worst(Counts()) is None
    assert worst(Counts(approved=9)) == Standing.APPROVED
    assert worst(Counts(approved=9, submitted=1)) == Standing.SUBMITTED
    assert worst(Counts(approved=9, open=3, late=1)) == Standing.LATE


def test_two_cascades_lie_side_by_side_by_weeks_since_each_was_issued(world: World) -> None:
    old = issued(world, at=world.noon - timedelta(days=15))
    done(owed(old, world.bloc_office), world.bloc_office, world.city_office, world.noon - timedelta(days=9))
    new = issued(world)
    client = world.client(world.city_office)
    html = page(client, f"{reverse('cascade:cascade-compare', args=[old.pk])}?other={new.pk}")
    table = html.split("Số tuần từ khi giao")[1]
    assert re.findall(r"<b>(\d+ / \d+)</b>", table) == ["0 / 4", "0 / 4", "1 / 4", "1 / 4"]


# --- kept views -----------------------------------------------------------------------------------------------------


def test_a_view_is_kept_under_a_name_opened_and_deleted(world: World) -> None:
    root = lively(world)
    client, kept = world.client(world.city_office), reverse("cascade:saved-views")
    here = f"{reverse('cascade:cascade-page', args=[root.pk])}?late=1&page=3"
    answer = client.post(reverse("cascade:saved-view-save"), {"name": "Đang chậm", "address": here})
    assert answer["Location"] == here.replace("&page=3", "")
    client.post(reverse("cascade:saved-view-save"), {"name": "Đang chậm", "address": here})
    view = SavedView.objects.get()
    assert "Đang chậm" in page(client, kept)
    assert f'href="{here.replace("&page=3", "")}"' in page(client, kept)
    assert "Đang chậm" not in page(world.client(world.city_secretary), kept)
    delete = reverse("cascade:saved-view-delete", args=[view.pk])
    assert world.client(world.city_secretary).post(delete).status_code == 404
    client.post(delete)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("wrong", ["https://example.org/cascades/1/", "/accounts/sign-in/", "//x/cascades/1/", "x"])
def test_only_our_own_pages_of_figures_can_be_kept(world: World, wrong: str) -> None:
    answer = world.client(world.city_office).post(
        reverse("cascade:saved-view-save"), {"name": "Tên", "address": wrong}
    )
    assert answer.status_code == 422
    assert "Trang này không lưu lại được" in answer.content.decode()
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_refused(world: World) -> None:
    url = reverse("cascade:overview")
    answer = world.client(world.city_office).post(reverse("cascade:saved-view-save"), {"name": " ", "address": url})
    assert answer.status_code == 422


def test_the_slider_leads_to_a_day_and_the_links_keep_it(world: World) -> None:
    cascade = issued(world, at=world.noon)
    later = date(2019, 7, 20)
    with world.on(later):
        client = world.client(world.city_office)
        url = f"/cascades/{cascade.pk}/"
        page = client.get(url).content.decode()
        assert 'type="range" name="step" min="0" max="8" value="8"' in page
        moved = client.get(url, {"on": "20/07/2019", "was": "8", "step": "3"}).content.decode()
        assert 'value="15/07/2019"' in moved
        assert "on=2019-07-15" in moved
        typed = client.get(url, {"on": "14/07/2019", "was": "8", "step": "8"}).content.decode()
        assert 'value="14/07/2019"' in typed
        assert 'value="20/07/2019"' in client.get(url, {"was": "8", "step": "99"}).content.decode()


def test_the_units_below_another_unit_are_compared_by_its_name(world: World) -> None:
    root = issued(world)
    url, client = reverse("cascade:cascade-compare", args=[root.pk]), world.client(world.city_office)
    for words in ("quan uy kien an", "KA", "Quận ủy Kiến An (KA)"):
        assert client.get(url, {"branch": words}).headers["Location"] == f"{url}?unit={world.kien_an.pk}"
    gone = client.get(url, {"branch": "KA", "on": "2019-07-12"}).headers["Location"]
    assert gone == f"{url}?unit={world.kien_an.pk}"
    for words, told in (("Tỉnh ủy Miền Xa", "Không có đơn vị nào tên hoặc mã là"), ("", "Trường này là bắt buộc")):
        answer = client.get(url, {"branch": words})
        assert answer.status_code == 200
        assert told in answer.content.decode()
    assert world.client(world.district_office).get(url, {"branch": "CITY"}).status_code == 200
