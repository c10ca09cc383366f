"""Reading the tree as at a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex

from quantriet.kernel.text import fold
from quantriet.org.models import Appointment, Mandate, Position, UnitVersion
from quantriet.org.rules import Role, ancestor_ids


@dataclass(frozen=True, slots=True)
class Acting:
    """For which unit, and in which role, an account acts on a day."""

    mandate_id: int
    user_id: int
    unit_id: int
    unit_name: str
    path: str
    role: str
    person_id: int | None

    @property
    def is_head(self) -> bool:
        return self.role == Role.HEAD


def mandates_of(user_id: int, on: date) -> list[Acting]:
    """Every unit the account may act for on that day, highest unit first."""
    mandates = Mandate.objects.filter(user_id=user_id, valid_during__contains=on).order_by("pk")
    found = {m.unit_id: m for m in mandates}
    versions = UnitVersion.objects.as_at(on).filter(unit_id__in=found).order_by("path")
    return [
        Acting(
            mandate_id=found[v.unit_id].pk,
            user_id=user_id,
            unit_id=v.unit_id,
            unit_name=v.name,
            path=v.path,
            role=found[v.unit_id].role,
            person_id=found[v.unit_id].person_id,
        )
        for v in versions
    ]


def units(on: date) -> QuerySet[UnitVersion]:
    """All units as at a day, in the order of the tree's siblings."""
    return UnitVersion.objects.as_at(on).order_by("place", "sort_key")


def unit(unit_id: int, on: date) -> UnitVersion | None:
    """One unit as at a day, or None if it did not exist then."""
    return UnitVersion.objects.as_at(on).filter(unit_id=unit_id).first()


def latest_unit(unit_id: int) -> UnitVersion | None:
    """The unit as it was last known: for names of units that have ended."""
    return UnitVersion.objects.filter(unit_id=unit_id).order_by("-valid_during").first()


def children(unit_id: int, on: date) -> QuerySet[UnitVersion]:
    """The direct subordinates as at a day, by protocol."""
    return units(on).filter(parent_id=unit_id)


def subtree(path: str, on: date) -> QuerySet[UnitVersion]:
    """The unit of `path` and everything below it as at a day."""
    return UnitVersion.objects.as_at(on).within(path).order_by("path")


def below(path: str, on: date) -> QuerySet[UnitVersion]:
    """Everything below the unit of `path`, without the unit itself."""
    return subtree(path, on).exclude(path=path)


def ancestors(path: str, on: date) -> QuerySet[UnitVersion]:
    """The chain from the root down to the unit itself."""
    return UnitVersion.objects.as_at(on).filter(unit_id__in=ancestor_ids(path)).order_by("path")


def names(unit_ids: set[int], on: date) -> dict[int, str]:
    """The names of units as at a day; a unit that did not exist then keeps its latest name."""
    found = dict(UnitVersion.objects.as_at(on).filter(unit_id__in=unit_ids).values_list("unit_id", "name"))
    missing = unit_ids - found.keys()
    if missing:
        late = UnitVersion.objects.filter(unit_id__in=missing).order_by("valid_during")
        found.update(late.values_list("unit_id", "name"))
    return found


def order_of(unit_ids: list[int], on: date) -> list[int]:
    """The units by protocol among their siblings; those that do not exist on that day come last."""
    return list(units(on).filter(unit_id__in=unit_ids).values_list("unit_id", flat=True))


def search_units(words: str, on: date, visible: Q, limit: int = 8) -> QuerySet[UnitVersion]:
    """Units whose name holds all the words, diacritics or not; names that begin with them come first."""
    folded = fold(words)
    found = UnitVersion.objects.as_at(on).filter(visible)
    for word in folded.split():
        found = found.filter(search_text__contains=word)
    return found.annotate(where=StrIndex("search_text", Value(folded))).order_by("path")[:limit]


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a position on a day."""

    person_id: int
    name: str
    title: str
    is_head: bool
    position_id: int


def holders(unit_id: int, on: date) -> list[Holder]:
    """Who holds which position of the unit on that day, by protocol."""
    found = (
        Appointment.objects.filter(
            position__unit_id=unit_id, valid_during__contains=on, position__valid_during__contains=on
        )
        .select_related("person", "position")
        .order_by("position__place", "position_id")
    )
    return [Holder(a.person_id, a.person.name, a.position.title, a.position.is_head, a.position_id) for a in found]


def head_of(unit_id: int, on: date) -> Holder | None:
    """The person who holds the head position of the unit on that day."""
    return next((h for h in holders(unit_id, on) if h.is_head), None)


def heads(unit_ids: list[int], on: date) -> dict[int, Holder]:
    """The heads of many units on a day, in one query."""
    found = Appointment.objects.filter(
        position__unit_id__in=unit_ids, position__is_head=True, valid_during__contains=on
    ).select_related("person", "position")
    return {
        a.position.unit_id: Holder(a.person_id, a.person.name, a.position.title, True, a.position_id) for a in found
    }


def positions(unit_id: int, on: date) -> QuerySet[Position]:
    """The positions of the unit on that day, by protocol."""
    return Position.objects.filter(unit_id=unit_id, valid_during__contains=on).order_by("place", "pk")
