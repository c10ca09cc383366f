"""Finding units by what people call them: to choose from while one types, and once more when the words are sent."""

import re
from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.db.models.functions import Length

from quantriet.kernel.text import fold, nfc
from quantriet.org.models import Unit, UnitVersion

OFFERED = 8  # units to choose from at once
ALIKE = 500  # units of one name that are looked at
_AS_OFFERED = re.compile(r".*\(([^()]+)\)\s*")  # “Đảng ủy phường Bắc Sơn (WA)”


def label_of(unit: UnitVersion) -> str:
    """How a unit is written into a field: nobody else is called so."""
    return f"{unit.name} ({unit.unit.code})"


def offered(words: str, on: date, branch: Q) -> list[UnitVersion]:
    """Units of a branch to choose from: those of exactly this code or name, then those that hold all the words."""
    exact = units_called([words], on, branch)[words][:OFFERED]
    found = UnitVersion.objects.as_at(on).filter(branch).exclude(pk__in=[unit.pk for unit in exact])
    for word in fold(words).split():
        found = found.filter(search_text__contains=word)
    return exact + list(found.select_related("unit").order_by("path")[: OFFERED - len(exact)])


def units_called(words: Collection[str], on: date, branch: Q) -> dict[str, list[UnitVersion]]:
    """For each of some words the units of a branch it means: by code, else by name or short name, diacritics or not."""
    codes = {word: _codes(word) for word in words}
    known = dict(
        Unit.objects.filter(code__in={code for some in codes.values() for code in some}).values_list("code", "pk")
    )
    living = UnitVersion.objects.as_at(on).filter(branch).select_related("unit")
    by_code = {unit.unit.code: unit for unit in living.filter(unit_id__in=known.values())}
    found = {word: [by_code[code] for code in codes[word] if code in by_code][:1] for word in words}
    folded = {word: fold(word) for word in words if not found[word] and fold(word)}
    names = Q(search_text__in=folded.values()) | Q(short_name__in={nfc(word.strip()) for word in folded})
    for name in folded.values():
        names |= Q(search_text__startswith=f"{name} ")  # the short name follows
    alike = living.filter(names).order_by(Length("search_text"), "path")[:ALIKE] if folded else []
    for unit in sorted(alike, key=lambda unit: unit.path):
        for word, name in folded.items():
            if name in (fold(unit.name), fold(unit.short_name)):
                found[word].append(unit)
    return found


def _codes(word: str) -> list[str]:
    """The codes that a word may mean, the likeliest first."""
    bare = nfc(word.strip())
    inside = _AS_OFFERED.fullmatch(bare)
    said = [bare, *([inside[1].strip()] if inside else [])]
    return [form for code in said for form in (code, code.upper(), code.lower()) if code]
