"""Reading kept files."""

from quantriet.documents.models import StoredFile


def stored_bytes(pk: int) -> bytes:
    """The bytes of a kept file."""
    return bytes(StoredFile.objects.values_list("content", flat=True).get(pk=pk))
