"""The registry as a list: search without diacritics, filter, order, pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from quantriet.documents.models import Document
from quantriet.documents.queries.labels import label_of
from quantriet.documents.queries.reach import visible_to
from quantriet.documents.rules.facts import search_words
from quantriet.org import queries as org
from quantriet.org.queries import Acting

REVIEW, REGISTERED, STUB = STATES = ("review", "registered", "stub")
_IN_STATE = {
    REVIEW: Q(is_stub=False, registered_at__isnull=True),
    REGISTERED: Q(registered_at__isnull=False),
    STUB: Q(is_stub=True),
}
_ORDERS = {
    "newest": (Coalesce("registered_at", "created_at").desc(), "-pk"),
    "issued": (F("issued_on").desc(nulls_last=True), "-pk"),
    "symbol": ("kind", "suffix", "number", "pk"),
}
ORDERS = tuple(_ORDERS)
PAGE = 25


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shall show."""

    words: str = ""
    kind: str = ""
    state: str = ""
    order: str = "newest"
    page: int = 1


def state_of(document: Document) -> str:
    """Where the document stands: under review, registered, or known only by reference."""
    if document.is_stub:
        return STUB
    return REGISTERED if document.registered_at else REVIEW


def light(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Without the texts, which may be long."""
    return documents.defer("text", "search_text")


def holding(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """The documents that hold all the words, each perhaps only begun."""
    parts = search_words(words).split()
    if not parts:
        return documents
    query = SearchQuery(" & ".join(f"{part}:*" for part in parts), search_type="raw", config="simple")
    return documents.annotate(searched=SearchVector("search_text", config="simple")).filter(searched=query)


def _named_first(words: str) -> tuple[Case, ...]:
    """Whose own number was typed comes before those that only mention it."""
    numbers = [part for part in search_words(words).split() if part[0].isdecimal()]
    return (Case(When(number__in=numbers, then=0), default=1),) if numbers else ()


def registry(visible: QuerySet[Document], wanted: Wanted) -> Page[Document]:
    """One page of the list."""
    found = holding(visible, wanted.words)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.state in _IN_STATE:
        found = found.filter(_IN_STATE[wanted.state])
    order = _ORDERS.get(wanted.order, _ORDERS["newest"])
    rows = light(found).order_by(*(_named_first(wanted.words) if wanted.order == "newest" else ()), *order)
    return Paginator(rows, PAGE).get_page(wanted.page)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    document: Document
    label: str
    state: str
    owner: str


def listing(visible: QuerySet[Document], wanted: Wanted, on: date) -> dict[str, Any]:
    """The page of the list with its counts: how many documents each state holds, and which kinds occur."""
    found = registry(visible, wanted)
    documents = list(found.object_list)
    owners = org.names({d.owner_unit_id for d in documents if d.owner_unit_id}, on)
    totals = visible.aggregate(**{state: Count("pk", filter=where) for state, where in _IN_STATE.items()})
    rows = [Row(d, label_of(d), state_of(d), owners.get(d.owner_unit_id or 0, "")) for d in documents]
    return {"rows": rows, "page": found, "totals": totals, "all": sum(totals.values())}


def twin_of(unit_id: int, sha256: str, text: str) -> Document | None:
    """A document of the unit with the same bytes or the same text."""
    same = Q(file__sha256=sha256) | (Q(text=text) if text else Q(pk__in=[]))
    return light(Document.objects.filter(same, owner_unit_id=unit_id)).order_by("pk").first()


@dataclass(frozen=True, slots=True)
class Hit:
    """A document to offer in the search box."""

    pk: int
    label: str
    issuer: str
    issued_on: date | None
    state: str


def search_documents(words: str, acting: Acting | None, on: date, limit: int = 8) -> list[Hit]:
    """The documents to offer for words typed into the search box: registered ones first, then the newest."""
    found = light(holding(visible_to(acting, on), words))
    rows = found.order_by(*_named_first(words), F("registered_at").desc(nulls_last=True), "-pk")
    return [Hit(d.pk, label_of(d), d.issuer, d.issued_on, state_of(d)) for d in rows[:limit]]
