"""What cannot be is named with what to do about it, and nothing of it is done."""

from datetime import date

import pytest

from quantriet.kernel.errors import Refusal
from quantriet.org.models import Unit, UnitVersion
from quantriet.reorganisation import errors
from quantriet.reorganisation.actions import Facts
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.rules.kinds import Kind, State
from quantriet.reorganisation.rules.plan import Line
from quantriet.web.refusals import refusal_text
from tests.reorganisation.stories import DAY, FACTS, MERGER, drafted, scene, send
from tests.world import World

NEW = ("Đảng ủy mới", "đảng ủy phường", "commune")
BEFORE_IT = Facts("Nhập sớm", "QĐ-16", date(2019, 7, 1), reason="nhập muộn")

CASES: dict[str, tuple[tuple[Line, ...], Facts, type[Refusal], str]] = {
    "a circle": ((Line(Kind.MOVE, ("WA",), parent="B1"),), FACTS, errors.Circle, "Chọn cấp trên khác"),
    "a circle of two": (
        (Line(Kind.MOVE, ("WA",), parent="WB"), Line(Kind.MOVE, ("WB",), parent="WA")), FACTS, errors.Circle,
        "Chọn cấp trên khác",
    ),
    "a unit twice": ((MERGER, Line(Kind.RENAME, ("WA",), name="Tên khác")), FACTS, errors.UnitTwice, "Giữ"),
    "its own child": ((Line(Kind.MERGE, ("WA", "B1"), "WA1", *NEW),), FACTS, errors.OwnChild, "trước"),
    "before it was": ((Line(Kind.MOVE, ("YOUNG",), parent="WB"),), BEFORE_IT, errors.UnknownUnit, "Ghi"),
    "on its first day": (
        (Line(Kind.MOVE, ("YOUNG",), parent="WB"),), Facts("Nhập", "QĐ-16", date(2019, 7, 10), reason="muộn"),
        errors.NotFoundedYet, "Chọn ngày",
    ),
    "nothing": ((Line(Kind.MOVE, ("WA",), parent="KA"),), FACTS, errors.NothingPlanned, "Thêm"),
    "a past day": ((MERGER,), Facts("Nhập", "QĐ-16", date(2019, 7, 11)), errors.PastNeedsReason, "lý do"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_says_what_to_do_and_changes_nothing(world: World, name: str) -> None:
    lines, facts, refusal, advice = CASES[name]
    scene(world)
    world.unit("YOUNG", "Chi bộ Trẻ", "chi bộ", "branch", world.ward_a, since=date(2019, 7, 10))
    found = drafted(world, *lines, facts=facts)
    before = list(UnitVersion.objects.order_by("pk").values()), Unit.objects.count()
    with pytest.raises(Refusal) as raised:
        send(world, found)
    assert type(raised.value) is refusal
    assert advice.lower() in refusal_text(raised.value).lower()
    assert (list(UnitVersion.objects.order_by("pk").values()), Unit.objects.count()) == before
    assert Reorganisation.objects.get().state == State.DRAFT


def test_a_mistake_in_one_line_keeps_the_good_ones_from_being_done_alone(world: World) -> None:
    scene(world)
    found = drafted(world, Line(Kind.RENAME, ("WC",), name="Tên khác"), Line(Kind.MOVE, ("WA",), parent="B1"))
    with pytest.raises(errors.Circle):
        send(world, found)
    assert not UnitVersion.objects.filter(valid_during__startswith=DAY).exists()
