"""Pages of shapes, scopes, many units, changes and templates, as people meet them."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from openpyxl import Workbook

from quantriet.cascade import actions, errors
from quantriet.cascade.models import Cascade, Exclusion, Obligation, Template
from quantriet.cascade.queries.scope import LISTED, audience, condition_of, in_scope
from quantriet.cascade.rules.codes import UnreadableTable, codes_in_file, codes_in_text
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import CascadeState, State
from tests.cascade.stories import draft, duty, facts_of, issue, issued, many_units, passed_down
from tests.cascade.test_draft_pages import post, to_pass_down, typed
from tests.world import World


def page_of(world: World, cascade: Cascade) -> str:
    url = reverse("cascade:draft-page", args=[cascade.pk])
    return world.client(world.member("district_office")).get(url).content.decode()


# --- shapes in the form -------------------------------------------------------------------------------------------


def test_what_is_passed_down_says_how_its_day_was_found(world: World) -> None:
    page = page_of(world, to_pass_down(world))
    assert "24/07/2019: 5 ngày làm việc trước hạn của cấp trên 31/07/2019" in page


def test_another_shape_moves_the_day_and_the_day_typed_wins(world: World) -> None:
    cascade = to_pass_down(world)
    row = cascade.requirements.first()
    drawn = {f"r{row.pk}__basis": "parent||5|24/07/2019", f"r{row.pk}__shape": "parent"}
    page = post(
        world, world.district_office, cascade, typed(cascade, "calc", **drawn, **{f"r{row.pk}__days": "3"})
    ).content.decode()
    assert 'value="26/07/2019"' in page
    post(world, world.district_office, cascade, typed(cascade, **drawn, **{f"r{row.pk}__days": "3"}))
    row.refresh_from_db()
    assert (row.due_on, row.deadline) == (date(2019, 7, 26), {"shape": "parent", "days": 3})
    mine = {f"r{row.pk}__days": "4", f"r{row.pk}__due_on": "20/07/2019"}
    post(world, world.district_office, cascade, typed(cascade, **drawn, **mine) | {"version": 2})
    row.refresh_from_db()
    assert (row.due_on, row.deadline) == (date(2019, 7, 20), {})


def test_one_lead_is_used_for_all_that_come_from_above(world: World) -> None:
    cascade = to_pass_down(world)
    page = post(world, world.district_office, cascade, typed(cascade, "lead", lead="1")).content.decode()
    assert page.count('value="30/07/2019"') >= 2


def test_a_month_is_typed_as_a_month(world: World) -> None:
    cascade = draft(world)
    row = cascade.requirements.first()
    words = {f"r{row.pk}__shape": "month", f"r{row.pk}__anchor": "8/2019", f"r{row.pk}__due_on": ""}
    assert post(world, world.city_office, cascade, typed(cascade, **words)).status_code == 302
    row.refresh_from_db()
    assert (row.due_on, row.deadline["shape"]) == (date(2019, 8, 31), "month")


# --- whom it reaches ----------------------------------------------------------------------------------------------


SCOPES = [
    (Scope.DIRECT, {}, 2),
    (Scope.SUBTREE, {}, 5),
    (Scope.RULE, {"levels": ["commune"]}, 2),
    (Scope.RULE, {"kinds": ["chi bộ"]}, 1),
    (Scope.RULE, {"levels": ["commune"], "kinds": ["chi bộ"]}, 0),
    (Scope.RULE, {}, 5),
    (Scope.HAND, {}, 0),
]


@pytest.mark.parametrize(("scope", "rule", "number"), SCOPES)
def test_a_scope_gives_to_exactly_those_it_names(world: World, scope: str, rule: dict[str, Any], number: int) -> None:
    cascade = draft(world, duty("Báo cáo", "report_sent"))
    Cascade.objects.filter(pk=cascade.pk).update(scope=scope, scope_rule=rule)
    cascade.refresh_from_db()
    assert audience(cascade).given == number
    assert set(condition_of(scope, rule)[1]) == {"levels", "kinds", "units"}
    if not number:
        with pytest.raises(errors.NothingToIssue):
            actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
        return
    issue(cascade, world.city_office, world.city_secretary, world.noon)
    named = in_scope(world.city.pk, scope, cascade.scope_on, rule)
    assert {o.unit_id for o in Obligation.objects.all()} == {unit.unit_id for unit in named}


def test_all_communes_are_chosen_in_the_form(world: World) -> None:
    cascade = draft(world)
    assert post(world, world.city_office, cascade, typed(cascade, scope="rule")).status_code == 422
    answer = post(world, world.city_office, cascade, typed(cascade, "look", scope="rule", levels=["commune"]))
    assert "Giao cho <b>2/2</b> đơn vị" in answer.content.decode()
    post(world, world.city_office, cascade, typed(cascade, scope="rule", levels=["commune"]))
    assert {unit.unit_id for unit in audience(Cascade.objects.get(pk=cascade.pk)).units} == {
        world.ward_a.pk, world.ward_b.pk,
    }  # fmt: skip


def units_page(world: World, cascade: Cascade, **data: Any) -> str:
    url = reverse("cascade:draft-units", args=[cascade.pk])
    return world.client(world.city_office).post(url, data, follow=True).content.decode()


def test_units_are_found_and_picked_by_hand(world: World) -> None:
    cascade = draft(world)
    actions.save_draft(
        actor=world.city_office.actor, cascade=cascade, facts=facts_of(cascade, scope=Scope.HAND), version=None,
        at=world.noon,
    )  # fmt: skip
    url = reverse("cascade:draft-units", args=[cascade.pk])
    found = world.client(world.city_office).get(url, {"q": "bac son"}).content.decode()
    assert "Đảng ủy phường Bắc Sơn" in found
    page = units_page(world, cascade, do="pick", code=["WA", "ELSE"])
    assert "Không thuộc phạm vi giao: 1." in page
    cascade.refresh_from_db()
    assert [unit.unit_id for unit in audience(cascade).units] == [world.ward_a.pk]
    units_page(world, cascade, do=f"drop:{world.ward_a.pk}")
    cascade.refresh_from_db()
    assert audience(cascade).given == 0


def test_many_units_are_left_out_by_a_table_with_one_reason_and_taken_back(world: World) -> None:
    cascade = draft(world)
    many_units(world, world.city, LISTED)
    book = Workbook()
    for n in range(250):
        book.active.append([f"CITY-{n}", "tên"])
    book.active.append(["XYZ"])
    raw = BytesIO()
    book.save(raw)
    table = SimpleUploadedFile("ma.xlsx", raw.getvalue())
    assert "Lý do" in units_page(world, cascade, do="out-many", **{"many-codes": "KA"})
    page = units_page(world, cascade, do="out-many", **{"many-file": table, "many-reason": "đang sắp xếp"})
    assert "Số đơn vị đã cập nhật: 250." in page
    assert "XYZ" in page
    assert Exclusion.objects.filter(reason="đang sắp xếp").count() == 250
    cascade.refresh_from_db()
    assert (audience(cascade).given, audience(cascade).left_out) == (52, 250)
    url = reverse("cascade:draft-page", args=[cascade.pk])
    page = world.client(world.city_office).get(url).content.decode()
    assert 'name="unlisted"' in page
    post(world, world.city_office, cascade, typed(cascade, title="Khác", unlisted="1"))
    assert Exclusion.objects.count() == 250  # what is not listed is kept
    units_page(world, cascade, do="in:CITY-3")
    assert Exclusion.objects.count() == 249
    units_page(world, cascade, do="in-all")
    assert Exclusion.objects.count() == 0


def test_units_are_left_out_by_name_and_what_is_unclear_is_told(world: World) -> None:
    cascade = draft(world)
    typed = {"many-units": "quan uy kien an; ", "many-reason": "đang sắp xếp"}
    page = units_page(world, cascade, do="out-many", **typed)
    assert "Số đơn vị đã cập nhật: 1." in page
    assert Exclusion.objects.get().unit_id == world.kien_an.pk
    world.unit("TWIN", "Đảng ủy phường Bắc Sơn", "đảng ủy phường", "commune", world.bloc)
    for words, told in (
        ("Đảng ủy phường Bắc Sơn", "WA (Quận ủy Kiến An); TWIN (Đảng ủy Khối các cơ quan)"),
        ("Quận ủy Lạ", "Không có đơn vị nào tên hoặc mã là “Quận ủy Lạ”"),
        ("", "Hãy ghi ít nhất một đơn vị"),
    ):
        assert told in units_page(world, cascade, do="out-many", **{"many-units": words, "many-reason": "x"})
    assert Exclusion.objects.count() == 1


def test_a_search_for_units_tells_where_each_stands(world: World) -> None:
    cascade = draft(world)
    units_page(world, cascade, do="pick", code=["WA"])
    url = reverse("cascade:draft-units", args=[cascade.pk])
    found = world.client(world.city_office).get(url, {"q": "bac son"}).content.decode()
    assert "WA · Thành ủy Cảng › Quận ủy Kiến An" in found


def test_codes_are_read_from_text_and_tables() -> None:
    assert codes_in_text(" A1, B2;C3\nA1\n") == ["A1", "B2", "C3"]
    assert codes_in_file("\ufeffA1;Phường A\nB2,Phường B".encode(), "ma.csv") == ["A1", "B2"]
    with pytest.raises(UnreadableTable):
        codes_in_file(b"PK\x03\x04 no table", "ma.xlsx")


# --- after issuing ------------------------------------------------------------------------------------------------


def test_the_city_extends_and_the_district_answers_with_one_click(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    requirement = root.requirements.get(type="report_sent")
    url = reverse("cascade:deadline-change", args=[requirement.pk])
    city, words = world.client(world.city_office), {f"d{requirement.pk}-new_due_on": "07/08/2019"}
    refused = city.post(url, words)
    assert refused.status_code == 422
    assert 'value="07/08/2019"' in refused.content.decode()
    assert city.post(url, words | {f"d{requirement.pk}-reason": "Theo Trung ương"}).status_code == 302
    district = world.client(world.district_office)
    assert "Cấp trên đã đổi 1 thời hạn" in district.get(reverse("cascade:cascade-list")).content.decode()
    page = district.get(reverse("cascade:changes-above")).content.decode()
    assert "Cấp trên đã gia hạn đến 07/08/2019" in page
    assert "Đổi thành 31/07/2019" in page
    below = child.requirements.get(type="report_sent")
    answer = reverse("cascade:change-answer", args=[below.pk])
    here = reverse("cascade:changes-above")
    assert f'name="back" value="{here}"' in page
    there = reverse("cascade:cascade-page", args=[child.pk])
    with transaction.atomic():  # an address of elsewhere leads to the cascade itself
        assert district.post(answer, {"do": "keep", "back": "https://elsewhere.example/"}).headers["Location"] == there
        transaction.set_rollback(True)
    sent = district.post(answer, {"do": "adopt", "day": "31/07/2019", "back": here})
    assert sent.headers["Location"] == here
    assert {o.due_on for o in Obligation.objects.filter(requirement=below)} == {date(2019, 7, 31)}
    assert "Cấp trên đã" not in district.get(reverse("cascade:changes-above")).content.decode()


def test_what_became_too_late_is_red(world: World) -> None:
    root = issued(world)
    child = passed_down(world, root)
    actions.change_deadline(
        actor=world.city_office.actor, requirement=root.requirements.get(type="report_sent"),
        new_due_on=date(2019, 7, 22), reason="Gấp", at=world.noon,
    )  # fmt: skip
    url = reverse("cascade:cascade-changes", args=[child.pk])
    page = world.client(world.district_office).get(url).content.decode()
    assert "quá hạn của cấp trên" in page
    assert "Giữ nguyên" not in page


def test_the_head_recalls_with_a_reason(world: World) -> None:
    root = issued(world)
    passed_down(world, root)
    url, head = reverse("cascade:cascade-recall", args=[root.pk]), world.client(world.city_secretary)
    assert head.post(url, {"reason": ""}).status_code == 422
    assert "Giao nhầm" in head.post(url, {"reason": "Giao nhầm"}, follow=True).content.decode()
    assert {o.state for o in Obligation.objects.all()} == {State.RECALLED}
    assert {c.state for c in Cascade.objects.all()} == {CascadeState.RECALLED}


def test_one_duty_is_recalled_from_its_page(world: World) -> None:
    obligation = Obligation.objects.filter(cascade=issued(world), unit=world.kien_an).first()
    city = world.client(world.city_office)
    page = city.get(reverse("cascade:obligation-page", args=[obligation.pk])).content.decode()
    url = reverse("cascade:obligation-recall", args=[obligation.pk])
    assert url in page
    assert city.post(url, {"reason": " "}).status_code == 422
    assert city.post(url, {"reason": "Không thuộc diện"}).status_code == 302
    obligation.refresh_from_db()
    assert obligation.state == State.RECALLED


# --- templates ----------------------------------------------------------------------------------------------------


def test_a_cascade_is_kept_as_a_template_and_begins_a_draft(world: World) -> None:
    cascade = draft(world)
    row = cascade.requirements.first()
    words = {f"r{row.pk}__shape": "office", f"r{row.pk}__due_on": ""}
    post(world, world.city_office, cascade, typed(cascade, **words))
    city = world.client(world.city_office)
    save = reverse("cascade:template-save", args=[cascade.pk])
    assert "Mẫu quán triệt" in city.post(save, {"title": "Mẫu quán triệt"}, follow=True).content.decode()
    assert city.post(save, {"title": "Mẫu quán triệt"}).status_code == 409
    template = Template.objects.get()
    city.post(reverse("cascade:template-use", args=[template.pk]))
    begun = Cascade.objects.latest("pk")
    first, second = begun.requirements.order_by("place")
    assert (begun.title, first.due_on, second.due_on) == ("Mẫu quán triệt", date(2019, 7, 22), None)
    city.post(reverse("cascade:template-delete", args=[template.pk]))
    assert not Template.objects.exists()
    assert Cascade.objects.filter(pk=begun.pk).exists()
