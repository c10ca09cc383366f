"""Reading kept files."""

from quantriet.documents.models import Document, StoredFile
from quantriet.documents.rules.content import WAITING


def stored_bytes(pk: int) -> bytes:
    """The bytes of a kept file."""
    return bytes(StoredFile.objects.values_list("content", flat=True).get(pk=pk))


def scan_waiting(document_id: int) -> tuple[str, bytes] | None:
    """Name and bytes of a scan that waits to be recognised."""
    waiting = Document.objects.filter(pk=document_id, intake_note=WAITING, file__isnull=False)
    found = waiting.values_list("file_name", "file__content").first()
    return (found[0], bytes(found[1])) if found else None


def original_of(document: Document) -> StoredFile | None:
    """The original file with its size and hash, without its content."""
    return StoredFile.objects.defer("content").filter(pk=document.file_id or 0).first()
