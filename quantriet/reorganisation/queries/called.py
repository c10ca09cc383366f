"""What the units of a reorganisation are called, for people who do not know codes."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from quantriet.org import queries as org
from quantriet.org.models import Unit
from quantriet.reorganisation.models import Line, Reorganisation
from quantriet.reorganisation.rules.plan import Line as LineFacts

Told = tuple[list[str], str, str, list[str]]  # of a line its units, heir or new unit, unit above, units of the part


def lines_called(found: Reorganisation) -> list[tuple[Line, Told]]:
    """The lines of a reorganisation, each in words."""
    lines = list(found.lines.order_by("place"))
    return list(zip(lines, called([line.facts for line in lines], found.effective_on), strict=True))


def called(lines: Sequence[LineFacts], on: date) -> list[Told]:
    """Lines with the names that the units bear on the eve; what no unit is called stays as it was written."""
    names = _names({c for line in lines for c in (*line.sources, *line.children, line.code, line.parent)}, on)
    new = {line.code: line.name for line in lines if line.code and line.name}

    def call(code: str) -> str:
        return names.get(code) or new.get(code, code)

    return [
        (
            list(map(call, line.sources)),
            f"{line.name} ({line.code})" if line.name and line.code else line.name or call(line.code),
            call(line.parent),
            list(map(call, line.children)),
        )
        for line in lines
    ]


def _names(codes: set[str], on: date) -> dict[str, str]:
    """The name of each code; of several units with one name each also says its code."""
    numbers = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
    eve = date.fromordinal(max(1, on.toordinal() - 1))
    names = org.names(set(numbers.values()), eve)
    found = {code: names[number] for code, number in numbers.items() if number in names}
    often = Counter(found.values())
    return {code: name if often[name] == 1 else f"{name} ({code})" for code, name in found.items()}
