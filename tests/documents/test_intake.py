"""What happens to a text that comes in: kept byte for byte, read, or refused in words."""

import hashlib
import io
import zipfile
from datetime import date

import pytest
from pypdf import PdfWriter

from quantriet.audit.models import Entry
from quantriet.documents import actions, errors
from quantriet.documents.models import Document, StoredFile
from quantriet.documents.rules.content import Content, content_of_file, content_of_paste
from quantriet.documents.rules.findings import Category
from tests.documents.stories import taken_in
from tests.documents.texts import NEWS, PLAN
from tests.world import World

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(text: str) -> bytes:
    """A small .docx of one paragraph a line."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        body = f'<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}</w:body></w:document>'
        archive.writestr("word/document.xml", body)
    return written.getvalue()


def pdf(*, password: str = "") -> bytes:
    """A PDF of one empty page, as a scanner without recognition leaves it."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def take_file(world: World, content: Content) -> Document:
    office = world.city_office
    return actions.take_in(actor=office.actor, unit_id=office.unit.pk, file=content, at=world.noon)


def test_a_file_is_kept_byte_for_byte(world: World) -> None:
    raw = docx(PLAN)
    document = take_file(world, content_of_file("kế hoạch.docx", raw))
    assert bytes(document.file.content) == raw
    assert document.file.sha256 == hashlib.sha256(raw).hexdigest()
    assert (document.file_name, document.number, document.suffix) == ("kế hoạch.docx", "91", "KH/TU")
    assert document.registered_at is None


def test_every_finding_stands_where_it_was_read(world: World) -> None:
    document = taken_in(world, world.city_office)
    findings = list(document.findings.all())
    assert {f.category for f in findings} == set(Category.values)
    assert all(document.text[f.start : f.end] == f.text for f in findings)
    assert all(not {"start", "end", "text"} & f.data.keys() for f in findings)


def test_taking_in_leaves_an_audit_line(world: World) -> None:
    document = taken_in(world, world.city_office)
    entry = Entry.objects.get(verb="documents.document.taken_in")
    assert (entry.subject_id, entry.user_id, entry.unit_id) == (document.pk, world.city_office.user.pk, world.city.pk)
    assert entry.facts["findings"] == document.findings.count()


def test_the_day_of_publication_gives_the_years(world: World) -> None:
    text = "Ngày 11/7, cán bộ Thành ủy họp để học tập Nghị quyết số 45-NQ/TW."
    document = taken_in(world, world.city_office, text, published=date(2019, 7, 12))
    assert document.published_on == date(2019, 7, 12)
    assert document.findings.get(category="date").data["iso_start"] == "2019-07-11"


def test_the_same_bytes_are_stored_once(world: World) -> None:
    one = actions.store_file(raw=b"one", at=world.noon)
    assert actions.store_file(raw=b"one", at=world.noon) == one
    assert actions.store_file(raw=b"two", at=world.noon) != one
    assert StoredFile.objects.count() == 2


def test_the_same_text_is_recognised_in_another_wrapping(world: World) -> None:
    first = taken_in(world, world.city_office, "Thông báo về buổi học chiều thứ sáu.\n")
    with pytest.raises(errors.AlreadyKept) as refused:
        take_file(world, content_of_file("a.docx", docx("Thông báo về buổi học chiều thứ sáu.")))
    assert refused.value.facts["pk"] == first.pk
    assert Document.objects.count() == 1


def test_the_same_content_may_be_kept_again(world: World) -> None:
    first = taken_in(world, world.city_office)
    second = taken_in(world, world.city_office, again=True)
    assert second != first
    assert second.file == first.file


def test_another_unit_may_hold_the_same_text(world: World) -> None:
    assert taken_in(world, world.city_office) != taken_in(world, world.ward_office)


def test_a_scan_is_kept_and_waits_to_be_recognised(world: World) -> None:
    raw = pdf()
    document = take_file(world, content_of_file("quyet-dinh.pdf", raw))
    assert (document.text, document.intake_note, document.subject) == ("", "scan_waiting", "quyet-dinh.pdf")
    assert bytes(document.file.content) == raw
    assert not document.findings.exists()


def test_an_old_encoding_is_converted_and_said(world: World) -> None:
    old = "Héi nghÞ häc tËp nghÞ quyÕt cña Thµnh ñy ®­îc tæ chøc trong th¸ng nµy t¹i c¸c ®¬n vÞ. " * 3  # noqa: RUF001
    content = content_of_paste(old)
    assert content.note == "converted_tcvn3"
    assert content.text.startswith("Hội nghị học tập nghị quyết của Thành ủy được tổ chức")
    assert content.raw == old.encode()


@pytest.mark.parametrize(
    ("name", "raw", "refusal"),
    [
        ("rong.txt", b"", errors.EmptyFile),
        ("trang.txt", b"  \n ", errors.EmptyFile),
        ("hong.docx", b"PK\x03\x04 broken", errors.Damaged),
        ("hong.pdf", b"%PDF-1.4 broken", errors.Damaged),
        ("nhi-phan.txt", bytes(range(256)) * 4, errors.Damaged),
        ("anh.docx", b"\x89PNG\r\n\x1a\n", errors.WronglyNamed),
        ("chuong-trinh.pdf", b"MZ\x90", errors.WronglyNamed),
        ("bang.xlsx", docx("x"), errors.Unsupported),
        ("khoa.pdf", pdf(password="bí mật"), errors.Encrypted),
        ("lon.txt", b"a" * (errors.LARGEST_MB * 1024 * 1024 + 1), errors.TooLarge),
    ],
)
def test_a_file_that_gives_no_text_is_refused_in_words(name: str, raw: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as refused:
        content_of_file(name, raw)
    assert name in str(refused.value)


def test_nothing_but_blanks_is_refused(world: World) -> None:
    with pytest.raises(errors.NothingGiven):
        taken_in(world, world.city_office, " \r\n ")
    assert not Document.objects.exists()


def test_what_a_database_cannot_keep_is_replaced_in_place(world: World) -> None:
    document = taken_in(world, world.city_office, NEWS.replace("Tin Khối", "Tin\x00Khối"))
    assert document.text.startswith("Tin Khối\n")
    assert all(document.text[f.start : f.end] == f.text for f in document.findings.all())
