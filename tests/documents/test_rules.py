"""What always holds of a text and its findings, without a table."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantriet.documents.rules.facts import DocumentFacts, columns_of, search_words, symbol_of
from quantriet.documents.rules.findings import DutyType, Relation
from quantriet.documents.rules.layers import Close, Open, Span, Words, layered
from quantriet.documents.rules.proposal import proposed_facts, title_of
from quantriet.documents.rules.reading import read
from quantriet.documents.rules.reading.model import DUTY_TYPES
from quantriet.documents.rules.relations import relation_of
from tests.documents.texts import NEWS, PLAN


# --- layers ----------------------------------------------------------------------------------------------------------
def test_a_finding_inside_another_is_nested() -> None:
    parts = list(layered("abcdef", [Span(1, 0, 6), Span(2, 2, 4)]))
    assert parts == [
        Open(1, True), Words("ab", 1), Open(2, True), Words("cd", 2), Close(), Words("ef", 1), Close(),
    ]  # fmt: skip


def test_a_finding_that_crosses_another_is_cut() -> None:
    parts = list(layered("abcdef", [Span(1, 0, 4), Span(2, 2, 6)]))
    assert parts == [
        Open(1, True), Words("ab", 1), Open(2, True), Words("cd", 2), Close(), Close(), Open(2, False),
        Words("ef", 2), Close(),
    ]  # fmt: skip


_SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 45)), max_size=12)


@given(st.text(max_size=40), _SPANS)
def test_marks_are_nested_and_the_text_stays_whole(text: str, ends: list[tuple[int, int]]) -> None:
    spans = [Span(pk, start, end) for pk, (start, end) in enumerate(ends)]
    stack: list[int] = []
    written, covered = "", {span.pk: "" for span in spans}
    for part in layered(text, spans):
        if isinstance(part, Open):
            stack.append(part.pk)
        elif isinstance(part, Close):
            stack.pop()
        else:
            assert part.pk == (stack[-1] if stack else None)
            written += part.text
            for pk in stack:
                covered[pk] += part.text
    assert (written, stack) == (text, [])
    for span in spans:
        is_whole = 0 <= span.start < span.end <= len(text)
        assert covered[span.pk] == (text[span.start : span.end] if is_whole else "")


# --- relations -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("Căn cứ Nghị quyết số 45-NQ/TW, ", "Nghị quyết", Relation.BASED_ON),
        ("Căn cứ vào Nghị quyết số 45-NQ/TW, ", "Nghị quyết", Relation.BASED_ON),
        ("Kế hoạch thực hiện Nghị quyết 18", "Nghị quyết", Relation.IMPLEMENTS),
        ("triển khai thực hiện các nghị quyết: số 19-NQ/TW", "nghị quyết", Relation.IMPLEMENTS),
        ("thay thế Quyết định số 5-QĐ/TU", "Quyết định", Relation.REPLACES),
        ("nghiên cứu Nghị quyết 18", "Nghị quyết", Relation.REFERS_TO),
        ("việc thực hiện còn chậm. Nghị quyết 18", "Nghị quyết", Relation.REFERS_TO),
        ("thực hiện nhiệm vụ nêu tại Nghị quyết 18", "Nghị quyết", Relation.REFERS_TO),
    ],
)
def test_the_words_before_a_name_tell_the_relation(text: str, name: str, relation: Relation) -> None:
    assert relation_of(text, text.index(name), is_report=False) is relation


def test_a_news_text_reports_on_what_it_names() -> None:
    assert relation_of("Căn cứ Nghị quyết 18", 7, is_report=True) is Relation.REPORTS_ON


# --- the proposal ----------------------------------------------------------------------------------------------------
def test_the_head_of_a_plan_says_what_it_is() -> None:
    facts = proposed_facts(PLAN, read(PLAN))
    assert (facts.kind, facts.number, facts.suffix) == ("plan", "91", "KH/TU")
    assert facts.issued_on == date(2019, 7, 5)
    assert facts.issuer == "Thành ủy Cảng"
    assert facts.subject == "về học tập và triển khai nghị quyết mới"


def test_a_news_text_is_a_report_with_its_title_and_day() -> None:
    facts = proposed_facts(NEWS, read(NEWS))
    assert (facts.kind, facts.number, facts.issued_on) == ("report", "", date(2019, 7, 11))
    assert facts.subject == "Khối Cảng học tập kế hoạch mới của Thành ủy trong quý III"


def test_a_text_whose_title_is_its_own_name_is_that_document() -> None:
    text = "Kế hoạch số 12-KH/ĐU về công tác kiểm tra\n\nĐảng ủy phường giao các chi bộ thực hiện kế hoạch này."
    facts = proposed_facts(text, read(text))
    assert (facts.kind, facts.number, facts.suffix) == ("plan", "12", "KH/ĐU")
    assert facts.subject == "về công tác kiểm tra"


def test_a_title_is_neither_a_date_line_nor_a_sentence() -> None:
    assert title_of("Cảng, ngày 05 tháng 7 năm 2019\nTin ngắn\nBuổi học có rất đông người dự.") == "Tin ngắn"
    assert title_of("") == ""


# --- names and search ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "suffix", "year", "written"),
    [
        ("45", "NQ/TW", None, "45-NQ/TW"),
        ("30", "NĐ-CP", 2020, "30/2020/NĐ-CP"),
        ("123", "QĐ-UBND", None, "123/QĐ-UBND"),
        ("91", "", None, "91"),
        ("", "", None, ""),
    ],
)
def test_a_symbol_is_printed_in_its_own_way(number: str, suffix: str, year: int | None, written: str) -> None:
    assert symbol_of(number, suffix, year) == written


def test_searched_words_have_no_diacritics_and_symbols_fall_apart() -> None:
    assert search_words("Nghị quyết 45-NQ/TƯ của Đảng uỷ") == "nghi quyet 45 nq tu cua dang uy"


def test_the_columns_fit_the_table() -> None:
    columns = columns_of(DocumentFacts("plan", number="9" * 50, suffix="x" * 90, issuer="y" * 400))
    assert [len(columns[name]) for name in ("number", "suffix", "issuer")] == [20, 40, 300]


def test_every_type_of_duty_that_is_read_has_words() -> None:
    assert set(DUTY_TYPES) == set(DutyType.values)


PLENUM = """BAN CHẤP HÀNH TRUNG ƯƠNG
*
Số 97-NQ/TW
ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày 25 tháng 10 năm 2017
NGHỊ QUYẾT
{}
về một việc lớn
Thực hiện Nghị quyết Trung ương 4 khóa XI, Ban Chấp hành Trung ương ban hành nghị quyết này.
"""


@pytest.mark.parametrize(
    ("title", "set_of"),
    [
        ("Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa XII", ("6", "XII")),
        ("HỘI NGHỊ LẦN THỨ SÁU BAN CHẤP HÀNH TRUNG ƯƠNG KHÓA XII", ("6", "XII")),
        ("Hội nghị Trung ương 6 (khóa 12)", ("6", "XII")),
        ("của Ban Chấp hành Trung ương", ("", "")),  # the plenum further down is another one's
    ],
)
def test_a_resolution_of_a_plenum_proposes_its_plenum_and_term(title: str, set_of: tuple[str, str]) -> None:
    text = PLENUM.format(title)
    facts = proposed_facts(text, read(text))
    assert (facts.plenum, facts.term) == set_of
    assert (facts.number, facts.subject.endswith("về một việc lớn")) == ("97", True)
    assert not set_of[0] or facts.subject == "về một việc lớn"
