"""What a progress report says, and the figures of a cascade for another system: both read as the page is."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from quantriet.cascade.models import Cascade
from quantriet.cascade.queries.drafts import documents_of, issuer_of
from quantriet.cascade.queries.late import late_units
from quantriet.cascade.queries.lists import units_above
from quantriet.cascade.queries.matrix import Across, Head, of_requirements
from quantriet.cascade.queries.rollup import Row, RowFilter, Slice, instant_of, rows
from quantriet.cascade.queries.sums import STEP
from quantriet.cascade.rules.report import NAMED, Behind, DoneBy, Facts
from quantriet.cascade.rules.standing import Standing
from quantriet.cascade.rules.states import CascadeState
from quantriet.documents.queries import label_of
from quantriet.kernel.clock import local_day
from quantriet.org import queries as org
from quantriet.org.models import Unit, UnitVersion

FORMAT = "quantriet.figures/1"


def nightly_file(root_id: int) -> Path:
    """Where the figures of last night lie."""
    return Path(settings.DATA_DIR) / "figures" / f"{root_id}.jsonl"


def roots_issued() -> list[Cascade]:
    """Every root cascade in force."""
    return list(Cascade.objects.filter(root__isnull=True, state=CascadeState.ISSUED).order_by("pk"))


def nightly_lines(root: Cascade, *, on: date, now: datetime) -> str:
    """The figures of the whole branch of the unit that issued the cascade."""
    unit = UnitVersion.objects.filter(unit_id=root.issuing_unit_id, valid_during__startswith__lte=on)
    found = unit.order_by("-valid_during").first()
    return "".join(figure_lines(root, found, on=on, now=now)) if found else ""


def report_facts(root: Cascade, unit: UnitVersion, *, on: date, now: datetime) -> Facts:
    """The paper about one branch, as at a day."""
    table = of_requirements(root, unit, on=on, now=now)
    only = RowFilter(standing=Standing.LATE)
    late = rows(root.pk, unit.path, on=on, now=now, only=only, part=Slice("due", NAMED, 0))
    columns = list(zip(table.heads, table.whole.cells, strict=True))
    behind = [head.requirement_id for head, counts in columns if head.requirement_id and counts.late]
    above = org.names({unit.parent_id}, on)[unit.parent_id] if unit.parent_id else ""
    return Facts(
        unit=unit.name,
        kind=unit.kind,
        superior=above,
        signed_on=local_day(now),
        as_at=on,
        cascade=root.title,
        documents=[str(label) for _, label in documents_of(root)],
        plan=str(label_of(root.plan)) if root.plan else "",
        issuer=issuer_of(root, on),
        issued_on=local_day(root.issued_at) if root.issued_at else None,
        whole=table.whole.total,
        requirements=[DoneBy(head.title, counts) for head, counts in columns],
        units=[DoneBy(line.name, line.total) for line in table.lines if line.total.total],
        behind=_behind(late.rows, unit, on),
        behind_units=late_units(root.pk, unit.path, on=on, now=now, requirements=behind),
    )


def _behind(late: list[Row], unit: UnitVersion, on: date) -> list[Behind]:
    """The late by name; whoever is further below is told apart by what it belongs to."""
    above = units_above([row for row in late if len(row.path) > len(unit.path) + STEP], on)
    names = {row.unit_id: f"{row.unit_name} ({above[row.unit_id]})" for row in late if above.get(row.unit_id)}
    return [
        Behind(names.get(r.unit_id, r.unit_name), r.title, r.due_on, (on - r.due_on).days, r.responsible) for r in late
    ]


def figure_lines(root: Cascade, unit: UnitVersion, *, on: date, now: datetime) -> Iterator[str]:
    """The same figures as JSON Lines, each unit with each requirement: docs/how-to/read-the-figures.md."""
    table = of_requirements(root, unit, on=on, now=now)
    units = [table.whole, *table.lines]
    codes = dict(Unit.objects.filter(pk__in={line.unit_id for line in units}).values_list("pk", "code"))
    as_at = instant_of(on, now) or now
    for line in units:
        for head, counts in zip(table.heads, line.cells, strict=True):
            if counts.total:
                words: dict[str, Any] = {"as_at": as_at.isoformat(timespec="seconds"), "day": f"{on}"}
                words["unit"] = codes[line.unit_id]
                words["below"] = None if line is table.whole else codes[unit.unit_id]
                yield json.dumps(_words(root, line, head) | words | _figures(counts), ensure_ascii=False) + "\n"


def _words(root: Cascade, line: Across, head: Head) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "cascade": root.pk,
        "cascade_title": root.title,
        "requirement": head.requirement_id,
        "requirement_title": head.title,
        "due_on": f"{head.due_on}" if head.due_on else None,
        "unit_name": line.name,
    }


def _figures(counts: Any) -> dict[str, int]:
    return {"total": counts.total} | {name: getattr(counts, name) for name in Standing.values}
