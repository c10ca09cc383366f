"""The part of the tree on which the lines of a reorganisation are played."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Func, Min
from django.db.models.fields import DateField

from quantriet.org import queries as org
from quantriet.org.models import Unit, UnitVersion
from quantriet.org.rules import ancestor_ids
from quantriet.reorganisation.queries.naming import named
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line, Node, Plan
from quantriet.reorganisation.rules.play import make_plan


class _Bound(Func):
    output_field = DateField()


def _named(lines: Iterable[Line]) -> set[str]:
    return {
        code for line in lines for code in (*line.sources, *line.children, line.code, line.parent) if code
    }  # fmt: skip


def ground(lines: Sequence[Line], unit_id: int, on: date) -> dict[str, Node]:
    """The units below one that lines name, those directly below these, and all between, as at a day."""
    own = org.unit(unit_id, on)
    if own is None:
        return {}
    branch = org.subtree(own.path, on).select_related("unit")
    dying = [code for line in lines if line.kind in (Kind.MERGE, Kind.DISSOLVE, Kind.SPLIT) for code in line.sources]
    found = list(branch.filter(unit__code__in=_named(lines)))
    found += branch.filter(parent__code__in=dying)
    above = {number for version in found for number in ancestor_ids(version.path)}
    found += branch.filter(unit_id__in=above - {version.unit_id for version in found})
    codes = {version.unit_id: version.unit.code for version in found}
    numbers = list(codes)
    births = dict(
        UnitVersion.objects.filter(unit_id__in=numbers).values("unit_id")
        .annotate(since=Min(_Bound("valid_during", function="lower"))).values_list("unit_id", "since")
    )  # fmt: skip
    return {
        version.unit.code: Node(
            version.unit.code, version.name, version.kind, version.level, codes.get(version.parent_id or 0),
            version.members, births[version.unit_id],
        )
        for version in found
    }  # fmt: skip


def known_codes(lines: Sequence[Line], on: date) -> dict[str, date | None]:
    """The codes among those named that were ever given to a unit, with the day since which that unit is no more."""
    given = Unit.objects.filter(code__in=_named(lines), versions__isnull=False)
    lasting = set(UnitVersion.objects.as_at(on).filter(unit__in=given).values_list("unit__code", flat=True))
    last: dict[str, date | None] = {}
    for code, period in given.order_by("versions__valid_during").values_list("code", "versions__valid_during"):
        last[code] = None if code in lasting else period.upper
    return last


def plan_of(lines: Sequence[Line], unit_id: int, on: date) -> Plan:
    """What the lines come to, for a unit that decides about what stands below it."""
    made = make_plan(ground(lines, unit_id, on), known_codes(lines, on), lines, on)
    made.problems = named(made.problems, lines, unit_id, on)
    return made


def resolve(words: Iterable[str], unit_id: int, on: date) -> dict[str, str]:
    """The codes of units called by code or by full name in the branch on a day; what is unclear is left out."""
    wanted, own = {word for word in words if word}, org.unit(unit_id, on)
    if own is None or not wanted:
        return {}
    found = org.subtree(own.path, on).filter(name__in=wanted).values_list("name", "unit__code")
    by_name: dict[str, set[str]] = {}
    for name, code in found:
        by_name.setdefault(name, set()).add(code)
    unique = {name: codes.pop() for name, codes in by_name.items() if len(codes) == 1}
    own_codes = Unit.objects.filter(code__in=wanted).values_list("code", flat=True)
    return unique | {code: code for code in own_codes}
