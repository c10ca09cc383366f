"""Handing over, words on progress, waivers, the history that tells all of it, and refusals after a recall."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quantriet.audit.models import Entry
from quantriet.cascade import actions, errors, permissions
from quantriet.cascade.actions import lifecycle
from quantriet.cascade.actions.answer import NewFile
from quantriet.cascade.models import Move, Obligation
from quantriet.cascade.queries.answers import tell
from quantriet.cascade.queries.rollup import rollup
from quantriet.cascade.rules.standing import Counts
from quantriet.cascade.rules.states import State
from quantriet.kernel.errors import ChangedMeanwhile, NotFound
from tests.cascade.stories import done, duty, issued, owed, passed_down, report
from tests.world import World


def owing(world: World) -> Obligation:
    return owed(issued(world, duty("Báo cáo", "report_sent")), world.district_office)


def accepted(world: World) -> Obligation:
    obligation = owing(world)
    actions.accept(actor=world.district_office.actor, obligation=obligation, responsible="Lan", at=world.noon)
    return obligation


def page(world: World, obligation: Obligation, member: str = "district_office") -> str:
    url = reverse("cascade:obligation-page", args=[obligation.pk])
    return world.client(world.member(member)).get(url).content.decode()


def test_it_is_handed_over_with_a_reason_and_the_history_says_so(world: World) -> None:
    obligation = accepted(world)
    url = reverse("cascade:obligation-hand-over", args=[obligation.pk])
    client = world.client(world.district_office)
    assert client.post(url, {"hand-responsible": "Hòa", "hand-reason": ""}).status_code == 422
    client.post(url, {"hand-responsible": "Hòa", "hand-reason": "Chị Lan nghỉ thai sản"})
    obligation.refresh_from_db()
    assert (obligation.responsible, obligation.state) == ("Hòa", State.ACCEPTED)
    html = page(world, obligation, "city_office")
    assert "Lan → Hòa" in html
    assert "Chị Lan nghỉ thai sản" in html


def test_of_two_who_hand_over_at_once_the_second_is_refused(world: World) -> None:
    obligation = accepted(world)
    stale = Obligation.objects.select_related("cascade").get(pk=obligation.pk)
    lifecycle.hand_over(
        actor=world.district_office.actor, obligation=obligation, responsible="Hòa", reason="Nghỉ", at=world.noon
    )
    with pytest.raises(ChangedMeanwhile):
        lifecycle.hand_over(
            actor=world.district_office.actor, obligation=stale, responsible="Minh", reason="Nghỉ", at=world.noon
        )


def test_a_word_on_progress_is_read_above_and_changes_nothing_else(world: World) -> None:
    obligation = accepted(world)
    world.client(world.district_office).post(
        reverse("cascade:obligation-note", args=[obligation.pk]), {"note-text": "Đã họp 3/5 chi bộ"}
    )
    obligation.refresh_from_db()
    assert obligation.state == State.ACCEPTED
    assert "Đã họp 3/5 chi bộ" in page(world, obligation, "city_office")
    counts = rollup(obligation.root_cascade_id, world.city_office.acting().path, on=world.today, now=world.noon)
    assert counts.branch == Counts(open=2)
    assert Entry.objects.filter(verb="cascade.obligation.noted", unit_id=world.kien_an.pk).exists()


def test_a_waiver_needs_a_reason_and_counts_out(world: World) -> None:
    obligation = accepted(world)
    url = reverse("cascade:obligation-waive", args=[obligation.pk])
    client = world.client(world.city_office)
    assert client.post(url, {"waive-reason": " "}).status_code == 422
    client.post(url, {"waive-reason": "Đơn vị đang giải thể"})
    obligation.refresh_from_db()
    assert obligation.state == State.WAIVED
    path = world.city_office.acting().path
    assert rollup(obligation.root_cascade_id, path, on=world.today, now=world.noon).branch == Counts(open=1)
    assert "Đơn vị đang giải thể" in page(world, obligation)


def test_what_was_sent_is_judged_and_not_waived(world: World) -> None:
    obligation = owing(world)
    report(obligation, world.district_office, world.noon)
    with pytest.raises(errors.IllegalMove):
        lifecycle.waive(actor=world.city_office.actor, obligation=obligation, reason="Thôi", at=world.noon)


@pytest.mark.parametrize("state", [State.RECALLED, State.WAIVED])
def test_after_a_recall_or_a_waiver_everything_is_refused_with_clear_words(world: World, state: str) -> None:
    obligation = accepted(world)
    office, city = world.client(world.district_office), world.client(world.city_office)
    Obligation.objects.filter(pk=obligation.pk).update(state=state)
    for client, name, data in (
        (city, "obligation-approve", {}),
        (city, "obligation-return", {"return-reason": "Thiếu"}),
        (office, "obligation-send", {}),
        (office, "report-record", {"text": "Xong"}),
        (office, "obligation-note", {"note-text": "Đang làm"}),
        (office, "obligation-hand-over", {"hand-responsible": "Hòa", "hand-reason": "Nghỉ"}),
    ):
        answer = client.post(reverse(f"cascade:{name}", args=[obligation.pk]), data)
        assert answer.status_code == 409, name
        assert "đã được thu hồi hoặc miễn" in answer.content.decode(), name
    assert not obligation.fulfilments.exists()


def test_the_history_tells_every_step_from_the_assignment_on(world: World) -> None:
    obligation = accepted(world)
    report(obligation, world.district_office, world.noon)
    Move.objects.create(
        obligation=obligation, step="inherited", state=State.SUBMITTED, due_on=obligation.due_on, unit=world.bloc,
        at=world.noon, actor_name="x",
    )  # fmt: skip
    Move.objects.create(
        obligation=obligation, step="deadline", state=State.SUBMITTED, due_on=date(2019, 7, 29), at=world.noon,
        actor_name="x", reason="Gia hạn",
    )  # fmt: skip
    told = tell(obligation, on=world.today, now=world.noon)
    assert [(str(step.label), step.state) for step in told.history[::-1]] == [
        ("Thành ủy Cảng giao", "assigned"), ("Đang thực hiện", "accepted"),
        ("Chờ cấp trên duyệt", "submitted"), ("Kế thừa", ""), ("Thay đổi thời hạn", ""),
    ]  # fmt: skip
    assert told.history[-1].actor_name == "Lê Văn Cảng"  # who approved the cascade
    assert told.history[1].inherited_from == "Quận ủy Kiến An"
    assert (told.history[0].old_due_on, told.history[0].due_on) == (date(2019, 7, 31), date(2019, 7, 29))
    html = page(world, obligation, "city_office")
    assert "kế thừa từ Quận ủy Kiến An" in html
    assert "hạn 31/07/2019 → 29/07/2019" in html


def test_only_who_gave_it_waives_and_enters_for_the_unit(world: World) -> None:
    child = passed_down(world, issued(world, duty("Báo cáo", "report_sent")))
    obligation = owed(child, world.ward_office)
    for member in (world.city_office, world.ward_office, world.ward_b_office, world.stranger):
        with pytest.raises(NotFound):
            permissions.obligation_to_answer_for(member.acting(), obligation.pk)
    assert permissions.obligation_to_answer_for(world.district_office.acting(), obligation.pk) == obligation


def test_the_page_asks_as_often_whatever_has_happened(world: World) -> None:
    root = issued(world, duty("Báo cáo", "report_sent"))
    child = passed_down(world, root)
    plain, rich = owed(child, world.ward_office), owed(root, world.district_office)
    done(plain, world.ward_office, world.district_office, world.noon)
    for number in range(5):
        report(rich, world.district_office, world.noon)
        actions.return_answer(
            actor=world.city_office.actor, obligation=rich, reason=str(number), new_due_on=None, at=world.noon
        )
    counts, client = [], world.client(world.city_office)
    for obligation in (plain, rich):
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("cascade:obligation-page", args=[obligation.pk]))
        counts.append(len(seen))
    assert max(counts) <= 26


def test_what_was_recorded_stays_readable_after_a_recall(world: World) -> None:
    """Story 3.8."""
    obligation = accepted(world)
    files = (NewFile("bao-cao.pdf", b"%PDF"),)
    actions.send_report(
        actor=world.district_office.actor, obligation=obligation, report=actions.Report("Xong.", files=files),
        at=world.noon,
    )  # fmt: skip
    actions.recall_obligation(
        actor=world.city_office.actor, obligation=obligation, reason="Trung ương đổi kế hoạch", at=world.noon
    )
    evidence = obligation.fulfilments.get(source_type="file")
    url = reverse("cascade:evidence-file", args=[evidence.pk])
    assert world.client(world.district_office).get(url).status_code == 200
    html = page(world, obligation)
    assert "Trung ương đổi kế hoạch" in html
    assert url in html


def test_what_is_out_of_the_count_is_still_found_on_the_page(world: World) -> None:
    cascade = issued(world)
    obligation = owed(cascade, world.district_office)
    client = world.client(world.district_office)
    url = f"/cascades/{cascade.pk}/"
    link = f"/cascades/obligations/{obligation.pk}/"
    lifecycle.waive(actor=world.city_office.actor, obligation=obligation, reason="Đã làm năm trước", at=world.noon)
    page = client.get(url).content.decode()
    beside = page[page.index("Ngoài số đang tính") :]
    assert link in beside
    assert 'data-state="waived"' in beside
    assert client.get(link).status_code == 200
