"""Refusals that say of units what people call them, where a plan knows codes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from quantriet.kernel.errors import Refusal
from quantriet.org import queries as org
from quantriet.org.models import UnitVersion
from quantriet.reorganisation import errors
from quantriet.reorganisation.rules.plan import Line, Problem

MOST_CODES = 8  # of units with one name, in one refusal


def named(problems: Sequence[Problem], lines: Sequence[Line], unit_id: int, on: date) -> list[Problem]:
    """The same problems with units by name, and by code as well where several of the branch share it."""
    own = org.unit(unit_id, on)
    said = {p.refusal.facts["code"] for p in problems if "code" in p.refusal.facts}
    if own is None or not said:
        return list(problems)
    names = {line.code: line.name for line in lines if line.code in said and line.name}
    written = UnitVersion.objects.filter(unit__code__in=said, path__startswith=own.path).order_by("valid_during")
    for code, name, period in written.values_list("unit__code", "name", "valid_during"):
        if code not in names or period.lower <= on:
            names[code] = name
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    living = org.subtree(own.path, on).filter(name__in={*said, *names.values()})
    for name, code in [*living.values_list("name", "unit__code"), *((name, code) for code, name in names.items())]:
        bearers[name].add(code)
    called = {code: name if len(bearers[name]) == 1 else f"{name} ({code})" for code, name in names.items()}
    return [Problem(p.line, _told(p.refusal, called, bearers)) for p in problems]


def _told(refusal: Refusal, called: dict[str, str], bearers: dict[str, set[str]]) -> Refusal:
    code = refusal.facts.get("code")
    if code is None or isinstance(refusal, errors.TargetTaken):  # there the code itself is the matter
        return refusal
    if isinstance(refusal, errors.UnknownUnit) and code not in called and code in bearers:
        several = sorted(bearers[code])
        return errors.UnclearUnit(code=code, what=", ".join(several[:MOST_CODES]) + " …" * (len(several) > MOST_CODES))
    return type(refusal)(**refusal.facts | {"code": called.get(code, code)})
