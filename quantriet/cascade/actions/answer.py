"""Answering an obligation: accept, record what was done, send it up; the superior approves or returns."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.cascade import errors, verbs
from quantriet.cascade.models import Fulfilment, Move, Obligation
from quantriet.cascade.rules.requirement import Shortfall, terms_from, type_of
from quantriet.cascade.rules.states import State, require_move
from quantriet.documents.actions import store_file
from quantriet.documents.models import StoredFile
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.kernel.text import nfc


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was done, as the room that saw it tells it."""

    source_type: str
    facts: dict[str, Any]
    source_id: int | None = None
    note: str = ""
    file: StoredFile | None = None
    file_name: str = field(default="")


def _move(actor: Actor, obligation: Obligation, new: str, at: datetime, *, reason: str = "", **changes: Any) -> None:
    """Move the obligation if it still is where we saw it, and write the step down."""
    require_move(obligation.state, new)
    rows = Obligation.objects.filter(pk=obligation.pk, state=obligation.state)
    if not rows.update(state=new, state_at=at, **changes):
        raise ChangedMeanwhile
    obligation.refresh_from_db(fields=["state", "state_at", "due_on", "responsible", "submitted_by"])
    Move.objects.create(
        obligation=obligation,
        state=new,
        due_on=obligation.due_on,
        at=at,
        user_id=actor.user_id,
        actor_name=actor.name,
        reason=reason,
    )


def _note(actor: Actor, verb: str, obligation: Obligation, at: datetime, **facts: Any) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject=obligation,
        at=at,
        unit_id=obligation.unit_id,
        facts=facts,
        topics=(
            f"obligation:{obligation.pk}",
            f"cascade:{obligation.root_cascade_id}",
            f"unit:{obligation.unit_id}",
            f"unit:{obligation.cascade.unit_in_charge_id}",
        ),
    )


@transaction.atomic
def accept(*, actor: Actor, obligation: Obligation, responsible: str, at: datetime) -> None:
    """Accept the obligation for the unit, and name who has it in hand."""
    _move(actor, obligation, State.ACCEPTED, at, responsible=nfc(responsible.strip()))
    _note(actor, verbs.OBLIGATION_ACCEPTED, obligation, at, responsible=responsible)


@transaction.atomic
def record_fulfilment(*, actor: Actor, obligation: Obligation, evidence: Evidence, at: datetime) -> list[Shortfall]:
    """Record facts towards the obligation; when they satisfy it, it goes to the superior at once.

    Gives what is missing. Facts that do not satisfy are kept all the same: they happened.
    """
    if obligation.state == State.ASSIGNED:
        _move(actor, obligation, State.ACCEPTED, at)  # who reports a fact has taken the duty in hand
    require_move(obligation.state, State.SUBMITTED)
    requirement = obligation.requirement
    missing = type_of(requirement.type).shortfalls(terms_from(requirement.terms), evidence.facts)
    Fulfilment.objects.create(
        obligation=obligation,
        at=at,
        user_id=actor.user_id,
        facts=evidence.facts,
        shortfalls=[{"code": s.code, "message": s.message, "facts": s.facts, "waits": s.waits} for s in missing],
        source_type=evidence.source_type,
        source_id=evidence.source_id,
        note=nfc(evidence.note),
        file=evidence.file,
        file_name=evidence.file_name,
    )
    is_irregular = any(not s.waits for s in missing)  # what only waits for its day is not wrong
    Obligation.objects.filter(pk=obligation.pk).update(is_irregular=is_irregular)
    _note(actor, verbs.OBLIGATION_RECORDED, obligation, at, missing=[s.code for s in missing])
    if not missing:
        submit_answer(actor=actor, obligation=obligation, at=at)
    return missing


@transaction.atomic
def submit_answer(*, actor: Actor, obligation: Obligation, at: datetime) -> None:
    """Send what was recorded to the superior."""
    latest = obligation.fulfilments.order_by("-at", "-id").first()
    if latest is None or not latest.is_met:
        raise errors.AnswerIncomplete
    _move(actor, obligation, State.SUBMITTED, at, submitted_by_id=actor.user_id)
    _note(actor, verbs.OBLIGATION_SUBMITTED, obligation, at)


@transaction.atomic
def approve_answer(*, actor: Actor, obligation: Obligation, at: datetime) -> None:
    """The superior finds it done. Nobody approves what he submitted himself."""
    if obligation.submitted_by_id is not None and obligation.submitted_by_id == actor.user_id:
        raise errors.OwnApproval
    _move(actor, obligation, State.APPROVED, at)
    _note(actor, verbs.OBLIGATION_APPROVED, obligation, at)


@transaction.atomic
def return_answer(*, actor: Actor, obligation: Obligation, reason: str, new_due_on: date | None, at: datetime) -> None:
    """The superior asks for more: counts as not done; a new day may be set, never after the requirement's own."""
    if not reason.strip():
        raise errors.ReasonMissing
    changes = {}
    if new_due_on is not None:
        limit = obligation.requirement.due_on
        if limit is not None and new_due_on > limit:
            raise errors.LaterThanParent(limit=f"{limit:%d/%m/%Y}", due=f"{new_due_on:%d/%m/%Y}")
        changes["due_on"] = new_due_on
    _move(actor, obligation, State.RETURNED, at, reason=nfc(reason.strip()), **changes)
    _note(actor, verbs.OBLIGATION_RETURNED, obligation, at, reason=reason)


@dataclass(frozen=True, slots=True)
class Report:
    """A report in words, as a file, or both."""

    text: str = ""
    raw: bytes = b""
    file_name: str = ""


@transaction.atomic
def send_report(*, actor: Actor, obligation: Obligation, report: Report, at: datetime) -> list[Shortfall]:
    """Record a report or anything else done, in words or as a file; gives what is still missing."""
    evidence = Evidence(
        source_type="report",
        facts={"text": nfc(report.text.strip()), "file_name": report.file_name, "day": str(local_day(at))},
        file=store_file(raw=report.raw, at=at) if report.raw else None,
        file_name=report.file_name,
    )
    return record_fulfilment(actor=actor, obligation=obligation, evidence=evidence, at=at)
