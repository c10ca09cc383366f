"""Keeping files byte for byte, and keeping nothing of those that are refused."""

import hashlib
from datetime import datetime

from django.db import models, transaction

from quantriet.audit import actions as audit
from quantriet.documents import verbs
from quantriet.documents.models import StoredFile
from quantriet.kernel.actor import Actor
from quantriet.org.models import Unit


def store_file(*, raw: bytes, at: datetime) -> StoredFile:
    """Keep the bytes of a file, as a part of the act that says whose they are; the same bytes are kept once."""
    digest = hashlib.sha256(raw).hexdigest()
    return _kept(digest) or _keep(digest, raw, at)


def forget_file(*, pk: int) -> None:
    """Keep the bytes no longer, as a part of the act that lets them go; where somebody else holds them they stay."""
    try:
        _forget(pk)
    except models.ProtectedError:
        return


@transaction.atomic
def note_secret(*, actor: Actor, unit_id: int, sha256: str, at: datetime) -> None:
    """Write down that a document with a stamp of secrecy was refused; of its content there is only the hash."""
    audit.record(
        actor=actor,
        verb=verbs.SECRET_REFUSED,
        subject=Unit.objects.get(pk=unit_id),
        at=at,
        unit_id=unit_id,
        facts={"sha256": sha256},
    )


@transaction.atomic
def _forget(pk: int) -> None:
    StoredFile.objects.filter(pk=pk).only("pk").delete()


def _kept(digest: str) -> StoredFile | None:
    return StoredFile.objects.filter(sha256=digest).defer("content").first()


def _keep(digest: str, raw: bytes, at: datetime) -> StoredFile:
    row = StoredFile(sha256=digest, size=len(raw), content=raw, added_at=at)
    # Two senders of the same bytes at the same instant: the second finds the row of the first.
    StoredFile.objects.bulk_create([row], ignore_conflicts=True)
    return StoredFile.objects.defer("content").get(sha256=digest)
