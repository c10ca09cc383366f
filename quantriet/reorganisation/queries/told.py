"""The figures of a preview, and the rows that each of them counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quantriet.org.rules import level_label
from quantriet.reorganisation.queries.preview import Preview
from quantriet.web import formats

FIGURES: dict[str, str | Promise] = {
    "closing": gettext_lazy("Units that end"),
    "opening": gettext_lazy("New units"),
    "moving": gettext_lazy("Units that move"),
    "changing": gettext_lazy("Units that change"),
    "members": gettext_lazy("Members concerned"),
    "obligations": gettext_lazy("Open duties handed over"),
    "accounts": gettext_lazy("Accounts that move"),
    "conferences": gettext_lazy("Conferences planned"),
    "cascades": gettext_lazy("Cascades whose past figures would change"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing behind a figure: its words, more about it, how much it counts, and where it is looked at."""

    words: str
    more: str = ""
    count: int = 1
    link: str = ""


def _closing(preview: Preview) -> Sequence[Row]:
    heirs = {code: [heir] for code, heir in preview.plan.heirs.items()} | preview.plan.parts
    called = preview.names({code for codes in heirs.values() for code in codes})
    return [
        Row(v.name, "→ " + ", ".join(called.get(code, code) for code in heirs.get(v.unit.code, [])))
        for v in preview.closing
    ]


def _opening(preview: Preview) -> Sequence[Row]:
    return [Row(f"{node.name} ({node.code})", f"{node.kind}, {level_label(node.level)}") for node in preview.opening]


def _moving(preview: Preview) -> Sequence[Row]:
    return [Row(v.name, f"→ {above}") for v, above in preview.moving]


def _changing(preview: Preview) -> Sequence[Row]:
    return [
        Row(v.name, f"→ {node.name}, {node.kind}, {level_label(node.level)}, {formats.count(node.members)}")
        for v, node in preview.changing
    ]


def _members(preview: Preview) -> Sequence[Row]:
    return [Row(v.name, formats.count(v.members), v.members) for v in preview.members]


def _obligations(preview: Preview) -> Sequence[Row]:
    owed = list(preview.obligations)
    called = preview.unit_names({o.unit_id for o in owed})
    return [Row(o.requirement.title, f"{called.get(o.unit_id, '')} · {formats.day(o.due_on)}") for o in owed]


def _accounts(preview: Preview) -> Sequence[Row]:
    called = preview.names({a.code for a in preview.accounts if a.code})
    return [
        Row(
            str(a.mandate.user),
            f"→ {called.get(a.code, a.code)} ({a.role_label})" if a.code else _("ends, and is not given anew"),
        )
        for a in preview.accounts
    ]


def _conferences(preview: Preview) -> Sequence[Row]:
    planned = list(preview.conferences)
    called = preview.unit_names({c.unit_id for c in planned})
    return [Row(str(c), called.get(c.unit_id, "")) for c in planned]


def _cascades(preview: Preview) -> Sequence[Row]:
    return [Row(c.title, formats.day(c.issued_at)) for c in preview.cascades]


_ROWS: dict[str, Callable[[Preview], Sequence[Row]]] = {
    "closing": _closing, "opening": _opening, "moving": _moving, "changing": _changing, "members": _members,
    "obligations": _obligations, "accounts": _accounts, "conferences": _conferences, "cascades": _cascades,
}  # fmt: skip


def listed(preview: Preview, what: str) -> Sequence[Row]:
    """The rows of one figure; what they count comes to the figure."""
    return _ROWS[what](preview)


def told(preview: Preview) -> list[tuple[str, str | Promise, int]]:
    """Every figure that is not nothing: its name, its words, its value."""
    counted = {
        "closing": len(preview.closing), "opening": len(preview.opening), "moving": len(preview.moving),
        "changing": len(preview.changing), "members": preview.member_count,
        "obligations": preview.obligations.count(), "accounts": len(preview.accounts),
        "conferences": preview.conferences.count(), "cascades": preview.cascades.count(),
    }  # fmt: skip
    return [(name, FIGURES[name], counted[name]) for name in FIGURES if counted[name]]
