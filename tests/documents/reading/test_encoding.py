"""Bytes in Unicode or in an old Vietnamese encoding become text; what is not certain is refused, not guessed."""

import unicodedata

import pytest

from quantriet.documents.rules.reading.encoding import _TCVN3, _VNI_LETTERS, _VNI_MARKS, UndecodableText, decode

TEXT = (
    "nghị quyết số 45 của bộ chính trị về thành phố cảng và vùng phụ cận; các chi bộ phải hoàn thành việc học tập "
    "trong tháng này, đảng ủy xã báo cáo kết quả với huyện ủy và tổ chức hội nghị cho cán bộ, đảng viên ở cơ sở."
)


def as_tcvn3(text: str) -> bytes:
    back = {letter: byte for byte, letter in _TCVN3.items()}
    return bytes(back.get(letter) or ord(letter) for letter in text)


def as_vni(text: str) -> bytes:
    marks = {accents: sign for sign, accents in _VNI_MARKS.items()}
    letters = {plain: sign for sign, plain in _VNI_LETTERS.items()}
    written = ""
    for letter in text:
        base, *accents = unicodedata.normalize("NFD", letter)
        if letter in letters:
            written += letters[letter]
        elif base + "".join(accents[:1]) in ("o\u031b", "u\u031b"):
            written += {"o": "ô", "u": "ö"}[base] + (marks["".join(accents[1:])] if accents[1:] else "")
        else:
            ordered = sorted(accents, key=lambda mark: mark not in "\u0302\u0306")
            written += base + (marks["".join(ordered)] if accents else "")
    return written.encode("cp1252")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_in_all_its_forms(encoding: str) -> None:
    decoded = decode(TEXT.encode(encoding))
    assert decoded.text == TEXT
    assert decoded.note is None


@pytest.mark.parametrize(("raw", "encoding"), [(as_tcvn3(TEXT), "tcvn3"), (as_vni(TEXT), "vni")])
def test_an_old_encoding_is_told_and_converted(raw: bytes, encoding: str) -> None:
    decoded = decode(raw)
    assert (decoded.text, decoded.encoding, decoded.note) == (TEXT, encoding, "converted")


def test_an_old_encoding_saved_as_unicode_is_repaired_too() -> None:
    decoded = decode(as_tcvn3(TEXT).decode("latin-1").encode("utf-8"))
    assert (decoded.text, decoded.encoding) == (TEXT, "tcvn3")


@pytest.mark.parametrize("raw", [b"\xff\xff\xfe\x81\x90" * 20, bytes(range(128, 256)) * 4, b"a\x00b\x00\x00c" * 9])
def test_what_is_not_certain_is_refused(raw: bytes) -> None:
    with pytest.raises(UndecodableText):
        decode(raw)


def test_plain_text_in_another_language_is_left_alone() -> None:
    assert decode("Déjà vu à Paris, où l'été fut très long.".encode()).note is None
