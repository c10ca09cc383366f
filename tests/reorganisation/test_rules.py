"""A plan is told on values alone: what each kind of change comes to, and every mistake by its name."""

import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from quantriet.kernel.errors import Refusal
from quantriet.reorganisation import errors
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line, Node, Plan
from quantriet.reorganisation.rules.play import leftovers, make_plan, require_day

ON = date(2019, 8, 1)
OLD = date(2015, 1, 1)
NEW = {"name": "Mới", "unit_kind": "đảng ủy phường", "level": "commune"}


def node(code: str, parent: str | None, members: int = 0, since: date = OLD) -> Node:
    return Node(code, f"Đơn vị {code}", "đảng ủy", "commune", parent, members, since)


TREE = {
    n.code: n
    for n in (
        node("TOP", None), node("A", "TOP", 3), node("B", "TOP", 4), node("A1", "A", 10), node("A2", "A", 20),
        node("B1", "B", 30), node("YOUNG", "TOP", since=ON),
    )
}  # fmt: skip
KNOWN: dict[str, date | None] = dict.fromkeys(TREE) | {"DEAD": date(2018, 1, 1), "ELSEWHERE": None}


def plan(*lines: Line) -> Plan:
    return make_plan(TREE, KNOWN, lines, ON)


def steps(made: Plan) -> list[tuple[str, tuple[str, ...], str]]:
    assert made.problems == []
    return [(step.do, step.units, step.target) for step in made.steps]


def test_a_merger_founds_moves_the_children_ends_and_names_the_successor() -> None:
    made = plan(Line(Kind.MERGE, ("A", "B"), "AB", **NEW))
    assert steps(made) == [
        ("found", ("AB",), ""), ("place", ("A1", "A2"), "AB"), ("place", ("B1",), "AB"), ("end", ("A", "B"), ""),
        ("succeed", ("A", "B"), "AB"),
    ]  # fmt: skip
    assert made.steps[0].node == Node("AB", "Mới", "đảng ủy phường", "commune", "TOP", 7, ON)
    assert made.heirs == {"A": "AB", "B": "AB"}


def test_a_merger_into_a_unit_that_exists_adds_its_members() -> None:
    made = plan(Line(Kind.MERGE, ("A",), "B"))
    assert steps(made)[0] == ("change", ("B",), "")
    assert made.steps[0].node == replace(TREE["B"], members=7)


def test_a_dissolved_unit_goes_to_the_unit_above_unless_another_is_named() -> None:
    assert plan(Line(Kind.DISSOLVE, ("A1",))).heirs == {"A1": "A"}
    assert plan(Line(Kind.DISSOLVE, ("A1",), "B")).heirs == {"A1": "B"}


def test_a_new_level_is_put_between() -> None:
    assert steps(plan(Line(Kind.INSERT, ("A", "B"), "MID", **NEW))) == [
        ("found", ("MID",), ""), ("place", ("A", "B"), "MID"),
    ]  # fmt: skip


def test_whoever_moves_may_take_another_level() -> None:
    made = plan(Line(Kind.MOVE, ("A1",), parent="B", level="branch"))
    assert steps(made) == [("place", ("A1",), "B"), ("change", ("A1",), "")]
    assert made.steps[1].node == replace(TREE["A1"], parent="B", level="branch")


def test_one_that_stands_below_another_moves_beside_it() -> None:
    assert steps(plan(Line(Kind.MOVE, ("A", "A1"), parent="B"))) == [("place", ("A", "A1"), "B")]


def test_what_the_lines_come_to_leaves_out_what_is_done_to_units_that_end() -> None:
    made = plan(
        Line(Kind.DISSOLVE, ("A1",)), Line(Kind.MERGE, ("A", "B"), "AB", **NEW), Line(Kind.MOVE, ("A2",), parent="AB"),
        Line(Kind.RENAME, ("AB",), name="Tên khác"),
    )  # fmt: skip
    assert made.above == {"A2": "AB", "B1": "AB"}
    assert made.changed == {"AB": replace(made.opening[0], name="Tên khác")}
    assert made.codes("end") == ["A1", "A", "B"]


def test_what_an_heir_was_given_goes_on_to_its_own_heir() -> None:
    new = [NEW | {"parent": "TOP"}, NEW | {"parent": "TOP"}]
    chain = plan(
        Line(Kind.MERGE, ("A1", "A2"), "X", **new[0]), Line(Kind.MERGE, ("X", "B1"), "Y", **new[1]),
        Line(Kind.DISSOLVE, ("Y",), "B"),
    )  # fmt: skip
    assert chain.heirs == dict.fromkeys(("A1", "A2", "X", "B1", "Y"), "B")
    halves = [Line(Kind.SPLIT, ("X",), code, members=n, **new[0]) for code, n in (("Y", 10), ("Z", 20))]
    assert plan(Line(Kind.MERGE, ("A1", "A2"), "X", **new[0]), *halves).heirs == {"A1": "Y", "A2": "Y"}


def test_a_plan_for_a_country_takes_no_longer_for_each_line() -> None:
    def seconds(size: int) -> float:
        tree = {"TOP": node("TOP", None)}
        for number in range(size):
            tree |= {code: node(code, "TOP") for code in (f"A{number}", f"B{number}")}
            tree |= {f"{n}-{number}": node(f"{n}-{number}", f"A{number}") for n in range(5)}
        lines = [Line(Kind.MERGE, (f"A{n}", f"B{n}"), f"X{n}", parent="TOP", **NEW) for n in range(size)]
        wrong = [Line(Kind.RENAME, (f"NOBODY{n}",), name="X") for n in range(size)]
        begin = time.process_time()
        made = make_plan(tree, {}, [*lines, *wrong], ON)
        assert (len(made.founded), len(made.problems)) == (size, size)
        return time.process_time() - begin

    assert min(seconds(1600) for _ in range(3)) < 8 * min(seconds(400) for _ in range(3))  # not 16 times


def part(code: str, members: int, *children: str) -> Line:
    return Line(Kind.SPLIT, ("A",), code, members=members, children=children, **NEW)


def test_a_split_into_new_units_ends_the_old_one() -> None:
    made = plan(part("X", 1, "A1"), part("Y", 2, "A2"))
    assert [s.do for s in made.steps] == ["found", "place", "found", "place", "end", "succeed", "succeed"]
    assert made.divided == {"A": ["X", "Y"]}


def test_a_part_with_its_own_code_is_the_unit_living_on() -> None:
    made = plan(part("A", 1), part("Y", 2, "A2"))
    assert made.codes("end") == []
    assert made.divided == {}
    assert steps(made)[-1] == ("succeed", ("A",), "Y")


def test_what_a_divided_unit_owes_is_assigned_to_one_of_its_parts() -> None:
    made = plan(part("X", 1, "A1"), part("Y", 2, "A2"))
    owed = {"A": [(1, "Báo cáo"), (2, "Hội nghị")]}
    assert [str(r) for r in leftovers(made, owed, {1: "X", 2: "B"})] == [
        "Of “A” is left over: Hội nghị. Assign it to one of the parts."
    ]
    assert leftovers(made, owed, {1: "X", 2: "Y"}) == []


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([], errors.NothingPlanned),
        ([Line(Kind.MOVE, ("A1",), parent="A")], errors.NothingPlanned),  # it stands there already
        ([Line(Kind.RENAME, (), name="X")], errors.TargetIncomplete),
        ([Line(Kind.RENAME, ("A",))], errors.TargetIncomplete),
        ([Line(Kind.MOVE, ("A",))], errors.TargetIncomplete),
        ([Line(Kind.RENAME, ("NOBODY",), name="X")], errors.UnknownUnit),
        ([Line(Kind.RENAME, ("ELSEWHERE",), name="X")], errors.UnknownUnit),
        ([Line(Kind.RENAME, ("TOP",), name="X")], errors.UnknownUnit),
        ([Line(Kind.RENAME, ("DEAD",), name="X")], errors.UnitEnded),
        ([Line(Kind.RENAME, ("YOUNG",), name="X")], errors.NotFoundedYet),
        ([Line(Kind.MOVE, ("A", "A"), parent="B")], errors.UnitTwice),
        ([Line(Kind.RENAME, ("A",), name="X"), Line(Kind.MOVE, ("A",), parent="B")], errors.UnitTwice),
        ([Line(Kind.MOVE, ("A",), parent="A1")], errors.Circle),
        ([Line(Kind.MERGE, ("A", "A1"), "NEW", **NEW)], errors.OwnChild),
        ([Line(Kind.MERGE, ("A",), "A1")], errors.OwnChild),
        ([Line(Kind.DISSOLVE, ("A",), "A1")], errors.OwnChild),
        ([Line(Kind.MERGE, ("A", "B"), "YOUNG", **NEW)], errors.TargetTaken),
        ([Line(Kind.MERGE, ("A", "B"), "DEAD", **NEW)], errors.TargetTaken),
        ([Line(Kind.MERGE, ("A", "B"), "NEW", name="X")], errors.TargetIncomplete),
        ([Line(Kind.MERGE, ("A1", "B1"), "NEW", **NEW)], errors.TargetIncomplete),  # below whom?
        ([Line(Kind.INSERT, (), "NEW", **NEW)], errors.TargetIncomplete),
        ([part("X", 3, "A1")], errors.SplitLeftover),
        ([part("X", 1, "A1"), part("Y", 1, "A2")], errors.SplitLeftover),
        ([part("X", 3, "A1", "A2", "B1")], errors.UnknownUnit),
    ],
)
def test_every_mistake_has_its_name(lines: list[Line], refusal: type[Refusal]) -> None:
    (problem, *_more) = plan(*lines).problems
    assert type(problem.refusal) is refusal
    assert str(problem.refusal)  # whatever its words name is said


def test_a_line_says_all_that_is_wrong_with_it() -> None:
    made = plan(
        Line(Kind.MERGE, ("NOBODY", "DEAD"), "B1", name="X", parent="NOWHERE"), Line(Kind.RENAME, ("YOUNG",)),
        replace(part("X", 1, "A1"), level=""), part("Y", 2, "A2"),
    )  # fmt: skip
    assert [(p.line, type(p.refusal)) for p in made.problems] == [
        (1, errors.UnknownUnit), (1, errors.UnitEnded), (1, errors.UnknownUnit), (1, errors.TargetTaken),
        (1, errors.TargetIncomplete), (2, errors.NotFoundedYet), (2, errors.TargetIncomplete),
        (3, errors.TargetIncomplete),
    ]  # fmt: skip
    assert made.problems[4].refusal.facts["what"] == "loại hình tổ chức, cấp"
    assert made.left_out == {1, 2, 3, 4}


def test_a_line_with_a_mistake_leaves_the_others_as_they_are() -> None:
    made = plan(
        Line(Kind.MERGE, ("A", "B"), "AB", name="X"), Line(Kind.RENAME, ("B1",), name="Tên mới"),
        Line(Kind.MOVE, ("A1",), parent="A1"),
    )  # fmt: skip
    assert [problem.line for problem in made.problems] == [1, 3]
    assert [step.do for step in made.steps] == ["change"]
    assert made.founded == set()


def test_a_line_refused_in_its_middle_leaves_nothing_behind() -> None:
    """Its heir stands below it: seen only once its members have gone there."""
    made = plan(Line(Kind.DISSOLVE, ("A", "B"), "A1"), Line(Kind.MERGE, ("B1",), "A1"), Line(Kind.DISSOLVE, ("A2",)))
    assert [(problem.line, type(problem.refusal)) for problem in made.problems] == [(1, errors.OwnChild)]
    assert {code: node.members for code, node in made.changed.items()} == {"A1": 40, "A": 23}
    assert (made.heirs, made.above) == ({"B1": "A1", "A2": "A"}, {})


def test_two_parts_of_a_divided_unit_cannot_have_one_code() -> None:
    made = plan(part("X", 1, "A1"), part("X", 2, "A2"))
    assert [type(problem.refusal) for problem in made.problems] == [errors.TargetTaken]
    assert made.steps == []


def test_what_has_moved_away_is_no_longer_below() -> None:
    made = plan(Line(Kind.MOVE, ("A1",), parent="B"), Line(Kind.DISSOLVE, ("A",)))
    assert made.problems == []
    assert made.above == {"A1": "B", "A2": "TOP"}


def test_a_unit_of_that_very_day_may_take_over_and_stand_above() -> None:
    made = plan(Line(Kind.DISSOLVE, ("A2",), "YOUNG"), Line(Kind.MOVE, ("B1",), parent="YOUNG"))
    assert made.problems == []
    assert made.heirs == {"A2": "YOUNG"}
    assert made.above == {"B1": "YOUNG"}


def test_what_a_line_says_replaces_what_a_unit_was_and_the_rest_stays() -> None:
    made = plan(
        Line(Kind.MOVE, ("A1",), parent="B", name="Tên mới", unit_kind="chi bộ", level="branch"),
        Line(Kind.MOVE, ("A2", "B1"), parent="TOP", name="Tên của ai?"),
        Line(Kind.RENAME, ("A",), name="Tên khác", unit_kind="quận ủy", level="district"),
    )
    assert made.problems == []
    assert made.changed == {
        "A1": replace(TREE["A1"], parent="B", name="Tên mới", kind="chi bộ", level="branch"),
        "A": replace(TREE["A"], name="Tên khác", kind="quận ủy", level="district"),
    }


def test_a_new_unit_stands_where_its_line_says_and_has_the_members_it_says() -> None:
    made = plan(
        Line(Kind.INSERT, ("A1",), "N", parent="B", members=6, **NEW), Line(Kind.INSERT, ("A2",), "M", **NEW),
        Line(Kind.MERGE, ("B1",), "B2", parent="A", **NEW),
    )
    assert {n.code: (n.parent, n.members) for n in made.opening} == {"N": ("B", 6), "M": ("A", 0), "B2": ("A", 30)}


def test_a_part_may_stand_elsewhere_and_the_unit_living_on_keeps_its_name() -> None:
    made = plan(replace(part("X", 1, "A1"), parent="B"), replace(part("A", 2, "A2"), name="", unit_kind="", level=""))
    assert made.problems == []
    assert [(n.code, n.parent, n.members) for n in made.opening] == [("X", "B", 1)]
    assert made.changed == {"A": replace(TREE["A"], members=2)}
    assert [(s.units, s.target, s.kind) for s in made.steps if s.do == "succeed"] == [(("A",), "X", "split")]


def test_a_plan_tells_what_is_founded_apart_from_what_is_changed() -> None:
    made = plan(Line(Kind.MERGE, ("A", "B"), "AB", **NEW), Line(Kind.RENAME, ("A1",), name="Tên mới"))
    assert made.founded == {"AB"}
    assert list(made.changed) == ["A1"]
    assert [node.code for node in made.opening] == ["AB"]


@pytest.mark.parametrize(("on", "reason", "is_refused"), [
    (date(2019, 7, 31), "", True), (date(2019, 7, 31), " ", True), (date(2019, 7, 31), "Nhận muộn", False),
    (date(2019, 8, 1), "", False),
])  # fmt: skip
def test_a_past_day_needs_a_reason(on: date, reason: str, is_refused: Any) -> None:
    if is_refused:
        with pytest.raises(errors.PastNeedsReason):
            require_day(on, ON, reason)
    else:
        require_day(on, ON, reason)
