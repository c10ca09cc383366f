"""Who is addressed by a cascade, and by when those who pass it on owe it themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from quantriet.cascade.models import Cascade, Exclusion, Obligation
from quantriet.cascade.rules.scope import Scope
from quantriet.cascade.rules.states import OUT_OF_COUNT, State
from quantriet.kernel.text import fold
from quantriet.org import queries as org
from quantriet.org.models import UnitVersion

LISTED = 300  # units shown one by one; more are shown in groups

_DIRECT = "v.parent_id = %(unit)s"
_SUBTREE = """
    v.path > (select t.path from org_unitversion t where t.unit_id = %(unit)s and t.valid_during @> %(on)s::date)
    and v.path < (select t.path || '~' from org_unitversion t
                   where t.unit_id = %(unit)s and t.valid_during @> %(on)s::date)
"""
_RULE = f"""
    {_SUBTREE}
    and (%(levels)s::text[] = array[]::text[] or v.level = any(%(levels)s))
    and (%(kinds)s::text[] = array[]::text[] or v.kind = any(%(kinds)s))
"""
_HAND = f"{_SUBTREE} and v.unit_id = any(%(units)s::bigint[])"
_CONDITIONS = {Scope.DIRECT: _DIRECT, Scope.SUBTREE: _SUBTREE, Scope.RULE: _RULE, Scope.HAND: _HAND}


def condition_of(scope: str, rule: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Whom a scope names, as a condition on a row `v` of the tree, with its values; twin of `in_scope`."""
    names = ("levels", "kinds", "units")
    return _CONDITIONS[Scope(scope)], {name: list(rule.get(name, ())) for name in names}


def in_scope(
    unit_id: int, scope: str, on: date, rule: Mapping[str, Any] | None = None
) -> QuerySet[UnitVersion]:
    """The subordinates that a scope names, as the tree stands on a day."""
    if scope == Scope.DIRECT:
        return org.children(unit_id, on)
    unit = org.unit(unit_id, on)
    if unit is None:
        return UnitVersion.objects.none()
    branch, rule = org.below(unit.path, on), rule or {}
    if scope == Scope.HAND:
        return branch.filter(unit_id__in=rule.get("units", ()))
    if scope == Scope.RULE:
        wanted = {"level__in": rule.get("levels"), "kind__in": rule.get("kinds")}
        return branch.filter(**{name: words for name, words in wanted.items() if words})
    return branch


@dataclass(frozen=True, slots=True)
class Addressed:
    """One unit in scope: given to, left out with a reason, or already bound by the same duties from further above."""

    unit_id: int
    name: str
    level: str
    path: str
    reason: str | None = None  # None: not left out; an empty reason is a reason still to be written
    already: bool = False

    @property
    def is_given(self) -> bool:
        return self.reason is None and not self.already


@dataclass(frozen=True, slots=True)
class Group:
    """So many units of one level and kind."""

    level: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a cascade reaches: in figures, and one by one where they are few."""

    total: int
    left_out: int
    already: int
    units: list[Addressed] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    @property
    def given(self) -> int:
        return self.total - self.left_out - self.already

    @property
    def is_listed(self) -> bool:
        return self.total <= LISTED


def reasons_of(cascade: Cascade) -> dict[int, str]:
    """The units left out, each with its reason; the first so many, for more are not shown one by one."""
    found = Exclusion.objects.filter(cascade=cascade).order_by("pk")
    return dict(found.values_list("unit_id", "reason")[:LISTED])


def groups_of(units: QuerySet[UnitVersion]) -> list[Group]:
    """Units by level and kind, the many first."""
    found = units.order_by().values_list("level", "kind").annotate(number=Count("pk"))
    return sorted((Group(*row) for row in found), key=lambda group: (-group.number, group.level, group.kind))


def branch_groups(unit_id: int, on: date) -> list[Group]:
    """All below a unit by level and kind."""
    return groups_of(in_scope(unit_id, Scope.SUBTREE, on))


def audience(
    cascade: Cascade,
    *,
    scope: str = "",
    on: date | None = None,
    rule: Mapping[str, Any] | None = None,
    reasons: Mapping[int, str] | None = None,
) -> Audience:
    """The units in scope, those left out included; with other words than the stored ones, as somebody types them."""
    named = in_scope(
        cascade.unit_in_charge_id, scope or cascade.scope, on or cascade.scope_on,
        cascade.scope_rule if rule is None else rule,
    )  # fmt: skip
    groups = groups_of(named)
    total = sum(group.number for group in groups)
    if total > LISTED:
        out = Exclusion.objects.filter(cascade=cascade).values("unit_id")
        kept = named.exclude(unit_id__in=out)
        left = kept.order_by().count()
        bound = _fully_bound(cascade)
        already = 0 if bound is None else kept.filter(unit_id__in=bound).order_by().count()
        return Audience(total, total - left, already, groups=groups)
    units = _one_by_one(cascade, named, reasons_of(cascade) if reasons is None else reasons)
    left_out = sum(unit.reason is not None for unit in units)
    return Audience(total, left_out, sum(unit.already and unit.reason is None for unit in units), units, groups)


def _one_by_one(cascade: Cascade, named: QuerySet[UnitVersion], left_out: Mapping[int, str]) -> list[Addressed]:
    versions = list(named)
    bound = _fully_bound(cascade)
    ids = [version.unit_id for version in versions]
    has_all = set() if bound is None else set(bound.filter(unit_id__in=ids))
    return [
        Addressed(v.unit_id, v.name, v.level, v.path, left_out.get(v.unit_id), (v.unit_id,) in has_all)
        for v in versions
    ]


def addressed(cascade: Cascade, **words: Any) -> list[Addressed]:
    """The units in scope one by one, where they are few."""
    return audience(cascade, **words).units


def _fully_bound(cascade: Cascade) -> "QuerySet[Obligation, Any] | None":
    """The units to which other cascades have already given everything in this one; None where that cannot be."""
    roots = {requirement.root_id for requirement in cascade.requirements.all()}
    if not roots or None in roots:
        return None
    others = Obligation.objects.filter(root_cascade_id=cascade.root_pk, root_requirement_id__in=roots)
    others = others.exclude(cascade=cascade).exclude(state=State.RECALLED)
    counted = others.values("unit_id").annotate(number=Count("root_requirement_id", distinct=True))
    return counted.filter(number=len(roots)).values_list("unit_id")


def reaches_anybody(cascade: Cascade) -> bool:
    """Whether at least one unit gets something."""
    return audience(cascade).given > 0


def latest_term(obligation: Obligation) -> date | None:
    """Until when one unit may be given more time: the day by which its superior owes the same; None: no limit."""
    limit = limits(obligation.cascade).get(obligation.requirement_id)
    own = obligation.requirement.due_on
    return max(limit, own) if limit and own else limit


def limits(cascade: Cascade) -> dict[int, date]:
    """For each passed-on requirement of the draft the day by which the passing unit owes it itself.

    After a merger a unit may owe the same twice, its own and an inherited one: the earlier day counts. What it no
    longer owes has no day here.
    """
    owed = Obligation.objects.filter(cascade=cascade.parent_id, unit_id=cascade.unit_in_charge_id)
    found = owed.exclude(state__in=OUT_OF_COUNT).order_by("-due_on").values_list("requirement_id", "due_on")
    by_requirement = dict(found)
    return {r.pk: by_requirement[r.parent_id] for r in cascade.requirements.all() if r.parent_id in by_requirement}


def left_out_rows(cascade: Cascade, on: date, words: str = "") -> QuerySet[Exclusion, Any]:
    """The units left out with code, name on a day and reason, by name."""
    found = Exclusion.objects.filter(cascade=cascade, unit__versions__valid_during__contains=on)
    if words:
        found = found.filter(Q(unit__versions__search_text__contains=words) | Q(unit__code__iexact=words))
    rows = found.order_by("unit__versions__sort_key", "pk")
    return rows.values("unit_id", "unit__code", "unit__versions__name", "reason")


FOUND = 50  # units that a search gives


def search_units(cascade: Cascade, words: str) -> list[UnitVersion]:
    """Units by name or code: among those addressed, or in the whole branch where they are picked by hand."""
    scope = Scope.SUBTREE if cascade.scope == Scope.HAND else cascade.scope
    named = in_scope(cascade.unit_in_charge_id, scope, cascade.scope_on, cascade.scope_rule)
    found = named.filter(Q(search_text__contains=fold(words)) | Q(unit__code__iexact=words))
    return list(found.select_related("unit").order_by("sort_key")[:FOUND])
