"""The first of July 2025 played again: 10,035 communes become 3,321, the districts end, 63 provinces become 34.

On generated data, with one cascade to the whole country going on. Each province decides on its communes and districts
in a reorganisation of its own, the root on the provinces in one more; all are approved before the day and put in force
in the night, as the worker does it. One province brings its changes in as a table.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bench.national.bare import rewrite
from bench.national.figures import Measured
from bench.national.ground import ISSUED_ON, TODAY, Ground, draft, folding, ground, in_progress, issue
from bench.national.merger import counted, mistakes

if TYPE_CHECKING:
    from quantriet.org.models import UnitVersion
    from quantriet.reorganisation.rules.plan import Line

LEVELS = (63, 696, 10_035, 45_000, 244_206)
SMALL = (7, 24, 145, 300, 1_500)
NAMES = ("province", "district", "commune", "grassroots", "branch")
MERGED, OF_COMMUNES = 3_321, 10_035  # so many communes after for so many before
KEPT_EACH = 78  # one commune of so many stays as it is: 128 of the country
DAY = TODAY + timedelta(days=1)
NIGHT = datetime(DAY.year, DAY.month, DAY.day, 0, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
Totals = Counter[tuple[str, int, str]]  # province, requirement and standing: how many


def measure(levels: tuple[int, ...]) -> Measured:
    """The night in which everything comes into force, beside the bare SQL that rewrites the same rows."""
    levels = LEVELS if sum(levels) > 100_000 else SMALL
    with ground("reorganisation", levels, NAMES) as found:
        cascade = draft()
        issue(cascade)
        in_progress(cascade)
        tell_history(cascade.pk)
        eve, before = told(found, cascade.pk, TODAY), told(found, cascade.pk, DAY)  # on each day other things are late
        states, members = counted(found, cascade.pk), members_on(found, TODAY)
        limit, rewritten = rewrite(
            found, "length(path) > 24", goes_on="length(path) > 48", path="left(path, 24) || substr(path, 37)", on=DAY
        )
        seconds: dict[str, float] = {}
        heirs = prepare(levels, seconds)
        taken = in_force(found)
        after = told(found, cascade.pk, DAY)
        wrong = mistakes(found, cascade.pk, states, Counter(), on=DAY)
        wrong["root"] = differences(moved(before, None), moved(after, None))
        # What was done stays where it was done: with a unit that is no more, and so with the province above it then.
        wrong["provinces"] = differences(moved(before, heirs), moved(after, heirs))
        left_behind = sum(number for (code, *_), number in after.items() if code in heirs)
        wrong["members"] = abs(members - members_on(found, DAY))
        begin = time.perf_counter()
        wrong["the day before"] = differences(eve, told(found, cascade.pk, TODAY, NIGHT - timedelta(minutes=2)))
        seconds["telling the day before"] = time.perf_counter() - begin
        shape = shape_on(found, DAY)
        wrong["shape"] = differences(Counter(shape), Counter(expected_shape(levels)))
        exact = Measured("lost, doubled, misplaced, miscounted or told otherwise", float(sum(wrong.values())), "", "0",
                         not any(wrong.values()), notes=dict(wrong))  # fmt: skip
        return Measured(
            "reorganisation", taken, "s until all is in force", "no figure wrong, the time told", exact.met,
            limit=limit, limit_is="s, the bare rewrite of the same rows", ratio=taken / limit, also=[exact],
            notes={"units": found.units, "obligations": states.total(), "versions rewritten": rewritten,
                   "done and left with provinces that ended": left_behind, **shape,
                   **{what: round(spent, 1) for what, spent in seconds.items()}},
        )  # fmt: skip


def tell_history(root: int) -> None:
    """A step for every obligation that is not as it was assigned, so that past days can be told."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("alter table cascade_move disable trigger obligation_exists")
        cursor.execute(
            "insert into cascade_move (obligation_id, step, state, due_on, at, actor_name, reason, facts)"
            " select id, 'moved', state, due_on, %s::date + interval '10 days', 'x', '', '{}' from cascade_obligation"
            " where root_cascade_id = %s and state <> 'assigned'",
            [ISSUED_ON, root],
        )
        cursor.execute("alter table cascade_move enable trigger obligation_exists")
        cursor.execute("vacuum analyze cascade_move")


_TOLD = """
    select left(path, 24), root_requirement_id, standing, count(*)
      from cascade_standing_v4(%(root)s, %(top)s, %(on)s, %(as_at)s) group by 1, 2, 3
"""


def told(found: Ground, root: int, on: date, as_at: datetime | None = None) -> Totals:
    """How all obligations stand on a day, by the code of the province, as the lists behind the figures tell it."""
    with found.connect() as own:
        codes = dict(own.execute("select id, code from org_unit").fetchall())
        top = own.execute("select path from org_unitversion where parent_id is null").fetchone()
        words = {"root": root, "top": top[0], "on": on, "as_at": as_at}
        rows = own.execute(_TOLD, words).fetchall()
    return Counter({(codes[int(path[-12:-1])], requirement, standing): n for path, requirement, standing, n in rows})


def moved(totals: Totals, heirs: dict[str, str] | None) -> Totals:
    """The totals of old provinces as those of the new ones; without heirs those of the whole."""
    sums: Totals = Counter()
    for (code, requirement, standing), number in totals.items():
        sums["" if heirs is None else heirs.get(code, code), requirement, standing] += number
    return sums


def differences(one: Counter[Any], other: Counter[Any]) -> int:
    """How many are counted otherwise."""
    return sum(abs(one[key] - other[key]) for key in {*one, *other})


def members_on(found: Ground, on: date) -> int:
    """The members of all units."""
    with found.connect() as own:
        return own.execute("select sum(members) from org_unitversion where valid_during @> %s", [on]).fetchone()[0]


def shape_on(found: Ground, on: date) -> dict[str, int]:
    """How many units of each level there are."""
    with found.connect() as own:
        rows = own.execute(
            "select level, count(*) from org_unitversion where valid_during @> %s group by 1 order by 2", [on]
        )
        return dict(rows.fetchall())


def expected_shape(levels: tuple[int, ...]) -> dict[str, int]:
    """What the levels come to: fewer provinces and communes, no districts, all below as before."""
    provinces, _districts, communes, *below = levels
    after = (len(province_groups(provinces)), round(communes * MERGED / OF_COMMUNES), *below)
    return {"central": 1, **dict(zip(("province", "commune", "grassroots", "branch"), after, strict=True))}


def province_groups(provinces: int) -> list[int]:
    """How many old provinces make each new one: 11 stay, 17 are made of two and 6 of three; a small tree of pairs."""
    if provinces == LEVELS[0]:
        return [1] * 11 + [2] * 17 + [3] * 6
    return [1] * (provinces % 2) + [2] * (provinces // 2)


def lines_of(province: UnitVersion, communes: list[str], into: int, first: int) -> list[Line]:
    """What a province decides: its communes in so many, those that stay under itself, its districts no more."""
    from quantriet.org.models import UnitVersion
    from quantriet.reorganisation.rules.kinds import Kind
    from quantriet.reorganisation.rules.plan import Line

    above = province.unit.code
    kept = [code for code in communes if _stays(code)]
    merged = [code for code in communes if not _stays(code)]
    lines = [Line(Kind.MOVE, (code,), parent=above) for code in kept]
    for number in range(into):
        group = tuple(merged[len(merged) * number // into : len(merged) * (number + 1) // into])
        code = f"X-{first + number}"
        lines.append(Line(Kind.MERGE, group, code, f"Đảng ủy xã {code}", "đảng ủy xã", "commune", parent=above))
    districts = UnitVersion.objects.filter(parent=province.unit_id, level="district").order_by("path")
    return lines + [Line(Kind.DISSOLVE, (code,)) for code in districts.values_list("unit__code", flat=True)]


def _stays(code: str) -> bool:
    return int(code.partition("-")[2]) % KEPT_EACH == 0


def prepare(levels: tuple[int, ...], seconds: dict[str, float]) -> dict[str, str]:
    """Draft and approve everything the day before; gives the new province of each one that ends."""
    from quantriet.org.models import UnitVersion
    from quantriet.reorganisation.rules.kinds import Kind
    from quantriet.reorganisation.rules.plan import Line

    kept = levels[2] // KEPT_EACH
    share = (round(levels[2] * MERGED / OF_COMMUNES) - kept) / (levels[2] - kept)
    passed = made = 0
    provinces = list(UnitVersion.objects.filter(level="province").select_related("unit").order_by("path"))
    for place, province in enumerate(provinces):
        found = UnitVersion.objects.filter(path__startswith=province.path, level="commune").order_by("path")
        communes = list(found.values_list("unit__code", flat=True))
        passed += sum(not _stays(code) for code in communes)
        lines = lines_of(province, communes, round(passed * share) - made, made + 1)
        made = round(passed * share)
        if place == 0:
            lines = through_a_table(lines, province.unit_id, seconds)
        decide(province.unit_id, lines, seconds)
    heirs, lines, left = {}, [], iter(province.unit.code for province in provinces)
    for number, size in enumerate(province_groups(len(provinces)), 1):
        codes = tuple(islice(left, size))
        if size > 1:
            heirs |= dict.fromkeys(codes, f"P-{number}")
            lines.append(Line(Kind.MERGE, codes, f"P-{number}", f"Tỉnh ủy {number}", "tỉnh ủy", "province"))
    decide(UnitVersion.objects.get(parent=None).unit_id, lines, seconds)
    return heirs


def through_a_table(lines: list[Line], unit_id: int, seconds: dict[str, float]) -> list[Line]:
    """The same changes as they come out of the dry run of a table."""
    import openpyxl

    from quantriet.reorganisation.queries.sheet import read
    from quantriet.reorganisation.rules.sheet import COLUMNS

    book = openpyxl.Workbook()
    book.active.append([str(title) for title in COLUMNS.values()])
    for line in lines:
        words = [getattr(line, name) for name in COLUMNS]
        book.active.append(["; ".join(word) if isinstance(word, tuple) else word for word in words])
    packed = BytesIO()
    book.save(packed)
    begin = time.perf_counter()
    dry = read(packed.getvalue(), unit_id, DAY)
    seconds[f"dry run of {len(lines)} rows"] = time.perf_counter() - begin
    if dry.problems or len(dry.lines) != len(lines):
        sys.exit(f"the table was not understood: {dry.problems[:3]}")
    return [line for _number, line in dry.lines]


def decide(unit_id: int, lines: list[Line], seconds: dict[str, float]) -> None:
    """Draft and send by one, approve by another."""
    from quantriet.accounts.models import User
    from quantriet.kernel.actor import SYSTEM, Actor
    from quantriet.reorganisation import actions

    begin, at = time.perf_counter(), NIGHT - timedelta(hours=12)
    facts = actions.Facts("Sắp xếp đơn vị", f"NQ-{unit_id}", DAY)
    made = actions.begin(actor=SYSTEM, unit_id=unit_id, facts=facts, lines=lines, at=at)
    actions.submit(actor=SYSTEM, found=made, version=made.version, at=at)
    seconds["drafting"] = seconds.get("drafting", 0.0) + time.perf_counter() - begin
    head, begin = User.objects.get(username="bench"), time.perf_counter()
    actions.approve(actor=Actor(head.pk, "Bench"), found=made, version=made.version, at=at)
    seconds["approving"] = seconds.get("approving", 0.0) + time.perf_counter() - begin


def in_force(found: Ground) -> float:
    """Seconds for the night's work; what was sent back ends the bench."""
    from quantriet.kernel.actor import SYSTEM
    from quantriet.reorganisation import actions

    refused: list[object] = []

    def say(refusal: object) -> str:
        refused.append(refusal)
        return str(refusal)

    with folding(found):
        begin = time.perf_counter()
        actions.apply_due(actor=SYSTEM, at=NIGHT, say=say)
        taken = time.perf_counter() - begin
    if refused:
        sys.exit(f"sent back: {refused[:3]!r}")
    return taken
