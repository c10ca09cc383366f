"""The two real reports, where they are at hand, give all their references, dates, people and duties."""

from pathlib import Path

import pytest

from quantriet.documents.rules.reading import Mention, Reading, read

REPORTS = Path(__file__).resolve().parents[4] / "shared" / "reports"
pytestmark = pytest.mark.skipif(
    not REPORTS.is_dir(), reason="the two real reports (../shared/reports) are not beside this repository"
)


def reading_of(number: str) -> Reading:
    return read(next(REPORTS.glob(f"{number}_*.txt")).read_text(encoding="utf-8"))


def one(reading: Reading, **facts: object) -> Mention:
    """The first mention with certain facts; the test fails where there is none."""
    for mention in reading.mentions:
        if all(getattr(mention, name) == value for name, value in facts.items()):
            return mention
    raise AssertionError(f"no mention with {facts}")


@pytest.mark.parametrize("number", ["000", "004"])
def test_every_span_leads_back_to_the_text(number: str) -> None:
    text = next(REPORTS.glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    reading = read(text)
    assert all(text[found.start : found.end] == found.text for found in (*reading.mentions, *reading.dates))


def test_the_city_conference_names_its_five_documents() -> None:
    reading = reading_of("000")
    assert one(reading, type="resolution", number="45").issuer == "Bộ Chính trị"
    assert one(reading, plenum="10", term="XII").number is None
    assert one(reading, type="directive", number="35").issuer == "Bộ Chính trị"
    assert one(reading, type="circular_party", number="36").issuer == "Ban Thường vụ Thành ủy"
    assert one(reading, type="action_programme", number=None).issuer == "Thành ủy"
    assert {m.number for m in reading.mentions} == {"45", "35", "36", None}


def test_the_bloc_conference_names_its_documents() -> None:
    reading = reading_of("004")
    assert one(reading, type="plan", number="91").issuer == "Ban Thường vụ Thành ủy"
    assert one(reading, type="resolution", number="18").suffix is None
    for number in ("19", "20", "21"):
        assert one(reading, type="resolution", number=number).suffix == "NQ/TW"
    assert one(reading, type="action_programme", issuer="Ban Thường vụ Thành ủy")
    assert one(reading, type="resolution", plenum="6", term="XII").number is None
    assert one(reading, type="resolution", term="XII", plenum=None, number=None)
    assert "Đảng bộ thành phố" in (one(reading, type="resolution", term="XV").issuer or "")


def test_a_day_without_a_year_takes_it_from_the_date_line_and_says_so() -> None:
    event = next(found for found in reading_of("000").dates if found.iso_start == "2019-07-11")
    assert event.year_inferred
    assert not event.is_deadline
    morning = next(found for found in reading_of("004").dates if found.iso_start == "2018-01-18")
    assert morning.year_inferred


def test_the_duty_has_its_date_and_asks_for_the_head_in_person() -> None:
    duties = [duty for duty in reading_of("004").duties if duty.due]
    assert [(duty.due, duty.head_in_person, duty.type) for duty in duties] == [("2018-01-31", True, "conference_held")]
    assert (duties[0].who or "").endswith("Đảng ủy Khối")


def test_people_have_their_positions() -> None:
    people = {person.name: person.positions for number in ("000", "004") for person in reading_of(number).people}
    assert people == {
        "Lê Văn Thành": ("Ủy viên Trung ương Đảng", "Bí thư Thành ủy", "Chủ tịch HĐND thành phố"),
        "Trần Văn Khuê": ("TUV", "Bí thư Quận ủy"),
        "Nguyễn Văn Tùng": ("Phó Bí thư Thành ủy", "Chủ tịch UBND thành phố"),
        "Phạm Xuân Thanh": ("Bí thư Đảng ủy Khối",),
        "Nguyễn Phú Trọng": ("Tổng Bí thư",),
    }
