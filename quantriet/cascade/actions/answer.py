"""Answering an obligation: accept, record what was done, send it up; the superior approves or returns."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quantriet.cascade import errors, verbs
from quantriet.cascade.actions.moves import move, require_owed, require_reason, tell_journal
from quantriet.cascade.actions.telling import tell_unit
from quantriet.cascade.models import Cascade, Fulfilment, Obligation
from quantriet.cascade.queries.answers import FILE, files_of, latest_answer, open_below
from quantriet.cascade.queries.scope import latest_term
from quantriet.cascade.rules.deadlines import require_not_after
from quantriet.cascade.rules.evidence import Shortfall
from quantriet.cascade.rules.requirement import terms_from, type_of
from quantriet.cascade.rules.states import State, require_move
from quantriet.cascade.rules.telling import Told
from quantriet.documents.actions import store_file
from quantriet.documents.models import StoredFile
from quantriet.kernel.actor import Actor
from quantriet.kernel.clock import local_day
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
    by_unit_id: int | None = None  # the superior that records it for the unit
    reason: str = ""  # why it is sent although units below are not done


@transaction.atomic
def accept(*, actor: Actor, obligation: Obligation, responsible: str, at: datetime) -> None:
    """Accept the obligation for the unit, and name who has it in hand."""
    move(actor=actor, obligation=obligation, new=State.ACCEPTED, at=at, responsible=nfc(responsible.strip()))
    tell_journal(
        actor=actor, verb=verbs.OBLIGATION_ACCEPTED, obligation=obligation, at=at, responsible=responsible
    )  # fmt: skip


@transaction.atomic
def record_fulfilment(*, actor: Actor, obligation: Obligation, evidence: Evidence, at: datetime) -> list[Shortfall]:
    """Record facts towards the obligation; when they satisfy it, it goes to the superior at once.

    Gives what is missing. Facts that do not satisfy are kept all the same: they happened. What satisfies while units
    below are not done stays with the unit until it says why it is sent all the same.
    """
    by_unit_id = evidence.by_unit_id
    require_owed(obligation)
    if obligation.state == State.ASSIGNED:  # who reports a fact has taken the duty in hand
        move(actor=actor, obligation=obligation, new=State.ACCEPTED, at=at, by_unit_id=by_unit_id)
    require_move(obligation.state, State.SUBMITTED)
    requirement = obligation.requirement
    missing = type_of(requirement.type).shortfalls(terms_from(requirement.terms), evidence.facts)
    Fulfilment.objects.create(
        obligation=obligation,
        at=at,
        user_id=actor.user_id,
        by_unit_id=by_unit_id,
        facts=evidence.facts,
        shortfalls=[asdict(s) for s in missing],
        source_type=evidence.source_type,
        source_id=evidence.source_id,
        note=nfc(evidence.note),
        file=evidence.file,
        file_name=evidence.file_name,
    )
    is_irregular = any(not s.waits for s in missing)  # what only waits for its day is not wrong
    Obligation.objects.filter(pk=obligation.pk).update(is_irregular=is_irregular)
    codes = [s.code for s in missing]
    tell_journal(
        actor=actor, verb=verbs.OBLIGATION_RECORDED, obligation=obligation, at=at, by_unit_id=by_unit_id, missing=codes
    )
    if missing:
        return missing
    below = open_below(obligation, local_day(at))
    if below.count and not evidence.reason.strip():
        return [Shortfall(errors.OpenBelow.code, errors.OpenBelow.message, {"count": below.count}, waits=True)]
    submit_answer(actor=actor, obligation=obligation, at=at, reason=evidence.reason, by_unit_id=by_unit_id)
    return []


@transaction.atomic
def submit_answer(
    *, actor: Actor, obligation: Obligation, at: datetime, reason: str = "", by_unit_id: int | None = None
) -> None:
    """Send what was recorded to the superior; while units below are not done, only with a reason and their list."""
    require_owed(obligation)
    latest = latest_answer(obligation)
    if latest is None or not latest.is_met:
        raise errors.AnswerIncomplete
    if obligation.state == State.RETURNED and latest.at < obligation.state_at:
        raise errors.NothingNew
    below = open_below(obligation, local_day(at))
    if below.count and not reason.strip():
        raise errors.OpenBelow(count=below.count)
    move(
        actor=actor,
        obligation=obligation,
        new=State.SUBMITTED,
        at=at,
        reason=reason if below.count else "",
        by_unit_id=by_unit_id,
        facts={"open_below": below.stored()} if below.count else None,
        submitted_by_id=actor.user_id,
    )
    tell_journal(
        actor=actor, verb=verbs.OBLIGATION_SUBMITTED, obligation=obligation, at=at, by_unit_id=by_unit_id,
        open_below=below.count,
    )  # fmt: skip


@transaction.atomic
def approve_answer(*, actor: Actor, obligation: Obligation, at: datetime, sent_at: datetime | None = None) -> None:
    """The superior finds it done, as it was sent at the instant that was read. Nobody approves what he submitted."""
    _require_read(obligation, sent_at)
    if obligation.submitted_by_id is not None and obligation.submitted_by_id == actor.user_id:
        raise errors.OwnApproval
    step = move(actor=actor, obligation=obligation, new=State.APPROVED, at=at)
    tell_journal(actor=actor, verb=verbs.OBLIGATION_APPROVED, obligation=obligation, at=at)
    tell_unit(actor=actor, obligation=obligation, what=Told.APPROVED, step=step, at=at)


def _require_read(obligation: Obligation, sent_at: datetime | None) -> None:
    """The answer is the one that was read; until this act ends nobody sends another."""
    row = Obligation.objects.select_for_update().only("state", "state_at").get(pk=obligation.pk)
    if sent_at and row.state == State.SUBMITTED and row.state_at != sent_at:
        raise errors.SentAnew


@transaction.atomic
def return_answer(
    *, actor: Actor, obligation: Obligation, reason: str, new_due_on: date | None, at: datetime,
    sent_at: datetime | None = None,
) -> None:  # fmt: skip
    """The superior asks for more: counts as not done; a new day may be set, never after the superior's own."""
    require_reason(reason)
    _require_read(obligation, sent_at)
    changes: dict[str, Any] = {}
    if new_due_on is not None:
        # Nobody moves the deadline meanwhile.
        Cascade.objects.select_for_update(no_key=True).get(pk=obligation.cascade_id)
        obligation.requirement.refresh_from_db(fields=["due_on"])
        require_not_after(new_due_on, latest_term(obligation))
        changes["due_on"] = new_due_on
    step = move(actor=actor, obligation=obligation, new=State.RETURNED, at=at, reason=reason, **changes)
    tell_journal(actor=actor, verb=verbs.OBLIGATION_RETURNED, obligation=obligation, at=at, reason=reason)
    tell_unit(actor=actor, obligation=obligation, what=Told.RETURNED, step=step, at=at)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it was sent, the evidence field it is for, and of a list how many it names."""

    name: str
    raw: bytes
    field: str = "file"
    listed: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a unit says and shows: words, the values of its evidence fields, new files, and those of before it keeps."""

    text: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    files: tuple[NewFile, ...] = ()
    kept: frozenset[int] = frozenset()
    reason: str = ""
    note: str = ""  # on behalf of the unit: how it came in
    by_unit_id: int | None = None


@transaction.atomic
def send_report(*, actor: Actor, obligation: Obligation, report: Report, at: datetime) -> list[Shortfall]:
    """Record a report or anything else done, with its evidence; gives what is still missing."""
    require_owed(obligation)
    if report.by_unit_id is not None:
        require_reason(report.note)
    files = [f for f in files_of(latest_answer(obligation)) if f["evidence"] in report.kept]
    files += [_keep(actor, obligation, file, report, at) for file in report.files]
    listed: dict[str, int] = {}
    for file in files:
        if file.get("listed") is not None:
            listed[file["field"]] = listed.get(file["field"], 0) + file["listed"]
    facts = report.values | {"text": nfc(report.text.strip()), "files": files, "day": str(local_day(at))}
    evidence = Evidence(
        source_type="report",
        facts=facts | ({"listed": listed} if listed else {}),
        note=report.note,
        by_unit_id=report.by_unit_id,
        reason=report.reason,
    )
    return record_fulfilment(actor=actor, obligation=obligation, evidence=evidence, at=at)


def _keep(actor: Actor, obligation: Obligation, file: NewFile, report: Report, at: datetime) -> dict[str, Any]:
    """A file has a row of its own before the answer it belongs to, so that its bytes cannot get lost."""
    stored = store_file(raw=file.raw, at=at)
    row = Fulfilment.objects.create(
        obligation=obligation,
        at=at,
        user_id=actor.user_id,
        by_unit_id=report.by_unit_id,
        facts={"field": file.field},
        source_type=FILE,
        file=stored,
        file_name=nfc(file.name)[:255],
    )
    told = {"field": file.field, "evidence": row.pk, "name": row.file_name, "size": stored.size}
    return told if file.listed is None else told | {"listed": file.listed}
