"""What the registration form warns of, and that it never stops anybody."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from quantriet.documents.actions import DocumentFacts
from quantriet.documents.rules.authority import MATRIX, Body, body_of, denial_of
from quantriet.documents.rules.numbering import Registered, doubts_of, series_of
from tests.documents.stories import registered, taken_in
from tests.world import World

CITY = "Thành ủy Cảng"


def plan(number: str, day: date, **over: object) -> DocumentFacts:
    said = {"kind": "plan", "number": number, "suffix": "KH/TU", "issuer": CITY, "issued_on": day}
    return DocumentFacts(**said | over)


def said(facts: DocumentFacts, *others: DocumentFacts, **over: object) -> list[str]:
    found = doubts_of(facts, [Registered(other.symbol, other) for other in others], **over)
    return [f"{doubt.field}: {doubt.message.split('%')[0].strip()}" for doubt in found]


USED = "number: This number is already used in the same series:"
LOW = "number: The number is lower than that of a document issued earlier:"
MILD = "number: "
HIGH = "number: The number is higher than that of a document issued later:"


@pytest.mark.parametrize(
    ("facts", "others", "doubts"),
    [
        (plan("91", date(2019, 7, 5)), [plan("91", date(2018, 1, 2))], [USED]),
        (plan("09", date(2019, 7, 5)), [plan("9", date(2018, 1, 2))], [USED]),
        (plan("91", date(2021, 7, 5)), [plan("91", date(2018, 1, 2))], []),  # another term
        (plan("91", date(2019, 7, 5)), [plan("91", date(2018, 1, 2), issuer="Tỉnh ủy Miền Xa")], []),
        (plan("91", date(2020, 7, 5)), [plan("91", date(2020, 10, 2))], [MILD]),  # a congress may stand between
        (plan("91", date(2019, 12, 5)), [plan("91", date(2020, 2, 2))], [MILD]),
        (plan("91", date(2020, 10, 2)), [plan("91", date(2016, 10, 2))], []),  # a congress surely does
        (plan("4", date(2020, 10, 2)), [plan("300", date(2020, 8, 2))], []),
        (plan("91", date(2020, 7, 5)), [plan("91", date(2020, 10, 2), issuer="Tỉnh ủy Miền Xa")], []),
        (plan("40", date(2019, 7, 5)), [plan("52", date(2019, 3, 1))], [LOW]),
        (plan("60", date(2019, 2, 5)), [plan("52", date(2019, 3, 1))], [HIGH]),
        (plan("60", date(2019, 3, 1)), [plan("52", date(2019, 3, 1))], []),
        (plan("300", date(2019, 7, 5)), [plan("12", date(2018, 3, 1))], []),  # a gap is normal
        (plan("12", date(2019, 7, 5)), [plan("12", date(2018, 3, 1), suffix="BC/TU", kind="report")], []),
    ],
)
def test_numbers_of_a_committee_run_within_its_term(
    facts: DocumentFacts, others: list[DocumentFacts], doubts: list[str]
) -> None:
    assert said(facts, *others) == doubts


def test_the_repeated_symbols_of_the_centre_stand_in_different_terms() -> None:
    days = [date(2019, 5, 30), date(2024, 6, 14)]
    one, other = (DocumentFacts("directive", "35", "CT/TW", "Bộ Chính trị", day) for day in days)
    assert series_of(one) != series_of(other)
    assert said(one, other) == []
    assert said(DocumentFacts("directive", "01", "CT/TW", "Bộ Chính trị", date(2026, 1, 23)), one, other) == []


def test_numbers_of_the_state_run_within_a_year() -> None:
    def decision(number: str, day: date) -> DocumentFacts:
        return DocumentFacts("decision", number, "QĐ-UBND", "UBND thành phố Cảng", day)

    assert said(decision("7", date(2019, 5, 1)), decision("07", date(2019, 2, 1))) == [USED]
    assert said(decision("7", date(2020, 5, 1)), decision("7", date(2019, 2, 1))) == []


def test_a_congress_has_one_sequence_for_all_kinds() -> None:
    resolution = DocumentFacts("resolution", "09", "NQ/ĐH", "Đại hội Đảng bộ thành phố Cảng", date(2025, 9, 27))
    report = DocumentFacts("report", "9", "BC/ĐH", "Đại hội Đảng bộ thành phố Cảng", date(2025, 9, 26))
    assert said(resolution, report) == [USED]


@pytest.mark.parametrize(
    ("kind", "suffix", "text", "doubt"),
    [
        ("plan", "NQ/TU", "", "suffix: The symbol"),
        ("resolution", "KH/TU", "", "suffix: The symbol"),
        ("plan", "KH/TU", "", None),
        ("action_programme", "CTHĐ/TU", "", None),
        ("decision", "QĐ/TW", "", "kind: QĐ stands for a decision and for a regulation alike."),
        ("decision", "QĐ/TW", "BAN BÍ THƯ\nQUYẾT ĐỊNH\nvề việc", None),
        ("regulation", "QĐ/TW", "QUY  ĐỊNH\nvề", None),
        ("regulation", "QĐ/TW", "QUYẾT ĐỊNH\nvề", "kind: QĐ stands for a decision and for a regulation alike."),
        ("decision", "QĐ-UBND", "", None),
        ("circular_state", "TT/TU", "", "kind: TT in a Party symbol"),
        ("circular_party", "TT-BTC", "", "kind: TT in a Party symbol"),
        ("circular_party", "TT/TU", "", None),
        ("official_letter", "BGDĐT-VP", "", None),
        ("other", "XY/TU", "", None),
        ("plan", "", "", None),
    ],
)
def test_a_symbol_may_contradict_the_kind(kind: str, suffix: str, text: str, doubt: str | None) -> None:
    facts = DocumentFacts(kind, "12", suffix, CITY, date(2019, 3, 1))
    found = [line[: len(doubt or line)] for line in said(facts, text=text)]
    assert found == ([doubt] if doubt else [])


@pytest.mark.parametrize(
    ("kind", "issuer", "is_base", "day", "denied"),
    [
        ("directive", "Chi bộ số 1", True, date(2026, 3, 1), True),
        ("directive", "Đảng ủy Trường Cao đẳng", True, date(2026, 3, 1), True),
        ("directive", "Đảng ủy Trường Cao đẳng", True, date(2025, 3, 1), False),  # the rule was not in force
        ("directive", "Đảng ủy xã Bắc Sơn", False, date(2026, 3, 1), False),
        ("guidance", "Ban Thường vụ Đảng ủy Trường Cao đẳng", True, date(2026, 3, 1), False),
        ("guidance", "Đảng ủy Trường Cao đẳng", True, date(2026, 3, 1), True),
        ("rules", "Ban Thường vụ Đảng ủy Trường Cao đẳng", True, date(2026, 3, 1), True),
        ("rules", "Chi bộ số 1", True, date(2026, 3, 1), False),
        ("regulation", "Chi bộ số 1", True, date(2026, 3, 1), True),
        ("resolution", "Chi bộ số 1", True, date(2026, 3, 1), False),
        ("directive", "Bộ Chính trị", False, date(2026, 3, 1), False),
    ],
)
def test_the_base_may_not_issue_everything(kind: str, issuer: str, is_base: bool, day: date, denied: bool) -> None:
    line = denial_of(kind, body_of(issuer, "", level="grassroots" if is_base else "commune"), day)
    assert (line is not None) is denied
    assert all(line.source and line.since for line in MATRIX)
    assert body_of("", "NQ/CB") is Body.BRANCH


@pytest.mark.parametrize(
    ("kind", "issuer", "suffix", "level", "day", "denied"),
    [
        ("directive", "Tỉnh ủy Miền Xa", "CT/TU", "", date(2019, 3, 1), True),
        ("directive", "Thành ủy Cảng", "CT/TU", "province", date(2019, 3, 1), True),
        ("directive", "Thành ủy Cảng", "CT/TU", "district", date(2019, 3, 1), False),  # a city within a province
        ("directive", "Thành ủy Cảng", "CT/TU", "", date(2019, 3, 1), False),  # nobody knows which
        ("directive", "Ban Thường vụ Tỉnh ủy Miền Xa", "CT/TU", "", date(2019, 3, 1), False),
        ("resolution", "Tỉnh ủy Miền Xa", "NQ/TU", "", date(2019, 3, 1), False),
        ("directive", "Tỉnh ủy Miền Xa", "CT/TU", "", date(2016, 3, 1), False),  # before the rule
        ("directive", "Tỉnh ủy Miền Xa", "CT/TU", "", date(2026, 3, 1), False),  # what the next one says is not known
        ("plan", "Đại hội đại biểu Đảng bộ tỉnh Miền Xa", "KH/ĐH", "", date(2020, 10, 1), True),
        ("resolution", "Đại hội đại biểu Đảng bộ tỉnh Miền Xa", "NQ/ĐH", "", date(2020, 10, 1), False),
        ("decree", "Ban Bí thư", "NĐ/TW", "", date(2026, 3, 1), True),
        ("directive", "Ban Bí thư", "CT/TW", "", date(2026, 3, 1), False),
        ("decree", "Chính phủ", "NĐ-CP", "", date(2026, 3, 1), False),
    ],
)
def test_higher_bodies_may_not_issue_everything_either(  # noqa: PLR0913 - one line of a table
    kind: str, issuer: str, suffix: str, level: str, day: date, denied: bool
) -> None:
    assert (denial_of(kind, body_of(issuer, suffix, level=level), day) is not None) is denied


@pytest.mark.parametrize(
    ("signature", "doubts"),
    [("T/M TỈNH ỦY\nBÍ THƯ", 1), ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ", 0), ("TM. Ban  Thường vụ", 0), ("", 1)],
)
def test_the_signature_tells_a_standing_committee(signature: str, doubts: int) -> None:
    facts = DocumentFacts("directive", "12", "CT/TU", "Tỉnh ủy Miền Xa", date(2019, 3, 1))
    assert len(doubts_of(facts, [], text=f"TỈNH ỦY MIỀN XA\nCHỈ THỊ\nvề một việc\n{signature}\nLê Văn Mẫu")) == doubts


def test_the_form_warns_beside_the_field_and_registers_all_the_same(world: World) -> None:
    office = world.city_office
    registered(world, office, plan("91", date(2018, 1, 2)))
    document = taken_in(world, office)
    client = world.client(office)
    page = reverse("documents:document-page", args=[document.pk])
    warning = "Số này đã dùng trong cùng dãy số: Kế hoạch 91-KH/TU, ngày 02/01/2018."
    assert warning in unescape(client.get(page).content.decode())
    typed = {
        "kind": "plan", "number": "91", "suffix": "KH/TU", "issuer": CITY, "issued_on": "05/07/2019",
        "subject": "của riêng tôi", "version": document.version,
    }  # fmt: skip
    check = reverse("documents:document-check", args=[document.pk])
    answer = unescape(client.post(check, typed).content.decode())
    assert warning in answer
    assert "Căn cứ: Hướng dẫn 36-HD/VPTW" in answer
    assert 'id="doubt-kind"' in answer
    assert warning not in unescape(client.post(check, {**typed, "number": "92"}).content.decode())
    document.refresh_from_db()
    assert (document.registered_at, document.subject == "của riêng tôi") == (None, False)  # checking writes nothing
    answer = client.post(reverse("documents:document-register", args=[document.pk]), typed, follow=True)
    document.refresh_from_db()
    assert document.registered_at is not None
    shown = unescape(answer.content.decode())
    assert warning in shown
    assert "của riêng tôi" in shown


def test_a_warning_names_no_document_that_one_may_not_see(world: World) -> None:
    registered(world, world.city_office, plan("91", date(2018, 1, 2)))
    document = taken_in(world, world.ward_office)
    page = reverse("documents:document-page", args=[document.pk])
    assert "Số này đã dùng" not in unescape(world.client(world.ward_office).get(page).content.decode())
