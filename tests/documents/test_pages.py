"""The pages of the registry, as a browser gets them: with htmx and without it."""

import time
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quantriet.documents.actions import DocumentFacts
from quantriet.documents.models import Document, Finding
from quantriet.documents.queries.review import stamp
from quantriet.documents.rules.findings import Category, Status
from tests.documents.hostile import png
from tests.documents.stories import POLITBURO_45, accept, decide, found, mention, registered, taken_in
from tests.documents.texts import PLAN
from tests.world import World

HTMX = {"HX-Request": "true"}


@pytest.fixture
def office(world: World) -> Client:
    return world.client(world.city_office)


def page(document: Document, query: str = "") -> str:
    return reverse("documents:document-page", args=[document.pk]) + query


def words(response: Any) -> str:
    return unescape(response.content.decode())


def add(client: Client, **data: Any) -> Any:
    return client.post(reverse("documents:document-add"), data)


def act(client: Client, verb: str, finding: Finding, /, *, htmx: bool = True, **data: Any) -> Any:
    values = {"seen": stamp(finding), **data}
    return client.post(reverse(f"documents:finding-{verb}", args=[finding.pk]), values, headers=HTMX if htmx else {})


# --- giving a text ---------------------------------------------------------------------------------------------------
def test_a_pasted_text_is_read_and_shown(world: World, office: Client) -> None:
    response = office.post(reverse("documents:document-add"), {"text": PLAN}, follow=True)
    assert response.redirect_chain == [(page(Document.objects.get()), 302)]
    shown = words(response)
    assert "Kế hoạch 91-KH/TU" in shown
    assert 'class="mark-duty"' in shown
    assert "Đã đọc xong văn bản" in shown


def test_an_uploaded_file_comes_back_byte_for_byte(world: World, office: Client) -> None:
    raw = PLAN.encode("utf-16")
    add(office, file=SimpleUploadedFile("Kế hoạch 91.txt", raw))
    response = office.get(reverse("documents:document-file", args=[Document.objects.get().pk]))
    assert response.content == raw
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''K%E1%BA%BF")
    assert response.headers["Content-Type"] == "application/octet-stream"


def test_known_content_is_recognised_and_the_file_need_not_be_sent_again(world: World, office: Client) -> None:
    first = taken_in(world, world.city_office)
    response = add(office, file=SimpleUploadedFile("ke-hoach.txt", PLAN.encode()))
    assert response.status_code == 409
    shown = words(response)
    assert page(first) in shown
    assert "Vẫn giữ thành văn bản khác" in shown
    kept = response.context["kept"]
    again = add(office, kept=kept, again="true")
    second = Document.objects.exclude(pk=first.pk).get()
    assert again.headers["Location"] == page(second)
    assert second.file_name == "ke-hoach.txt"


def test_a_kept_file_opens_for_its_sender_only(world: World, office: Client) -> None:
    taken_in(world, world.city_office)
    kept = add(office, file=SimpleUploadedFile("ke-hoach.txt", PLAN.encode())).context["kept"]
    stranger = world.client(world.stranger)
    for word in (kept, "made up"):
        assert add(stranger, kept=word).status_code == 422
    assert Document.objects.count() == 1


def test_a_wrong_day_loses_neither_file_nor_text(world: World, office: Client) -> None:
    response = add(office, file=SimpleUploadedFile("ke-hoach.txt", PLAN.encode()), published="31/02/2019")
    assert response.status_code == 422
    assert "ke-hoach.txt" in words(response)
    assert add(office, kept=response.context["kept"], published="12/07/2019").status_code == 302
    response = add(office, text="Thông báo về buổi học.", published="hôm qua")
    assert "Thông báo về buổi học." in words(response)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Chưa có gì để đọc"),
        ({"text": "  "}, "Chưa có gì để đọc"),
        ({"text": "x", "file": ("a.txt", b"y")}, "Có cả tệp và văn bản dán"),
        ({"file": ("rong.txt", b"")}, "không có nội dung"),
        ({"file": ("hong.pdf", b"%PDF-1.4 broken")}, "bị hỏng"),
        ({"file": ("anh.docx", b"\x89PNG\r\n\x1a\n")}, "không đúng với đuôi tên tệp"),
        ({"file": ("bang.xlsx", b"PK\x03\x04")}, "Chưa đọc được loại tệp"),
        ({"file": ("lon.txt", b"a" * (20 * 1024 * 1024 + 1))}, "lớn hơn 20 MB"),
    ],
)
def test_bad_input_is_refused_in_words(world: World, office: Client, data: dict, said: str) -> None:
    sent = {k: SimpleUploadedFile(*v) if isinstance(v, tuple) else v for k, v in data.items()}
    response = add(office, **sent)
    assert response.status_code == 422
    assert said in words(response)
    assert not Document.objects.exists()


# --- the page --------------------------------------------------------------------------------------------------------
def test_the_marks_leave_the_text_as_it_is(world: World, office: Client) -> None:
    text = PLAN + "Ký hiệu <b>&amp; “lạ” </mark> giữ nguyên.\n"
    shown = office.get(page(taken_in(world, world.city_office, text))).content.decode()
    body = shown.partition('class="card-body reading" tabindex="0">')[2]
    written, depth = "", 0
    for piece in body.split("<")[0:]:
        tag, _, rest = piece.partition(">") if written or depth or piece != body.split("<")[0] else ("", "", piece)
        depth += tag.startswith("mark") - tag.startswith("/mark")
        if tag.startswith("/div"):
            break
        written += rest
    assert depth == 0
    assert unescape(written) == text


def test_a_decision_answers_with_the_card_and_the_counts(world: World, office: Client) -> None:
    document = taken_in(world, world.city_office)
    duty = found(document, Category.DUTY, "báo cáo")
    assert "Chưa có nhiệm vụ nào được xác nhận" in words(office.get(page(document)))
    shown = words(act(office, "decide", duty, decision="accepted"))
    assert f'id="finding-{duty.pk}" data-status="accepted"' in shown
    assert 'id="review-head"' in shown
    assert reverse("cascade:cascade-draft-from-document", args=[document.pk]) in shown
    duty.refresh_from_db()
    assert 'data-status="proposed"' in words(act(office, "decide", duty, decision="proposed"))


def test_without_a_script_the_page_comes_again_at_the_card(world: World, office: Client) -> None:
    document = taken_in(world, world.city_office)
    duty = found(document, Category.DUTY, "báo cáo")
    response = act(office, "decide", duty, htmx=False, decision="accepted")
    assert response.headers["Location"] == page(document, f"?at={duty.pk}#finding-{duty.pk}")
    assert 'name="due"' in words(office.get(page(document, f"?edit={duty.pk}")))


@pytest.mark.parametrize("htmx", [True, False])
def test_the_second_of_two_sees_the_present_state_and_keeps_what_was_typed(
    world: World, office: Client, htmx: bool
) -> None:
    document = taken_in(world, world.city_office)
    duty = found(document, Category.DUTY, "báo cáo")
    old = stamp(duty)
    decide(world, world.city_secretary, duty, Status.REJECTED)
    typed = {"type": "report_sent", "what": "Gửi báo cáo tuần", "who": "", "due": "10/09/2019", "seen": old}
    response = act(office, "correct", duty, htmx=htmx, **typed)
    assert response.status_code == 409
    shown = words(response)
    assert "Lê Văn Cảng" in shown  # who was faster
    assert "Gửi báo cáo tuần" in shown
    duty.refresh_from_db()
    assert duty.status == Status.REJECTED
    assert act(office, "correct", duty, **typed | {"seen": stamp(duty)}).status_code == 200
    duty.refresh_from_db()
    assert (duty.facts["what"], duty.facts["due"]) == ("Gửi báo cáo tuần", "2019-09-10")


def test_a_wrong_correction_is_shown_with_what_was_typed(world: World, office: Client) -> None:
    day = found(taken_in(world, world.city_office), Category.DATE, "tháng 8")
    response = act(office, "correct", day, iso_start="31/08/2019", iso_end="01/08/2019")
    assert response.status_code == 422
    assert "Ngày cuối đứng trước ngày đầu" in words(response)
    assert "31/08/2019" in words(response)


@pytest.mark.parametrize(
    ("category", "text", "typed", "correction"),
    [
        (
            Category.MENTION,
            "45-NQ/TW",
            {"type": "directive", "number": "45", "suffix": "CT/TW", "date": "24/01/2019"},
            {"type": "directive", "suffix": "CT/TW", "issuer": None},
        ),
        (
            Category.DATE,
            "tháng 8",
            {"iso_start": "01/08/2019", "iso_end": "30/08/2019", "is_deadline": "on"},
            {"iso_end": "2019-08-30"},
        ),
        (
            Category.PERSON,
            "Cảng",
            {"name": "Lê Văn Cảng", "positions": "Bí thư Thành ủy\r\nTrưởng ban"},
            {"positions": ["Bí thư Thành ủy", "Trưởng ban"]},
        ),
        (
            Category.DUTY,
            "báo cáo",
            {"type": "report_sent", "what": "Báo cáo", "due": "", "who": "Các đảng ủy trực thuộc"},
            {"what": "Báo cáo", "due": None},
        ),
    ],
)
def test_each_category_is_corrected_in_its_own_fields(
    world: World, office: Client, category: str, text: str, typed: dict, correction: dict
) -> None:
    finding = found(taken_in(world, world.city_office), category, text)
    assert act(office, "correct", finding, **typed).status_code == 200
    finding.refresh_from_db()
    assert finding.correction == correction


def test_a_person_says_which_document_is_meant(world: World, office: Client) -> None:
    resolution = registered(world, world.city_office, POLITBURO_45)
    document = taken_in(world, world.city_office, "Các chi bộ học tập Nghị quyết số 45 trong tháng 8-2019.")
    finding = accept(world, world.city_office, mention(document, "45"))
    assert f'name="target" value="{resolution.pk}"' in words(office.get(page(document)))
    shown = words(act(office, "link", finding, target=resolution.pk))
    assert page(resolution) in shown
    hidden = registered(world, world.stranger, DocumentFacts("plan", "7", "KH/TU"))
    finding.refresh_from_db()
    assert act(office, "link", finding, target=hidden.pk).status_code == 404


def test_everything_certain_is_accepted_with_one_button(world: World, office: Client) -> None:
    document = taken_in(world, world.city_office)
    url = reverse("documents:findings-accept", args=[document.pk])
    shown = words(office.post(url, headers=HTMX))
    assert "Đã chấp nhận" in shown
    assert "Chấp nhận 0" not in shown
    assert not document.findings.filter(confidence__gte=0.9, status=Status.PROPOSED).exists()
    assert office.post(url).headers["Location"] == page(document, "#findings")


# --- the registry ----------------------------------------------------------------------------------------------------
def _form(document: Document, **over: Any) -> dict[str, Any]:
    return {"kind": "plan", "number": "91", "suffix": "KH/TU", "version": document.version, **over}


def test_a_document_is_entered_with_a_whole_symbol(world: World, office: Client) -> None:
    document = taken_in(world, world.city_office)
    url = reverse("documents:document-register", args=[document.pk])
    typed = _form(document, number="30/2020/NĐ-CP", suffix="", kind="decree", issued_on="05/03/2020")
    assert office.post(url, typed).headers["Location"] == page(document)
    document.refresh_from_db()
    assert (document.symbol, document.issued_on) == ("30/2020/NĐ-CP", date(2020, 3, 5))


def test_two_who_register_lose_nothing(world: World, office: Client) -> None:
    document = taken_in(world, world.city_office)
    url = reverse("documents:document-register", args=[document.pk])
    world.client(world.city_secretary).post(url, _form(document, number="92"))
    response = office.post(url, _form(document, subject="điều tôi đã gõ"))
    assert response.status_code == 409
    assert "92-KH/TU" in words(response)
    assert "điều tôi đã gõ" in words(response)
    document.refresh_from_db()
    assert f'name="version" value="{document.version}"' in words(response)


def test_a_wrong_day_of_issue_is_said(world: World, office: Client) -> None:
    document = taken_in(world, world.city_office)
    response = office.post(
        reverse("documents:document-register", args=[document.pk]), _form(document, issued_on="30/2/2019")
    )
    assert response.status_code == 422
    assert "30/2/2019" in words(response)


def test_a_scan_says_that_it_is_being_recognised(world: World, office: Client) -> None:
    response = office.post(
        reverse("documents:document-add"), {"file": SimpleUploadedFile("a.png", png(9, 9))}, follow=True
    )
    assert "Đang nhận dạng chữ trong bản quét" in words(response)


# --- lists and budgets -----------------------------------------------------------------------------------------------
def test_the_list_searches_and_turns_pages(world: World, office: Client) -> None:
    for number in range(1, 31):
        registered(world, world.city_office, DocumentFacts("plan", str(number), "KH/TU", subject="công tác năm"))
    url = reverse("documents:document-list")
    shown = words(office.get(url, {"q": "cong tac", "page": 2}))
    assert "26–30 trong 30" in shown
    marked = words(office.get(url, {"q": "ke hoach 7"}))
    assert '<mark class="hit">Kế</mark> <mark class="hit">hoạch</mark> <mark class="hit">7</mark>-KH/TU' in marked
    assert "Không có văn bản nào khớp" in words(office.get(url, {"q": "không hề có"}))
    assert office.get(url, {"page": "x", "kind": "leaflet", "state": "lost"}).status_code == 200
    assert office.get(url, {"page": "9" * 23}).status_code == 200


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum("sample_sampleclock" not in query["sql"] for query in captured)  # asked now and then, not for the page


def test_the_list_asks_no_more_for_more_rows(world: World, office: Client) -> None:
    url = reverse("documents:document-list")
    registered(world, world.city_office, POLITBURO_45)
    few = _queries(office, url)
    for number in range(30):
        registered(world, world.ward_office, DocumentFacts("plan", str(number), "KH/ĐU"))
    assert _queries(office, url) == few <= 12


def test_the_page_asks_no_more_for_more_findings(world: World, office: Client) -> None:
    short = taken_in(world, world.city_office)
    long = taken_in(world, world.city_office, PLAN + "\n".join(f"Căn cứ Chỉ thị số {n}-CT/TW." for n in range(36, 99)))
    for document in (short, long):
        office.post(reverse("documents:findings-accept", args=[document.pk]))
    assert _queries(office, page(long)) == _queries(office, page(short)) <= 28


def test_a_sealed_word_ends_with_the_day(world: World, office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_in(world, world.city_office)
    kept = add(office, file=SimpleUploadedFile("ke-hoach.txt", PLAN.encode())).context["kept"]
    later = time.time() + timedelta(hours=25).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert add(office, kept=kept, again="true").status_code == 422
