"""What became of the files that were sent together."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, QuerySet, When
from django.utils.translation import gettext as _

from quantriet.documents.models import Batch, BatchFile, Document
from quantriet.documents.queries.labels import label_of
from quantriet.documents.rules.batch import FileState
from quantriet.documents.rules.content import WAITING

PAGE = 50
_RECOGNISING = Q(state=FileState.READ, document__intake_note=WAITING)
_WANTS_A_LOOK = Case(
    When(state__in=[FileState.REFUSED, FileState.DUPLICATE], then=0),
    When(Q(state=FileState.WAITING) | _RECOGNISING, then=1),
    default=2,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One file, and the document that it became or that is like it."""

    file: BatchFile
    document: Document | None
    label: str
    is_recognising: bool
    name: str

    @property
    def state(self) -> str:
        return self.file.state


@dataclass(frozen=True, slots=True)
class Overview:
    """How far a batch is: every file is in exactly one of the counts."""

    total: int
    waiting: int
    recognising: int
    read: int
    duplicate: int
    refused: int
    dropped: int
    page: Page[BatchFile]
    rows: list[Row]

    @property
    def done(self) -> int:
        return self.total - self.waiting - self.recognising

    @property
    def topics(self) -> str:
        """What the page listens to beside the batch itself: the scans that are being recognised."""
        return " ".join(f"document:{row.document.pk}" for row in self.rows if row.is_recognising and row.document)


def overview(batch: Batch, page: int = 1) -> Overview:
    """The counts of a batch and one page of its files, those first that want somebody to look."""
    files = BatchFile.objects.filter(batch=batch)
    counts = files.aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(state=FileState.WAITING)),
        recognising=Count("pk", filter=_RECOGNISING),
        read=Count("pk", filter=Q(state=FileState.READ) & ~_RECOGNISING),
        duplicate=Count("pk", filter=Q(state=FileState.DUPLICATE)),
        refused=Count("pk", filter=Q(state=FileState.REFUSED)),
        dropped=Count("pk", filter=Q(state=FileState.DROPPED)),
    )
    shown = Paginator(files.order_by(_WANTS_A_LOOK, "pk"), PAGE).get_page(page)
    return Overview(**counts, page=shown, rows=_rows(list(shown.object_list)))


def latest(batches: QuerySet[Batch], number: int = 5) -> list[Batch]:
    """The latest batches with the number of their files."""
    return list(batches.annotate(total=Count("files"))[:number])


def _rows(files: list[BatchFile]) -> list[Row]:
    known = Document.objects.defer("text", "search_text").in_bulk([f.document_id for f in files if f.document_id])
    places = _places(files) if any(not file.name for file in files) else {}
    rows = []
    for file in files:
        document = known.get(file.document_id or 0)
        recognising = document is not None and file.state == FileState.READ and document.intake_note == WAITING
        name = file.name or _("File no. %(number)s of these") % {"number": places[file.pk]}
        rows.append(Row(file, document, label_of(document) if document else "", recognising, name))
    return rows


def _places(files: list[BatchFile]) -> dict[int, int]:
    """At which place each file of the batch was sent: by it one finds again whose name is not kept."""
    sent = BatchFile.objects.filter(batch_id=files[0].batch_id).order_by("pk").values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(sent, 1)}
