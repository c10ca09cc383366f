"""A refusal calls a unit by its name, and by its code as well only where several of the branch share the name."""

from dataclasses import replace
from datetime import date

import pytest

from quantriet.org.models import Unit
from quantriet.reorganisation.queries.preview import Preview
from quantriet.reorganisation.rules.kinds import Kind
from quantriet.reorganisation.rules.plan import Line
from quantriet.web.refusals import refusal_text
from tests.reorganisation.stories import FACTS, MERGER, applied, drafted, scene, unit
from tests.world import World

NEW = ("WX", "Đảng ủy phường Bắc Sơn", "đảng ủy phường", "commune")


def problems(world: World, *lines: Line) -> list[str]:
    found = drafted(world, *lines, facts=replace(FACTS, effective_on=date(2019, 8, 2)))
    return [refusal_text(p.refusal) for p in Preview(found, world.today).problems]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line(Kind.MOVE, ("WA",), parent="B1"), "“Đảng ủy phường Bắc Sơn” sẽ trực thuộc chính mình."),
        (Line(Kind.MERGE, ("WA", "B1"), "WA1", *NEW[1:]), "“{B1}” trực thuộc một đơn vị khác"),
        (Line(Kind.MOVE, ("WA", "WA"), parent="WB"), "“Đảng ủy phường Bắc Sơn” có mặt trong hai thay đổi."),
        (Line(Kind.MERGE, ("WA", "WB"), "WC", *NEW[1:]), "Mã “WC” đã thuộc đơn vị khác."),  # the code is the matter
        (Line(Kind.RENAME, ("NOBODY",), name="X"), "không có đơn vị “NOBODY”"),  # as it was written
        (Line(Kind.RENAME, ("KA",), name="X"), "không có đơn vị “Quận ủy Kiến An”"),  # not below itself
        (Line(Kind.RENAME, ("BLOC",), name="X"), "không có đơn vị “BLOC”"),  # not one's own to know
        (Line(Kind.SPLIT, ("WB",), "WB9", "Phần", "đảng ủy", "commune", members=0, children=("WB1",)),
         "“Đảng ủy phường Nam Sơn” còn lại chưa giao: Chi bộ B2."),
    ],
)  # fmt: skip
def test_a_unit_is_called_by_its_name(world: World, line: Line, words: str) -> None:
    scene(world)
    name = org_name("B1")
    assert words.format(B1=name) in " ".join(problems(world, line))


def org_name(code: str) -> str:
    return Unit.objects.get(code=code).versions.get().name


def test_units_with_one_name_are_told_apart_by_code(world: World) -> None:
    scene(world)
    unit(world, "TWIN", "Đảng ủy phường Bắc Sơn", world.kien_an)
    (told,) = problems(world, Line(Kind.MOVE, ("WA",), parent="B1"))
    assert told.startswith("“Đảng ủy phường Bắc Sơn (WA)” sẽ trực thuộc chính mình.")
    (told,) = problems(world, Line(Kind.RENAME, ("Đảng ủy phường Bắc Sơn",), name="X"))
    assert told == ("Có nhiều đơn vị cùng tên “Đảng ủy phường Bắc Sơn”: TWIN, WA. Hãy ghi mã của đơn vị cần chọn.")


def test_a_unit_that_is_no_more_and_one_that_is_to_be_have_names(world: World) -> None:
    scene(world)
    applied(world, MERGER)
    (told,) = problems(world, Line(Kind.RENAME, ("WA",), name="X"))
    assert told.startswith("“Đảng ủy phường Bắc Sơn” đã kết thúc trước ngày 02/08/2019")
    told, *_more = problems(
        world, Line(Kind.MERGE, ("WC",), *NEW), Line(Kind.MOVE, ("WX",), parent="WAB"),
        Line(Kind.MOVE, ("WAB",), parent="WX"),
    )  # fmt: skip
    assert told.startswith("“Đảng ủy phường Bắc Nam Sơn” sẽ trực thuộc chính mình.")


def test_what_is_left_over_of_a_divided_unit_is_said_by_name(world: World) -> None:
    scene(world)
    parts = [
        Line(Kind.SPLIT, ("WB",), f"WB{n}X", f"Phường {n}", "đảng ủy phường", "commune", "KA", 0, (child,))
        for n, child in ((1, "WB1"), (2, "WB2"))
    ]
    told = problems(world, *parts)
    assert "“Đảng ủy phường Nam Sơn” còn lại chưa giao: Gửi báo cáo. Hãy giao cho một trong các đơn vị mới." in told
