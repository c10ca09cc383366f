"""A unit records its conference."""

from datetime import date

import pytest
from django.urls import reverse

from quantriet.audit.models import Entry
from quantriet.cascade.errors import IllegalMove
from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.states import State
from quantriet.conference import actions, queries
from quantriet.conference.errors import NoSuchPresenter
from quantriet.conference.models import Conference
from quantriet.conference.rules import Said
from quantriet.kernel.actor import SYSTEM
from quantriet.org import actions as org
from quantriet.org.models import Appointment, Position
from tests.cascade import stories
from tests.world import World

HELD = date(2019, 7, 11)


@pytest.fixture
def obligation(world: World) -> Obligation:
    """The district must hold a conference, its head presenting in person."""
    return stories.owed(stories.issued(world), world.district_office, "conference_held")


def record(world: World, obligation: Obligation, person_id: int | None, **said):
    told = Said(**{"held_on": HELD, "form": "hybrid", "presenter_id": person_id, "venue_attendees": 90} | said)
    return actions.record_conference(actor=world.district_office.actor, obligation=obligation, said=told, at=world.noon)


def test_the_secretary_presents_and_the_duty_goes_up(world: World, obligation: Obligation) -> None:
    conference, missing = record(world, obligation, world.district_secretary.person.pk, viewers=31)
    assert missing == []
    assert conference.presenter_was_head
    assert (conference.presenter_name, conference.presenter_position) == ("Vũ Đức Bình", "Bí thư Quận ủy")
    assert (conference.venue_attendees, conference.viewers) == (90, 31)
    assert list(conference.documents.all()) == list(obligation.cascade.documents.all())
    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED


def test_a_deputy_is_written_down_but_does_not_satisfy(world: World, obligation: Obligation) -> None:
    conference, missing = record(world, obligation, world.district_deputy.pk)
    assert [s.code for s in missing] == ["not_head"]
    assert not conference.presenter_was_head
    obligation.refresh_from_db()
    assert obligation.state == State.ACCEPTED
    kept = obligation.fulfilments.get()
    assert kept.shortfalls[0]["facts"]["head"] == "Vũ Đức Bình"
    assert (kept.source_type, kept.source_id) == (queries.SOURCE, conference.pk)


def test_after_a_deputy_the_head_may_still_present(world: World, obligation: Obligation) -> None:
    record(world, obligation, world.district_deputy.pk)
    obligation.refresh_from_db()
    _conference, missing = record(world, obligation, world.district_secretary.person.pk)
    assert missing == []
    assert Conference.objects.count() == 2


def test_whoever_was_head_on_that_day_counts_not_whoever_is_now(world: World, obligation: Obligation) -> None:
    head = Appointment.objects.get(person=world.district_secretary.person)
    org.end_appointment(actor=SYSTEM, appointment=head, until=date(2019, 7, 12), at=world.noon)
    org.appoint(
        actor=SYSTEM, person=world.district_deputy, position=Position.objects.get(unit=world.kien_an, is_head=True),
        since=date(2019, 7, 12), at=world.noon,
    )  # fmt: skip
    _c, missing = record(world, obligation, world.district_deputy.pk)
    assert [s.code for s in missing] == ["not_head"]
    obligation.refresh_from_db()
    conference, missing = record(world, obligation, world.district_deputy.pk, held_on=date(2019, 7, 12))
    assert missing == []
    assert conference.presenter_position == "Bí thư Quận ủy"


def test_somebody_of_another_unit_is_refused_and_nothing_is_written(world: World, obligation: Obligation) -> None:
    with pytest.raises(NoSuchPresenter):
        record(world, obligation, world.city_secretary.person.pk)
    assert not Conference.objects.exists()
    assert not obligation.fulfilments.exists()


def test_a_guest_is_kept_by_name_and_is_never_the_head(world: World, obligation: Obligation) -> None:
    conference, missing = record(
        world, obligation, None, guest_name="  Vũ Đức Bình ", guest_position="Báo cáo viên Thành ủy"
    )
    assert [s.code for s in missing] == ["not_head"]
    assert conference.presenter is None
    assert conference.presenter_name == "Vũ Đức Bình"


def test_recording_twice_after_it_went_up_leaves_one_conference(world: World, obligation: Obligation) -> None:
    record(world, obligation, world.district_secretary.person.pk)
    obligation.refresh_from_db()
    with pytest.raises(IllegalMove):
        record(world, obligation, world.district_secretary.person.pk)
    assert Conference.objects.count() == 1


def test_the_journal_says_who_presented(world: World, obligation: Obligation) -> None:
    record(world, obligation, world.district_secretary.person.pk)
    line = Entry.objects.get(verb="conference.conference.recorded")
    assert line.unit_id == world.kien_an.pk
    assert line.facts == {"day": "11/07/2019", "presenter": "Vũ Đức Bình"}


def test_the_superior_enters_a_conference_for_the_unit_and_the_unit_is_told_so(world: World) -> None:
    owing = stories.owed(stories.issued(world), world.district_office, "conference_held")
    client, url = world.client(world.city_office), reverse("conference:conference-record", args=[owing.pk])
    assert "Đang nhập thay cho Quận ủy Kiến An" in client.get(url).content.decode()
    head = world.district_secretary.person.pk
    client.post(url, {"held_on": "11/07/2019", "form": "in_person", "presenter": head, "venue_attendees": 80,
                      "class_learners": 0, "make_up_learners": 0, "viewers": 0})  # fmt: skip
    kept = owing.fulfilments.get()
    assert (kept.by_unit_id, kept.facts["presenter"]) == (world.city.pk, "Vũ Đức Bình")
    page = world.client(world.district_office).get(reverse("cascade:obligation-page", args=[owing.pk]))
    assert "nhập thay: Thành ủy Cảng" in page.content.decode()
