"""Which documents an account may see and review; hidden and absent look alike."""

from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from quantriet.documents.models import Batch, BatchFile, Document, Finding, Reference, StoredFile
from quantriet.documents.queries.reach import visible_to
from quantriet.kernel.errors import NotFound
from quantriet.org.queries import Acting

Row = TypeVar("Row", Document, Finding, Batch, BatchFile)


def visible(acting: Acting | None, on: date) -> QuerySet[Document]:
    """What one's branch owns or was given by a cascade, and the stubs to which that refers."""
    return visible_to(acting, on)


def may_review(acting: Acting | None, document: Document) -> bool:
    """Whether the account decides what was read in the document: only accounts of the unit that holds it."""
    return acting is not None and document.owner_unit_id == acting.unit_id


def held(acting: Acting | None) -> QuerySet[Document]:
    """What one's own unit holds, and so decides on."""
    return Document.objects.filter(owner_unit_id=_unit(acting))


def document_to_see(acting: Acting | None, pk: int, on: date) -> Document:
    """The document, if it is visible from one's branch."""
    return _or_404(visible(acting, on).filter(pk=pk))


def document_to_review(acting: Acting | None, pk: int) -> Document:
    """The document, if one's own unit holds it."""
    return _or_404(held(acting).filter(pk=pk))


def finding_to_decide(acting: Acting | None, pk: int) -> Finding:
    """A finding in a document that one's own unit holds."""
    found = Finding.objects.select_related("document", "target").filter(pk=pk, document__owner_unit_id=_unit(acting))
    return _or_404(found)


def document_to_link(acting: Acting | None, pk: int, on: date) -> Document:
    """A document or a stub to which a reference may lead: one that is visible, or a stub, which is but a symbol."""
    return _or_404(Document.objects.filter(Q(pk__in=visible(acting, on).values("pk")) | Q(is_stub=True), pk=pk))


def reference_to_remove(document: Document, pk: int) -> Reference | None:
    """A relation of the document that a person said; None if it has been taken back already."""
    return Reference.objects.filter(pk=pk, by_hand=True, source=document).select_related("source", "target").first()


def file_to_download(acting: Acting | None, pk: int, on: date) -> tuple[Document, StoredFile]:
    """The original file of a visible document."""
    document = _or_404(visible(acting, on).filter(pk=pk, file__isnull=False).select_related("file"))
    assert document.file is not None  # noqa: S101 - the filter says so
    return document, document.file


def batches(acting: Acting | None) -> QuerySet[Batch]:
    """What one's own unit sent together, the latest first."""
    return Batch.objects.filter(unit_id=_unit(acting)).order_by("-sent_at", "-pk")


def batch_to_see(acting: Acting | None, pk: int) -> Batch:
    """What one's own unit sent together."""
    return _or_404(batches(acting).filter(pk=pk))


def batch_file_to_decide(acting: Acting | None, pk: int) -> BatchFile:
    """One file that one's own unit sent."""
    return _or_404(BatchFile.objects.select_related("batch").filter(pk=pk, batch__unit_id=_unit(acting)))


def _unit(acting: Acting | None) -> int:
    if acting is None:
        raise NotFound
    return acting.unit_id


def _or_404(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NotFound
    return found
