"""Keeping files byte for byte."""

import hashlib
from datetime import datetime

from quantriet.documents.models import StoredFile


def store_file(*, raw: bytes, at: datetime) -> StoredFile:
    """Keep the bytes of a file, as a part of the act that says whose they are; the same bytes are kept once."""
    digest = hashlib.sha256(raw).hexdigest()
    return _kept(digest) or _keep(digest, raw, at)


def _kept(digest: str) -> StoredFile | None:
    return StoredFile.objects.filter(sha256=digest).defer("content").first()


def _keep(digest: str, raw: bytes, at: datetime) -> StoredFile:
    row = StoredFile(sha256=digest, size=len(raw), content=raw, added_at=at)
    # Two senders of the same bytes at the same instant: the second finds the row of the first.
    StoredFile.objects.bulk_create([row], ignore_conflicts=True)
    return StoredFile.objects.defer("content").get(sha256=digest)
