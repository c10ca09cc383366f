"""The registry: documents, the files they came in, what was read in them, how they refer to each other."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from quantriet.documents.rules.batch import FileState
from quantriet.documents.rules.content import UNREAD
from quantriet.documents.rules.facts import symbol_of
from quantriet.documents.rules.findings import Category, Relation, Status
from quantriet.documents.rules.kinds import KINDS


class StoredFile(models.Model):
    """A file kept byte for byte; the same bytes are kept once."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()  # bytes
    content = models.BinaryField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_has_sha256"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty"),
        ]

    def __str__(self) -> str:
        return self.sha256


class DocumentSet(models.Model):
    """The documents of one plenum of one term: “Nghị quyết Trung ương 6 (khóa XII)” means all of its resolutions."""

    plenum = models.CharField(max_length=10)
    term = models.CharField(max_length=10)  # Roman: "XII"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plenum", "term"], name="document_set_once"),
            models.CheckConstraint(condition=~Q(plenum="") & ~Q(term=""), name="document_set_has_plenum_and_term"),
        ]

    def __str__(self) -> str:
        return f"{self.plenum} ({self.term})"


class Document(models.Model):
    """Anything with a kind. Identity is symbol + issuer + day; a number alone repeats every term."""

    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=20, blank=True)  # "45", as written without leading words
    suffix = models.CharField(max_length=40, blank=True)  # "NQ/TW"; TƯ is written TW
    year = models.PositiveSmallIntegerField(null=True)  # of a State symbol: 30/2020/NĐ-CP
    issuer = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField(null=True)
    term = models.CharField(max_length=10, blank=True)  # Roman: "XII"
    plenum = models.CharField(max_length=10, blank=True)
    document_set = models.ForeignKey(DocumentSet, on_delete=models.PROTECT, null=True, related_name="members")
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)  # as decoded: the offsets of findings count in it
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    intake_note = models.CharField(max_length=60, blank=True)  # code: how the text was won, "converted_tcvn3" …
    published_on = models.DateField(null=True)  # the date line of a news text
    owner_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(null=True)  # null: a stub (known by reference), or still under review
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    is_stub = models.BooleanField(default=False)  # known only because another document refers to it
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # counts changes, so that two savers notice each other
    search_text = models.TextField(blank=True)
    # Kept ready: where a word stands in most documents, making it while asking would take a minute.
    text_vector = models.GeneratedField(
        expression=SearchVector("search_text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )
    search_name = models.TextField(blank=True)  # of that, what stands in the registry: a hit there weighs more
    name_vector = models.GeneratedField(
        expression=SearchVector("search_name", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="document_kind_known"),
            models.CheckConstraint(
                condition=Q(is_stub=True, text="", file__isnull=True) | Q(is_stub=False),
                name="document_stub_has_no_text",
            ),
            models.CheckConstraint(
                condition=Q(is_stub=True) | Q(owner_unit__isnull=False), name="document_has_owner_unless_stub"
            ),
        ]
        indexes = [
            GinIndex(fields=["text_vector"], name="document_search"),  # search without diacritics
            models.Index(fields=["kind", "number", "suffix"], name="document_symbol"),  # finding a mention's document
            models.Index(fields=["owner_unit", "-created_at"], name="document_of_unit"),  # the registry list
        ]

    def __str__(self) -> str:
        if self.intake_note in UNREAD and not self.text:  # nobody knows yet whether its name may be told
            return self.symbol or f"#{self.pk}"
        return self.symbol or self.subject[:120] or self.file_name or self.kind

    @property
    def symbol(self) -> str:
        """The symbol as it is printed."""
        return symbol_of(self.number, self.suffix, self.year)


class Finding(models.Model):
    """One thing the machine found in a text, and what a person said of it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="findings")
    category = models.CharField(max_length=12, choices=Category.choices)
    start = models.PositiveIntegerField()  # characters in Document.text
    end = models.PositiveIntegerField()
    text = models.TextField()  # verbatim
    data = models.JSONField()  # as read
    correction = models.JSONField(null=True)  # as corrected: stands beside what was read, never over it
    confidence = models.FloatField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PROPOSED)
    target = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, related_name="mentioned_by")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(category__in=Category.values), name="finding_category_known"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="finding_status_known"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="finding_has_span"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="finding_confidence_is_share"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PROPOSED, decided_at__isnull=True)
                | (~Q(status=Status.PROPOSED) & Q(decided_at__isnull=False)),
                name="finding_decided_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CORRECTED, correction__isnull=False)
                | (~Q(status=Status.CORRECTED) & Q(correction__isnull=True)),
                name="finding_corrected_has_correction",
            ),
            models.UniqueConstraint(fields=["document", "category", "start", "end"], name="finding_once_per_span"),
        ]

    def __str__(self) -> str:
        return self.text[:120]

    @property
    def facts(self) -> dict[str, Any]:
        """What holds: the correction where there is one, else what was read."""
        return {**self.data, **(self.correction or {})}


class Reference(models.Model):
    """One document stands in a relation to another: based on it, implements it, replaces it."""

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="references")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="referred_by")
    relation = models.CharField(max_length=16, choices=Relation.choices)
    by_hand = models.BooleanField(default=False, db_default=False)  # a person said so; the text need not

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="reference_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="reference_not_to_itself"),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="reference_relation_known"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"


class ScanPage(models.Model):
    """One page of a recognised scan: its place in the document's text, and the words that are doubtful."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="scan_pages")
    number = models.PositiveSmallIntegerField()  # the first is 1
    start = models.PositiveIntegerField()  # characters in Document.text
    end = models.PositiveIntegerField()
    doubtful = models.JSONField()  # [begin, end, confidence of 100] of each word, counted from the page's start

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="scan_page_once"),
            models.CheckConstraint(condition=Q(end__gte=models.F("start")), name="scan_page_has_span"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.number}"


class Batch(models.Model):
    """Many files sent at once."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    published_on = models.DateField(null=True)  # lends a year to the texts that have none

    class Meta:
        indexes = [models.Index(fields=["unit", "-sent_at"], name="batch_of_unit")]  # the latest of a unit

    def __str__(self) -> str:
        return f"{self.sent_at:%d/%m/%Y %H:%M}"


class BatchFile(models.Model):
    """One file of a batch, and what became of it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)  # empty: that of a secret, which is not kept
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.WAITING)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")  # null: not kept
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, related_name="+")  # made, or the twin
    reason = models.CharField(max_length=30, blank=True)  # code of the refusal
    facts = models.JSONField(default=dict)  # of the refusal

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="batch_file_state_known"),
            models.CheckConstraint(
                condition=(Q(state=FileState.REFUSED) & ~Q(reason=""))
                | (~Q(state=FileState.REFUSED) & Q(reason="")),
                name="batch_file_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[FileState.WAITING, FileState.DUPLICATE]) | Q(file__isnull=False),
                name="batch_file_waiting_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.name
