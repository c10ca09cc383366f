"""How a document is called on screen and in print."""

from typing import Protocol

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from quantriet.documents.rules.kinds import kind_label

_CALLED_BY_SUBJECT = ("report", "other")


class Named(Protocol):
    """What a name is made of."""

    @property
    def kind(self) -> str: ...

    @property
    def number(self) -> str: ...

    @property
    def suffix(self) -> str: ...

    @property
    def issuer(self) -> str: ...

    @property
    def term(self) -> str: ...

    @property
    def plenum(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def symbol(self) -> str: ...


def kind_name(kind: str) -> str:
    """The kind in the reader's language."""
    return _(kind_label(kind))  # noqa: INT001 - the msgids stand in rules/kinds.py


def label_of(document: Named) -> str:
    """The printed name: “Nghị quyết 45-NQ/TW”, “Kế hoạch số 91”, “Nghị quyết Trung ương 6 (khóa XII)”."""
    kind = kind_name(document.kind)
    if document.number and document.suffix:
        return f"{kind} {document.symbol}"
    if document.number:
        return _("%(kind)s no. %(number)s") % {"kind": kind, "number": document.number}
    if document.plenum and document.term and document.kind == "other":  # its results are told, no document is named
        return _("Plenum %(plenum)s (term %(term)s)") % {"plenum": document.plenum, "term": document.term}
    if document.plenum and document.term:
        return _("%(kind)s of plenum %(plenum)s (term %(term)s)") % {
            "kind": kind,
            "plenum": document.plenum,
            "term": document.term,
        }
    if document.subject and document.kind in _CALLED_BY_SUBJECT:
        return Truncator(document.subject).chars(120)
    rest = document.issuer if not document.subject else Truncator(document.subject).chars(90)
    return f"{kind} · {rest}" if rest else kind
