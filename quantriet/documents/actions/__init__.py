"""Every write to the registry: a text comes in, its findings are decided, it is registered."""

from quantriet.documents.actions.files import store_file
from quantriet.documents.actions.intake import take_in
from quantriet.documents.actions.register import register, register_own
from quantriet.documents.actions.review import accept_certain, choose_target, correct, decide
from quantriet.documents.rules.facts import DocumentFacts

__all__ = [
    "DocumentFacts",
    "accept_certain",
    "choose_target",
    "correct",
    "decide",
    "register",
    "register_own",
    "store_file",
    "take_in",
]
