"""Whom one calls about what is late, and which superior chases: in the list and in the log of what was said."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.queries.lists import given, given_cascades
from quantriet.org.models import Mandate
from tests.cascade.stories import done, duty, issued, many_units, owed, passed_down, report
from tests.cascade.test_exports import table
from tests.cascade.test_reminders import remind
from tests.notices.stories import wants
from tests.world import Member, World

LATE = date(2019, 8, 3)


def story(world: World) -> Cascade:
    """The wards owe a report by 24/07, and the city's deadline of 31/07 has passed too."""
    return passed_down(world, issued(world, duty("Báo cáo", "report_sent")))


def late_list(world: World, member: Member, child: Cascade) -> str:
    with world.on(LATE):
        url = reverse("cascade:cascade-late", args=[child.root_pk])
        return world.client(member).get(url).content.decode()


def line_of(html: str, name: str) -> str:
    return next(row for row in html.split("<tr>") if f">{name}</a>" in row)


def test_each_late_unit_stands_beside_the_superior_that_gave_it_the_duty(world: World) -> None:
    html = late_list(world, world.city_office, story(world))
    ward = line_of(html, "Đảng ủy phường Bắc Sơn").split('data-label="Cấp trên đôn đốc"')
    assert "Ngô Thị Dung" in ward[0]
    assert "<span>Quận ủy Kiến An</span>" in ward[1]
    assert "<b>Vũ Đức Bình</b> – Bí thư Quận ủy" in ward[1]
    assert "văn phòng: Phạm Thị Lan" in ward[1]
    district = line_of(html, "Quận ủy Kiến An").split('data-label="Cấp trên đôn đốc"')
    assert "<span>Thành ủy Cảng</span>" in district[1]
    assert "<b>Lê Văn Cảng</b> – Bí thư Thành ủy" in district[1]


def test_an_address_that_somebody_has_written_down_stands_beside_the_name(world: World) -> None:
    child = story(world)
    wants(world.ward_office, address="dung@bacson.vn")
    wants(world.district_office, address="lan@kienan.vn")
    html = late_list(world, world.city_office, child)
    ward = line_of(html, "Đảng ủy phường Bắc Sơn").split('data-label="Cấp trên đôn đốc"')
    assert '<a href="mailto:dung@bacson.vn">dung@bacson.vn</a>' in ward[0]
    assert '<a href="mailto:lan@kienan.vn">lan@kienan.vn</a>' in ward[1]
    assert "mailto" not in line_of(html, "Đảng ủy phường Nam Sơn").split("data-label")[0]
    with world.on(LATE):
        url = reverse("cascade:cascade-late", args=[child.root_pk])
        rows, _, _ = table(world.client(world.city_office), url)
    taken = next(row for row in rows if row[0] == "Đảng ủy phường Bắc Sơn")
    assert (taken[6], taken[9]) == ("Ngô Thị Dung <dung@bacson.vn>", "Phạm Thị Lan <lan@kienan.vn>")


def test_whoever_writes_an_address_down_is_told_who_will_see_it(world: World) -> None:
    html = world.client(world.ward_office).get(reverse("notices:preference")).content.decode()
    assert "khi có việc chậm cũng thấy địa chỉ này" in html


def test_the_list_asks_as_often_however_many_are_late(world: World) -> None:
    few = story(world)
    many_units(world, world.city, 40)
    client = world.client(world.city_office)
    counts = []
    for child in (few, story(world)):
        url = reverse("cascade:cascade-late", args=[child.root_pk])
        with world.on(LATE), CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[1] <= counts[0]


def log(world: World, child: Cascade) -> str:
    url = reverse("cascade:reminder-log", args=[child.pk])
    return world.client(world.district_office).get(url).content.decode()


def test_the_log_names_the_superior_that_was_told(world: World) -> None:
    child = story(world)
    remind(date(2019, 7, 24))
    assert "đã báo cấp trên" not in log(world, child)
    remind(date(2019, 7, 27))
    rows = [row for row in log(world, child).split("<tr>") if "quá hạn từ ngày" in row]
    assert {"đã báo cấp trên: Quận ủy Kiến An – Vũ Đức Bình" in row for row in rows} == {True}
    assert len(rows) == 5  # two wards' three accounts, and the superior's head about each ward


def test_the_log_says_when_the_superior_has_nobody_to_be_told(world: World) -> None:
    child = story(world)
    Mandate.objects.filter(unit=world.kien_an, role="head").delete()
    remind(date(2019, 7, 27))
    html = log(world, child)
    assert "đã báo cấp trên" not in html
    assert "cấp trên Quận ủy Kiến An chưa có tài khoản của người đứng đầu" in html


def preview(world: World) -> list[str]:
    with world.on(date(2019, 7, 21)):
        html = world.client(world.district_office).get(reverse("cascade:reminder-preview")).content.decode()
    return html.split("<tr>")


def test_the_preview_names_who_gets_each_reminder(world: World) -> None:
    story(world)
    Mandate.objects.filter(unit=world.ward_b).delete()
    rows = preview(world)
    ward_a = [row for row in rows if "<td>Đảng ủy phường Bắc Sơn</td>" in row]
    told = [row.split('data-label="Người nhận">')[1].split("</td>")[0] for row in ward_a]
    assert told[:-1] == ["Bùi Văn Giang, Ngô Thị Dung"] * 3
    assert told[-1] == "Bùi Văn Giang, Ngô Thị Dung, Vũ Đức Bình"  # after the grace the superior's head too
    ward_b = [row for row in rows if "<td>Đảng ủy phường Nam Sơn</td>" in row]
    assert ["chưa báo được ai" in row for row in ward_b] == [True, True, True, False]


def test_what_waits_for_judgement_can_be_recalled_but_not_waived(world: World) -> None:
    child = story(world)
    sent = owed(child, world.ward_office)
    report(sent, world.ward_office, world.noon)
    html = world.client(world.district_office).get(reverse("cascade:obligation-page", args=[sent.pk])).content.decode()
    assert reverse("cascade:obligation-recall", args=[sent.pk]) in html
    assert reverse("cascade:obligation-waive", args=[sent.pk]) not in html
    assert "sau khi trả lại mới miễn được" in html
    done(owed(child, world.ward_b_office), world.ward_b_office, world.district_office, world.noon)
    url = reverse("cascade:obligation-page", args=[owed(child, world.ward_b_office).pk])
    assert "Với vai trò cấp trên" not in world.client(world.district_office).get(url).content.decode()


def test_the_next_deadline_is_of_what_must_still_be_done(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"), duty("Hội nghị", "conference_held", due=date(2019, 8, 20)))

    def shown() -> date | None:
        (line,) = given_cascades(given(world.bloc.pk), world.bloc.pk, on=world.today)
        return line.due_on

    assert shown() == date(2019, 7, 31)
    report(owed(root, world.bloc_office), world.bloc_office, world.noon)
    assert shown() == date(2019, 8, 20)
    Obligation.objects.filter(unit=world.bloc).update(state="recalled")
    assert shown() is None
    assert world.client(world.bloc_office).get(reverse("cascade:cascade-list")).status_code == 200
