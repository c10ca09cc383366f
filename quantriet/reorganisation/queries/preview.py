"""What a reorganisation would do, before anything is done: each figure is the length of the list it opens."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from quantriet.cascade.models import Cascade, Move, Obligation
from quantriet.cascade.rules.states import CLOSED
from quantriet.conference.models import Conference
from quantriet.kernel.errors import Refusal
from quantriet.org import queries as org
from quantriet.org.models import Mandate, Unit, UnitVersion
from quantriet.org.rules import Role, is_within
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.queries.ground import plan_of
from quantriet.reorganisation.queries.naming import named
from quantriet.reorganisation.rules.plan import Node, Plan, Problem
from quantriet.reorganisation.rules.play import leftovers, require_day

# As a list of conditions, thousands of branches would take the server longer to read than to find.
_WITHIN = """
    select v.id from unnest(%s::text[]) as t(path) cross join lateral
           (select id from org_unitversion b
             where b.path >= t.path collate "C" and b.path < (t.path || '~') collate "C" offset 0) v
"""


def branches(paths: list[str], on: date) -> QuerySet[UnitVersion]:
    """Some units and all that stands below them as at a day, each once."""
    tops: list[str] = []
    for path in sorted(paths):
        if not tops or not is_within(path, tops[-1]):
            tops.append(path)
    below = RawSQL(_WITHIN, [tops])  # noqa: S611 - our own words, the paths are values
    return UnitVersion.objects.as_at(on).filter(pk__in=below).order_by("path")


@dataclass(frozen=True, slots=True)
class HandedOver:
    """An account of a unit that ends: for which unit, and as what, it acts from then on; for none, if that is above."""

    mandate: Mandate
    code: str
    role: str

    @property
    def role_label(self) -> Any:
        return Role(self.role).label


class Preview:
    """A reorganisation played on the tree of its day, nothing written."""

    def __init__(self, found: Reorganisation, today: date) -> None:
        self.found, self.today, self.on = found, today, found.effective_on
        self.lines = list(found.lines.order_by("place"))

    @cached_property
    def plan(self) -> Plan:
        return plan_of([line.facts for line in self.lines], self.found.unit_id, self.on)

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that stands against it, with what is left over of divided units and the day."""
        found = list(self.plan.problems)
        owed, accounts = self._of_divided()
        left = leftovers(self.plan, owed, self.assigned("obligations"))
        left += leftovers(self.plan, accounts, self.assigned("mandates"))
        lines = [line.facts for line in self.lines]
        found += named([Problem(0, refusal) for refusal in left], lines, self.found.unit_id, self.on)
        try:
            require_day(self.on, self.today, self.found.reason)
        except Refusal as refusal:
            found.append(Problem(0, refusal))
        return found

    def assigned(self, what: str) -> dict[int, str]:
        """What of divided units goes to which part, as it is said so far."""
        return {int(number): code for number, code in self.found.assigned.get(what, {}).items()}

    def _of_divided(self) -> tuple[dict[str, list[tuple[int, str]]], dict[str, list[tuple[int, str]]]]:
        divided = self.plan.divided
        owed: dict[str, list[tuple[int, str]]] = {code: [] for code in divided}
        accounts: dict[str, list[tuple[int, str]]] = {code: [] for code in divided}
        if divided:
            for obligation in self.obligations.filter(unit__code__in=divided):
                owed[obligation.unit.code].append((obligation.pk, obligation.requirement.title))
            for mandate in self.mandates.filter(unit__code__in=divided):
                accounts[mandate.unit.code].append((mandate.pk, str(mandate.user)))
        return owed, accounts

    @cached_property
    def to_assign(self) -> list[tuple[str, list[tuple[str, str]], list[Any]]]:
        """For each divided unit, by name, its parts, and what has to be assigned: what, number, words, part."""
        owed, accounts = self._of_divided()
        names = self.names({*self.plan.divided, *chain(*self.plan.divided.values())})
        often = Counter(names.values())
        obligations, mandates = self.assigned("obligations"), self.assigned("mandates")
        return [
            (
                names.get(code, code),
                [(p, f"{names[p]} ({p})" if often[names[p]] > 1 else names[p]) for p in parts],
                [("obligations", n, words, obligations.get(n, "")) for n, words in owed[code]]
                + [("mandates", n, words, mandates.get(n, "")) for n, words in accounts[code]],
            )
            for code, parts in self.plan.divided.items()
        ]

    def _versions(self, codes: Iterable[str]) -> QuerySet[UnitVersion]:
        found = UnitVersion.objects.as_at(self.on).filter(unit__code__in=list(codes))
        return found.select_related("unit").order_by("path")

    @cached_property
    def closing(self) -> list[UnitVersion]:
        return list(self._versions(self.plan.codes("end")))

    @property
    def opening(self) -> list[Node]:
        return self.plan.opening

    @cached_property
    def moving(self) -> list[tuple[UnitVersion, str]]:
        """The units that change their place themselves, each with the unit above from then on."""
        above = self.plan.above
        names = self.names(above.values())
        return [(v, names.get(above[v.unit.code], "")) for v in self._versions(above)]

    @cached_property
    def changing(self) -> list[tuple[UnitVersion, Node]]:
        """Units that get other words or another number of members."""
        nodes = self.plan.changed
        return [(v, nodes[v.unit.code]) for v in self._versions(nodes)]

    @cached_property
    def members(self) -> list[UnitVersion]:
        """The units that end and all that stands below them: their members change hands."""
        return list(self.affected_branches([v.path for v in self.closing]))

    @property
    def member_count(self) -> int:
        return sum(version.members for version in self.members)

    def affected_branches(self, paths: list[str]) -> QuerySet[UnitVersion]:
        """The branches of some units as at the day."""
        return branches(paths, self.on)

    @property
    def _ending(self) -> list[int]:
        return [version.unit_id for version in self.closing]

    @property
    def obligations(self) -> QuerySet[Obligation]:
        """What the units that end still owe."""
        found = Obligation.objects.filter(unit_id__in=self._ending).exclude(state__in=CLOSED)
        return found.select_related("unit", "requirement", "cascade").order_by("unit_id", "due_on", "pk")

    @property
    def mandates(self) -> QuerySet[Mandate]:
        """The accounts that act on the day for units that end."""
        found = Mandate.objects.filter(unit_id__in=self._ending, valid_during__contains=self.on)
        return found.select_related("user", "unit").order_by("unit_id", "pk")

    @cached_property
    def accounts(self) -> list[HandedOver]:
        """For whom each of these accounts acts from then on.

        Nobody is raised by a merger: in a unit that was there before one comes as office, and in one above not at all.
        """
        parts, paths = self.assigned("mandates"), {v.unit_id: v.path for v in self.closing}
        heirs = {v.unit.code: v for v in self._versions({*self.plan.heirs.values(), *parts.values()})}
        found = []
        for mandate in self.mandates:
            code = self.plan.heirs.get(mandate.unit.code) or parts.get(mandate.pk, "")
            heir = heirs.get(code)
            if heir is not None and is_within(paths[mandate.unit_id], heir.path):
                code = ""
            role = mandate.role if code in self.plan.founded else Role.OFFICE
            found.append(HandedOver(mandate, code, role))
        return found

    @property
    def conferences(self) -> QuerySet[Conference]:
        """Conferences that units that end have planned for the day or later."""
        found = Conference.objects.filter(unit_id__in=self._ending, held_on__gte=max(self.on, self.today))
        return found.order_by("held_on", "pk")

    @property
    def cascades(self) -> QuerySet[Cascade]:
        """Cascades of which figures of past days would be told otherwise: only where the day itself is past."""
        if self.on >= self.today:
            return Cascade.objects.none()
        touched = Obligation.objects.filter(unit_id__in=self._ending)
        moved = Move.objects.filter(at__date__gte=self.on, obligation_id__in=touched.values("pk"))
        seen = touched.filter(Q(pk__in=moved.values("obligation_id")) | ~Q(state__in=CLOSED))
        return Cascade.objects.filter(pk__in=seen.values("root_cascade_id")).order_by("pk")

    def names(self, codes: Iterable[str]) -> dict[str, str]:
        """What units are called on the day, those that would be founded too."""
        found = {v.unit.code: v.name for v in self._versions(codes)}
        return found | {node.code: node.name for node in self.opening}

    def unit_names(self, numbers: Iterable[int]) -> dict[int, str]:
        """What units are called on the day, by number."""
        return org.names(set(numbers), self.on)

    def numbers(self, codes: Iterable[str]) -> dict[str, int]:
        """The numbers of units by code."""
        return dict(Unit.objects.filter(code__in=list(codes)).values_list("code", "pk"))
