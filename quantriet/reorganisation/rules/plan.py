"""From lines as written to the steps that change the tree, told on values alone; every mistake is named."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from quantriet.kernel.errors import Refusal
from quantriet.reorganisation import errors
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.mistakes import founds, mistakes


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


def _rename(bench: Bench, line: Line) -> None:
    for code in line.sources[:1]:
        node = bench.unit(code)
        bench.change(replace(
            node, name=line.name, kind=line.unit_kind or node.kind, level=line.level or node.level
        ))  # fmt: skip


def _move(bench: Bench, line: Line) -> None:
    bench.place(line.sources, line.parent)
    for code in line.sources:
        node = bench.nodes[code]
        new = replace(node, kind=line.unit_kind or node.kind, level=line.level or node.level)
        new = replace(new, name=line.name) if line.name and len(line.sources) == 1 else new
        if new != node:
            bench.change(new)


def _require_apart(bench: Bench, codes: Sequence[str]) -> None:
    others = set(codes)
    for code in codes:
        if any(other in others for other in bench.above(code) if other != code):
            raise errors.OwnChild(code=code)


def _take_over(bench: Bench, codes: Sequence[str], heir: str, kind: str) -> None:
    """Everything below goes to the heir; then the units end."""
    _require_apart(bench, [*codes, heir] if kind == "merged" else codes)
    for code in codes:
        if bench.is_within(heir, code):
            raise errors.OwnChild(code=heir)
        bench.place(bench.children(code), heir)
    bench.end(codes, [heir], kind)
    bench.plan.heirs |= dict.fromkeys(codes, heir)


def _dissolve(bench: Bench, line: Line) -> None:
    for code in line.sources:
        node = bench.unit(code)
        heir = line.code or node.parent or ""
        if not heir:
            raise errors.HeirMissing(code=code)
        above = bench.unit(heir, must_be_old=False)
        if node.members:
            bench.change(replace(above, members=above.members + node.members))
        _take_over(bench, [code], heir, "dissolved")


def _merge(bench: Bench, line: Line) -> None:
    sources = [bench.unit(code) for code in line.sources]
    members = sum(node.members for node in sources)
    if founds(bench, line):
        bench.found(line, line.parent or sources[0].parent or "", members)
    elif members:
        target = bench.unit(line.code, must_be_old=False)
        bench.change(replace(target, members=target.members + members))
    _take_over(bench, line.sources, line.code, "merged")


def _insert(bench: Bench, line: Line) -> None:
    sources = [bench.unit(code) for code in line.sources]
    bench.found(line, line.parent or sources[0].parent or "", line.members or 0)
    bench.place(line.sources, line.code)


def _told_apart(bench: Bench, codes: Collection[str]) -> list[str]:
    """The names of units, of those with one name each with its code."""
    often = Counter(bench.nodes[code].name for code in codes)
    return sorted(f"{name} ({code})" if often[name] > 1 else name for code in codes if (name := bench.nodes[code].name))


def _split(bench: Bench, lines: Sequence[Line]) -> None:
    """All lines of one divided unit together; a part with the unit's own code is the unit living on."""
    source = lines[0].sources[0]
    node, below = bench.unit(source), set(bench.children(source))
    lives_on = any(line.code == source for line in lines)
    for line in lines:
        for child in line.children:
            if child not in below:
                raise errors.UnknownUnit(code=child, day=bench.on)
            below.discard(child)
    if below and not lives_on:
        raise errors.SplitLeftover(code=source, what=", ".join(_told_apart(bench, below)))
    left = node.members - sum(line.members or 0 for line in lines)
    if left:
        raise errors.SplitLeftover(code=source, what=f"{left} / {node.members}")
    for line in lines:
        if line.code == source:
            bench.change(replace(node, members=line.members or 0, name=line.name or node.name))
            continue
        bench.found(line, line.parent or node.parent or "", line.members or 0)
        bench.place(line.children, line.code)
    parts = [line.code for line in lines]
    bench.plan.parts[source] = parts
    if not lives_on:
        bench.end([source], parts, "split")
    else:
        bench.plan.steps += [Step("succeed", (source,), target=p, kind="split") for p in parts if p != source]


_PLAY = {
    Kind.RENAME: _rename, Kind.MOVE: _move, Kind.DISSOLVE: _dissolve, Kind.MERGE: _merge, Kind.INSERT: _insert
}  # fmt: skip


def make_plan(tree: Mapping[str, Node], known: Mapping[str, date | None], lines: Sequence[Line], on: date) -> Plan:
    """What the lines come to on that day; a line with a mistake is left out and its mistake named."""
    bench, whole, seen = Bench(tree, known, on), Plan(), set[str]()
    together: dict[object, list[int]] = {}  # the parts of one divided unit; any other line is alone
    for number, line in enumerate(lines):
        is_part = line.kind == Kind.SPLIT and line.sources
        together.setdefault(line.sources[:1] if is_part else number, []).append(number)
    for numbers in together.values():
        group = [lines[number] for number in numbers]
        bench.begin()
        problems = [Problem(n + 1, wrong) for n in numbers for wrong in mistakes(bench, lines[n], seen)]
        seen.update(group[0].sources)
        try:
            if not problems:
                _split(bench, group) if group[0].kind == Kind.SPLIT else _PLAY[Kind(group[0].kind)](bench, group[0])
                whole.add(bench.plan)
        except Refusal as refusal:
            bench.go_back()
            problems.append(Problem(numbers[0] + 1, refusal.with_traceback(None)))
        if problems:
            whole.problems += problems
            whole.left_out.update(number + 1 for number in numbers)
    whole.problems.sort(key=lambda problem: problem.line)
    if not whole.steps and not whole.problems:  # everything is so already
        whole.problems.append(Problem(0, errors.NothingPlanned()))
    first = {code: parts[0] for code, parts in whole.divided.items()}
    for code, heir in reversed(whole.heirs.items()):  # an heir may end in its turn; then what it had goes on
        last = first.get(heir, heir)
        whole.heirs[code] = whole.heirs.get(last, last)
    return whole


def leftovers(plan: Plan, owed: Mapping[str, Sequence[tuple[int, str]]], assigned: Mapping[int, str]) -> list[Refusal]:
    """What a divided unit owes, or who acts for it, that is assigned to none of its parts."""
    return [
        errors.SplitLeftover(code=code, what=words)
        for code, parts in plan.divided.items()
        for number, words in owed.get(code, ())
        if assigned.get(number) not in parts
    ]


def require_day(on: date, today: date, reason: str) -> None:
    """A day that is past needs a reason."""
    if on < today and not reason.strip():
        raise errors.PastNeedsReason(day=on)
