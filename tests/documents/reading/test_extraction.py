"""Files give their text, or a coded refusal; nothing they hold harms the process that asks."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from quantriet.documents.rules import extraction
from quantriet.documents.rules.extraction import CannotExtract, extract
from quantriet.documents.rules.sandbox import extract_apart

SENTENCE = "Nghị quyết số 45-NQ/TW của Bộ Chính trị"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.add_table(rows=1, cols=2).cell(0, 1).text = "trong bảng"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(text: str = "Bao cao 12-BC/HU", password: str | None = None) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(300, 200)
    if text:
        font = DictionaryObject({
            NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        })  # fmt: skip
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode("ascii"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


def test_a_text_file_gives_its_text_and_encoding() -> None:
    found = extract("a.txt", SENTENCE.encode())
    assert (found.text, found.media_type, found.encoding) == (SENTENCE, "text/plain", "utf-8")


def test_a_word_file_gives_its_paragraphs_and_tables_in_order() -> None:
    text = extract("a.docx", docx(SENTENCE, "đoạn hai")).text
    assert text.index(SENTENCE) < text.index("đoạn hai") < text.index("trong bảng")
    assert f"{SENTENCE}\nđoạn hai\n" in text


def test_deleted_text_of_a_word_file_is_not_read() -> None:
    runs = "<w:del><w:r><w:t>cũ</w:t></w:r></w:del><w:r><w:t>mới</w:t></w:r>"
    body = f'<w:document xmlns:w="{WORD}"><w:p>{runs}</w:p></w:document>'
    assert extract("a.docx", zipped(word__document_xml=body.encode())).text.strip() == "mới"


def test_a_pdf_gives_its_text_layer_and_pages() -> None:
    assert len(PdfReader(io.BytesIO(pdf())).pages) == 1
    found = extract("a.pdf", pdf())
    assert "12-BC/HU" in found.text
    assert found.pages == 1


PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 8, 8) + bytes(9)
XXE = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{WORD}"><w:t>&x;</w:t></w:document>'
BAD = [
    ("a.txt", b"", "empty"),
    ("a.txt", b" \n\t ", "empty"),
    ("a.docx", docx()[:200], "unreadable"),
    ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an older file", "wrong_name"),
    ("a.docx", zipped(anything_xml=b"<a/>"), "wrong_name"),
    ("a.docx", SENTENCE.encode(), "wrong_name"),
    ("a.docx", zipped(word__document_xml=XXE.encode()), "unreadable"),
    ("a.docx", zipped(word__document_xml=b"<not closed"), "unreadable"),
    ("a.pdf", pdf("")[:-40].replace(b"startxref", b"nothing"), "unreadable"),
    ("a.pdf", b"%PDF-1.7 and nothing more", "unreadable"),
    ("a.pdf", pdf(""), "scan_without_text"),
    ("a.pdf", pdf(password="secret"), "encrypted"),
    ("a.pdf", docx(SENTENCE), "wrong_name"),
    ("a.txt", pdf(), "wrong_name"),
    ("a.png", PNG, "scan_without_text"),
    ("a.jpg", PNG, "wrong_name"),
    ("a.exe", b"MZ", "unsupported"),
    ("a.pdf.exe", pdf(), "unsupported"),
    ("a.txt", bytes(range(128, 256)) * 3, "unreadable"),
]


@pytest.mark.parametrize(("name", "raw", "code"), BAD)
def test_a_bad_file_is_refused_with_its_code(name: str, raw: bytes, code: str) -> None:
    with pytest.raises(CannotExtract) as refused:
        extract(name, raw)
    assert refused.value.code == code


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(word__document_xml=b"<a>" + b" " * (extraction.LARGEST_PART + 10))
    assert len(bomb) < 1_000_000
    with pytest.raises(CannotExtract) as refused:
        extract("a.docx", bomb)
    assert refused.value.code == "too_large"


def test_the_same_text_comes_out_of_the_process_apart() -> None:
    assert extract_apart("a.docx", docx(SENTENCE)) == extract("a.docx", docx(SENTENCE))


def test_a_refusal_keeps_its_code_across_processes() -> None:
    with pytest.raises(CannotExtract) as refused:
        extract_apart("bản quét.pdf", pdf(""))
    assert (refused.value.code, refused.value.media_type) == ("scan_without_text", "application/pdf")


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(CannotExtract) as refused:
        extract_apart("a.docx", docx(SENTENCE), wall_seconds=0.001)
    assert refused.value.code == "unreadable"


def test_the_process_apart_may_write_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    extract_apart("a.txt", SENTENCE.encode())
    assert list(tmp_path.iterdir()) == []
