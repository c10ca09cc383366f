"""Reading the tree as at a day."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import StrIndex
from psycopg.types.range import DateRange

from quantriet.kernel.text import fold
from quantriet.org import errors
from quantriet.org.models import Appointment, Mandate, Position, Succession, Unit, UnitVersion
from quantriet.org.rules import Role, SuccessionKind, ancestor_ids


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

    def branch_units(self, on: date) -> QuerySet[UnitVersion, Any]:
        """The numbers of the units of the branch, as a subquery; those that have ended stay where they last were."""
        later = UnitVersion.objects.filter(
            unit=OuterRef("unit"),
            valid_during__startswith__lte=on,
            valid_during__startswith__gt=OuterRef("valid_during__startswith"),
        )
        latest = UnitVersion.objects.within(self.path).filter(valid_during__startswith__lte=on)
        return latest.filter(~Exists(later)).values("unit_id")

    def branch_users(self, on: date) -> QuerySet[Mandate, Any]:
        """The numbers of the accounts that act in the branch, as a subquery."""
        return Mandate.objects.filter(unit_id__in=self.branch_units(on), valid_during__contains=on).values("user_id")

    def unit_names(self, unit_ids: set[int], on: date) -> dict[int, str]:
        """How units are called on a day."""
        return names(unit_ids, on)


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


def unit_by_code(code: str) -> Unit:
    """The unit that carries a code."""
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise errors.NoSuchUnit(code=code)
    return found


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


def versions(unit_id: int) -> QuerySet[UnitVersion]:
    """Everything the unit has been, the latest first."""
    return UnitVersion.objects.filter(unit_id=unit_id).order_by("-valid_during")


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which a unit bore one name at one place of the tree."""

    name: str
    parent_id: int | None
    since: date
    last_day: date | None  # None: it still is so
    reference: str  # the decision by which it became so


def history(unit_id: int) -> list[Spell]:
    """What the unit has been called and below whom it stood, the latest first; where only its path changed, nothing."""
    found: list[Spell] = []
    for v in reversed(versions(unit_id)):
        spell = Spell(v.name, v.parent_id, v.valid_during.lower, v.last_day, v.reference)
        before = found[-1] if found else None
        if before and (before.name, before.parent_id, before.last_day) == (v.name, v.parent_id, v.day_before):
            found[-1] = replace(before, last_day=spell.last_day)
        else:
            found.append(spell)
    return found[::-1]


@dataclass(frozen=True, slots=True)
class Kin:
    """A unit before or after another, and by what decision."""

    unit_id: int
    name: str
    since: date
    last_day: date  # of the one before
    kind: str
    reference: str

    @property
    def kind_label(self) -> Any:
        return SuccessionKind(self.kind).label


def _kin(found: list[Succession], side: str) -> list[Kin]:
    called = {v.unit_id: v.name for v in UnitVersion.objects.filter(
        unit_id__in={getattr(s, side) for s in found}
    ).order_by("valid_during")}  # fmt: skip
    return [
        Kin(number, called.get(number, ""), s.since, s.since - timedelta(days=1), s.kind, s.reference)
        for s in found
        for number in [getattr(s, side)]
    ]


def successors(unit_id: int) -> list[Kin]:
    """Which units have taken the place of this one, directly."""
    return _kin(list(Succession.objects.filter(predecessor_id=unit_id).order_by("since", "pk")), "successor_id")


def predecessors(unit_id: int) -> list[Kin]:
    """Of which units this one has taken the place, directly."""
    return _kin(list(Succession.objects.filter(successor_id=unit_id).order_by("-since", "pk")), "predecessor_id")


_BEFORE = """
    with recursive former(unit_id) as (
        select predecessor_id from org_succession where successor_id = %s
        union select s.predecessor_id from org_succession s join former f on s.successor_id = f.unit_id)
    select unit_id from former
"""


def predecessor_ids(unit_id: int) -> list[int]:
    """All units of which this one has taken the place, however long ago."""
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [unit_id])
        return [row[0] for row in cursor.fetchall()]


def former_paths(unit_id: int, on: date | None = None) -> list[str]:
    """Where those stood whose place the unit has taken: on a day, or at their end."""
    before = predecessor_ids(unit_id)
    if not before:
        return []
    if on is not None:
        return list(UnitVersion.objects.as_at(on).filter(unit_id__in=before).values_list("path", flat=True))
    last = UnitVersion.objects.filter(unit_id__in=before).order_by("valid_during").values_list("unit_id", "path")
    return list(dict(last).values())


def versions_since(unit_ids: list[int], day: date) -> list[UnitVersion]:
    """What units are from a day on, the earliest first."""
    lasting = UnitVersion.objects.filter(unit_id__in=unit_ids, valid_during__overlap=DateRange(day, None))
    return list(lasting.order_by("valid_during"))


@dataclass
class Twig:
    """A unit in a drawn tree; below `is_cut` units follow that are not drawn."""

    unit: UnitVersion
    below: list["Twig"] = field(default_factory=list)
    is_cut: bool = False


FULL_TREE = 300  # units; of a larger tree two levels are drawn, or one where two are too much; more where one opens it


def tree(top: UnitVersion, on: date, levels: int | None = None) -> Twig:
    """The unit with what is below it as at a day, siblings by protocol; everything, unless there is too much."""
    if levels is None and subtree(top.path, on).order_by()[: FULL_TREE + 1].count() <= FULL_TREE:
        return _drawn(top, list(subtree(top.path, on).order_by("place", "sort_key")))
    found, edge = [top], [top.unit_id]
    for level in range(levels or 2):
        below = units(on).filter(parent_id__in=edge)
        if levels is None and level:
            below = below[: FULL_TREE + 1]
            if len(below) > FULL_TREE:
                break
        found += below
        edge = [unit.unit_id for unit in below]
    more = UnitVersion.objects.as_at(on).filter(parent_id__in=edge).values_list("parent_id", flat=True).distinct()
    return _drawn(top, found, set(more))


def _drawn(top: UnitVersion, found: list[UnitVersion], cut: Collection[int] = ()) -> Twig:
    twigs = {unit.unit_id: Twig(unit, is_cut=unit.unit_id in cut) for unit in found}
    for twig in twigs.values():
        if twig.unit.parent_id in twigs and twig.unit.unit_id != top.unit_id:
            twigs[twig.unit.parent_id].below.append(twig)
    return twigs[top.unit_id]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a branch is."""

    units: int  # below the unit, at all levels
    members: int  # of the unit and all below it


def size(path: str, on: date) -> Size:
    """How many units stand below, and how many members there are in all, as at a day."""
    sums = subtree(path, on).order_by().aggregate(units=Count("pk"), members=Sum("members"))
    return Size(max(sums["units"] - 1, 0), sums["members"] or 0)


def paths_in_words(found: list[UnitVersion], on: date) -> dict[int, list[str]]:
    """For each unit the names of those above it, the root first, in one query."""
    above = {unit.unit_id: ancestor_ids(unit.path)[:-1] for unit in found}
    called = names({number for numbers in above.values() for number in numbers}, on)
    return {number: [called.get(a, "") for a in numbers] for number, numbers in above.items()}


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


@dataclass(frozen=True, slots=True)
class Seat:
    """A position on a day, and who holds it; nobody, when it is vacant."""

    title: str
    is_head: bool
    holder: str


def seats(unit_id: int, on: date) -> list[Seat]:
    """Every position of the unit on a day, held or vacant, by protocol."""
    held = {holder.position_id: holder.name for holder in holders(unit_id, on)}
    return [Seat(p.title, p.is_head, held.get(p.pk, "")) for p in positions(unit_id, on)]


def positions(unit_id: int, on: date) -> QuerySet[Position]:
    """The positions of the unit on that day, by protocol."""
    return Position.objects.filter(unit_id=unit_id, valid_during__contains=on).order_by("place", "pk")


def appointment_to(position_id: int, on: date) -> Appointment | None:
    """Who holds the position on that day, as the appointment itself."""
    return Appointment.objects.filter(position_id=position_id, valid_during__contains=on).first()
