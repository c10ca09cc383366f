"""The draft as people meet it: written, kept when wrong, sent, decided, issued."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from quantriet.cascade import actions
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.rules.states import CascadeState
from quantriet.cascade.tasks import issue as task
from quantriet.documents.models import Reference
from tests.cascade.stories import DUE, document, draft, duty, facts_of, issued, many_units, sent_at
from tests.world import Member, World


def typed(cascade: Cascade, do: str = "save", **changes: Any) -> dict[str, Any]:
    """What the browser sends: the draft as it stands, with some words changed."""
    rows = list(cascade.requirements.order_by("place"))
    data: dict[str, Any] = {
        "do": do, "version": cascade.version, "title": cascade.title, "scope": cascade.scope,
        "scope_on": f"{cascade.scope_on:%d/%m/%Y}", "row": [r.pk for r in rows], "out": [],
    }  # fmt: skip
    for row in rows:
        due = f"{row.due_on:%d/%m/%Y}" if row.due_on else ""
        data |= {f"r{row.pk}-type": row.type, f"r{row.pk}-title": row.title, f"r{row.pk}-due_on": due}
        if row.terms.get("head_in_person"):
            data[f"r{row.pk}-head"] = "on"
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def post(world: World, member: Member, cascade: Cascade, data: dict[str, Any]) -> HttpResponse:
    return world.client(member).post(reverse("cascade:draft-page", args=[cascade.pk]), data)


def to_pass_down(world: World) -> Cascade:
    return actions.draft_pass_down(
        actor=world.district_office.actor, parent=issued(world), unit_id=world.kien_an.pk, title="Triển khai",
        at=world.noon,
    )  # fmt: skip


def test_a_cascade_begins_at_a_document_with_its_name_and_duties(world: World) -> None:
    paper = document(world, duty("Gửi báo cáo kết quả", "report_sent"))
    client = world.client(world.city_office)
    answer = client.post(reverse("cascade:cascade-draft-from-document", args=[paper.pk]), follow=True)
    page = answer.content.decode()
    assert 'value="Quán triệt, triển khai Nghị quyết 45-NQ/TW"' in page
    assert "Gửi báo cáo kết quả" in page
    assert 'value="31/07/2019"' in page
    assert "Giao cho <b>2/2</b> đơn vị" in page


def test_saving_shows_the_draft_again(world: World) -> None:
    cascade = draft(world)
    answer = post(world, world.city_office, cascade, typed(cascade, title="Tên khác"))
    assert answer.status_code == 302
    cascade.refresh_from_db()
    assert (cascade.title, cascade.version) == ("Tên khác", 2)


def test_a_day_after_ones_own_is_refused_beside_its_field_and_kept(world: World) -> None:
    cascade = to_pass_down(world)
    row = cascade.requirements.first()
    answer = post(
        world, world.district_office, cascade,
        typed(cascade, **{"title": "Đang gõ dở", f"r{row.pk}__due_on": "05/08/2019"}),
    )  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Không được sau hạn của cấp trên (31/07/2019)" in page
    assert f'aria-describedby="id_r{row.pk}-due_on_error"' in page
    assert 'value="05/08/2019"' in page
    assert 'value="Đang gõ dở"' in page
    assert "hạn của đơn vị mình: 31/07/2019" in page


def test_a_day_that_is_past_is_allowed_with_a_warning(world: World) -> None:
    cascade = draft(world)
    row = cascade.requirements.first()
    post(world, world.city_office, cascade, typed(cascade, **{f"r{row.pk}__due_on": "01/07/2019"}))
    page = world.client(world.city_office).get(reverse("cascade:draft-page", args=[cascade.pk])).content.decode()
    assert cascade.requirements.first().due_on == date(2019, 7, 1)
    assert "Ngày 01/07/2019 đã qua" in page


@pytest.mark.parametrize("wrong", ["31-7", "ngày mai", "32/13/2019"])
def test_a_day_that_is_none_is_said_and_kept(world: World, wrong: str) -> None:
    cascade = draft(world)
    row = cascade.requirements.first()
    answer = post(world, world.city_office, cascade, typed(cascade, **{f"r{row.pk}__due_on": wrong}))
    assert answer.status_code == 422
    assert f'value="{wrong}"' in answer.content.decode()


def test_adding_and_removing_rows_keeps_what_is_typed_and_saves_nothing(world: World) -> None:
    cascade = draft(world)
    first, second = cascade.requirements.order_by("place")
    answer = post(world, world.city_office, cascade, typed(cascade, "add", title="Chưa lưu"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="rn1-title"' in page
    assert 'value="Chưa lưu"' in page
    page = post(world, world.city_office, cascade, typed(cascade, f"remove:{first.pk}")).content.decode()
    assert f'name="r{first.pk}-title"' not in page
    assert f'name="r{second.pk}-title"' in page
    cascade.refresh_from_db()
    assert (cascade.version, cascade.requirements.count()) == (1, 2)


def test_a_new_row_is_saved_with_the_others(world: World) -> None:
    cascade = draft(world)
    data = typed(cascade, rn1__type="other", rn1__title="Việc mới", rn1__due_on="01/08/2019")
    data["row"] = [*data["row"], "n1"]
    post(world, world.city_office, cascade, data)
    assert list(cascade.requirements.order_by("place").values_list("title", flat=True))[-1] == "Việc mới"


def test_a_unit_is_left_out_with_a_reason_and_counted(world: World) -> None:
    cascade = draft(world)
    page = post(world, world.city_office, cascade, typed(cascade, f"out:{world.bloc.pk}")).content.decode()
    assert f'name="u{world.bloc.pk}-reason"' in page
    assert "Giao cho <b>1/2</b> đơn vị" in page
    data = typed(cascade, out=[world.bloc.pk], **{f"u{world.bloc.pk}__reason": " "})
    assert post(world, world.city_office, cascade, data).status_code == 422
    data = typed(cascade, out=[world.bloc.pk], **{f"u{world.bloc.pk}__reason": "đang giải thể"})
    assert post(world, world.city_office, cascade, data).status_code == 302
    page = world.client(world.city_office).get(reverse("cascade:draft-page", args=[cascade.pk])).content.decode()
    assert 'value="đang giải thể"' in page
    page = post(world, world.city_office, cascade, typed(cascade, f"in:{world.bloc.pk}", out=[world.bloc.pk]))
    assert "Giao cho <b>2/2</b> đơn vị" in page.content.decode()


def test_looking_at_another_scope_shows_its_units(world: World) -> None:
    cascade = draft(world)
    page = post(world, world.city_office, cascade, typed(cascade, "look", scope="subtree")).content.decode()
    assert "Giao cho <b>5/5</b> đơn vị" in page
    assert "Chi bộ số 1" in page


def test_the_second_saver_sees_the_present_state_beside_what_he_typed(world: World) -> None:
    cascade = draft(world)
    mine = typed(cascade, title="Bản của tôi")
    actions.save_draft(
        actor=world.city_secretary.actor, cascade=cascade, facts=facts_of(cascade, title="Bản của Bí thư"), version=1,
        at=world.noon,
    )  # fmt: skip
    answer = post(world, world.city_office, cascade, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bản của Bí thư" in page
    assert 'value="Bản của tôi"' in page
    assert f'name="version" value="{cascade.version}"' in page
    assert post(world, world.city_office, cascade, mine | {"version": cascade.version}).status_code == 302
    cascade.refresh_from_db()
    assert cascade.title == "Bản của tôi"


def test_sending_without_a_requirement_is_refused_and_keeps_the_words(world: World) -> None:
    cascade = draft(world)
    answer = post(world, world.city_office, cascade, typed(cascade, "send", title="Giữ lại", row=[]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Chưa có đơn vị nào để giao, hoặc chưa có việc nào để giao" in page
    assert 'value="Giữ lại"' in page


def test_the_office_sends_the_head_approves_a_job_issues(world: World) -> None:
    cascade = draft(world)
    post(world, world.city_office, cascade, typed(cascade, "send"))
    url = reverse("cascade:draft-page", args=[cascade.pk])
    assert "Đang chờ người đứng đầu đơn vị" in world.client(world.city_office).get(url).content.decode()
    head = world.client(world.city_secretary)
    assert "Duyệt và giao cho 2 đơn vị" in head.get(url).content.decode()
    for _ in range(2):  # a double click
        answer = head.post(reverse("cascade:cascade-approve", args=[cascade.pk]), follow=True)
        assert answer.status_code == 200
    assert "Đang giao việc" in answer.content.decode()
    progress = reverse("cascade:cascade-progress", args=[cascade.pk])
    assert "HX-Redirect" not in head.get(progress).headers
    task(cascade.pk)
    assert head.get(progress).headers["HX-Redirect"] == reverse("cascade:cascade-page", args=[cascade.pk])
    assert head.post(reverse("cascade:cascade-approve", args=[cascade.pk])).status_code == 302
    assert Obligation.objects.filter(cascade=cascade).count() == 4
    assert world.client(world.city_office).get(url).status_code == 302


def test_who_sent_it_is_told_that_somebody_else_approves(world: World) -> None:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_secretary.actor, cascade=cascade, at=world.noon)
    client = world.client(world.city_secretary)
    page = client.get(reverse("cascade:draft-page", args=[cascade.pk])).content.decode()
    assert "Đồng chí đã tự gửi nội dung này" in page
    assert "Duyệt và giao cho" not in page
    answer = client.post(reverse("cascade:cascade-approve", args=[cascade.pk]))
    assert answer.status_code == 422
    assert "phải do người khác phê duyệt" in answer.content.decode()


def test_the_head_returns_the_draft_with_a_reason(world: World) -> None:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    head, url = world.client(world.city_secretary), reverse("cascade:cascade-send-back", args=[cascade.pk])
    assert head.post(url, {"reason": ""}).status_code == 422
    head.post(url, {"reason": "Thời hạn quá gấp"})
    cascade.refresh_from_db()
    assert cascade.state == CascadeState.RETURNED
    page = world.client(world.city_office).get(reverse("cascade:draft-page", args=[cascade.pk])).content.decode()
    assert "Thời hạn quá gấp" in page
    assert "Trình duyệt" in page


def test_the_units_own_plan_is_registered_and_implements_what_came_from_above(world: World) -> None:
    cascade = to_pass_down(world)
    client, url = world.client(world.district_office), reverse("cascade:draft-plan", args=[cascade.pk])
    refused = client.post(url, {"plan-symbol": "62-KH/QU"}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert 'value="62-KH/QU"' in refused.content.decode()
    file = SimpleUploadedFile("ke-hoach.pdf", b"%PDF-1.4 ke hoach")
    words = {"plan-symbol": "62-KH/QU", "plan-issued_on": "12/07/2019", "plan-subject": "Quán triệt"}
    client.post(url, words | {"plan-file": file})
    cascade.refresh_from_db()
    assert (cascade.plan.symbol, cascade.plan.file_name, cascade.version) == ("62-KH/QU", "ke-hoach.pdf", 1)
    assert [r.target for r in Reference.objects.filter(source=cascade.plan, relation="implements")] == [
        cascade.documents.get()
    ]
    page = client.get(reverse("cascade:draft-page", args=[cascade.pk])).content.decode()
    assert "Kế hoạch 62-KH/QU" in page


def test_a_plan_from_the_registry_is_chosen_but_only_ones_own(world: World) -> None:
    cascade = to_pass_down(world)
    url = reverse("cascade:draft-plan", args=[cascade.pk])
    client = world.client(world.district_office)
    client.post(url, {"plan-symbol": "62-KH/QU", "plan-issued_on": "12/07/2019"})
    cascade.refresh_from_db()
    plan = cascade.plan
    actions.attach_plan(actor=world.district_office.actor, cascade=cascade, plan=None, at=world.noon)
    foreign = document(world)
    assert client.post(url, {"plan-document": foreign.pk}).status_code == 422
    assert client.post(url, {"plan-document": plan.pk}, headers={"HX-Request": "true"}).status_code == 200
    cascade.refresh_from_db()
    assert cascade.plan == plan


def test_passing_down_twice_opens_the_same_draft(world: World) -> None:
    root = issued(world)
    client, url = world.client(world.district_office), reverse("cascade:cascade-pass-down", args=[root.pk])
    pages = [client.post(url, follow=True).redirect_chain[-1][0] for _ in range(2)]
    assert pages[0] == pages[1]
    assert Cascade.objects.filter(parent=root).count() == 1


def test_the_draft_page_asks_no_more_of_the_database_for_many_units(
    world: World, django_assert_max_num_queries: Any
) -> None:
    cascade = draft(world, *(duty(f"Việc {n}", "other", DUE) for n in range(12)))
    many_units(world, world.city, 300)
    client = world.client(world.city_office)
    with django_assert_max_num_queries(25):
        page = client.get(reverse("cascade:draft-page", args=[cascade.pk])).content.decode()
    assert "Giao cho <b>302/302</b> đơn vị" in page


def test_the_head_approves_what_was_read_and_not_what_was_sent_since(world: World) -> None:
    cascade = draft(world)
    actions.submit_for_approval(actor=world.city_office.actor, cascade=cascade, at=world.noon)
    head, url = world.client(world.city_secretary), reverse("cascade:cascade-approve", args=[cascade.pk])
    read = sent_at(head.get(reverse("cascade:draft-page", args=[cascade.pk])).content.decode())
    actions.send_back(actor=world.city_secretary.actor, cascade=cascade, reason="Gấp quá", at=world.noon)
    later = world.noon + timedelta(minutes=5)
    anew = facts_of(cascade, title="Việc khác")
    actions.save_and_submit(actor=world.city_office.actor, cascade=cascade, facts=anew, version=None, at=later)
    answer = head.post(url, {"sent_at": read})
    assert answer.status_code == 409
    assert "đọc bản mới gửi rồi quyết định" in answer.content.decode()
    cascade.refresh_from_db()
    assert cascade.state == CascadeState.PENDING
    read = sent_at(head.get(reverse("cascade:draft-page", args=[cascade.pk])).content.decode())
    assert head.post(url, {"sent_at": read}).status_code == 302
    cascade.refresh_from_db()
    assert cascade.state == CascadeState.APPROVED
