"""Everything the page of one document shows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from quantriet.documents.models import Document
from quantriet.documents.queries.labels import label_of
from quantriet.documents.queries.lineage import Lineage, lineage_of
from quantriet.documents.queries.reach import visible_to
from quantriet.documents.queries.registry import light, state_of
from quantriet.documents.queries.relations import Change, Said, changes_of, said_of
from quantriet.documents.queries.review import Review, review_of
from quantriet.documents.queries.sets import members_beside
from quantriet.org import queries as org
from quantriet.org.queries import Acting


@dataclass(frozen=True, slots=True)
class Page:
    """A document with its names, its line, and others of the same symbol."""

    label: str
    state: str
    owner: str
    lineage: Lineage
    namesakes: list[tuple[int, str, Document]]
    set_members: list[Document]  # the other documents of the same plenum
    changes: list[Change]
    said: list[Said]


def page_of(document: Document, acting: Acting, on: date) -> Page:
    """The document as somebody sees it who acts for a unit."""
    visible = visible_to(acting, on)
    owner = org.names({document.owner_unit_id}, on).get(document.owner_unit_id, "") if document.owner_unit_id else ""
    same = Q(kind=document.kind, number=document.number, suffix=document.suffix, year=document.year)
    others = light(visible.filter(same, registered_at__isnull=False).exclude(pk=document.pk))
    return Page(
        label=label_of(document),
        state=state_of(document),
        owner=owner,
        lineage=lineage_of(document, visible, acting, on),
        namesakes=[(o.pk, label_of(o), o) for o in others[:5]] if document.number else [],
        set_members=members_beside(document, visible) if document.plenum and document.term else [],
        changes=changes_of(document, visible),
        said=said_of(document, visible),
    )


def review_for(document: Document, acting: Acting, on: date) -> Review:
    """What was read; who does not decide on it sees only what was confirmed."""
    review = review_of(document, visible_to(acting, on), on)
    if document.owner_unit_id == acting.unit_id:
        return review
    return Review([card for card in review.cards if card.is_confirmed])
