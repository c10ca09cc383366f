"""Story 10: evidence, stated against recorded, versions, units below that are not done, answers entered on behalf."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from quantriet.audit.models import Entry
from quantriet.cascade import actions, errors
from quantriet.cascade.actions import Evidence, Report
from quantriet.cascade.actions.answer import NewFile
from quantriet.cascade.models import Cascade, Obligation
from quantriet.cascade.queries.answers import tell
from quantriet.cascade.rules.evidence import names_in
from quantriet.cascade.rules.lists import UnreadableList, rows_of
from quantriet.cascade.rules.states import State
from tests.cascade.requirement_contract import RequirementContract
from tests.cascade.stories import done, draft, duty, issue, issued, owed, passed_down
from tests.world import World

FILES = [
    {"field": "minutes", "evidence": 1, "name": "bien-ban.pdf", "size": 9},
    {"field": "photos", "evidence": 2, "name": "1.jpg", "size": 9},
    {"field": "photos", "evidence": 3, "name": "2.jpg", "size": 9},
]
FACTS = {
    "held_on": "2019-07-19", "form": "in_person", "attended": 38, "obliged": 40, "files": FILES, "text": "",
    "day": "2019-07-19",
}  # fmt: skip
STUDY = "study_shown"
NAMES = ["Nguyễn Văn An", "Trần Thị Bé", "Lê Hoàng Cường", "Phạm Đức Dũng"]


class TestStudyShown(RequirementContract):
    code = STUDY
    met = FACTS
    unmet = {
        "missing_held_on": FACTS | {"held_on": None},
        "missing_form": FACTS | {"form": ""},
        "missing_attended": FACTS | {"attended": None},
        "missing_minutes": FACTS | {"files": FILES[1:]},
        "missing_photos": FACTS | {"files": FILES[:2]},
        "not_yet_held": FACTS | {"held_on": "2019-07-20"},
        "more_than_obliged": FACTS | {"attended": 41},
    }

    def record(self, world: World, obligation: Obligation, *, is_met: bool) -> None:
        evidence = Evidence("report", FACTS if is_met else FACTS | {"files": []})
        actions.record_fulfilment(
            actor=world.district_office.actor, obligation=obligation, evidence=evidence, at=world.noon
        )

    def test_the_cell_says_how_many_of_how_many(self) -> None:
        assert self.type.summary(FACTS) == "38/40"


def picture(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, name.encode())


def listed(number: int) -> SimpleUploadedFile:
    """A table of so many people with a heading and numbers, as offices keep it."""
    book = Workbook()
    book.active.append(["DANH SÁCH THAM GIA HỌC TẬP"])
    book.active.append(["TT", "Họ và tên", "Ký tên"])
    for place in range(number):
        book.active.append([place + 1, f"{NAMES[place % 4]} {'ABCDEFGHIJ'[place % 10]}", ""])
    raw = BytesIO()
    book.save(raw)
    return SimpleUploadedFile("danh-sach.xlsx", raw.getvalue())


def form(attended: int, obliged: int, **more: Any) -> dict[str, Any]:
    facts = {"held_on": "11/07/2019", "form": "in_person", "attended": attended, "obliged": obliged, "text": ""}
    return facts | {"minutes": SimpleUploadedFile("bien-ban.pdf", b"%PDF-1"), "photos": [picture("1.jpg"), picture("2.jpg")]} | more  # fmt: skip # noqa: E501


def owing(world: World) -> tuple[Cascade, Obligation]:
    """Ward A owes the district a study with its evidence, by 24/07."""
    root = issued(world, duty("Tổ chức học tập", STUDY))
    child = passed_down(world, root)
    return child, owed(child, world.ward_office, STUDY)


def test_before_the_fields_are_full_it_is_not_sent_and_says_exactly_what_is_missing(world: World) -> None:
    _child, obligation = owing(world)
    ward, url = world.client(world.ward_office), reverse("cascade:report-record", args=[obligation.pk])
    half = form(38, 40, photos=[picture("1.jpg")], minutes=[])
    answer = ward.post(url, half, follow=True).content.decode()
    assert "Còn thiếu: Biên bản (có 0, cần ít nhất 1)." in answer
    assert "Còn thiếu: Hình ảnh (có 1, cần ít nhất 2)." in answer
    send = answer.split(reverse("cascade:obligation-send", args=[obligation.pk]))[1].split("</form>")[0]
    assert "disabled" in send
    refused = ward.post(reverse("cascade:obligation-send", args=[obligation.pk]))
    assert refused.status_code == 422
    obligation.refresh_from_db()
    assert obligation.state == State.ACCEPTED
    kept = tell(obligation, on=world.today, now=world.noon).versions[0].files
    again = {"kept": [file["evidence"] for _label, file in kept], "minutes": form(1, 1)["minutes"], "photos": picture("2.jpg")}  # fmt: skip # noqa: E501
    ward.post(url, form(38, 40) | again)
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED
    told = tell(obligation, on=world.today, now=world.noon)
    assert [version.number for version in told.versions] == [2, 1]
    assert sorted(file["name"] for _label, file in told.versions[0].files) == ["1.jpg", "2.jpg", "bien-ban.pdf"]


def test_each_file_of_an_answer_opens_to_those_who_may_see_the_obligation(world: World) -> None:
    _child, obligation = owing(world)
    world.client(world.ward_office).post(reverse("cascade:report-record", args=[obligation.pk]), form(38, 40))
    for _label, file in tell(obligation, on=world.today, now=world.noon).versions[0].files:
        url = reverse("cascade:evidence-file", args=[file["evidence"]])
        opened = world.client(world.district_office).get(url)
        assert opened.status_code == 200
        assert opened["Content-Disposition"].startswith("attachment")
        assert world.client(world.ward_b_office).get(url).status_code == 404


@pytest.mark.parametrize(("listed_number", "differs"), [(24, True), (30, False)])
def test_a_stated_figure_is_weighed_against_the_list(world: World, listed_number: int, differs: bool) -> None:
    """Story 10.3: 30 of 30 are stated, and the list has 24."""
    _child, obligation = owing(world)
    ward = world.client(world.ward_office)
    ward.post(
        reverse("cascade:report-record", args=[obligation.pk]), form(30, 30, attendance=listed(listed_number))
    )
    for member in (world.ward_office, world.district_office):
        url = reverse("cascade:obligation-page", args=[obligation.pk])
        html = world.client(member).get(url).content.decode()
        assert ("không khớp" in html) is differs
        assert ("báo cáo 30, theo “Danh sách tham gia” là 24" in html) is differs


def test_pasted_names_are_counted_too(world: World) -> None:
    _child, obligation = owing(world)
    pasted = "\n".join(f"{place}. {name}" for place, name in enumerate(NAMES, 1))
    world.client(world.ward_office).post(
        reverse("cascade:report-record", args=[obligation.pk]), form(5, 6, attendance_names=pasted)
    )
    (found,) = tell(obligation, on=world.today, now=world.noon).mismatches
    assert (found.stated, found.recorded) == (5, 4)


def test_what_the_product_itself_holds_is_weighed_too(world: World) -> None:
    root = issued(world, duty("Tổ chức học tập", STUDY), duty("Học tập", "study_done"))
    studied = Evidence(
        "study", {"attended": 20, "made_up": 4, "studied": 24, "obliged": 30, "members": 30, "exempt": 0}
    )
    other = owed(root, world.district_office, "study_done")
    actions.record_fulfilment(actor=world.district_office.actor, obligation=other, evidence=studied, at=world.noon)
    obligation = owed(root, world.district_office, STUDY)
    stated = Evidence("report", FACTS | {"attended": 30, "obliged": 30})
    actions.record_fulfilment(actor=world.district_office.actor, obligation=obligation, evidence=stated, at=world.noon)
    (found,) = tell(obligation, on=world.today, now=world.noon).mismatches
    assert (found.field.name, found.stated, found.recorded) == ("attended", 30, 24)


def test_a_list_that_is_none_and_a_picture_that_is_none_are_refused_and_the_words_stay(world: World) -> None:
    _child, obligation = owing(world)
    url = reverse("cascade:report-record", args=[obligation.pk])
    sent = form(38, 40, text="Đang gõ", photos=[picture("1.exe")], attendance=SimpleUploadedFile("a.xlsx", b"PK no"))
    answer = world.client(world.ward_office).post(url, sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "“1.exe” không đúng loại tệp" in html
    assert "Không đọc được “a.xlsx”" in html
    assert ">\nĐang gõ</textarea>" in html
    assert not obligation.fulfilments.exists()


def test_a_list_counts_people_and_neither_headings_nor_sums() -> None:
    assert names_in([["TT", "Họ và tên"], ["1", "Nguyễn Văn An"], ["2", ""], ["", "Tổng số: 1"]]) == 1
    assert names_in([["1. Nguyễn Văn An"], ["2) Trần Thị Bé"], [""], ["38"]]) == 2
    assert len(rows_of("a.csv", "TT;Họ tên\n1;Lê Văn Cảng\n".encode())) == 2
    with pytest.raises(UnreadableList):
        rows_of("a.csv", b"\xff\xfe\x00")


def test_returned_with_a_new_day_it_counts_as_not_done_and_both_versions_stay(world: World) -> None:
    _child, obligation = owing(world)
    url = reverse("cascade:report-record", args=[obligation.pk])
    with world.on(date(2019, 7, 20)):
        world.client(world.ward_office).post(url, form(30, 30, attendance=listed(24)))
    with world.on(date(2019, 7, 22)) as at:
        obligation.refresh_from_db()
        actions.return_answer(
            actor=world.district_office.actor, obligation=obligation, reason="Thiếu danh sách ký",
            new_due_on=date(2019, 7, 23), at=at,
        )  # fmt: skip
        with pytest.raises(errors.NothingNew):  # the same once more is no answer
            actions.submit_answer(actor=world.ward_office.actor, obligation=obligation, at=at)
    with world.on(date(2019, 7, 23)) as at:
        world.client(world.ward_office).post(url, form(30, 30, attendance=listed(30)))
        obligation.refresh_from_db()
        told = tell(obligation, on=date(2019, 7, 23), now=at)
    assert obligation.state == State.SUBMITTED
    assert [version.number for version in told.versions] == [2, 1]
    assert told.mismatches == []
    assert [step.old_due_on for step in told.history if step.old_due_on] == [date(2019, 7, 24)]


# --- units below that are not done -----------------------------------------------------------------------------------
def test_a_unit_sends_as_done_while_those_below_are_not_only_with_a_reason_and_their_list(world: World) -> None:
    """Story 10.6."""
    root = issued(world, duty("Báo cáo", "report_sent"))
    child = passed_down(world, root)
    obligation = owed(root, world.district_office)
    done(owed(child, world.ward_office), world.ward_office, world.district_office, world.noon)
    missing = actions.send_report(
        actor=world.district_office.actor, obligation=obligation, report=Report("Xong."), at=world.noon
    )
    assert [s.code for s in missing] == ["open_below"]
    assert (obligation.state, obligation.is_irregular) == (State.ACCEPTED, False)
    client, url = world.client(world.district_office), reverse("cascade:obligation-send", args=[obligation.pk])
    assert client.post(url).status_code == 422
    assert "Đảng ủy phường Nam Sơn" in client.get(reverse("cascade:obligation-page", args=[obligation.pk])).content.decode()  # fmt: skip # noqa: E501
    client.post(url, {"send-reason": "Phường Nam Sơn đang kiện toàn"})
    sent = obligation.moves.get(state=State.SUBMITTED)
    assert sent.reason == "Phường Nam Sơn đang kiện toàn"
    assert sent.facts["open_below"] == {
        "count": 1, "rows": [["Đảng ủy phường Nam Sơn", "assigned", "2019-07-24"]]
    }  # fmt: skip
    seen = world.client(world.city_office).get(reverse("cascade:obligation-page", args=[obligation.pk]))
    html = seen.content.decode()
    assert "Đã gửi khi còn 1 đơn vị cấp dưới chưa hoàn thành" in html
    assert "Đảng ủy phường Nam Sơn" in html


def test_a_reason_left_empty_is_asked_for_at_its_field_and_what_was_typed_is_kept(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"))
    child = passed_down(world, root)
    obligation = owed(root, world.district_office)
    actions.send_report(actor=world.district_office.actor, obligation=obligation, report=Report("Xong."), at=world.noon)
    client, url = world.client(world.district_office), reverse("cascade:obligation-send", args=[obligation.pk])
    for reason in ("", "   "):
        answer = client.post(url, {"send-reason": reason})
        field = answer.content.decode().split(f'id="send-{obligation.pk}"')[1].split("</form>")[0]
        assert answer.status_code == 422
        assert "2 đơn vị cấp dưới chưa hoàn thành" in field
        assert 'id="id_send-reason_error"' in field
        assert "Hãy ghi lý do vẫn gửi" in field.split('id="id_send-reason_error"')[1]
    long = "Phường đang kiện toàn. " * 100
    answer = client.post(url, {"send-reason": long})
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()
    done(owed(child, world.ward_office), world.ward_office, world.district_office, world.noon)
    done(owed(child, world.ward_b_office), world.ward_b_office, world.district_office, world.noon)
    assert client.post(url, {"send-reason": ""}).status_code == 302  # nothing is open below, so nobody asks
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED


def test_who_has_nothing_open_below_needs_no_reason(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"))
    child = passed_down(world, root)
    for member in (world.ward_office, world.ward_b_office):
        done(owed(child, member), member, world.district_office, world.noon)
    obligation = owed(root, world.district_office)
    assert actions.send_report(
        actor=world.district_office.actor, obligation=obligation, report=Report("Xong."), at=world.noon
    ) == []  # fmt: skip
    assert obligation.state == State.SUBMITTED


# --- on behalf -------------------------------------------------------------------------------------------------------
def test_the_superior_enters_a_paper_answer_and_everybody_sees_that(world: World) -> None:
    _child, obligation = owing(world)
    url = reverse("cascade:report-on-behalf", args=[obligation.pk])
    client = world.client(world.district_office)
    assert client.post(url, form(38, 40)).status_code == 422  # not without saying how it came in
    client.post(url, form(38, 40, note="Công văn giấy nhận ngày 12/07"))
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED
    assert {row.by_unit_id for row in obligation.fulfilments.all()} == {world.kien_an.pk}
    assert {move.by_unit_id for move in obligation.moves.all()} == {world.kien_an.pk}
    entry = Entry.objects.filter(verb="cascade.obligation.submitted").latest("pk")
    assert (entry.unit_id, entry.facts["on_behalf"]) == (world.ward_a.pk, world.kien_an.pk)
    page = world.client(world.ward_office).get(reverse("cascade:obligation-page", args=[obligation.pk]))
    assert "nhập thay: Quận ủy Kiến An" in page.content.decode()
    with pytest.raises(errors.OwnApproval):
        actions.approve_answer(actor=world.district_office.actor, obligation=obligation, at=world.noon)
    actions.approve_answer(actor=world.district_secretary.actor, obligation=obligation, at=world.noon)


def test_what_another_room_must_see_is_not_entered_on_behalf(world: World) -> None:
    obligation = owed(issued(world), world.district_office, "conference_held")
    url = reverse("cascade:report-on-behalf", args=[obligation.pk])
    assert world.client(world.city_office).get(url).status_code == 404


def test_several_files_reach_the_answer_and_their_bytes_are_held(world: World) -> None:
    obligation = owed(issue(draft(world), world.city_office, world.city_secretary, world.noon), world.district_office)
    files = (NewFile("a.pdf", b"%PDF a"), NewFile("b.pdf", b"%PDF b"))
    actions.send_report(
        actor=world.district_office.actor, obligation=obligation, report=Report("Xong.", files=files), at=world.noon
    )
    kept = obligation.fulfilments.filter(source_type="file").select_related("file")
    assert sorted(bytes(row.file.content) for row in kept) == [b"%PDF a", b"%PDF b"]
