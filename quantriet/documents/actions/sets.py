"""Documents of one plenum stand in one set. No act of its own: a part of the acts that write documents."""

from typing import Any

from quantriet.documents.models import DocumentSet
from quantriet.documents.rules.facts import DocumentFacts, columns_of


def columns_with_set(facts: DocumentFacts, text: str = "") -> dict[str, Any]:
    """The columns of the registry that the facts fill, with the set of the plenum to which a document belongs."""
    return {**columns_of(facts, text), "document_set": _set_of(facts)}


def _set_of(facts: DocumentFacts) -> DocumentSet | None:
    if not (facts.number and facts.plenum and facts.term):
        return None  # what has no number is the name of the set, not one of its documents
    return DocumentSet.objects.get_or_create(plenum=facts.plenum, term=facts.term)[0]
