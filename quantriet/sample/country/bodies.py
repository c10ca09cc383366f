"""The bodies below a commune: invented, alike everywhere, so many as the whole country has."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from quantriet.sample.country.places import Place

GRASSROOTS, BRANCHES = 52_000, 245_000  # what is publicly known of the whole country, rounded
SEED = 20250701


class Pattern(NamedTuple):
    """One kind of grassroots organisation and its sections."""

    name: str  # {place}: with its kind; {bare}: without
    sections: tuple[str, ...]


BODIES = (
    Pattern("các cơ quan Đảng {place}", ("Văn phòng Đảng ủy", "Ban Xây dựng Đảng", "Kiểm tra", "Mặt trận")),
    Pattern("Ủy ban nhân dân {place}", ("Văn phòng", "Kinh tế", "Văn hóa – Xã hội", "Phục vụ hành chính công")),
    Pattern("Công an {place}", ("Tổng hợp", "An ninh", "Phòng chống tội phạm", "Trật tự")),
    Pattern("Quân sự {place}", ("Chỉ huy", "Dân quân", "Huấn luyện")),
    Pattern("Trường Trung học cơ sở {bare}", ("Khoa học tự nhiên", "Khoa học xã hội", "Hành chính")),
    Pattern("Trường Tiểu học {bare}", ("Khối một, hai, ba", "Khối bốn, năm", "Hành chính")),
    Pattern("Trạm Y tế {place}", ("Khám bệnh", "Dự phòng", "Hành chính")),
    Pattern("Hợp tác xã {bare}", ("Sản xuất", "Dịch vụ", "Quản lý")),
)
RESIDENTS = "Khu dân cư số {number}"  # the others: neighbourhoods, whose branches are villages or residents' groups
_WEIGHT_OF_BODY, _WEIGHT_OF_RESIDENTS = 3, 6  # a neighbourhood has more branches


class Body(NamedTuple):
    """One grassroots organisation and the names of its branches."""

    name: str
    branches: tuple[str, ...]


def share_out(total: int, weights: list[int]) -> list[int]:
    """The total in whole parts by weight, none lost to rounding."""
    whole, passed, given, parts = sum(weights), 0, 0, []
    for weight in weights:
        passed += weight
        parts.append((total * passed + whole // 2) // whole - given)
        given += parts[-1]
    return parts


def populated(communes: list[Place], first: Place, scale: float) -> list[Place]:
    """The communes whose inner life is there: all of them, or evenly spread ones and always the first."""
    number = max(1, round(len(communes) * scale))
    spread = [communes[i * len(communes) // number] for i in range(number)]
    return [place for place in communes if place == first or place in set(spread) - {spread[0]}]


def bodies_of(places: list[Place], scale: float) -> dict[int, list[Body]]:
    """For each commune, by its number, the grassroots organisations in it with their branches."""
    chance = Random(SEED)  # noqa: S311 - the same country every time
    numbers = share_out(round(GRASSROOTS * scale), [12 + chance.randrange(9) for _ in places])
    names = [name for place, number in zip(places, numbers, strict=True) for name in _names(place, number)]
    weights = [_WEIGHT_OF_RESIDENTS if pattern is None else _WEIGHT_OF_BODY for _, pattern in names]
    branches = iter(share_out(round(BRANCHES * scale), [weight + chance.randrange(4) for weight in weights]))
    found = iter(names)
    return {
        place.number: list(_with_branches(place, [next(found) for _ in range(number)], branches))
        for place, number in zip(places, numbers, strict=True)
    }


def _names(place: Place, number: int) -> Iterator[tuple[str, Pattern | None]]:
    for pattern in BODIES[:number]:
        yield f"Đảng bộ {pattern.name.format(place=place.in_sentence, bare=place.bare)}", pattern
    for group in range(1, number - len(BODIES) + 1):
        yield f"Đảng bộ {RESIDENTS.format(number=group)} {place.in_sentence}", None


def _with_branches(
    place: Place, names: list[tuple[str, Pattern | None]], numbers: Iterator[int]
) -> Iterator[Body]:
    village = "Thôn" if place.kind == "xã" else "Tổ dân phố"
    groups = 0
    for name, pattern in names:
        number = next(numbers)
        if pattern is None:
            yield Body(name, tuple(f"Chi bộ {village} số {groups + n}" for n in range(1, number + 1)))
            groups += number
        else:
            sections = (*pattern.sections, *(f"số {n}" for n in range(len(pattern.sections) + 1, number + 1)))
            yield Body(name, tuple(f"Chi bộ {section}" for section in sections[:number]))
