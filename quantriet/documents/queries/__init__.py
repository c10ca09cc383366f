"""Reading the registry."""

from quantriet.documents.queries.labels import kind_name, label_of

__all__ = ["kind_name", "label_of"]
