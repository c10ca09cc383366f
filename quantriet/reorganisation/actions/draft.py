"""Writing a reorganisation down: by hand, or as it came in a table."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from quantriet.audit import actions as audit
from quantriet.documents.actions import forget_file, store_file
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import ChangedMeanwhile
from quantriet.kernel.text import nfc
from quantriet.reorganisation import verbs
from quantriet.reorganisation.models import Line, Reorganisation
from quantriet.reorganisation.queries.ground import resolve
from quantriet.reorganisation.rules.kinds import State
from quantriet.reorganisation.rules.plan import Line as LineFacts


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of the whole: title, decision, day."""

    title: str
    decision: str
    effective_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """The decision as a file, or as a document of the registry."""

    raw: bytes = b""
    file_name: str = ""
    document_id: int | None = None


def _words(facts: Facts) -> dict[str, object]:
    return {
        "title": nfc(facts.title.strip()), "decision": nfc(facts.decision.strip()),
        "effective_on": facts.effective_on, "reason": nfc(facts.reason.strip()),
    }  # fmt: skip


def _known(lines: Sequence[LineFacts], unit_id: int, on: date) -> list[LineFacts]:
    """The lines with units by code where they were called by name."""
    said = {nfc(w.strip()) for line in lines for w in (*line.sources, *line.children, line.parent)}
    codes = resolve(said, unit_id, on)

    def code(word: str) -> str:
        return codes.get(nfc(word.strip()), nfc(word.strip()))

    return [
        replace(
            line, sources=tuple(map(code, line.sources)), children=tuple(map(code, line.children)),
            parent=code(line.parent), code=line.code.strip(), name=nfc(line.name.strip()),
            unit_kind=nfc(line.unit_kind.strip()),
        )
        for line in lines
    ]  # fmt: skip


def _write_lines(found: Reorganisation, lines: Sequence[LineFacts]) -> None:
    found.lines.all().delete()
    Line.objects.bulk_create(
        Line(reorganisation=found, place=place, **asdict(line) | {
            "sources": list(line.sources), "children": list(line.children)
        })
        for place, line in enumerate(_known(lines, found.unit_id, found.effective_on), 1)
    )  # fmt: skip


@transaction.atomic
def begin(*, actor: Actor, unit_id: int, facts: Facts, lines: Sequence[LineFacts] = (), at: datetime) -> Reorganisation:
    """Begin a draft for the unit that decides, with the lines it already has."""
    found = Reorganisation.objects.create(
        unit_id=unit_id, drafted_at=at, drafted_by_id=actor.user_id, **_words(facts)
    )  # fmt: skip
    _write_lines(found, lines)
    audit.record(actor=actor, verb=verbs.DRAFTED, subject=found, at=at, unit_id=unit_id)
    return found


@transaction.atomic
def save_draft(  # noqa: PLR0913
    *, actor: Actor, found: Reorganisation, facts: Facts, lines: Sequence[LineFacts], paper: Paper, version: int,
    at: datetime,
) -> None:  # fmt: skip
    """Write the draft down as it now reads; refused when somebody else has saved since. Who saves, has drafted it."""
    changes = _words(facts) | {"drafted_by_id": actor.user_id, "document_id": paper.document_id, "return_reason": ""}
    if paper.raw:
        changes |= {"file": store_file(raw=paper.raw, at=at), "file_name": nfc(paper.file_name)}
    present = Reorganisation.objects.filter(pk=found.pk, state=State.DRAFT, version=version)
    if not present.update(version=F("version") + 1, **changes):
        raise ChangedMeanwhile
    before = found.file_id
    found.refresh_from_db()
    if before is not None and before != found.file_id:
        forget_file(pk=before)
    _write_lines(found, lines)
    audit.record(
        actor=actor, verb=verbs.SAVED, subject=found, at=at, unit_id=found.unit_id, facts={"lines": len(lines)}
    )


@transaction.atomic
def discard(*, actor: Actor, found: Reorganisation, version: int, at: datetime) -> None:
    """Throw a draft away as it was read, with its file; the journal keeps what it was and who did it."""
    now = Reorganisation.objects.select_for_update().filter(pk=found.pk, state=State.DRAFT, version=version).first()
    if now is None:
        raise ChangedMeanwhile
    audit.record(
        actor=actor, verb=verbs.DISCARDED, subject=now, at=at, unit_id=now.unit_id,
        facts={"decision": now.decision, "effective_on": now.effective_on.isoformat(), "lines": now.lines.count()},
        topics=(f"unit:{now.unit_id}",),
    )  # fmt: skip
    now.delete()
    if now.file_id is not None:
        forget_file(pk=now.file_id)


@transaction.atomic
def assign(
    *, actor: Actor, found: Reorganisation, obligations: Mapping[int, str], mandates: Mapping[int, str], at: datetime
) -> None:
    """Say which part of a divided unit gets what it owes, and whom its accounts act for."""
    said = {
        "obligations": {str(number): code for number, code in obligations.items() if code},
        "mandates": {str(number): code for number, code in mandates.items() if code},
    }
    if not Reorganisation.objects.filter(pk=found.pk, state=State.DRAFT).update(
        assigned=said, version=F("version") + 1, drafted_by_id=actor.user_id
    ):
        raise ChangedMeanwhile
    found.refresh_from_db()
    audit.record(actor=actor, verb=verbs.SAVED, subject=found, at=at, unit_id=found.unit_id, facts=said)
