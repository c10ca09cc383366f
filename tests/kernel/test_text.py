"""Vietnamese text: order, search without diacritics, normal form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantriet.kernel.text import fold, nfc, sort_key

# The order of the alphabet and of the tones as dictionaries have it (TCVN 6909:2001 lists the letters).
IN_ORDER = [
    ["an", "àn", "ản", "ãn", "án", "ạn", "anh", "ăn", "ân", "ba", "ca", "da", "đa", "ea", "êa", "ga"],
    ["ma", "mà", "mả", "mã", "má", "mạ", "me"],
    ["oa", "ôa", "ơa", "pa", "ua", "ưa", "va"],
    ["Chi bộ An Dương", "Chi bộ Ăn Lành", "Chi bộ Ân Thi", "Đảng bộ"],
]


@pytest.mark.parametrize("words", IN_ORDER)
def test_words_stand_in_the_order_of_the_vietnamese_alphabet(words: list[str]) -> None:
    assert sorted(reversed(words), key=sort_key) == words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nghị quyết số 45-NQ/TW", "nghi quyet so 45-nq/tw"),
        ("Đảng ủy phường Trần Thành Ngọ", "dang uy phuong tran thanh ngo"),
        ("Ðảng  uỷ\u00a0Khối", "dang uy khoi"),  # a look-alike letter, two spaces, a no-break space
        ("Thường\u200b vụ", "thuong vu"),
        (unicodedata.normalize("NFD", "khóa XII"), "khoa xii"),
    ],
)
def test_search_knows_no_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once_and_both_normal_forms_fold_alike(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


@given(st.text(alphabet="aàảãáạăâbcdđeêoôơuưxyz "), st.text(alphabet="aàảãáạăâbcdđeêoôơuưxyz "))
def test_case_and_normal_form_do_not_change_the_order(one: str, other: str) -> None:
    assert sort_key(one.upper()) == sort_key(one)
    assert (sort_key(one) <= sort_key(other)) == (
        sort_key(unicodedata.normalize("NFD", one)) <= sort_key(unicodedata.normalize("NFD", other))
    )
