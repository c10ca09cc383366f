"""Many files at once: kept before anything is read, each told what became of it, none lost."""

import signal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from quantriet.audit.models import Entry
from quantriet.documents import actions
from quantriet.documents.models import Batch, BatchFile, Document, StoredFile
from quantriet.documents.queries.batch import overview
from quantriet.documents.rules.batch import FileState
from quantriet.documents.tasks import read_file
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import ChangedMeanwhile
from tests.cascade.test_tasks import audit_can_be_emptied, rescue, start_worker
from tests.documents.hostile import archive, many_pages
from tests.documents.test_intake import docx
from tests.documents.test_pages import words
from tests.world import World

__all__ = ["audit_can_be_emptied"]
NUMBER = 100
BAD = [
    ("rỗng.txt", b"", "empty"),
    ("bom.docx", archive(("word/media/0.bin", bytes(20_000_000))), "too_large"),
    ("macro.docx", archive(("word/vbaProject.bin", b"x")), "active"),
    ("hỏng.pdf", b"%PDF-1.4 broken", "unreadable"),
    ("trang.pdf", many_pages(100_000, 1), "too_large"),
    ("giả.docx", b"MZ\x90", "wrong_name"),
    ("bảng.xlsx", b"PK\x03\x04", "unsupported"),
    ("khoai-lang.txt", "THÀNH ỦY\nTỐI MẬT\nSố 9-BC/TU\nvề Khoai Lang".encode(), "marked_secret"),
]


def text_of(number: int) -> bytes:
    return f"Thông báo số {number}-TB/TU về buổi học Nghị quyết số 45-NQ/TW.".encode()


def good(number: int) -> list[tuple[str, bytes]]:
    return [(f"{i:03}.txt", text_of(i)) for i in range(number)]


def sent(world: World, files: list[tuple[str, bytes]]) -> Batch:
    office = world.city_office
    return actions.send_files(actor=office.actor, unit_id=office.unit.pk, files=files, published=None, at=world.noon)


def read(batch: Batch) -> None:
    """Run the jobs of a batch, one after the other."""
    for pk in batch.files.filter(state=FileState.WAITING).values_list("pk", flat=True):
        read_file(pk)


def test_many_files_of_one_drag_are_kept_before_the_first_is_read(world: World) -> None:
    files = [*good(NUMBER), *((name, raw) for name, raw, _ in BAD)]
    uploads = [SimpleUploadedFile(name, raw) for name, raw in files]
    client = world.client(world.city_office)
    response = client.post(reverse("documents:document-add"), {"file": uploads})
    batch = Batch.objects.get()
    assert response.headers["Location"] == reverse("documents:batch-page", args=[batch.pk])
    assert {bytes(content) for content in StoredFile.objects.values_list("content", flat=True)} == {
        raw for _name, raw in files if raw
    }
    assert not Document.objects.exists()
    shown = words(client.get(response.headers["Location"]))
    assert f"Đang xử lý: <b>{len(files) - 1}</b>" in shown  # the empty one was refused at once
    read(batch)
    all_files = overview(batch)
    assert (all_files.read, all_files.refused, all_files.done, all_files.total) == (NUMBER, len(BAD), 108, 108)
    told = {n if code != "marked_secret" else "": code for n, _, code in BAD}
    assert dict(batch.files.filter(state="refused").values_list("name", "reason")) == told
    shown = words(client.get(response.headers["Location"]))
    assert "có macro, mã lệnh" in shown
    assert "mang dấu “TỐI MẬT”" in shown


def test_nothing_of_a_refused_file_is_kept(world: World) -> None:
    batch = sent(world, [(name, raw) for name, raw, _ in BAD])
    read(batch)
    assert not StoredFile.objects.exists()
    assert not Document.objects.exists()
    secret = Entry.objects.get(verb="documents.secret.refused")
    assert list(secret.facts) == ["sha256"]
    told = str(list(Entry.objects.values())) + str(list(BatchFile.objects.values()))
    assert "khoai" not in told.lower()
    shown = words(world.client(world.city_office).get(reverse("documents:batch-page", args=[batch.pk])))
    assert f"Tệp số {len(BAD)} của lần gửi này" in shown
    assert "khoai" not in shown.lower()


def test_a_file_is_read_once_however_often_its_job_runs(world: World) -> None:
    batch = sent(world, good(1))
    pk = batch.files.get().pk
    read_file(pk)
    read_file(pk)
    assert Document.objects.count() == 1


def test_the_same_content_in_one_batch_is_recognised_and_one_decides(world: World) -> None:
    batch = sent(world, [("a.txt", text_of(1)), ("b.txt", text_of(1)), ("c.docx", docx(text_of(1).decode()[:-1]))])
    read(batch)
    twin = batch.files.get(name="b.txt")
    client = world.client(world.city_office)
    shown = words(client.get(reverse("documents:batch-page", args=[batch.pk])))
    assert "Trùng nội dung với" in shown
    client.post(reverse("documents:batch-decide", args=[twin.pk]), {"decision": "keep"})
    twin.refresh_from_db()
    assert (twin.state, Document.objects.filter(file_name="b.txt").count()) == (FileState.READ, 1)
    with pytest.raises(ChangedMeanwhile):
        actions.decide_twin(actor=world.city_office.actor, file=twin, keep=False, at=world.noon)


def test_a_duplicate_can_be_left_out(world: World) -> None:
    batch = sent(world, [("a.txt", text_of(1)), ("b.txt", text_of(1))])
    read(batch)
    twin = batch.files.get(state="duplicate")
    assert actions.decide_twin(actor=world.city_office.actor, file=twin, keep=False, at=world.noon) is None
    twin.refresh_from_db()
    assert (twin.state, twin.file, Document.objects.count()) == (FileState.DROPPED, None, 1)
    assert StoredFile.objects.count() == 1  # the first one still holds it


def test_a_file_that_breaks_the_reader_is_said_and_not_lost(world: World) -> None:
    batch = sent(world, good(2))
    first = batch.files.order_by("pk")[0]
    actions.give_up_file(actor=SYSTEM, file_id=first.pk, at=world.noon)
    read(batch)
    assert list(batch.files.order_by("pk").values_list("state", "reason")) == [("refused", "not_read"), ("read", "")]


def test_a_scan_in_a_batch_is_being_recognised(world: World) -> None:
    from tests.documents.hostile import png

    batch = sent(world, [("a.png", png(9, 9)), ("b.txt", text_of(2))])
    read(batch)
    seen = overview(batch)
    assert (seen.recognising, seen.read, seen.done) == (1, 1, 1)
    assert seen.topics.startswith("document:")


@pytest.mark.usefixtures("audit_can_be_emptied")
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_file_and_reads_none_twice(world: World) -> None:
    batch = sent(world, [*good(30), ("hỏng.pdf", b"%PDF-1.4 broken")])
    worker = start_worker()
    while batch.files.filter(state=FileState.WAITING).count() > 25:
        assert worker.poll() is None
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=10)
    assert batch.files.filter(state=FileState.WAITING).exists()
    rescue()
    assert start_worker().wait(timeout=120) == 0
    assert overview(batch).waiting == 0
    assert (overview(batch).read, overview(batch).refused) == (30, 1)
    assert Document.objects.filter(file_name__endswith=".txt").count() == 30


# --- from the command line -------------------------------------------------------------------------------------------
@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dưới").mkdir()
    for name, raw in good(5):
        (tmp_path / "dưới" / name).write_bytes(raw)
    (tmp_path / ".ẩn").write_bytes(b"x")
    return tmp_path


def test_a_folder_is_taken_in_and_run_again_continues(
    world: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_files", str(folder), unit=world.city.code)
    assert "[5/5]" in (out := capsys.readouterr().out)
    assert "5 taken in, 0 already there, 0 refused" in out
    (folder / "sáu.txt").write_bytes(text_of(6))
    call_command("import_files", str(folder), unit=world.city.code)
    assert "1 taken in, 5 already there, 0 refused" in capsys.readouterr().out
    assert set(Document.objects.values_list("owner_unit_id", flat=True)) == {world.city.pk}


def test_bad_files_are_said_and_the_others_taken_in(
    world: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, raw, _ in BAD:
        (folder / name).write_bytes(raw)
    with pytest.raises(CommandError, match="8 of 13 files were refused"):
        call_command("import_files", str(folder), unit=world.city.code)
    out = capsys.readouterr().out
    assert "5 taken in, 0 already there, 8 refused" in out
    assert "khoai-lang.txt: refused – This document is marked “TỐI MẬT”" in out
    assert Entry.objects.filter(verb="documents.secret.refused").count() == 1


@pytest.mark.parametrize("words_given", [{"unit": "NONE"}, {"paths": ["/nowhere"]}])
def test_a_wrong_unit_or_path_is_said(world: World, folder: Path, words_given: dict) -> None:
    options = {"paths": [str(folder)], "unit": world.city.code} | words_given
    with pytest.raises(CommandError):
        call_command("import_files", *options.pop("paths"), **options)
    assert not Document.objects.exists()
