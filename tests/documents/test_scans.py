"""Scans: recognised in the background, doubtful words shown, a corrected word has its page read anew."""

import io
import json
import subprocess
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfWriter

from quantriet.audit.models import Entry
from quantriet.documents import actions, errors
from quantriet.documents.models import Document, Finding, ScanPage, StoredFile
from quantriet.documents.queries.scans import doubts_of
from quantriet.documents.rules.command import main_read
from quantriet.documents.rules.content import content_of_file
from quantriet.documents.rules.findings import Category, Status
from quantriet.documents.rules.ocr import RecognisedPage
from quantriet.documents.rules.sandbox import recognised_apart
from quantriet.documents.tasks import read_file, recognise
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import ChangedMeanwhile
from tests.documents.hostile import pdf, png
from tests.documents.reading.test_extraction import pdf as typed
from tests.documents.scans import needs_tesseract, picture_of, scan_of
from tests.documents.stories import accept, decide, mention
from tests.documents.test_pages import words
from tests.documents.texts import PLAN
from tests.world import World

SAMPLES = Path(__file__).parent / "samples"
FIRST = "Căn cứ Nghị quyết số 35-NQ/TW và Chỉ thị số 4O-CT/TW của Ban Bí thư.\nThực hiện Chỉ thị số 40-CT/TW."
SECOND = "Các đảng ủy trực thuộc gửi báo cáo trước ngày 15/9/2019 theo Quy định số 11-QĐ/TW."


def scan(world: World, name: str, raw: bytes) -> Document:
    """A scan that the office of the city has sent."""
    office = world.city_office
    return actions.take_in(actor=office.actor, unit_id=office.unit.pk, file=content_of_file(name, raw), at=world.noon)


def two_pages(world: World) -> Document:
    """A scan of two pages with one doubtful word on each, without any picture."""
    document = scan(world, "quét.pdf", pdf())
    begin, other = FIRST.index("4O-CT/TW"), SECOND.index("ủy")
    pages = [
        RecognisedPage(FIRST, ((begin, begin + 8, 41),), 2),
        RecognisedPage(SECOND, ((other, other + 2, 66),), 2),
    ]
    actions.write_recognised(actor=SYSTEM, document_id=document.pk, pages=pages, at=world.noon)
    document.refresh_from_db()
    return document


def mixed(pictures: bytes) -> bytes:
    """A file whose first page has a text and whose others are pictures."""
    writer = PdfWriter()
    for raw in (typed(), pictures):
        writer.append(io.BytesIO(raw))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def correct(world: World, document: Document, seen: str, word: str) -> Document:
    """The document after the office has corrected a doubtful word."""
    start = next(doubt.start for doubt in doubts_of(document) if doubt.word == seen)
    office = world.city_office
    actions.correct_word(actor=office.actor, document=document, start=start, seen=seen, word=word, at=world.noon)
    document.refresh_from_db()
    return document


def places_hold(document: Document) -> bool:
    """Whether every finding and every page stands where its words are."""
    pages = list(document.scan_pages.order_by("number"))
    return all(document.text[f.start : f.end] == f.text for f in document.findings.all()) and (
        "\n\n".join(document.text[page.start : page.end] for page in pages) == document.text
    )


# --- recognition -----------------------------------------------------------------------------------------------------
@needs_tesseract
def test_a_scan_of_two_pages_becomes_a_text_that_is_read(world: World) -> None:
    plan = (SAMPLES / "plan.txt").read_text(encoding="utf-8")
    raw = scan_of(plan, SECOND)
    document = scan(world, "nghị quyết.pdf", raw)
    recognise(document.pk)
    document.refresh_from_db()
    assert (document.intake_note, document.number, document.suffix) == ("scan_recognised", "64", "KH/HU")
    assert "học tập, quán triệt Nghị quyết số 45-NQ/TW" in document.text
    assert mention(document, "11-QĐ/TW")
    assert document.scan_pages.count() == 2
    assert places_hold(document)
    assert bytes(document.file.content) == raw


def turned(raw: bytes, degrees: int) -> bytes:
    """A scan whose sheet lay turned on the glass."""
    writer = PdfWriter()
    writer.append(io.BytesIO(raw))
    writer.pages[0].rotate(degrees)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@needs_tesseract
def test_a_page_that_lies_turned_is_recognised() -> None:
    plan = (SAMPLES / "plan.txt").read_text(encoding="utf-8")
    raw = scan_of(plan)
    for degrees in (90, 180, 270):
        page = next(recognised_apart("a.pdf", turned(raw, degrees), 1))
        assert "Số 64-KH/HU" in page.text, degrees
        assert "học tập, quán triệt Nghị quyết số 45-NQ/TW" in page.text, degrees


@needs_tesseract
def test_without_the_data_for_turned_pages_an_upright_one_is_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    known = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout
    data = Path(known.split('"')[1])
    for name in ("vie.traineddata", "configs", "tessconfigs", "pdf.ttf"):
        (tmp_path / name).symlink_to(data / name)
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    raw = scan_of(SECOND)
    assert "11-QĐ/TW" in next(recognised_apart("a.pdf", raw, 1)).text
    assert next(recognised_apart("a.pdf", turned(raw, 180), 1)).pages == 1


@needs_tesseract
def test_recognised_twice_is_written_once(world: World) -> None:
    document = scan(world, "a.png", picture_of(SECOND))
    recognise(document.pk)
    recognise(document.pk)
    assert ScanPage.objects.filter(document=document).count() == 1


@needs_tesseract
def test_no_more_pages_are_recognised_than_allowed(world: World, settings: object) -> None:
    settings.SCAN_PAGES = 1
    document = scan(world, "a.pdf", scan_of(FIRST, SECOND))
    recognise(document.pk)
    document.refresh_from_db()
    assert (document.intake_note, document.scan_pages.count()) == ("scan_recognised_in_part", 1)


@needs_tesseract
def test_a_page_with_text_keeps_it_and_the_picture_beside_it_is_recognised(world: World) -> None:
    document = scan(world, "a.pdf", mixed(scan_of(SECOND)))
    recognise(document.pk)
    document.refresh_from_db()
    assert document.text.startswith("Bao cao 12-BC/HU\n\nCác đảng ủy")


@needs_tesseract
@pytest.mark.parametrize("stamp", ["MẬT", "TUYỆT MẬT"])
def test_nothing_is_left_of_a_scan_that_is_stamped_secret(world: World, stamp: str) -> None:
    text = f"THÀNH ỦY CẢNG\n{stamp}\nSố 07-BC/TU\n\nBÁO CÁO\nvề tình hình Khoai Lang\n"
    document = scan(world, "khoai-lang.png", picture_of(text))
    sha256 = document.file.sha256
    recognise(document.pk)
    document.refresh_from_db()
    assert document.intake_note == "withdrawn_secret"
    assert not StoredFile.objects.filter(sha256=sha256).exists()
    assert (document.text, document.file_name, document.subject, document.file) == ("", "", "", None)
    assert Entry.objects.get(verb="documents.secret.refused").facts == {"sha256": sha256}
    assert "khoai" not in str(list(Entry.objects.values())).lower()
    assert not Finding.objects.filter(document=document).exists()
    shown = words(world.client(world.city_office).get(reverse("documents:document-page", args=[document.pk])))
    assert "thấy dấu mật trên bản quét này" in shown


def test_a_batch_forgets_a_scan_that_is_secret_and_its_twin(world: World) -> None:
    office = world.city_office
    files = [("khoai-lang.png", png(9, 9)), ("khoai-lang-2.png", png(9, 9))]
    batch = actions.send_files(
        actor=office.actor, unit_id=office.unit.pk, files=files, published=None, at=world.noon
    )  # fmt: skip
    for pk in batch.files.values_list("pk", flat=True):
        read_file(pk)
    document = Document.objects.get()
    secret = errors.MarkedSecret(level="MẬT")
    actions.withdraw_secret(actor=SYSTEM, document_id=document.pk, refusal=secret, at=world.noon)
    kept = list(batch.files.order_by("pk").values_list("state", "name", "file", "reason"))
    assert kept == [("read", "", None, ""), ("refused", "", None, "marked_secret")]
    assert not StoredFile.objects.exists()
    assert "khoai" not in str(list(Entry.objects.values()))


@needs_tesseract
def test_the_command_line_reads_scans_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "quét.png"
    file.write_bytes(picture_of(SECOND))
    assert main_read([str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [(found["number"], found["suffix"]) for found in answer["mentions"]] == [("11", "QĐ/TW")]


def test_the_command_line_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.png").write_bytes(png(9, 9))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main_read([str(tmp_path / "a.png")]) == 1
    assert "apt-get install -y tesseract-ocr tesseract-ocr-vie" in capsys.readouterr().err


def test_without_tesseract_the_scan_is_kept_and_the_page_says_what_to_install(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document = scan(world, "a.png", png(900, 900))
    monkeypatch.setenv("PATH", str(tmp_path))
    recognise(document.pk)
    document.refresh_from_db()
    assert document.intake_note == "scan_without_text"
    client = world.client(world.city_office)
    shown = words(client.get(reverse("documents:document-page", args=[document.pk])))
    assert "apt-get install -y tesseract-ocr tesseract-ocr-vie" in shown
    assert "Nhận dạng ngay" in shown
    client.post(reverse("documents:recognise", args=[document.pk]))
    document.refresh_from_db()
    assert document.intake_note == "scan_waiting"
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs where task_name = 'documents.recognise' and status = 'todo'"
            " and (args->>'document_id')::int = %s", [document.pk],
        )  # fmt: skip
        assert cursor.fetchone()[0] == 2


def test_a_picture_in_which_nothing_is_found_says_so(world: World) -> None:
    document = scan(world, "a.pdf", pdf())
    actions.write_recognised(actor=SYSTEM, document_id=document.pk, pages=[RecognisedPage(" \n", (), 1)], at=world.noon)
    document.refresh_from_db()
    assert document.intake_note == "scan_illegible"


def test_the_page_renews_itself_when_the_recognition_has_ended(world: World) -> None:
    document = scan(world, "a.pdf", pdf())
    client = world.client(world.city_office)
    assert "HX-Refresh" not in client.get(reverse("documents:recognition", args=[document.pk])).headers
    page = RecognisedPage(FIRST, (), 1)
    actions.write_recognised(actor=SYSTEM, document_id=document.pk, pages=[page], at=world.noon)
    assert client.get(reverse("documents:recognition", args=[document.pk])).headers["HX-Refresh"] == "true"


def test_what_was_registered_by_hand_meanwhile_stays(world: World) -> None:
    document = scan(world, "a.pdf", pdf())
    office = world.city_office
    facts = actions.DocumentFacts("decision", "5", "QĐ/TU", subject="về nhân sự")
    actions.register(actor=office.actor, document=document, facts=facts, version=document.version, at=world.noon)
    page = RecognisedPage(PLAN, (), 1)
    actions.write_recognised(actor=SYSTEM, document_id=document.pk, pages=[page], at=world.noon)
    document.refresh_from_db()
    assert (document.kind, document.number, document.text) == ("decision", "5", PLAN)


# --- corrections -----------------------------------------------------------------------------------------------------
def test_a_corrected_word_is_read_and_stands_in_the_text(world: World) -> None:
    document = two_pages(world)
    assert document.findings.filter(category=Category.MENTION, data__number="40").count() == 1
    document = correct(world, document, "4O-CT/TW", "40-CT/TW")
    assert document.text.startswith("Căn cứ Nghị quyết số 35-NQ/TW và Chỉ thị số 40-CT/TW của Ban Bí thư.")
    assert document.findings.filter(category=Category.MENTION, data__number="40").count() == 2
    assert [doubt.word for doubt in doubts_of(document)] == ["ủy"]
    assert places_hold(document)


@pytest.mark.parametrize("word", ["40-CT/TW", "4-CT", "số 40-CT/TW ngày 01/02/2019 dài hơn hẳn", ""])
def test_decisions_stay_and_move_with_their_words(world: World, word: str) -> None:
    document = two_pages(world)
    office = world.city_office
    same_page = accept(world, office, mention(document, "35-NQ/TW"))
    other_page = accept(world, office, mention(document, "11-QĐ/TW"))
    duty = document.findings.filter(category=Category.DUTY).first()
    document = correct(world, document, "4O-CT/TW", word)
    for finding in (same_page, other_page):
        kept = Finding.objects.get(pk=finding.pk)
        assert (kept.status, kept.text, kept.target_id) == (Status.ACCEPTED, finding.text, finding.target_id)
    assert duty is None or Finding.objects.filter(pk=duty.pk).exists()
    assert places_hold(document)


def test_a_rejected_finding_does_not_come_back(world: World) -> None:
    document = two_pages(world)
    rejected = decide(world, world.city_office, mention(document, "35-NQ/TW"), Status.REJECTED)
    document = correct(world, document, "4O-CT/TW", "40-CT/TW")
    again = document.findings.filter(category=Category.MENTION, text=rejected.text)
    assert [finding.status for finding in again] == [Status.REJECTED]


def test_a_word_that_is_right_only_leaves_the_list(world: World) -> None:
    document = two_pages(world)
    before = set(document.findings.values_list("pk", "start", "end"))
    document = correct(world, document, "ủy", "ủy")
    assert [doubt.word for doubt in doubts_of(document)] == ["4O-CT/TW"]
    assert set(document.findings.values_list("pk", "start", "end")) == before


def test_a_word_is_corrected_once(world: World) -> None:
    document = two_pages(world)
    start = doubts_of(document)[0].start
    correct(world, document, "4O-CT/TW", "40-CT/TW")
    with pytest.raises(ChangedMeanwhile):
        actions.correct_word(
            actor=world.city_office.actor, document=document, start=start, seen="4O-CT/TW", word="x", at=world.noon
        )


def test_doubtful_words_are_underlined_and_listed(world: World) -> None:
    document = two_pages(world)
    client: Client = world.client(world.city_office)
    page = client.get(reverse("documents:document-page", args=[document.pk]))
    assert page.content.decode().count('<mark class="mark-doubtful">') >= 2
    assert "2 từ nhận dạng chưa chắc" in words(page)
    doubt = doubts_of(document)[0]
    sent = {"start": doubt.start, "seen": doubt.word, "word": "40-CT/TW"}
    assert client.post(reverse("documents:word-correct", args=[document.pk]), sent).status_code == 302
    assert "1 từ nhận dạng chưa chắc" in words(client.get(reverse("documents:document-page", args=[document.pk])))
