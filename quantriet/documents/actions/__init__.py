"""Every write to the registry: a text comes in, its findings are decided, it is registered."""

from quantriet.documents.actions.files import store_file
from quantriet.documents.actions.register import register_own
from quantriet.documents.rules.facts import DocumentFacts

__all__ = ["DocumentFacts", "register_own", "store_file"]
