"""What is wrong with one line by itself: every unit it names and every word it lacks, not only the first."""

from collections import Counter
from collections.abc import Set

from django.utils.translation import gettext_lazy as _

from quantriet.kernel.errors import Refusal
from quantriet.reorganisation import errors
from quantriet.reorganisation.rules.bench import Bench
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line

# What is said of a new unit, in the order in which it is asked for.
NEEDED = (_("a code"), _("a new name"), _("a kind of unit"), _("a level"), _("a unit above"))


def founds(bench: Bench, line: Line) -> bool:
    """Whether a new unit comes out of the line."""
    if line.kind == Kind.MERGE:
        return line.code not in bench.nodes or line.code in line.sources or line.name != ""
    return line.kind == Kind.INSERT or (line.kind == Kind.SPLIT and line.code not in line.sources)


def mistakes(bench: Bench, line: Line, seen: Set[str]) -> list[Refusal]:
    """All of them, after lines that dispose of the units seen; what only shows when it is played is found then."""
    once = Counter(line.sources)
    found: list[Refusal] = [errors.UnitTwice(code=code) for code in once if code in seen or once[code] > 1]
    heir = line.code if line.kind == Kind.DISSOLVE else ""
    others = [(line.parent, False), (heir, False)]
    for code, must_be_old in [*((code, True) for code in once if once[code] == 1 and code not in seen), *others]:
        try:
            if code:
                bench.unit(code, must_be_old=must_be_old)
        except Refusal as refusal:
            found.append(refusal.with_traceback(None))  # it would hold the whole tree
    if founds(bench, line) and line.code and (line.code in bench.nodes or line.code in bench.known):
        found.append(errors.TargetTaken(code=line.code))
    merged = set(line.sources) if line.kind == Kind.MERGE else set[str]()
    nested = [code for code in merged if any(other in merged for other in bench.above(code) if other != code)]
    found += [errors.OwnChild(code=code) for code in sorted(nested)]
    lacking: list[object] = [] if line.sources or line.kind == Kind.INSERT else [_("the units concerned")]
    if lacking := lacking + ([] if nested else _lacking(bench, line)):
        found.append(errors.TargetIncomplete(what=", ".join(map(str, lacking))))
    return found


def _lacking(bench: Bench, line: Line) -> list[object]:
    has_name, is_placed = line.name or line.kind != Kind.RENAME, line.parent or line.kind != Kind.MOVE
    said: tuple[object, ...] = ("-", has_name, "-", "-", is_placed)
    if founds(bench, line):
        above = {bench.nodes[code].parent if code in bench.nodes else None for code in line.sources}
        is_clear = len(above) == 1 or not all(code in bench.nodes for code in line.sources)
        said = (line.code, line.name, line.unit_kind, line.level, line.parent or is_clear)
    return [words for words, value in zip(NEEDED, said, strict=True) if not value]
