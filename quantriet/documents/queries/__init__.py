"""Reading the registry."""

from quantriet.documents.queries.labels import kind_name, label_of
from quantriet.documents.queries.registry import Hit, search_documents

__all__ = ["Hit", "kind_name", "label_of", "search_documents"]
