"""The units that a duty is meant for, as the tree was on a day."""

from dataclasses import dataclass, field
from datetime import date

from quantriet.documents.rules.addressees import Addressees, Reach
from quantriet.kernel.text import fold
from quantriet.org import queries as org
from quantriet.org.models import UnitVersion


@dataclass(frozen=True, slots=True)
class Meant:
    """How many units are meant, below which unit, and at which level; of one body its number in the tree."""

    reach: str
    level: str | None
    unit: str
    number: int
    body_id: int | None = None


@dataclass
class Tree:
    """The branch of the unit that holds a document, as it was on the document's day."""

    unit: UnitVersion | None
    on: date
    _known: dict[Addressees, Meant | None] = field(default_factory=dict)

    def meant(self, wanted: Addressees) -> Meant | None:
        """The units that are meant; None where the words do not tell, or the tree has none."""
        if wanted not in self._known:
            self._known[wanted] = self._count(wanted)
        return self._known[wanted]

    def _count(self, wanted: Addressees) -> Meant | None:
        if self.unit is None or wanted.reach is Reach.UNKNOWN:
            return None
        if wanted.reach is Reach.BODY:
            return self._body(wanted.name or "")
        below = org.below(self.unit.path, self.on)
        if wanted.reach is Reach.DIRECT:
            below = below.filter(parent_id=self.unit.unit_id)
        if wanted.level:
            below = below.filter(level=wanted.level)
        number = below.count()
        return Meant(wanted.reach.value, wanted.level, self.unit.name, number) if number else None

    def _body(self, name: str) -> Meant | None:
        """One unit of the branch that is called so."""
        if self.unit is None or not name:
            return None
        found = org.subtree(self.unit.path, self.on).filter(search_text__contains=fold(name))[:20]
        called = [unit for unit in found if fold(unit.name) == fold(name)]
        if len(called) != 1:
            return None
        return Meant(Reach.BODY.value, None, called[0].name, 1, called[0].unit_id)


def tree_of(owner_unit_id: int | None, on: date) -> Tree:
    """The branch of a unit as it was on a day."""
    return Tree(org.unit(owner_unit_id, on) if owner_unit_id else None, on)
