"""Every act leaves its line: what, for which unit, by whom, with which words; and wakes the pages that show it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from quantriet.audit.models import Entry
from quantriet.cascade import actions, verbs
from quantriet.cascade.actions import lifecycle
from quantriet.cascade.actions.saved import delete_view, save_view
from quantriet.cascade.models import Cascade
from quantriet.cascade.rules.scope import Scope
from quantriet.kernel.actor import SYSTEM
from quantriet.notices.verbs import NOTICE_SENT
from quantriet.org.models import Unit
from tests.cascade.stories import document, draft, duty, facts_of, issued, no_progress, owed, passed_down, report
from tests.cascade.test_changes import district_draft, of_type
from tests.world import World

LATER = date(2019, 8, 7)
_TOPIC = re.compile(r"\b(?:cascade|given|obligation|unit):\d+")


class Journal:
    """What an act has written into the journal, and whom it has woken."""

    def __init__(self, act: Callable[[], Any]) -> None:
        before = Entry.objects.count()
        with CaptureQueriesContext(connection) as asked:
            self.gave = act()
        entries = list(Entry.objects.order_by("pk"))[before:]
        codes = dict(Unit.objects.values_list("pk", "code"))
        lines = [(entry.verb, codes.get(entry.unit_id, ""), entry.facts) for entry in entries]
        self.lines = [line for line in lines if line[0] != NOTICE_SENT]
        self.told = [(code, facts["people"]) for verb, code, facts in lines if verb == NOTICE_SENT]
        self.by = {entry.actor_name for entry in entries}
        self.subjects = [entry.subject_id for entry in entries if entry.verb != NOTICE_SENT]
        self.at = {entry.at for entry in entries}
        woken = (_TOPIC.findall(query["sql"]) for query in asked.captured_queries if "pg_notify" in query["sql"])
        self.topics = {topic for found in woken for topic in found}


def topics(**numbers: int) -> set[str]:
    return {f"{word.rstrip('_')}:{number}" for word, number in numbers.items()}


def test_a_draft_is_followed_from_its_first_word_until_it_is_given(world: World) -> None:
    office, head, at = world.city_office.actor, world.city_secretary.actor, world.noon
    source, city = document(world, duty("Báo cáo", "report_sent")), world.city.pk
    begun = Journal(
        lambda: actions.draft_from_document(actor=office, document=source, unit_id=city, title="Mới", at=at)
    )
    made: Cascade = begun.gave
    own = topics(cascade=made.pk, unit=city)
    assert begun.lines == [(verbs.CASCADE_DRAFTED, "CITY", {"document": source.pk})]
    assert (begun.by, begun.subjects, begun.at, begun.topics) == ({office.name}, [made.pk], {at}, own)

    def save() -> None:
        actions.save_draft(actor=office, cascade=made, facts=facts_of(made), version=None, at=at)

    def act(name: str, **words: Any) -> Journal:
        return Journal(lambda: getattr(actions, name)(actor=office, cascade=made, at=at, **words))

    change = verbs.CASCADE_CHANGED
    steps = [
        (Journal(save), change, {"title": "Mới", "requirements": 1}, own),
        (act("leave_out", codes=["BLOC"], reason=" Xong rồi "), change, {"left_out": 1, "reason": "Xong rồi"}, None),
        (act("take_in", codes=["BLOC"]), change, {"taken_in": 1}, None),
        (act("pick", codes=["BLOC", "KA"]), change, {"picked": 2}, None),
        (act("drop", unit_ids=[world.bloc.pk]), change, {"dropped": 1}, None),
        (act("attach_plan", plan=source), change, {"plan": source.pk}, None),
        (act("submit_for_approval"), verbs.CASCADE_SUBMITTED, {}, own),
        (act("send_back", reason="Thiếu căn cứ"), verbs.CASCADE_RETURNED, {"reason": "Thiếu căn cứ"}, own),
        (act("submit_for_approval"), verbs.CASCADE_SUBMITTED, {}, own),
        (Journal(lambda: actions.approve(actor=head, cascade=made, at=at)), verbs.CASCADE_APPROVED, {}, own),
        (Journal(lambda: actions.issue(actor=SYSTEM, cascade_id=made.pk, at=at, progress=no_progress)),
         verbs.CASCADE_ISSUED, {"units": 1, "obligations": 1}, own | topics(unit=world.kien_an.pk)),
    ]  # fmt: skip
    for step, verb, facts, woken in steps:
        assert step.lines == [(verb, "CITY", facts)]
        assert step.subjects == [made.pk]
        assert step.topics == (woken or topics(cascade=made.pk))
    assert steps[-2][0].by == {head.name}


def test_a_duty_is_followed_from_its_acceptance_until_it_is_done(world: World) -> None:
    root, at = issued(world), world.noon
    owing = owed(root, world.district_office)
    unit, superior = world.district_office.actor, world.city_office.actor
    woken = topics(obligation=owing.pk, cascade=root.pk, unit=world.kien_an.pk) | topics(unit=world.city.pk)

    def act(name: str, actor: Any = unit, **words: Any) -> Journal:
        room = actions if hasattr(actions, name) else lifecycle
        return Journal(lambda: getattr(room, name)(actor=actor, obligation=owing, at=at, **words))

    recorded = {"missing": []}
    steps = [
        (act("accept", responsible="Lan"), [(verbs.OBLIGATION_ACCEPTED, {"responsible": "Lan"})]),
        (act("hand_over", responsible="Hòa", reason="Nghỉ"),
         [(verbs.OBLIGATION_HANDED_OVER, {"change": {"from": "Lan", "to": "Hòa"}})]),
        (act("note_progress", text="Được một nửa"), [(verbs.OBLIGATION_NOTED, {})]),
        (Journal(lambda: report(owing, world.district_office, at)),
         [(verbs.OBLIGATION_RECORDED, recorded), (verbs.OBLIGATION_SUBMITTED, {"open_below": 0})]),
        (act("return_answer", superior, reason="Thiếu ảnh", new_due_on=None),
         [(verbs.OBLIGATION_RETURNED, {"reason": "Thiếu ảnh"})]),
        (act("send_report", superior, report=actions.Report(
            "Xong", note="Nhận qua văn thư", by_unit_id=world.city.pk, values={}
         )),
         [(verbs.OBLIGATION_RECORDED, recorded | {"on_behalf": world.city.pk}),
          (verbs.OBLIGATION_SUBMITTED, {"open_below": 0, "on_behalf": world.city.pk})]),
        (act("approve_answer", world.city_secretary.actor), [(verbs.OBLIGATION_APPROVED, {})]),
    ]  # fmt: skip
    for step, expected in steps:
        assert step.lines == [(verb, "KA", facts) for verb, facts in expected]
        assert set(step.subjects) == {owing.pk}
        assert (step.topics, step.at) == (woken, {at})
    steps_on_record = list(owing.moves.order_by("pk").values_list("step", "state", "by_unit_id", "actor_name"))
    assert steps_on_record == [
        ("moved", "accepted", None, unit.name), ("handed_over", "accepted", None, unit.name),
        ("note", "accepted", None, unit.name), ("moved", "submitted", None, unit.name),
        ("moved", "returned", None, superior.name), ("moved", "submitted", world.city.pk, superior.name),
        ("moved", "approved", None, world.city_secretary.actor.name),
    ]  # fmt: skip
    assert [step.told for step, _ in steps] == [[], [], [], [], [("CITY", 2)], [], [("CITY", 2)]]


def test_what_is_changed_or_taken_back_wakes_all_that_hangs_on_it(world: World) -> None:
    root, at, boss = issued(world), world.noon, world.city_secretary.actor
    child = passed_down(world, root)
    owing, asked = owed(root, world.district_office), of_type(root)
    above = topics(cascade=root.pk, unit=world.city.pk)
    below = topics(cascade=child.pk, given=child.pk, unit=world.kien_an.pk)

    moved = Journal(
        lambda: actions.change_deadline(actor=boss, requirement=asked, new_due_on=LATER, reason=" Gia hạn ", at=at)
    )
    facts = {"requirement": asked.pk, "old": "31/07/2019", "new": "07/08/2019", "reason": "Gia hạn", "obligations": 2}
    assert moved.lines == [(verbs.DEADLINE_CHANGED, "CITY", facts)]
    assert moved.topics == above | below | topics(given=root.pk, unit=world.bloc.pk)

    office, own = world.district_office.actor, of_type(child)
    kept = Journal(lambda: actions.keep_deadline(actor=office, requirement=own, at=at))
    assert kept.lines == [(verbs.CASCADE_CHANGED, "KA", {"requirement": own.pk, "kept": True})]
    assert kept.topics == topics(cascade=child.pk, unit=world.kien_an.pk)

    waived = Journal(
        lambda: lifecycle.waive(actor=boss, obligation=owed(root, world.bloc_office), reason="Không áp dụng", at=at)
    )
    assert waived.lines == [(verbs.OBLIGATION_WAIVED, "BLOC", {"reason": "Không áp dụng"})]
    assert waived.told == [("CITY", 1)]

    one = Journal(lambda: actions.recall_obligation(actor=boss, obligation=owing, reason=" Nhầm ", at=at))
    assert one.lines == [(verbs.OBLIGATION_RECALLED, "KA", {"reason": "Nhầm", "obligations": 3})]
    assert one.topics == above | below | topics(obligation=owing.pk)
    assert one.told == [("CITY", 2)]

    whole = Journal(lambda: actions.recall(actor=boss, cascade=root, reason=" Nhầm ", at=at))
    assert whole.lines == [(verbs.CASCADE_RECALLED, "CITY", {"reason": "Nhầm", "obligations": 4, "cascades": 2})]
    assert whole.topics == above | below | topics(given=root.pk, unit=world.bloc.pk)


def test_a_day_taken_over_in_a_draft_is_noted(world: World) -> None:
    root, at = issued(world), world.noon
    child = district_draft(world, root)
    actions.change_deadline(
        actor=world.city_office.actor, requirement=of_type(root), new_due_on=LATER, reason="Gia hạn", at=at
    )
    own, day = of_type(child), LATER - timedelta(days=2)
    taken = Journal(
        lambda: actions.adopt_deadline(
            actor=world.district_office.actor, requirement=own, new_due_on=day, reason="", at=at
        )
    )
    assert taken.lines == [(verbs.CASCADE_CHANGED, "KA", {"requirement": own.pk, "new": "2019-08-05"})]


def test_what_was_approved_and_then_taken_back_above_is_closed_with_the_reason(world: World) -> None:
    root, at = issued(world), world.noon
    child = district_draft(world, root)
    actions.submit_for_approval(actor=world.district_office.actor, cascade=child, at=at)
    actions.approve(actor=world.district_secretary.actor, cascade=child, at=at)
    actions.recall(actor=world.city_secretary.actor, cascade=root, reason="Nhầm", at=at)
    closed = Journal(lambda: actions.issue(actor=SYSTEM, cascade_id=child.pk, at=at, progress=no_progress))
    assert closed.gave == 0
    assert closed.lines == [(verbs.CASCADE_RECALLED, "KA", {"reason": "Nhầm", "obligations": 0, "cascades": 1})]
    assert closed.topics == topics(cascade=child.pk, unit=world.kien_an.pk)


def test_patterns_and_kept_pages_are_noted_too(world: World) -> None:
    office, at, city = world.city_office.actor, world.noon, world.city.pk
    cascade = draft(world)
    actions.save_draft(
        actor=office, cascade=cascade, facts=facts_of(cascade, scope=Scope.SUBTREE), version=None, at=at
    )
    kept = Journal(lambda: actions.save_template(actor=office, cascade=cascade, title=" Mẫu ", at=at))
    begun = Journal(lambda: actions.draft_from_template(actor=office, template=kept.gave, at=at))
    number = kept.gave.pk
    gone = Journal(lambda: actions.delete_template(actor=office, template=kept.gave, at=at))
    assert kept.lines == [(verbs.TEMPLATE_SAVED, "CITY", {})]
    assert begun.lines == [(verbs.CASCADE_DRAFTED, "CITY", {"template": number})]
    assert gone.lines == [(verbs.TEMPLATE_DELETED, "CITY", {})]
    assert kept.topics == begun.topics == gone.topics == topics(unit=city)

    view = Journal(lambda: save_view(actor=office, name="Chậm", page="cascade:overview", query="late=1", at=at))
    left = Journal(lambda: delete_view(actor=office, view=view.gave, at=at))
    assert [view.lines, left.lines] == [[(verbs.VIEW_SAVED, "", {})], [(verbs.VIEW_DELETED, "", {})]]
