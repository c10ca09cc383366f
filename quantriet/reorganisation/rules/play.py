"""From lines as written to the steps that change the tree, told on values alone; every mistake is named."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from quantriet.kernel.errors import Refusal
from quantriet.reorganisation import errors
from quantriet.reorganisation.rules.bench import Bench
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.mistakes import founds, mistakes
from quantriet.reorganisation.rules.plan import Line, Node, Plan, Problem, Step


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
