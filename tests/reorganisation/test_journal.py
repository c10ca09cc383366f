"""Every act on a reorganisation leaves its line and wakes its unit; what it does to the tree leaves its own lines."""

from collections import Counter
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from psycopg.types.range import DateRange

from quantriet.audit.models import Entry
from quantriet.cascade import verbs as cascade_verbs
from quantriet.cascade.models import Cascade
from quantriet.kernel.actor import SYSTEM
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.notices.models import Notice
from quantriet.org import verbs as org_verbs
from quantriet.org.actions import give_mandate
from quantriet.org.models import Mandate, Succession, Unit, UnitVersion
from quantriet.org.rules import Role
from quantriet.reorganisation import actions, errors, verbs
from quantriet.reorganisation.actions import Facts, Paper
from quantriet.reorganisation.models import Reorganisation
from quantriet.reorganisation.rules.kinds import Kind, State
from quantriet.reorganisation.rules.plan import Line
from tests.cascade.stories import draft
from tests.cascade.test_journal import Journal, topics
from tests.reorganisation.stories import (
    DAY,
    FACTS,
    MERGER,
    NIGHT,
    Scene,
    applied,
    approved,
    drafted,
    scene,
    send,
    submitted,
)
from tests.world import World


@pytest.fixture
def scenery(world: World) -> Scene:
    return scene(world)


def test_a_reorganisation_is_followed_from_its_first_word_until_it_is_undone(world: World, scenery: Scene) -> None:
    office, head, at = world.district_office.actor, world.district_secretary.actor, world.noon
    begun = Journal(
        lambda: actions.begin(actor=office, unit_id=world.kien_an.pk, facts=FACTS, lines=(MERGER,), at=at)
    )
    found: Reorganisation = begun.gave
    own, minutes = topics(unit=world.kien_an.pk), count(1)

    def act(name: str, actor: Any = office, **words: Any) -> Journal:
        now = {"at": at + timedelta(minutes=next(minutes))} | words
        return Journal(lambda: getattr(actions, name)(actor=actor, found=found, **now))

    assigned = {"obligations": {"7": "WAB"}, "mandates": {"3": "WAB"}}
    save = {"facts": FACTS, "lines": (MERGER,), "paper": Paper(), "version": 1}
    steps = [
        (begun, verbs.DRAFTED, {}, set()),
        (act("save_draft", **save), verbs.SAVED, {"lines": 1}, set()),
        (act("assign", obligations={7: "WAB", 8: ""}, mandates={3: "WAB"}), verbs.SAVED, assigned, set()),
        (act("submit", version=3), verbs.SUBMITTED, {}, own),
        (act("take_back"), verbs.TAKEN_BACK, {}, own),
        (act("submit", version=3), verbs.SUBMITTED, {}, own),
        (act("send_back", head, reason=" Thiếu căn cứ "), verbs.SENT_BACK, {"reason": "Thiếu căn cứ"}, own),
        (act("submit", version=3), verbs.SUBMITTED, {}, own),
        (act("approve", head, version=3), verbs.APPROVED, {}, own),
    ]  # fmt: skip
    for step, verb, facts, woken in steps:
        assert step.lines == [(verb, "KA", facts)]
        assert (step.subjects, step.topics) == ([found.pk], woken)
    assert [step.at for step, *_ in steps] == [{at + timedelta(minutes=n)} for n in range(9)]
    assert found.state == State.APPROVED  # the row in hand is as the act has left it
    one = [("KA", 1)]
    assert [step.told for step, *_ in steps] == [[], [], [], one, [], one, one, one, []]

    force = Journal(lambda: actions.apply_due(actor=SYSTEM, at=NIGHT))
    found.refresh_from_db()
    codes = ("WA", "WB", "WAB")
    numbers = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
    assert Counter((verb, code) for verb, code, _facts in force.lines) == {
        (org_verbs.UNIT_FOUNDED, "WAB"): 1, (org_verbs.UNITS_PLACED, "WAB"): 1, (org_verbs.UNIT_ENDED, "WA"): 1,
        (org_verbs.UNIT_ENDED, "WB"): 1, (org_verbs.UNIT_SUCCEEDED, "WAB"): 2,
        (org_verbs.MANDATE_HANDED_OVER, "WAB"): 3, (cascade_verbs.OBLIGATIONS_INHERITED, "WAB"): 1,
        (verbs.APPLIED, "KA"): 1,
    }  # fmt: skip
    facts_of = {verb: facts for verb, _code, facts in force.lines}
    assert facts_of[verbs.APPLIED] == {"units": 8, "obligations": 1}
    assert facts_of[cascade_verbs.OBLIGATIONS_INHERITED] == {"reason": "QĐ-15"}
    assert facts_of[org_verbs.UNIT_SUCCEEDED] == {"kind": "merged"}
    assert {f"unit:{number}" for number in numbers.values()} <= force.topics

    undone = act("undo", head, reason=" Nhầm ", at=NIGHT + timedelta(hours=9))
    assert [(verb, code) for verb, code, _facts in undone.lines] == [
        (org_verbs.UNITS_PUT_BACK, undone.lines[0][1]), (cascade_verbs.OBLIGATIONS_INHERITED, "WB"),
        (verbs.UNDONE, "KA"),
    ]  # fmt: skip
    assert undone.lines[0][2] == {"units": 8, "reference": "QĐ-15"}
    assert undone.lines[2][2]["reason"].strip() == "Nhầm"
    assert {f"unit:{numbers[code]}" for code in ("WA", "WB")} <= undone.topics
    assert (found.state, found.undo_reason) == (State.UNDONE, "Nhầm")


def test_what_is_thrown_away_is_named_in_the_journal(world: World, scenery: Scene) -> None:
    found = drafted(world)
    gone = Journal(
        lambda: actions.discard(actor=world.district_office.actor, found=found, version=1, at=world.noon)
    )
    assert gone.lines == [(verbs.DISCARDED, "KA", {"decision": "QĐ-15", "effective_on": "2019-08-01", "lines": 1})]
    assert gone.topics == topics(unit=world.kien_an.pk)


def test_only_who_heads_the_unit_today_is_told_what_waits(world: World, scenery: Scene) -> None:
    Mandate.objects.filter(unit=world.kien_an, role=Role.HEAD).update(valid_during=DateRange(world.since, world.today))
    give_mandate(
        actor=SYSTEM, user_id=world.bloc_office.user.pk, unit=world.kien_an, role=Role.HEAD, person=None,
        since=world.today, at=world.noon,
    )  # fmt: skip
    submitted(world)
    told = Notice.objects.filter(kind="reorganisation.submitted")
    assert list(told.values_list("recipient_id", flat=True)) == [world.bloc_office.user.pk]


# --- refused, and nothing done ---------------------------------------------------------------------------------------


def test_what_another_has_saved_meanwhile_is_not_sent_or_saved_over(world: World, scenery: Scene) -> None:
    found, office = drafted(world), world.district_office.actor
    read = Reorganisation.objects.get(pk=found.pk)
    words = {"facts": FACTS, "lines": (MERGER,), "paper": Paper(), "version": read.version, "at": world.noon}
    actions.save_draft(actor=office, found=found, **words)
    lines = Entry.objects.count()
    for act in (
        lambda: actions.submit(actor=office, found=read, version=read.version, at=world.noon),
        lambda: actions.save_draft(actor=office, found=read, **words),
        lambda: actions.discard(actor=office, found=read, version=read.version, at=world.noon),
    ):
        with pytest.raises(ChangedMeanwhile):
            act()
    send(world, found)
    with pytest.raises(ChangedMeanwhile):
        actions.assign(actor=office, found=found, obligations={}, mandates={}, at=world.noon)
    with pytest.raises(errors.WrongState):
        actions.approve(actor=world.district_secretary.actor, found=found, version=read.version, at=world.noon)
    assert Entry.objects.count() == lines + 2  # that it was sent, and that the head was told


def test_what_the_tree_no_longer_allows_is_not_approved(world: World, scenery: Scene) -> None:
    later = Facts("Đổi tên", "QĐ-16", DAY + timedelta(days=9))
    renaming = submitted(world, Line(Kind.RENAME, ("WA",), name="Đảng ủy phường Bắc Đẩu"), facts=later)
    applied(world)
    with pytest.raises(errors.UnitEnded):
        actions.approve(
            actor=world.district_secretary.actor, found=renaming, version=renaming.version, at=NIGHT
        )  # fmt: skip
    assert Reorganisation.objects.get(pk=renaming.pk).state == State.SUBMITTED


@pytest.mark.parametrize("is_drafter", [True, False])
def test_neither_who_drafted_it_nor_who_sent_it_approves(world: World, scenery: Scene, is_drafter: bool) -> None:
    office, head = world.district_office.actor, world.district_secretary.actor
    drafter, sender = (head, office) if is_drafter else (office, head)
    found = actions.begin(actor=drafter, unit_id=world.kien_an.pk, facts=FACTS, lines=(MERGER,), at=world.noon)
    actions.submit(actor=sender, found=found, version=found.version, at=world.noon)
    with pytest.raises(errors.OwnApproval):
        actions.approve(actor=head, found=found, version=found.version, at=world.noon)


def test_on_the_thirtieth_day_it_is_undone_and_not_after(world: World, scenery: Scene) -> None:
    found, head = applied(world), world.district_secretary.actor
    last = NIGHT + timedelta(days=30)
    with pytest.raises(errors.TooLate):
        actions.undo(actor=head, found=found, reason="x", at=last + timedelta(seconds=1))
    actions.undo(actor=head, found=found, reason="x", at=last)
    assert found.state == State.UNDONE


# --- what is done to the tree ----------------------------------------------------------------------------------------


def test_a_unit_keeps_its_short_name_and_place_unless_it_is_renamed(world: World, scenery: Scene) -> None:
    UnitVersion.objects.filter(unit=scenery.ward_c).update(short_name="ĐU Văn Đẩu", place=7)
    applied(world, Line(Kind.MOVE, ("WC",), parent="WA", level="grassroots"), facts=FACTS)
    version = UnitVersion.objects.as_at(DAY).get(unit=scenery.ward_c)
    assert (version.parent, version.level) == (world.ward_a, "grassroots")
    assert (version.short_name, version.place) == ("ĐU Văn Đẩu", 7)
    later = Facts("Đổi tên", "QĐ-16", DAY + timedelta(days=1))
    found = approved(world, Line(Kind.RENAME, ("WC",), name="Đảng ủy phường Lãm Hà"), facts=later)
    actions.apply_due(actor=SYSTEM, at=NIGHT + timedelta(days=1))
    found.refresh_from_db()
    version = UnitVersion.objects.as_at(later.effective_on).get(unit=scenery.ward_c)
    assert (version.name, version.short_name, version.place) == ("Đảng ủy phường Lãm Hà",) * 2 + (7,)
    assert found.journal["changed"] == [scenery.ward_c.pk]


def test_successors_are_written_down_by_their_kind(world: World, scenery: Scene) -> None:
    parts = [
        Line(Kind.SPLIT, ("WC",), f"WC{n}", f"Đảng ủy phần {n}", "đảng ủy phường", "commune", "KA", 25 * n, ())
        for n in (0, 1)
    ]
    begun = draft(world)
    Cascade.objects.filter(pk=begun.pk).update(issuing_unit=scenery.ward_c, unit_in_charge=scenery.ward_c)
    found = drafted(world, MERGER, Line(Kind.DISSOLVE, ("TX",)), *parts)
    owed = {scenery.owed(scenery.ward_c).pk: "WC1"}
    actions.assign(actor=world.district_office.actor, found=found, obligations=owed, mandates={}, at=world.noon)
    send(world, found)
    actions.approve(actor=world.district_secretary.actor, found=found, version=found.version, at=NIGHT)
    told = Succession.objects.values_list("predecessor__code", "successor__code", "kind", "reference", "since")
    assert set(told) == {
        ("WA", "WAB", "merged", "QĐ-15", date(2019, 8, 1)), ("WB", "WAB", "merged", "QĐ-15", date(2019, 8, 1)),
        ("TX", "KA", "dissolved", "QĐ-15", date(2019, 8, 1)), ("WC", "WC0", "split", "QĐ-15", date(2019, 8, 1)),
        ("WC", "WC1", "split", "QĐ-15", date(2019, 8, 1)),
    }  # fmt: skip
    assert scenery.owed(scenery.ward_c).unit.code == "WC1"
    assert scenery.owed(scenery.school).unit.code == "KA"
    begun.refresh_from_db()
    assert (begun.unit_in_charge.code, begun.issuing_unit.code) == ("WC0", "WC")  # the first part has it in hand
