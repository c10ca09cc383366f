"""Deciding what the machine read: accept, correct, reject, undo; what is alike is decided together."""

from datetime import datetime
from typing import Any

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.documents import verbs
from quantriet.documents.actions.links import Links
from quantriet.documents.models import Document, Finding
from quantriet.documents.queries.review import alike, certain, gathered, stamp
from quantriet.documents.rules.findings import CONFIRMED, Category, Status
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import ChangedMeanwhile

_VERBS = {
    Status.ACCEPTED: verbs.FINDING_ACCEPTED,
    Status.CORRECTED: verbs.FINDING_CORRECTED,
    Status.REJECTED: verbs.FINDING_REJECTED,
    Status.PROPOSED: verbs.FINDING_REOPENED,
}
_UNDECIDED = {"decided_at": None, "decided_by_id": None}


@transaction.atomic
def decide(*, actor: Actor, finding: Finding, status: str, seen: str, at: datetime) -> None:
    """Accept or reject a finding, or take the decision back; `seen` is the stamp of what the person looked at."""
    rows = _claimed(finding, seen)
    _write(actor, rows, Status(status), None, at)
    _note(actor, finding, _VERBS[Status(status)], at)


@transaction.atomic
def correct(*, actor: Actor, finding: Finding, correction: dict[str, Any], seen: str, at: datetime) -> None:
    """Put a correction beside what was read; what was read stays."""
    rows = _claimed(finding, seen)
    changes = {key: value for key, value in correction.items() if value != finding.data.get(key)}
    _write(actor, rows, Status.CORRECTED if changes else Status.ACCEPTED, changes or None, at)
    _note(actor, finding, verbs.FINDING_CORRECTED, at, read=finding.data, correction=changes)


@transaction.atomic
def accept_certain(*, actor: Actor, document: Document, at: datetime) -> int:
    """Accept everything that is certain and not yet decided; gives how many things."""
    _lock(document.pk)
    rows = certain(document)
    number = len(gathered(rows))
    _write(actor, rows, Status.ACCEPTED, None, at)
    audit.record(
        actor=actor,
        verb=verbs.FINDINGS_ACCEPTED,
        subject=document,
        at=at,
        unit_id=document.owner_unit_id,
        facts={"findings": [row.pk for row in rows]},
        topics=(f"document:{document.pk}",),
    )
    return number


@transaction.atomic
def choose_target(*, actor: Actor, finding: Finding, target: Document | None, seen: str, at: datetime) -> None:
    """Say which document a reference means; None: another one, which the registry does not have yet."""
    rows = _claimed(finding, seen)
    Links(finding.document, at).lead_to(rows, target)
    _note(actor, finding, verbs.TARGET_CHOSEN, at, target=target.pk if target else None)


def _lock(document_id: int) -> None:
    """One decision at a time on one document."""
    Document.objects.select_for_update().only("pk").get(pk=document_id)


def _claimed(finding: Finding, seen: str) -> list[Finding]:
    """The finding and those alike it, locked; refused when somebody decided since the person looked."""
    _lock(finding.document_id)
    finding.refresh_from_db(fields=["status", "decided_at", "correction", "target"])
    if stamp(finding) != seen:
        raise ChangedMeanwhile
    return alike(finding)


def _write(actor: Actor, rows: list[Finding], status: Status, correction: dict[str, Any] | None, at: datetime) -> None:
    decided = {"decided_at": at, "decided_by_id": actor.user_id} if status is not Status.PROPOSED else _UNDECIDED
    Finding.objects.filter(pk__in=[row.pk for row in rows]).update(status=status, correction=correction, **decided)
    for row in rows:
        row.status, row.correction = status, correction
    mentions = [row for row in rows if row.category == Category.MENTION]
    if mentions and status in CONFIRMED:
        Links(mentions[0].document, at).lead(mentions)
    elif mentions:
        Links(mentions[0].document, at).cut(mentions)


def _note(actor: Actor, finding: Finding, verb: str, at: datetime, **facts: Any) -> None:
    document = finding.document
    audit.record(
        actor=actor,
        verb=verb,
        subject=finding,
        at=at,
        unit_id=document.owner_unit_id,
        facts={"document": document.pk, **facts},
        topics=(f"document:{document.pk}",),
    )
