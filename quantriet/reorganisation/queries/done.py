"""What a reorganisation in force has done, told from its journal under the same words as its preview."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from quantriet.accounts.models import User
from quantriet.cascade.models import Obligation
from quantriet.org import queries as org
from quantriet.org.models import Succession, UnitVersion
from quantriet.org.rules import Role, level_label
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.queries.preview import branches
from quantriet.reorganisation.queries.told import FIGURES, Row
from quantriet.web import formats

DONE = ("closing", "opening", "moving", "changing", "members", "obligations", "accounts")


class Done:
    """The figures of a reorganisation in force, and the rows that each of them counts, a page at a time."""

    def __init__(self, found: Reorganisation) -> None:
        self.found, self.journal, self.on = found, found.journal, found.effective_on
        self.eve = self.on - timedelta(days=1)

    def told(self) -> list[tuple[str, str | Promise, int]]:
        """Every figure that is not nothing: its name, its words, its value."""
        counted = {what: len(self.things(what)) for what in DONE if what != "members"}
        counted["members"] = self._members().aggregate(all=Sum("members"))["all"] or 0
        return [(name, FIGURES[name], counted[name]) for name in DONE if counted[name]]

    def things(self, what: str) -> Sequence[Any] | QuerySet[UnitVersion]:
        """What a figure counts, before anything is read of it."""
        if what == "members":
            return self._members()
        kept = {
            "closing": "ended", "opening": "founded", "moving": "moved", "changing": "changed", "accounts": "accounts",
            "obligations": "obligations",
        }[what]  # fmt: skip
        return list(self.journal.get(kept, ()))  # a journal of older days has less

    def rows(self, what: str, things: Sequence[Any]) -> list[Row]:
        """The rows of some of them."""
        told: dict[str, Any] = {
            "closing": self._closing, "opening": self._opening, "moving": self._moving, "changing": self._changing,
            "members": self._of_members, "obligations": self._obligations, "accounts": self._accounts,
        }  # fmt: skip
        found: list[Row] = told[what](list(things))
        return found

    def _at(self, units: Sequence[int], on: date) -> dict[int, UnitVersion]:
        found = UnitVersion.objects.as_at(on).filter(unit__in=units).select_related("unit")
        return {version.unit_id: version for version in found}

    def _closing(self, units: list[int]) -> list[Row]:
        names, heirs = org.names(set(units), self.eve), dict[int, list[int]]()
        taken = Succession.objects.filter(predecessor__in=units, since=self.on).order_by("pk")
        for old, new in taken.values_list("predecessor_id", "successor_id"):
            heirs.setdefault(old, []).append(new)
        called = org.names({new for several in heirs.values() for new in several}, self.on)
        return [
            Row(names[unit], "→ " + ", ".join(called[new] for new in heirs.get(unit, [])), link=_unit(unit))
            for unit in units
        ]

    def _opening(self, units: list[int]) -> list[Row]:
        now, names = self._at(units, self.on), org.names(set(units), self.on)
        return [
            Row(f"{v.name} ({v.unit.code})", f"{v.kind}, {level_label(v.level)}", link=_unit(unit))
            if (v := now.get(unit)) is not None
            else Row(names.get(unit, ""))  # founded and ended by the same decision
            for unit in units
        ]

    def _moving(self, units: list[int]) -> list[Row]:
        now, names = self._at(units, self.on), org.names(set(units), self.on)
        above = org.names({v.parent_id for v in now.values() if v.parent_id}, self.on)
        return [
            Row(names[unit], "→ " + above.get(now[unit].parent_id or 0, "") if unit in now else "", link=_unit(unit))
            for unit in units
        ]

    def _changing(self, units: list[int]) -> list[Row]:
        now, names = self._at(units, self.on), org.names(set(units), self.eve)
        return [
            Row(
                names[unit],
                f"→ {v.name}, {v.kind}, {level_label(v.level)}, {formats.count(v.members)}"
                if (v := now.get(unit))
                else "",
                link=_unit(unit),
            )
            for unit in units
        ]

    def _members(self) -> QuerySet[UnitVersion]:
        """The units that ended and all that stood below them, as on the eve."""
        ended = self._at(self.journal.get("ended", []), self.eve)
        return branches([version.path for version in ended.values()], self.eve)

    def _of_members(self, versions: list[UnitVersion]) -> list[Row]:
        return [Row(v.name, formats.count(v.members), v.members, _unit(v.unit_id)) for v in versions]

    def _obligations(self, numbers: list[str]) -> list[Row]:
        was: dict[str, int] = self.journal["obligations"]
        found = Obligation.objects.select_related("requirement").in_bulk([int(number) for number in numbers])
        owed = [found[int(number)] for number in numbers if int(number) in found]
        called = org.names({o.unit_id for o in owed} | {was[str(o.pk)] for o in owed}, self.on)
        return [
            Row(
                o.requirement.title,
                f"{called.get(was[str(o.pk)], '')} → {called.get(o.unit_id, '')} · {formats.day(o.due_on)}",
                link=reverse("cascade:obligation-page", args=[o.pk]),
            )
            for o in owed
        ]

    def _accounts(self, handed: list[tuple[int, int, int | None, str]]) -> list[Row]:
        people = User.objects.in_bulk([user for user, *_rest in handed])
        called = org.names({heir for _user, _old, heir, _role in handed if heir}, self.on)
        return [
            Row(
                str(people[user]),
                f"→ {called.get(heir, '')} ({Role(role).label})" if heir else _("ends, and is not given anew"),
            )
            for user, _old, heir, role in handed
        ]


def _unit(number: int) -> str:
    return reverse("org:unit-page", args=[number])
