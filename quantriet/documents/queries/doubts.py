"""What looks wrong in what is about to be registered, compared with what one may see."""

from datetime import date

from django.db.models import Q, QuerySet

from quantriet.documents.models import Document
from quantriet.documents.queries.labels import label_of
from quantriet.documents.queries.registry import light
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.numbering import Doubt, Registered, doubts_of
from quantriet.org import queries as org

_COMPARED = 2000  # documents of one kind and symbol; more than a term has


def doubts_about(document: Document, facts: DocumentFacts, visible: QuerySet[Document], on: date) -> list[Doubt]:
    """What to look at again before, or after, the document is registered; it never stops anybody."""
    others = (Registered(label_of(row), facts_of(row)) for row in _of_series(document, facts, visible))
    day = facts.issued_on or on
    unit = org.unit(document.owner_unit_id, day) if document.owner_unit_id else None
    is_own = unit is not None and facts.issuer.casefold().endswith(unit.name.casefold())
    return doubts_of(facts, others, text=document.text, level=unit.level if unit is not None and is_own else "")


def _of_series(document: Document, facts: DocumentFacts, visible: QuerySet[Document]) -> QuerySet[Document]:
    same = Q(kind=facts.kind, suffix__iexact=facts.suffix)
    if facts.suffix.upper().endswith("/ĐH"):
        same |= Q(suffix__iendswith="/ĐH")
    registered = visible.filter(same, registered_at__isnull=False).exclude(pk=document.pk).exclude(suffix="")
    return light(registered).order_by("-issued_on", "-pk")[:_COMPARED]


def facts_of(row: Document) -> DocumentFacts:
    """What the registry says of a document, or would say."""
    return DocumentFacts(
        row.kind, row.number, row.suffix, row.issuer, row.issued_on, row.subject, row.year, row.term, row.plenum
    )
