"""Every write to the registry: a text comes in, its findings are decided, it is registered."""

from quantriet.documents.actions.batch import decide_twin, give_up_file, read_file, send_files
from quantriet.documents.actions.corrections import correct_word
from quantriet.documents.actions.files import forget_file, note_secret, store_file
from quantriet.documents.actions.intake import take_in
from quantriet.documents.actions.recognition import (
    ask_recognition,
    leave_unrecognised,
    withdraw_secret,
    write_recognised,
)
from quantriet.documents.actions.register import register, register_own
from quantriet.documents.actions.relations import add_reference, remove_reference
from quantriet.documents.actions.rereading import read_again
from quantriet.documents.actions.review import accept_certain, choose_target, correct, decide
from quantriet.documents.rules.facts import DocumentFacts

__all__ = [
    "DocumentFacts",
    "accept_certain",
    "ask_recognition",
    "add_reference",
    "choose_target",
    "correct",
    "correct_word",
    "decide",
    "decide_twin",
    "forget_file",
    "give_up_file",
    "leave_unrecognised",
    "note_secret",
    "read_again",
    "read_file",
    "register",
    "register_own",
    "send_files",
    "remove_reference",
    "store_file",
    "take_in",
    "withdraw_secret",
    "write_recognised",
]
