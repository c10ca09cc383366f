"""Many files at once: all are kept before the first is read, and each is read by a job of its own."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from quantriet.audit import actions as audit
from quantriet.documents import errors, verbs
from quantriet.documents.actions.files import forget_file, note_secret, store_file
from quantriet.documents.actions.intake import take_in
from quantriet.documents.models import Batch, BatchFile, Document
from quantriet.documents.queries.files import stored_bytes
from quantriet.documents.rules.batch import FileState
from quantriet.documents.rules.content import content_of_file, safe_name
from quantriet.jobs import queue
from quantriet.kernel.actor import Actor
from quantriet.kernel.errors import ChangedMeanwhile, Refusal
from quantriet.live.channel import announce


@transaction.atomic
def send_files(
    *, actor: Actor, unit_id: int, files: Iterable[tuple[str, bytes]], published: date | None, at: datetime
) -> Batch:
    """Keep many files, each to be read by a job; when this is done, none of them can get lost."""
    assert actor.user_id is not None  # noqa: S101 - a batch is sent by somebody; the command line takes in one by one
    batch = Batch.objects.create(unit_id=unit_id, sent_by_id=actor.user_id, sent_at=at, published_on=published)
    number = 0
    for name, raw in files:
        _receive(batch, safe_name(name), raw, at)
        number += 1
    audit.record(
        actor=actor,
        verb=verbs.FILES_SENT,
        subject=batch,
        at=at,
        unit_id=unit_id,
        facts={"files": number},
        topics=(f"unit:{unit_id}",),
    )
    return batch


@transaction.atomic
def read_file(*, actor: Actor, file_id: int, at: datetime) -> None:
    """Read one file of a batch in the name of who sent it; a file that was read is not read again."""
    file = _in_state(file_id, FileState.WAITING)
    if file is None or file.file_id is None:
        return
    sender = file.batch.sent_by
    try:
        with transaction.atomic():
            content = content_of_file(file.name, stored_bytes(file.file_id))
            document = take_in(
                actor=Actor(sender.pk, str(sender)),
                unit_id=file.batch.unit_id,
                file=content,
                published=file.batch.published_on,
                at=at,
            )
    except errors.AlreadyKept as twin:
        _settle(file, FileState.DUPLICATE, document_id=twin.facts["pk"])
    except errors.MarkedSecret as refusal:
        sha256 = file.file.sha256 if file.file else ""
        _refuse(file, refusal)
        note_secret(actor=Actor(sender.pk, str(sender)), unit_id=file.batch.unit_id, sha256=sha256, at=at)
    except Refusal as refusal:
        _refuse(file, refusal)
    else:
        _settle(file, FileState.READ, document_id=document.pk)


@transaction.atomic
def give_up_file(*, actor: Actor, file_id: int, at: datetime) -> None:
    """Say of a file that it could not be read, for a reason that is not its own."""
    file = _in_state(file_id, FileState.WAITING)
    if file is not None:
        _refuse(file, errors.NotRead(name=file.name))


@transaction.atomic
def forget_secret(*, document_id: int, refusal: errors.MarkedSecret) -> None:
    """Let the batches keep nothing of a scan that turned out to be secret, as a part of the act that withdraws it."""
    files = BatchFile.objects.select_for_update(of=("self",)).filter(document_id=document_id)
    for file in files:
        if file.state == FileState.DUPLICATE:  # the same bytes once more
            _refuse(file, refusal)
        else:
            file.name = ""
            _settle(file, FileState(file.state), document_id=document_id, holds=False)


@transaction.atomic
def decide_twin(*, actor: Actor, file: BatchFile, keep: bool, at: datetime) -> Document | None:
    """Keep a file whose content is in the registry already as another document, or leave it out."""
    claimed = _in_state(file.pk, FileState.DUPLICATE)
    if claimed is None or claimed.file_id is None:
        raise ChangedMeanwhile
    if not keep:
        _settle(claimed, FileState.DROPPED, document_id=claimed.document_id, holds=False)
        return None
    batch = claimed.batch
    content = content_of_file(claimed.name, stored_bytes(claimed.file_id))
    document = take_in(
        actor=actor, unit_id=batch.unit_id, file=content, published=batch.published_on, again=True, at=at
    )
    _settle(claimed, FileState.READ, document_id=document.pk)
    return document


def _receive(batch: Batch, name: str, raw: bytes, at: datetime) -> None:
    """Keep one file and queue its job; one that is empty or too large is refused at once."""
    refusal: Refusal | None = None
    if not raw:
        refusal = errors.EmptyFile(name=name)
    elif len(raw) > errors.LARGEST_MB * 1024 * 1024:
        refusal = errors.TooLarge(name=name, limit=errors.LARGEST_MB)
    if refusal is not None:
        BatchFile.objects.create(
            batch=batch, name=name, state=FileState.REFUSED, reason=refusal.code, facts=refusal.facts
        )
        return
    file = BatchFile.objects.create(batch=batch, name=name, file=store_file(raw=raw, at=at))
    queue.defer("documents.read_file", file_id=file.pk)


def _in_state(file_id: int, state: FileState) -> BatchFile | None:
    """The file, locked, if it is in the state."""
    files = BatchFile.objects.select_for_update(of=("self",)).select_related("batch__sent_by")
    return files.filter(pk=file_id, state=state).first()


def _refuse(file: BatchFile, refusal: Refusal) -> None:
    """Say why, and keep nothing of it; of a secret not even its name."""
    file.reason, file.facts = refusal.code, refusal.facts
    if refusal.code in errors.NAMELESS:
        file.name = ""
    _settle(file, FileState.REFUSED, holds=False)


def _settle(file: BatchFile, state: FileState, *, document_id: int | None = None, holds: bool = True) -> None:
    held = file.file_id
    file.state, file.document_id = state, document_id
    file.file_id = held if holds else None
    file.save(update_fields=["state", "name", "document", "file", "reason", "facts"])
    if held is not None and not holds:
        forget_file(pk=held)
    announce(f"batch:{file.batch_id}")
