"""What a requirement type is: the cascade knows only this; each feature app brings its own.

A type says which terms it has, and what is missing from recorded facts. It never sees a table.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from quantriet.cascade.rules.evidence import Field, Shortfall
from quantriet.cascade.rules.reminders import Rhythm


@dataclass(frozen=True, slots=True)
class Terms:
    """What the requirement asks beyond the act itself."""

    head_in_person: bool = False  # the head of the unit must act in person; a deputy does not satisfy it


class RequirementType(ABC):
    """One way of meeting a duty."""

    code: ClassVar[str]
    label: ClassVar[Any]  # lazy gettext
    answer_label: ClassVar[Any]  # what the button on the obligation's page says
    answer_route: ClassVar[str]  # URL name of the page that records the fact; takes the obligation's number
    asks_head: ClassVar[bool] = False  # whether "head in person" is a sensible term here
    fields: ClassVar[tuple[Field, ...]] = ()  # the evidence asked for, where the type needs no room of its own
    rhythm: ClassVar[Rhythm] = Rhythm()  # when it reminds

    @abstractmethod
    def shortfalls(self, terms: Terms, facts: dict[str, Any]) -> list[Shortfall]:
        """What is missing from the facts; empty when the requirement is met."""

    def summary(self, facts: dict[str, Any]) -> str:
        """The facts in the few letters of a table cell: “15/7 · Bí thư”, “62-KH/QU”, “78/96”; translated already."""
        return ""

    def lines(self, facts: dict[str, Any]) -> list[tuple[Any, str]]:
        """The facts as label and words, one line each, for the page of the obligation."""
        return []

    def held(self, facts: dict[str, Any]) -> dict[str, Any]:
        """What the product itself holds with these facts, by the names of evidence fields: others are weighed by it."""
        return {}


_types: dict[str, RequirementType] = {}


def register(requirement_type: RequirementType) -> None:
    """Make a type known; called once for each line of the catalogue."""
    _types[requirement_type.code] = requirement_type


def types() -> dict[str, RequirementType]:
    """All known types by code, in the order of the catalogue."""
    return _types


def type_of(code: str) -> RequirementType:
    """The type of a code."""
    return _types[code]


def terms_from(data: dict[str, Any]) -> Terms:
    """Stored terms as a value; a word that no longer exists is left out."""
    known = {f.name for f in fields(Terms)}
    return Terms(**{key: value for key, value in data.items() if key in known})
