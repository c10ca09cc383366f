"""A change as it is written, and the steps that change the tree: values alone."""

from dataclasses import dataclass, field
from datetime import date

from quantriet.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class Line:
    """One change as it is written; units are named by their codes."""

    kind: str
    sources: tuple[str, ...] = ()
    code: str = ""  # of the unit that comes out of it, or takes over
    name: str = ""
    unit_kind: str = ""
    level: str = ""
    parent: str = ""
    members: int | None = None  # of this part of a divided unit
    children: tuple[str, ...] = ()  # that go to this part of a divided unit


@dataclass(frozen=True, slots=True)
class Node:
    """A unit as it stands on the day."""

    code: str
    name: str
    kind: str
    level: str
    parent: str | None
    members: int = 0
    since: date = date.min  # the first day on which it existed


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do to the tree: found, change, place, end, succeed."""

    do: str
    units: tuple[str, ...]
    node: Node | None = None  # found, change: what the unit is from then on
    target: str = ""  # place: the unit above; succeed: the successor
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal, and the line it is about: counted from 1; 0 is the whole."""

    line: int
    refusal: Refusal


@dataclass
class Plan:
    """What would happen, and what stands against it."""

    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)  # lines that are not played: those with a mistake, and their parts
    heirs: dict[str, str] = field(default_factory=dict)  # unit that ends → the one that takes over everything
    parts: dict[str, list[str]] = field(default_factory=dict)  # divided unit → its parts
    founded: set[str] = field(default_factory=set)

    def codes(self, do: str) -> list[str]:
        """The units to which a thing is done."""
        return [code for step in self.steps if step.do == do for code in step.units]

    def add(self, more: "Plan") -> None:
        """Let what one more line comes to follow."""
        self.steps += more.steps
        self.heirs |= more.heirs
        self.parts |= more.parts
        self.founded |= more.founded

    @property
    def divided(self) -> dict[str, list[str]]:
        """Units that end by division: what they owe and who acts for them is assigned one by one."""
        ended = set(self.codes("end"))
        return {code: parts for code, parts in self.parts.items() if code in ended}

    @property
    def above(self) -> dict[str, str]:
        """Below whom units stand in the end that are placed elsewhere and do not end."""
        ended = set(self.codes("end"))
        return {c: s.target for s in self.steps if s.do == "place" for c in s.units if c not in ended}

    @property
    def changed(self) -> dict[str, Node]:
        """What units are in the end that get other words or another number of members, and do not end."""
        ended = set(self.codes("end"))
        return {s.node.code: s.node for s in self.steps if s.do == "change" and s.node and s.node.code not in ended}

    @property
    def opening(self) -> list[Node]:
        """The units that are founded, none before the one above it."""
        return [step.node for step in self.steps if step.do == "found" and step.node]
