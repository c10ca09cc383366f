"""Who records a conference, and who sees one."""

from datetime import date

from quantriet.cascade import permissions as cascade
from quantriet.cascade.errors import IllegalMove
from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.states import ANSWERABLE, State
from quantriet.conference.models import Conference
from quantriet.conference.rules import CONFERENCE_HELD
from quantriet.kernel.errors import NotFound
from quantriet.org import permissions as org
from quantriet.org import queries as units
from quantriet.org.queries import Acting


def obligation_to_record(acting: Acting | None, pk: int) -> Obligation:
    """An obligation to hold a conference while it waits for an answer: one's own, or of a unit to which one gave it."""
    obligation = cascade.obligation_to_record(acting, pk)
    if obligation.requirement.type != CONFERENCE_HELD:
        raise NotFound
    if obligation.state not in ANSWERABLE | {State.ASSIGNED}:
        raise IllegalMove
    return obligation


def conference_to_see(acting: Acting | None, pk: int, on: date) -> Conference:
    """A conference of one's own branch."""
    conference = Conference.objects.filter(pk=pk).first()
    if conference is None:
        raise NotFound
    unit = units.unit(conference.unit_id, on) or units.latest_unit(conference.unit_id)
    if unit is None or not org.may_oversee(acting, unit.path):
        raise NotFound
    return conference
