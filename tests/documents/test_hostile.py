"""Hostile files are refused in words, in seconds, and in little room."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from quantriet.documents import errors
from quantriet.documents.rules.content import content_of_file, safe_name
from tests.documents import hostile
from tests.documents.hostile import archive, body, embedded, linked, named, pdf

SECONDS = 30.0  # the limit of the process apart and its start; nearly all take less than one
Maker = Callable[[], bytes]
PACKAGE, EQUATION_3, MATHTYPE = (
    f"{number}-0000-0000-C000-000000000046" for number in ("0003000C", "0002CE02", "0002CE03")
)
ACTIVE, DAMAGED, LARGE, LYING = errors.ActiveContent, errors.Damaged, errors.TooLarge, errors.WronglyNamed
BAD: list[tuple[str, Maker, type[Exception]]] = [
    ("macro.docx", lambda: archive(("word/vbaProject.bin", b"x")), ACTIVE),
    ("ole.docx", lambda: archive(("word/embeddings/oleObject1.bin", b"x")), ACTIVE),
    ("package.docx", lambda: archive(("word/embeddings/x.bin", embedded(PACKAGE))), ACTIVE),
    ("equation3.docx", lambda: archive(("word/embeddings/oleObject1.bin", embedded(EQUATION_3))), ACTIVE),
    ("template.docx", lambda: linked("attachedTemplate"), ACTIVE),
    ("picture.docx", lambda: linked("image"), ACTIVE),
    ("dde.docx", lambda: body('<w:instrText xml:space="preserve"> DDEAUTO c:\\x "/k"</w:instrText>'), ACTIVE),
    ("xxe.docx", lambda: body("<w:t>&x;</w:t>", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), DAMAGED),
    ("laughs.docx", hostile.laughs, DAMAGED),
    ("deep.docx", lambda: body("<w:p>" * 200_000 + "</w:p>" * 200_000), DAMAGED),
    ("zeros.docx", lambda: archive(("word/media/0.bin", bytes(400_000_000))), LARGE),
    ("ratio.docx", lambda: archive(("word/media/0.bin", bytes(20_000_000))), LARGE),
    ("many.docx", lambda: archive(*((f"word/{i}", b"") for i in range(30_000))), LARGE),
    ("overlap.docx", hostile.overlapping, LARGE),
    ("twice.docx", lambda: archive(("word/a.xml", b"1"), ("word/a.xml", b"2")), DAMAGED),
    ("two texts.docx", lambda: archive(("word/document.xml", b"2")), LYING),
    ("up.docx", lambda: archive((named("../../etc/cron"), b"x")), DAMAGED),
    ("root.docx", lambda: archive((named("/etc/cron"), b"x")), DAMAGED),
    ("link.docx", lambda: archive((named("word/a", 0o120777), b"/etc/passwd")), DAMAGED),
    ("nested.docx", lambda: archive(("word/inner.zip", archive())), LYING),
    ("locked.docx", hostile.encrypted_entry, errors.Encrypted),
    ("cut.docx", lambda: archive()[:-30], DAMAGED),
    ("script.pdf", lambda: pdf(hostile.scripted), ACTIVE),
    ("launch.pdf", lambda: pdf(hostile.launching), ACTIVE),
    ("click.pdf", lambda: pdf(hostile.clicking), ACTIVE),
    ("attached.pdf", lambda: pdf(lambda w: w.add_attachment("a.exe", b"MZ") and None), ACTIVE),
    ("pages.pdf", lambda: hostile.many_pages(100_000, 100_000), LARGE),
    ("uncounted.pdf", lambda: hostile.many_pages(100_000, 1), LARGE),
    ("circle.pdf", hostile.circle, DAMAGED),
    ("both.pdf", lambda: pdf() + archive(), LYING),
    ("flood.png", lambda: hostile.png(65_535, 65_535), LARGE),
    ("flood.jpg", lambda: hostile.jpeg(65_535, 65_535), LARGE),
    ("flood.tiff", hostile.tiff, LARGE),
    ("circle.tif", lambda: hostile.tiff(circle=True, width=9), DAMAGED),
    ("both.png", lambda: hostile.png(9, 9) + archive(), LYING),
    ("page.txt", lambda: b"<!DOCTYPE html><script>alert(1)</script>", LYING),
    ("drawing.txt", lambda: b" <svg onload='x()'/>", LYING),
    ("drawing.svg", lambda: b"<svg/>", errors.Unsupported),
    ("program.pdf.exe", lambda: b"MZ", errors.Unsupported),
    ("photo.heic", lambda: b"\x00\x00\x00\x18ftypheic", errors.Unsupported),
]


@pytest.mark.parametrize(("name", "make", "refusal"), BAD, ids=[name for name, _, _ in BAD])
def test_a_hostile_file_is_refused_quickly_and_in_words(name: str, make: Maker, refusal: type[Exception]) -> None:
    raw = make()
    begun = time.monotonic()
    with pytest.raises(refusal) as refused:
        content_of_file(name, raw)
    assert time.monotonic() - begun < SECONDS
    assert name in str(refused.value)


@pytest.mark.parametrize("make", [hostile.stream_circle, hostile.swollen_page, lambda: hostile.many_pages(1, -5)])
def test_a_file_that_lies_about_itself_ends_all_the_same(make: Maker) -> None:
    begun = time.monotonic()
    with suppress(errors.Damaged):
        assert content_of_file("a.pdf", make()).text == ""
    assert time.monotonic() - begun < SECONDS


def test_a_formula_is_passed_over_and_the_text_around_it_is_read() -> None:
    raw = archive(("word/embeddings/oleObject1.bin", embedded(MATHTYPE)))
    assert content_of_file("a.docx", raw).text.strip() == "Kế hoạch 12-KH/TU"


def test_a_hyperlink_and_a_picture_of_its_own_are_harmless() -> None:
    assert content_of_file("a.docx", linked("hyperlink")).text.strip() == "Kế hoạch 12-KH/TU"
    assert content_of_file("b.docx", archive(("word/media/1.png", b"\x89PNG"))).text.strip() == "Kế hoạch 12-KH/TU"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\kế hoạch.docx", "kế hoạch.docx"),
        ("/etc/passwd.txt", "passwd.txt"),
        ("ke-hoach\u202etxt.exe", "ke-hoachtxt.exe"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("CON", "CON"),
        ("=1+1.txt", "=1+1.txt"),
    ],
)
def test_a_name_keeps_only_what_is_seen(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    assert len(safe_name("x" * 300 + ".docx")) == 255
    assert safe_name("x" * 300 + ".docx").endswith("x.docx")
