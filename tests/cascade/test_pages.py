"""The roll-up, the lists behind its figures, and the page of an obligation, as people meet them."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quantriet.cascade import actions
from quantriet.cascade.forms import answer as forms
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import State
from quantriet.org.models import UnitVersion
from tests.cascade.stories import (
    done,
    draft,
    duty,
    facts_of,
    issue,
    issued,
    many_units,
    owed,
    passed_down,
    report,
    sent_at,
)
from tests.cascade.test_answering import conference
from tests.world import World

FIGURE = re.compile(r'href="(/cascades/\d+/rows/[^"]*)"[^>]*>\s*(?:<(?!/a)[^>]+>\s*)*([\d.]+)<')
COUNTER = re.compile(
    r'href="(/cascades/\d+/rows/[^"]*)">\s*<div class="counter[^"]*">.*?counter-value">([\d.]+)', re.DOTALL
)
BAR = re.compile(r'href="(/cascades/\d+/rows/[^"]*)" title="([\d.]+) ')


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def lively(world: World) -> Cascade:
    """A cascade in which something of every kind has happened."""
    root = issued(world, at=world.noon - timedelta(days=5))
    child = passed_down(world, root, due=date(2019, 7, 10), at=world.noon - timedelta(days=4))
    done(owed(root, world.bloc_office), world.bloc_office, world.city_office, world.noon)
    report(owed(root, world.district_office), world.district_office, world.noon)
    done(owed(child, world.ward_office), world.ward_office, world.district_office, world.noon)
    obligation = owed(child, world.ward_b_office)
    report(obligation, world.ward_b_office, world.noon)
    actions.return_answer(
        actor=world.district_office.actor, obligation=obligation, reason="Thiếu số liệu", new_due_on=None, at=world.noon
    )
    actions.record_fulfilment(
        actor=world.district_office.actor, obligation=owed(root, world.district_office, "conference_held"),
        evidence=conference(was_head=False), at=world.noon,
    )  # fmt: skip
    return root


def figures(html: str) -> set[tuple[str, int]]:
    """Every figure of a page with the list it opens."""
    found = [*FIGURE.findall(html), *COUNTER.findall(html), *BAR.findall(html)]
    return {(unescape(address), int(figure.replace(".", ""))) for address, figure in found}


@pytest.mark.parametrize("who", ["city_office", "district_office", "ward_office"])
@pytest.mark.parametrize("ago", [0, 1, 4])
def test_every_figure_opens_exactly_the_rows_it_counts(world: World, who: str, ago: int) -> None:
    root = lively(world)
    client = world.client(world.member(who))
    on = "" if ago == 0 else f"?on={world.today - timedelta(days=ago)}"
    found = figures(page(client, reverse("cascade:cascade-page", args=[root.pk]) + on))
    assert len(found) > 8 or ago == 4
    for address, figure in found:
        rows = page(client, address)
        assert f"<h1>{figure} việc</h1>" in rows, (address, figure)
        assert len(re.findall(r"<tr>\s*<td>", rows)) == figure, (address, figure)


@pytest.mark.parametrize("scope", [Scope.DIRECT, Scope.SUBTREE])  # of which the sums are told otherwise
@pytest.mark.parametrize(("who", "number"), [("city_office", 1), ("district_office", 2), ("ward_office", 0)])
def test_what_waits_for_my_approval_leaves_out_what_others_gave(
    world: World, who: str, number: int, scope: Scope
) -> None:
    root = issued(world)
    child = passed_down(world, root)
    Cascade.objects.filter(pk=root.pk).update(scope=scope)
    for member in (world.ward_office, world.ward_b_office):
        report(owed(child, member), member, world.noon)
    report(owed(root, world.district_office), world.district_office, world.noon)
    html = page(world.client(world.member(who)), reverse("cascade:cascade-page", args=[root.pk]))
    (waiting,) = {found for found in figures(html) if "mine=1" in found[0]}
    assert waiting[1] == number
    assert f"<h1>{number} việc</h1>" in page(world.client(world.member(who)), waiting[0])


def test_a_name_with_markup_is_shown_as_it_is_written(world: World) -> None:
    root = lively(world)
    UnitVersion.objects.filter(unit=world.kien_an).update(name='<b>Quận</b> "A" & B', short_name="<i>A</i>")
    html = page(world.client(world.city_office), reverse("cascade:cascade-page", args=[root.pk]))
    assert "&lt;b&gt;Quận&lt;/b&gt; &quot;A&quot; &amp; B</a>" in html  # in the table
    assert 'title="&lt;b&gt;Quận' in html  # in the picture
    assert "&lt;i&gt;A&lt;/i&gt;" in html
    assert "<b>Quận</b>" not in html
    assert "<i>A</i>" not in html


@pytest.mark.parametrize("who", ["city_office", "district_office", "ward_b_office"])
def test_the_figures_of_the_list_open_their_rows_too(world: World, who: str) -> None:
    lively(world)
    client = world.client(world.member(who))
    found = figures(page(client, reverse("cascade:cascade-list")))
    assert found
    for address, figure in found:
        assert f"<h1>{figure} việc</h1>" in page(client, address), address


def test_the_board_says_who_did_what(world: World) -> None:
    root = lively(world)
    html = page(world.client(world.city_office), reverse("cascade:cascade-page", args=[root.pk]))
    assert "11/7 · Phó Bí thư" in html
    assert "chờ duyệt" in html
    assert f'data-live="cascade:{root.pk}"' in html
    assert "Quận ủy Kiến An: hoàn thành 1/6" in html


def test_a_deputy_is_shown_in_amber_and_explained(world: World) -> None:
    root = lively(world)
    obligation = owed(root, world.district_office, "conference_held")
    html = page(world.client(world.district_office), reverse("cascade:obligation-page", args=[obligation.pk]))
    assert "Đã ghi nhận nhưng chưa tính là hoàn thành" in html
    assert "Vũ Đức Bình" in html
    assert reverse("conference:conference-record", args=[obligation.pk]) in html


def test_going_down_and_up_stays_on_the_same_day(world: World) -> None:
    root, yesterday = lively(world), world.today - timedelta(days=1)
    client = world.client(world.city_office)
    html = page(client, f"{reverse('cascade:cascade-page', args=[root.pk])}?unit={world.kien_an.pk}&on={yesterday}")
    assert f"Số liệu tính đến hết ngày {yesterday:%d/%m/%Y}" in html
    assert f"?unit={world.ward_a.pk}&amp;on={yesterday}" in html
    assert f"?unit={world.city.pk}&amp;on={yesterday}" in html
    assert "data-live=" not in html.split('id="board"')[1].split(">")[0]


def test_yesterday_differs_from_today(world: World) -> None:
    root = lively(world)
    client, url = world.client(world.city_office), reverse("cascade:cascade-page", args=[root.pk])
    assert "/ 8 · 25,0" in page(client, url)
    assert "/ 8 · 0,0" in page(client, f"{url}?on={world.today - timedelta(days=1)}")


@pytest.mark.parametrize("on", ["2019-99-99", "hôm qua", "2030-01-01", ""])
def test_a_day_that_cannot_be_shown_gives_today(world: World, on: str) -> None:
    root = lively(world)
    html = page(world.client(world.city_office), f"{reverse('cascade:cascade-page', args=[root.pk])}?on={on}")
    assert "Số liệu tính đến hết ngày" not in html


def test_figures_are_shown_downwards_only(world: World) -> None:
    root = lively(world)
    url = reverse("cascade:cascade-page", args=[root.pk])
    for unit in (world.city, world.bloc, world.ward_b):
        assert world.client(world.ward_office).get(url, {"unit": unit.pk}).status_code == 404
    assert "Chi bộ số 1" not in page(world.client(world.ward_b_office), url)


def test_a_cascade_passed_down_opens_its_part_of_the_whole(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    answer = world.client(world.ward_office).get(reverse("cascade:cascade-page", args=[child.pk]))
    assert answer["Location"] == f"{reverse('cascade:cascade-page', args=[root.pk])}?unit={world.ward_a.pk}"


def test_a_unit_that_has_ended_keeps_what_it_owes_in_the_total(world: World) -> None:
    from psycopg.types.range import DateRange

    from quantriet.org.models import UnitVersion

    root = issued(world, at=world.noon - timedelta(days=5))
    UnitVersion.objects.filter(unit=world.bloc).update(valid_during=DateRange(world.since, world.today))
    client = world.client(world.city_office)
    html = page(client, reverse("cascade:cascade-page", args=[root.pk]))
    assert "/ 4 · 0,0" in html
    assert "Đảng ủy Khối các cơ quan" in html
    page(client, f"{reverse('cascade:cascade-page', args=[root.pk])}?unit={world.bloc.pk}")


def test_rows_are_sorted_and_paged_and_the_figure_is_the_whole(world: World) -> None:
    many_units(world, world.city, 60)
    root = issued(world, duty("Báo cáo", "report_sent"))
    client, url = world.client(world.city_office), reverse("cascade:cascade-rows", args=[root.pk])
    first, second = page(client, f"{url}?sort=name"), page(client, f"{url}?sort=name&page=2")
    assert "<h1>62 việc</h1>" in first
    assert "1–50 trong 62" in first
    assert "51–62 trong 62" in second
    names = re.findall(r"<tr>\s*<td>([^<]+)</td>", first + second)
    assert len(set(names)) == 62
    assert "Đảng ủy số 0" in names[0]


@pytest.mark.parametrize(
    "words",
    ["page=99&sort=tên", "page=0", f"page={10**30}", f"requirement={10**30}", "standing=x&own=1&below=1", "unit=x"],
)
def test_a_list_asked_for_in_senseless_words_still_opens(world: World, words: str) -> None:
    page(world.client(world.city_office), f"{reverse('cascade:cascade-rows', args=[issued(world).pk])}?{words}")


@pytest.mark.parametrize("unit", [10**8, 10**30])
def test_a_unit_that_does_not_exist_is_not_found(world: World, unit: int) -> None:
    url = reverse("cascade:cascade-page", args=[issued(world).pk])
    assert world.client(world.city_office).get(url, {"unit": unit}).status_code == (404 if unit < 10**9 else 200)


@pytest.mark.parametrize("name", ["cascade:cascade-page", "cascade:cascade-rows", "cascade:cascade-list"])
def test_pages_ask_the_database_at_most_25_times_whatever_the_number_of_units(
    world: World, django_assert_max_num_queries: Any, name: str
) -> None:
    many_units(world, world.city, 200)
    cascade = draft(world)
    many_units(world, world.kien_an, 200)
    actions.save_draft(
        actor=world.city_office.actor, cascade=cascade, facts=facts_of(cascade, scope="subtree"), version=None,
        at=world.noon,
    )  # fmt: skip
    issue(cascade, world.city_office, world.city_secretary, world.noon)
    client = world.client(world.city_office)
    with django_assert_max_num_queries(25):
        page(client, reverse(name, args=[] if name.endswith("list") else [cascade.pk]))


def test_the_obligation_page_is_within_its_budget(world: World, django_assert_max_num_queries: Any) -> None:
    root = lively(world)
    obligation = owed(root, world.district_office)
    client = world.client(world.district_office)
    with django_assert_max_num_queries(25):
        page(client, reverse("cascade:obligation-page", args=[obligation.pk]))


# --- answering through the pages ----------------------------------------------------------------------------------


def test_a_unit_accepts_names_who_has_it_and_reports_with_a_file(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    client, url = world.client(world.district_office), reverse("cascade:obligation-page", args=[obligation.pk])
    assert "Tiếp nhận" in page(client, url)
    accept = reverse("cascade:obligation-accept", args=[obligation.pk])
    assert client.post(accept, {"responsible": ""}).status_code == 422
    client.post(accept, {"responsible": "Vũ Đức Bình"})
    assert "Vũ Đức Bình" in page(world.client(world.city_office), url)
    file = SimpleUploadedFile("báo cáo.pdf", b"%PDF-1.4 bao cao")
    client.post(reverse("cascade:report-record", args=[obligation.pk]), {"text": "Đã quán triệt.", "file": file})
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED
    html = page(world.client(world.city_office), url)
    assert "Đã quán triệt." in html
    [evidence] = re.findall(r'href="(/cascades/evidence/\d+/)"', html)
    answer = world.client(world.city_office).get(evidence)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 bao cao"
    assert answer["Content-Type"] == "application/octet-stream"
    assert "attachment" in answer["Content-Disposition"]
    assert world.client(world.bloc_office).get(evidence).status_code == 404


def test_a_report_with_nothing_in_it_is_refused_and_keeps_the_page(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    client, url = world.client(world.district_office), reverse("cascade:report-record", args=[obligation.pk])
    answer = client.post(url, {"text": "   "})
    assert answer.status_code == 422
    assert "Hãy ghi việc đã làm hoặc kèm tệp." in answer.content.decode()
    obligation.refresh_from_db()
    assert (obligation.state, obligation.fulfilments.count()) == (State.ASSIGNED, 0)


def test_too_large_a_file_is_refused_and_the_words_stay(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LARGEST", 10)
    obligation = owed(issued(world), world.district_office)
    answer = world.client(world.district_office).post(
        reverse("cascade:report-record", args=[obligation.pk]),
        {"text": "Đang gõ", "file": SimpleUploadedFile("a.pdf", b"x" * 11)},
    )
    assert answer.status_code == 422
    assert "“a.pdf” lớn hơn 20 MB" in answer.content.decode()
    assert ">\nĐang gõ</textarea>" in answer.content.decode()


def test_the_superior_returns_with_a_reason_and_a_day_and_then_approves(world: World) -> None:
    above = issued(world)
    obligation = owed(passed_down(world, above), world.ward_office)
    report(obligation, world.ward_office, world.noon)
    superior, url = world.client(world.district_office), reverse("cascade:obligation-return", args=[obligation.pk])
    answer = superior.post(url, {"return-reason": "Thiếu danh sách ký", "return-new_due_on": "15/08/2019"})
    assert answer.status_code == 422
    assert "Không được sau hạn của cấp trên (31/07/2019)" in answer.content.decode()
    assert "Thiếu danh sách ký" in answer.content.decode()
    superior.post(url, {"return-reason": "Thiếu danh sách ký", "return-new_due_on": "30/07/2019"})
    html = page(world.client(world.ward_office), reverse("cascade:obligation-page", args=[obligation.pk]))
    assert "Thiếu danh sách ký" in html
    assert "30/07/2019" in html
    report(Obligation.objects.get(pk=obligation.pk), world.ward_office, world.noon, "Bản hai")
    superior.post(reverse("cascade:obligation-approve", args=[obligation.pk]))
    html = page(superior, reverse("cascade:obligation-page", args=[obligation.pk]))
    assert "Bản 2" in html
    assert "Bản 1" in html
    obligation.refresh_from_db()
    assert obligation.state == State.APPROVED


def test_a_second_press_on_approve_approves_once(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    report(obligation, world.district_office, world.noon)
    city, url = world.client(world.city_office), reverse("cascade:obligation-approve", args=[obligation.pk])
    assert [city.post(url).status_code for _ in range(2)] == [302, 302]
    obligation.refresh_from_db()
    assert obligation.moves.filter(state=State.APPROVED).count() == 1


def test_pages_are_parts_for_a_live_update(world: World) -> None:
    root = lively(world)
    obligation = owed(root, world.district_office)
    client = world.client(world.district_office)
    for url in (
        reverse("cascade:cascade-page", args=[root.pk]),
        reverse("cascade:cascade-rows", args=[root.pk]),
        reverse("cascade:cascade-list"),
        reverse("cascade:obligation-page", args=[obligation.pk]),
    ):
        answer = client.get(url, headers={"HX-Request": "true"})
        assert "<html" not in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"


def test_the_superior_judges_the_answer_that_was_read_and_not_one_sent_since(world: World) -> None:
    obligation = owed(issued(world), world.district_office)
    report(obligation, world.district_office, world.noon)
    city, url = world.client(world.city_office), reverse("cascade:obligation-page", args=[obligation.pk])
    read = sent_at(page(city, url))
    colleague = world.city_secretary.actor
    actions.return_answer(actor=colleague, obligation=obligation, reason="Thiếu", new_due_on=None, at=world.noon)
    report(obligation, world.district_office, world.noon + timedelta(minutes=5), "Bản hai")
    for name, more in (("obligation-approve", {}), ("obligation-return", {"return-reason": "Thiếu danh sách"})):
        answer = city.post(reverse(f"cascade:{name}", args=[obligation.pk]), {"sent_at": read, **more})
        assert answer.status_code == 409
        assert "đọc bản mới gửi rồi quyết định" in answer.content.decode()
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED
    now = {"sent_at": sent_at(page(city, url))}
    assert city.post(reverse("cascade:obligation-approve", args=[obligation.pk]), now).status_code == 302
    obligation.refresh_from_db()
    assert obligation.state == State.APPROVED


def test_what_is_passed_down_leads_to_its_part_of_the_whole_on_the_day_asked_for(world: World) -> None:
    root = lively(world)
    below, day = root.children.get(), world.today - timedelta(days=1)
    answer = world.client(world.district_office).get(
        reverse("cascade:cascade-page", args=[below.pk]), {"on": f"{day}", "late": "1"}
    )
    whole = reverse("cascade:cascade-page", args=[root.pk])
    assert answer.url == f"{whole}?on={day}&late=1&unit={world.kien_an.pk}"


def test_each_figure_of_the_last_line_says_what_it_counts_on_a_small_screen(world: World) -> None:
    lively(world)
    last = page(world.client(world.city_office), reverse("cascade:overview")).partition("<tfoot>")[2]
    assert re.findall(r'data-label="([^"]+)">([\d./ ]+)<', last.partition("</tfoot>")[0]) == [
        ("Hoàn thành", "2 / 8"), ("Chậm", "3"),
    ]  # fmt: skip
