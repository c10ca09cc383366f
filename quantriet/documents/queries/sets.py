"""The documents of a plenum as a set."""

from django.db.models import Q, QuerySet

from quantriet.documents.models import Document
from quantriet.documents.queries.registry import light


def members_by_set(sets: set[tuple[str, str]], visible: QuerySet[Document]) -> dict[tuple[str, str], list[Document]]:
    """For each plenum and term the documents one may see, by kind and number: one query."""
    found: dict[tuple[str, str], list[Document]] = {}
    if not sets:
        return found
    any_of = Q()
    for plenum, term in sets:
        any_of |= Q(document_set__plenum=plenum, document_set__term=term)
    for member in light(visible.filter(any_of)):
        found.setdefault((member.plenum, member.term), []).append(member)
    for members in found.values():
        members.sort(key=lambda d: (d.kind, int("0" + "".join(filter(str.isdecimal, d.number))), d.pk))
    return found


def members_beside(document: Document, visible: QuerySet[Document]) -> list[Document]:
    """The documents of the plenum that the document belongs to or stands for, without itself."""
    key = (document.plenum, document.term)
    return [member for member in members_by_set({key}, visible).get(key, []) if member.pk != document.pk]
