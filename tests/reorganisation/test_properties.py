"""Whatever trees and whatever changes: the tree stays a tree, nobody is lost, and undoing restores it exactly."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from quantriet.kernel.errors import Refusal
from quantriet.org.models import Appointment, Mandate, Position, Succession, UnitVersion
from quantriet.org.rules import path_of
from quantriet.reorganisation import actions
from quantriet.reorganisation.actions import Facts
from quantriet.reorganisation.queries.ground import plan_of
from quantriet.reorganisation.rules.kinds import Kind, State
from quantriet.reorganisation.rules.plan import Line, Step
from tests.reorganisation.stories import unit
from tests.world import World

FIRST = date(2019, 7, 12)
NAMES = {"name": "Đơn vị mới", "unit_kind": "đảng ủy", "level": "commune"}


def everything() -> dict[str, list[Any]]:
    tables = (UnitVersion, Position, Appointment, Mandate, Succession)
    return {t.__name__: sorted(t.objects.values_list(), key=str) for t in tables}


def members(on: date) -> int:
    return sum(UnitVersion.objects.as_at(on).values_list("members", flat=True))


def require_a_tree(days: list[date]) -> None:
    """One version a day, every path its parent's with one step more, no circle: paths of a circle would never end."""
    for day in days:
        versions = list(UnitVersion.objects.as_at(day))
        paths = {v.unit_id: v.path for v in versions}
        assert len(paths) == len(versions)
        for v in versions:
            above = paths[v.parent_id] if v.parent_id else ""
            assert v.path == path_of(above, v.unit_id)


def standing(on: date) -> dict[str, str | None]:
    """Who stands below whom on a day, by codes."""
    return dict(UnitVersion.objects.as_at(on).values_list("unit__code", "parent__code"))


def step_by_step(steps: list[Step], parents: dict[str, str | None]) -> dict[str, str | None]:
    """Who stands below whom when each step is done after the other."""
    for step in steps:
        if step.do == "end":
            for code in step.units:
                del parents[code]
        elif step.do in ("found", "place"):
            parents |= dict.fromkeys(step.units, step.node.parent if step.node else step.target)
    return parents


@st.composite
def change(draw: st.DrawFn, codes: list[str], number: int, place: int) -> list[Line]:
    some = st.sampled_from(codes)
    kind = draw(st.sampled_from(list(Kind)))
    first, second = draw(some), draw(some)
    new = f"NEW{number}{place}"
    if kind == Kind.RENAME:
        return [Line(kind, (first,), name="Tên khác")]
    if kind == Kind.MOVE:
        return [Line(kind, tuple(draw(st.lists(some, min_size=1, max_size=3, unique=True))), parent=second)]
    if kind == Kind.DISSOLVE:
        return [Line(kind, (first,), draw(st.sampled_from(["", second])))]
    if kind == Kind.MERGE:
        sources = tuple(draw(st.lists(some, min_size=1, max_size=3, unique=True)))
        return [draw(st.sampled_from([Line(kind, sources, new, parent="KA", **NAMES), Line(kind, sources, second)]))]
    if kind == Kind.INSERT:
        sources = tuple(draw(st.lists(some, max_size=3, unique=True)))
        return [Line(kind, sources, new, parent="KA", **NAMES)]
    version = UnitVersion.objects.filter(unit__code=first).order_by("-valid_during").first()
    below = tuple(UnitVersion.objects.as_at(FIRST + timedelta(days=number)).filter(
        parent__code=first).values_list("unit__code", flat=True))  # fmt: skip
    whole = version.members if version else 0
    return [
        Line(kind, (first,), f"{new}A", parent="KA", members=whole // 2, children=below[::2], **NAMES),
        Line(kind, (first,), f"{new}B", parent="KA", members=whole - whole // 2, children=below[1::2], **NAMES),
    ]


def changes(world: World, data: st.DataObject, codes: list[str], number: int, on: date) -> list[Line]:
    """One change, right or wrong, and more in the same decision that build on it as far as they can be played."""
    lines = data.draw(change(codes, number, 0))
    for place in range(1, data.draw(st.integers(1, 4))):
        more = data.draw(change([*codes, *(line.code for line in lines if "NEW" in line.code)], number, place))
        if not plan_of([*lines, *more], world.kien_an.pk, on).problems:
            lines += more
    return lines


def play(world: World, data: st.DataObject) -> None:
    tops = {"KA": world.kien_an, "WA": world.ward_a, "WB": world.ward_b, "B1": world.branch}
    for n in range(data.draw(st.integers(0, 6))):
        parent = tops[data.draw(st.sampled_from(sorted(tops)))]
        tops[f"U{n}"] = unit(world, f"U{n}", f"Chi bộ {n}", parent, data.draw(st.integers(0, 40)))
    whole = members(FIRST)
    days, undoing = [FIRST - timedelta(days=1)], []
    for number in range(1, data.draw(st.integers(1, 4)) + 1):
        on = FIRST + timedelta(days=data.draw(st.integers(number, number + 1)))
        at = world.noon + timedelta(days=number + 1)
        living = UnitVersion.objects.as_at(on).exclude(unit__code__in=["CITY", "BLOC", "ELSE"])
        codes = sorted(living.values_list("unit__code", flat=True))
        lines = changes(world, data, codes, number, on)
        before, steps, expected = everything(), plan_of(lines, world.kien_an.pk, on).steps, standing(on)
        facts = Facts("Thay đổi", f"QĐ-{number}", on, "Thử")
        found = actions.begin(
            actor=world.district_office.actor, unit_id=world.kien_an.pk, facts=facts, lines=lines, at=at
        )
        assigned = {m.pk: f"NEW{number}0A" for m in Mandate.objects.all()}
        actions.assign(actor=world.district_office.actor, found=found, obligations={}, mandates=assigned, at=at)
        found.refresh_from_db()
        try:
            with transaction.atomic():
                actions.submit(actor=world.district_office.actor, found=found, version=found.version, at=at)
                actions.approve(
                    actor=world.district_secretary.actor, found=found, version=found.version, at=at
                )  # fmt: skip
        except Refusal as refusal:
            event(f"refused: {refusal.code}")
            assert everything() == before
            continue
        event(f"in force: {lines[0].kind} and {len(lines) - 1} more")
        assert standing(on) == step_by_step(steps, expected)
        assert found.state == State.APPLIED
        undoing.append((found, before, at))
        days += [on, on + timedelta(days=1), on + timedelta(days=40)]
        require_a_tree(days)
        assert {members(day) for day in days} == {whole}
    for found, before, at in reversed(undoing):
        actions.undo(actor=world.district_secretary.actor, found=found, reason="Thử", at=at)
        assert everything() == before


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_changes_keep_the_tree_a_tree_and_are_undone_exactly(world: World, data: st.DataObject) -> None:
    with transaction.atomic():
        play(world, data)
        transaction.set_rollback(True)
