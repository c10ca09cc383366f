"""What the units of a reorganisation are called, for people who do not know codes."""

from datetime import date

from quantriet.org import queries as org
from quantriet.org.models import Unit
from quantriet.reorganisation.models import Line, Reorganisation

Told = tuple[Line, list[str], str, str, list[str]]  # a line; its units, heir or new unit, unit above, units of the part


def lines_called(found: Reorganisation) -> list[Told]:
    """The lines with the names that the units bear on the eve; what no unit is called stays as it was written."""
    lines = list(found.lines.order_by("place"))
    names = _names({c for line in lines for c in (*line.sources, *line.children, line.code, line.parent)}, found)
    new = {line.code: line.name for line in lines if line.code and line.name}

    def called(code: str) -> str:
        return names.get(code) or new.get(code, code)

    return [
        (
            line,
            list(map(called, line.sources)),
            f"{line.name} ({line.code})" if line.name and line.code else line.name or called(line.code),
            called(line.parent),
            list(map(called, line.children)),
        )
        for line in lines
    ]


def _names(codes: set[str], found: Reorganisation) -> dict[str, str]:
    """The name of each code; of several units with one name each also says its code."""
    numbers = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
    eve = date.fromordinal(max(1, found.effective_on.toordinal() - 1))
    names = org.names(set(numbers.values()), eve)
    called = {code: names[number] for code, number in numbers.items() if number in names}
    often = list(called.values())
    return {code: name if often.count(name) == 1 else f"{name} ({code})" for code, name in called.items()}
