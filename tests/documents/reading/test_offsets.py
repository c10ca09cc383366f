"""Whatever the text, spans lead back to it letter by letter, and nothing makes the reading fall over."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.scoring import cases
from quantriet.documents.rules.reading import read
from quantriet.documents.rules.reading.normal import normalise

PIECES = [word for case in list(cases())[::7] for word in case["text"].split()]
SIGNS = [
    *(" ", "\n", "\u00a0", "\u200b", "\t", "\r\n", "\n\n", "\u0301", "\u0323"),
    *("-", "/", ".", ",", "(", ")", "Ð", "İ", "uỷ", "4", "ngày"),
]
soup = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(SIGNS), st.text(max_size=3)), max_size=40)


@settings(max_examples=300, deadline=None)
@given(soup, st.sampled_from(["", " "]))
def test_every_span_holds_the_text_it_says(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    reading = read(text, published=date(2020, 2, 29))
    for found in (*reading.mentions, *reading.dates):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
    for found in (*reading.people, *reading.duties):
        assert 0 <= found.start < found.end <= len(text)
    for dated in reading.dates:
        assert dated.iso_start is None or dated.iso_start <= (dated.iso_end or "")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_can_be_read(text: str) -> None:
    read(text)


@settings(max_examples=300, deadline=None)
@given(soup)
def test_the_normal_form_covers_the_text_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    normal = normalise(text)
    assert len(normal.text) == len(normal.low) == len(normal.flat)
    starts = [normal.span(at, at + 1) for at in range(len(normal.text))]
    assert all(0 <= start < end <= len(text) for start, end in starts)
    assert all(before[0] <= after[0] for before, after in zip(starts, starts[1:], strict=False))


def test_a_letter_composed_of_three_signs_is_covered_whole() -> None:
    text = "Nghi\u0323 quye\u0302\u0301t so\u0302\u0301 45 cu\u0309a Bo\u0323\u0302 Chi\u0301nh tri\u0323"
    mention = read(text).mentions[0]
    assert mention.text == text[: text.index(" cu")]
    assert mention.issuer == "Bộ Chính trị"
