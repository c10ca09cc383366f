"""Who registers a plan."""

from quantriet.cascade import permissions as cascade
from quantriet.cascade.errors import IllegalMove
from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.states import ANSWERABLE, State
from quantriet.kernel.errors import NotFound
from quantriet.org.queries import Acting
from quantriet.programme.rules import PLAN_ISSUED


def obligation_to_record(acting: Acting | None, pk: int) -> Obligation:
    """An obligation to issue a plan while it waits for an answer: one's own, or of a unit to which one gave it."""
    obligation = cascade.obligation_to_record(acting, pk)
    if obligation.requirement.type != PLAN_ISSUED:
        raise NotFound
    if obligation.state not in ANSWERABLE | {State.ASSIGNED}:
        raise IllegalMove
    return obligation
