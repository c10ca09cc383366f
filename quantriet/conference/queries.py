"""Reading conferences, and who could present one on a day."""

from datetime import date
from typing import Any

from quantriet.cascade.models import Fulfilment, Obligation
from quantriet.cascade.rules.evidence import Shortfall
from quantriet.cascade.rules.requirement import terms_from
from quantriet.conference.errors import NoSuchPresenter
from quantriet.conference.models import Conference
from quantriet.conference.rules import Presenter, Said, facts_of, shortfalls
from quantriet.kernel.text import nfc
from quantriet.org import queries as org
from quantriet.org.queries import Holder

SOURCE = "conference"  # how fulfilments name what they rest on


def possible_presenters(unit_id: int, on: date) -> list[Holder]:
    """Each person with a position in the unit on that day once, under the first position by protocol."""
    by_person: dict[int, Holder] = {}
    for holder in sorted(org.holders(unit_id, on), key=lambda h: not h.is_head):
        by_person.setdefault(holder.person_id, holder)
    return list(by_person.values())


def presenter_of(unit_id: int, said: Said) -> Presenter:
    """Who presented, checked against the appointments on the day of the conference."""
    if said.presenter_id is None:
        return Presenter(nfc(said.guest_name.strip()), nfc(said.guest_position.strip()), was_head=False)
    for holder in possible_presenters(unit_id, said.held_on):
        if holder.person_id == said.presenter_id:
            return Presenter(holder.name, holder.title, holder.is_head, holder.person_id)
    raise NoSuchPresenter(day=said.held_on)


def facts(unit_id: int, said: Said, recorded_on: date) -> dict[str, Any]:
    """The conference as facts towards an obligation of the unit."""
    head = org.head_of(unit_id, said.held_on)
    presenter = presenter_of(unit_id, said)
    return facts_of(said, presenter, head_name=head.name if head else "", recorded_on=recorded_on)


def foreseen(obligation: Obligation, said: Said, recorded_on: date) -> list[Shortfall]:
    """What would be missing if the conference were recorded as said: shown before it is sent."""
    return shortfalls(terms_from(obligation.requirement.terms), facts(obligation.unit_id, said, recorded_on))


def answered_by(conference: Conference) -> list[Fulfilment]:
    """What was recorded from this conference towards obligations."""
    found = Fulfilment.objects.filter(source_type=SOURCE, source_id=conference.pk).order_by("at", "pk")
    return list(found.select_related("obligation__requirement", "obligation__cascade"))
