"""The people of the sample world: four whom the newspapers named, all others invented and plainly so."""

from collections.abc import Iterator
from itertools import product

CITY_SECRETARY = "Lê Văn Thành"
CITY_CHAIRMAN = "Nguyễn Văn Tùng"
KIEN_AN_SECRETARY = "Trần Văn Khuê"
BLOC_SECRETARY = "Phạm Xuân Thanh"

_FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô",
    "Dương", "Lý", "Đào", "Đinh", "Lương", "Mai", "Tô", "Trịnh", "Hà", "Cao",
)  # fmt: skip
_MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Quang", "Thu", "Hữu", "Ngọc")
_GIVEN = ("Mẫu", "Thử", "Dụ")  # "sample", "trial", "example": nobody takes these for real people


def invented() -> Iterator[str]:
    """Names that are plainly invented, each once, neighbours unlike one another."""
    families, middles = len(_FAMILIES), len(_MIDDLES)
    for given, turn, place in product(_GIVEN, range(middles), range(families)):
        yield f"{_FAMILIES[place]} {_MIDDLES[(place + turn) % middles]} {given}"
