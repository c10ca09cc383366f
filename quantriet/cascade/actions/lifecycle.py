"""What happens to an obligation besides its answer: handing over, a word on progress, a waiver."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quantriet.cascade import errors, verbs
from quantriet.cascade.actions.many import keep_given
from quantriet.cascade.actions.moves import move, require_owed, require_reason, stay, tell_journal
from quantriet.cascade.actions.telling import tell_unit
from quantriet.cascade.models import Obligation
from quantriet.cascade.rules.states import CLOSED, MoveStep, State
from quantriet.cascade.rules.telling import Told
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import ChangedMeanwhile, Refusal
from quantriet.kernel.text import nfc


@transaction.atomic
def hand_over(*, actor: Actor, obligation: Obligation, responsible: str, reason: str, at: datetime) -> None:
    """Somebody else in the unit has it in hand from now on."""
    _require_open(obligation)
    require_reason(reason)
    old, new = obligation.responsible, nfc(responsible.strip())
    facts = {"from": old, "to": new}
    stay(actor=actor, obligation=obligation, step=MoveStep.HANDED_OVER, at=at, reason=reason, facts=facts)
    if not Obligation.objects.filter(pk=obligation.pk, responsible=old).update(responsible=new):
        raise ChangedMeanwhile
    obligation.responsible = new
    tell_journal(actor=actor, verb=verbs.OBLIGATION_HANDED_OVER, obligation=obligation, at=at, change=facts)


@transaction.atomic
def note_progress(*, actor: Actor, obligation: Obligation, text: str, at: datetime) -> None:
    """A word on how far it is, for those above to read."""
    _require_open(obligation)
    require_reason(text)
    stay(actor=actor, obligation=obligation, step=MoveStep.NOTE, at=at, reason=text)
    tell_journal(actor=actor, verb=verbs.OBLIGATION_NOTED, obligation=obligation, at=at)


@transaction.atomic
def waive(*, actor: Actor, obligation: Obligation, reason: str, at: datetime) -> None:
    """The superior lets the unit off, with the reason: it counts no more."""
    require_reason(reason)
    step = move(actor=actor, obligation=obligation, new=State.WAIVED, at=at, reason=reason)
    tell_journal(actor=actor, verb=verbs.OBLIGATION_WAIVED, obligation=obligation, at=at, reason=reason)
    tell_unit(actor=actor, obligation=obligation, what=Told.WAIVED, step=step, at=at)


@dataclass(frozen=True, slots=True)
class Waived:
    """What was waived of many, and what could not be: sent up, done or taken back meanwhile."""

    done: list[Obligation]
    refused: list[Obligation]


@transaction.atomic
def waive_many(*, actor: Actor, obligations: Iterable[Obligation], reason: str, at: datetime) -> Waived:
    """Waive each by itself, with one reason for all; what cannot be waived keeps nobody else from it."""
    require_reason(reason)
    wanted = {o.pk: o.cascade_id for o in obligations}
    for cascade_id in sorted(set(wanted.values())):
        keep_given(cascade_id)
    rows = Obligation.objects.select_related("cascade", "requirement").filter(pk__in=wanted)
    told = Waived([], [])
    for obligation in rows.select_for_update(of=("self",)).order_by("pk"):
        try:
            waive(actor=actor, obligation=obligation, reason=reason, at=at)
        except Refusal:
            told.refused.append(obligation)
        else:
            told.done.append(obligation)
    return told


def _require_open(obligation: Obligation) -> None:
    require_owed(obligation)
    if obligation.state in CLOSED:
        raise errors.IllegalMove
