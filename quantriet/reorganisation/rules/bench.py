"""The tree while a decision is weighed: lines are tried on it, and taken back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from quantriet.reorganisation import errors
from quantriet.reorganisation.rules.plan import Line, Node, Plan, Step


class Bench:
    """The tree in the making: lines are played on it one after the other."""

    def __init__(self, tree: Mapping[str, Node], known: Mapping[str, date | None], on: date) -> None:
        self.nodes: dict[str, Node] = {}
        self.below: defaultdict[str | None, dict[str, None]] = defaultdict(dict)  # codes in order, as if in a list
        self.known = known  # every code that was ever given, with the day since which its unit is no more
        self.on = on
        self.plan = Plan()  # of the line that is played
        self.before: list[tuple[str, Node | None]] = []  # what that line has overwritten
        for code, node in tree.items():
            self.put(code, node)
        self.begin()

    def begin(self) -> None:
        """From here on everything belongs to another line."""
        self.plan, self.before = Plan(), []

    def go_back(self) -> None:
        """Make everything as it was before the line."""
        for code, node in reversed(self.before.copy()):
            self.put(code, node)

    def put(self, code: str, node: Node | None) -> None:
        """Let a unit be so, or be no more."""
        old = self.nodes.pop(code, None)
        self.before.append((code, old))
        if old is not None and (node is None or node.parent != old.parent):
            del self.below[old.parent][code]
        if node is not None:
            self.nodes[code] = node
            self.below[node.parent][code] = None

    def unit(self, code: str, *, must_be_old: bool = True) -> Node:
        """The unit on that day, or the reason why there is none."""
        node = self.nodes.get(code)
        if node is not None and must_be_old and node.parent is None:
            raise errors.UnknownUnit(code=code, day=self.on)  # the unit that decides does not dispose of itself
        if node is None:
            if self.known.get(code) is not None:
                raise errors.UnitEnded(code=code, day=self.on)
            raise errors.UnknownUnit(code=code, day=self.on)
        if must_be_old and code in self.known and node.since >= self.on:
            raise errors.NotFoundedYet(code=code, since=node.since)
        return node

    def children(self, code: str) -> list[str]:
        return list(self.below[code])

    def above(self, code: str) -> Iterator[str]:
        """The unit itself, the unit above it, and so on to the top."""
        step: str | None = code
        while step is not None:
            yield step
            step = self.nodes[step].parent if step in self.nodes else None

    def is_within(self, code: str, top: str) -> bool:
        """Whether a unit is another, or stands below it."""
        return top in self.above(code)

    def found(self, line: Line, parent: str, members: int) -> Node:
        """A new unit, if its code is free and everything is said of it."""
        if line.code in self.nodes or line.code in self.known:
            raise errors.TargetTaken(code=line.code)
        self.unit(parent, must_be_old=False)
        node = Node(line.code, line.name, line.unit_kind, line.level, parent, members, self.on)
        self.put(node.code, node)
        self.plan.founded.add(node.code)
        self.plan.steps.append(Step("found", (node.code,), node))
        return node

    def change(self, node: Node) -> None:
        self.put(node.code, node)
        self.plan.steps.append(Step("change", (node.code,), node))

    def place(self, codes: Sequence[str], parent: str) -> None:
        """Let units stand below another."""
        way = set(self.above(parent))
        for code in codes:
            if code in way:
                raise errors.Circle(code=code)
        if moved := tuple(code for code in codes if self.nodes[code].parent != parent):
            for code in moved:
                self.put(code, replace(self.nodes[code], parent=parent))
            self.plan.steps.append(Step("place", moved, target=parent))

    def end(self, codes: Sequence[str], heirs: Sequence[str], kind: str) -> None:
        """Let units be no more, and others take their place."""
        for code in codes:
            self.put(code, None)
        self.plan.steps.append(Step("end", tuple(codes)))
        self.plan.steps += [Step("succeed", tuple(codes), target=heir, kind=kind) for heir in heirs]
