"""What stands in a relation to a document: what has replaced or amended it, and what a person said."""

from dataclasses import dataclass

from django.db.models import QuerySet

from quantriet.documents.models import Document, Reference
from quantriet.documents.queries.labels import label_of
from quantriet.documents.rules.findings import Relation

_CHANGES = (Relation.REPLACES, Relation.AMENDS)


@dataclass(frozen=True, slots=True)
class Change:
    """A registered document that replaces or amends another."""

    document: Document
    label: str
    replaces: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A relation that a person said, and that may be taken back."""

    pk: int
    relation: str
    target_id: int
    label: str


def changes_of(document: Document, visible: QuerySet[Document]) -> list[Change]:
    """What has replaced or amended the document, the latest first; only what is registered counts."""
    rows = Reference.objects.filter(target=document, relation__in=_CHANGES, source__in=visible)
    rows = rows.filter(source__registered_at__isnull=False).select_related("source")
    rows = rows.defer("source__text", "source__search_text", "source__text_vector").order_by(
        "-source__issued_on", "-source_id"
    )
    return [Change(row.source, label_of(row.source), row.relation == Relation.REPLACES) for row in rows]


def said_of(document: Document, visible: QuerySet[Document]) -> list[Said]:
    """The relations of the document that a person said."""
    rows = Reference.objects.filter(source=document, by_hand=True, target__in=visible).select_related("target")
    rows = rows.defer("target__text", "target__search_text", "target__text_vector").order_by("pk")
    return [Said(row.pk, row.relation, row.target_id, label_of(row.target)) for row in rows]
