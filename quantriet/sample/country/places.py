"""The 34 provinces and cities and their 3,321 communes, wards and zones since 1/7/2025, by their official names.

From the data of the package vietnam-provinces (which takes them from the National Statistics Office, as at 18/10/2025).
"""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """A province or a commune: its official number, its name with its kind before it, what lies in it."""

    number: int
    name: str  # "Tỉnh Cà Mau", "Phường Kiến An"
    kind: str  # "tỉnh", "thành phố"; "xã", "phường", "đặc khu"
    places: tuple["Place", ...] = ()

    @property
    def bare(self) -> str:
        """The name without the word for its kind."""
        return self.name[len(self.kind) + 1 :]

    @property
    def in_sentence(self) -> str:
        """The name as it stands behind another word: "phường Kiến An"."""
        return f"{self.kind} {self.bare}"


def provinces() -> tuple[Place, ...]:
    """All of them, in the order of their official numbers."""
    spec = find_spec("vietnam_provinces")  # its data alone: its code would load every commune as an object
    assert spec is not None  # noqa: S101 - locked with the other packages
    assert spec.origin is not None  # noqa: S101
    text = (Path(spec.origin).parent / "data" / "nested-divisions.json").read_text(encoding="utf-8")
    return tuple(_province(found) for found in sorted(json.loads(text), key=lambda p: int(p["code"])))


def _province(found: dict[str, object]) -> Place:
    wards = found["wards"]
    assert isinstance(wards, list)  # noqa: S101
    communes = sorted(wards, key=lambda w: int(w["code"]))
    places = tuple(Place(int(w["code"]), w["name"], w["division_type"]) for w in communes)
    name, number = str(found["name"]), int(str(found["code"]))
    if name.startswith("Thành phố "):
        return Place(number, name, "thành phố", places)
    return Place(number, f"Tỉnh {name}", "tỉnh", places)
