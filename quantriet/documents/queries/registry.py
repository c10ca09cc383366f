"""The registry as a list: search without diacritics, filter, order, pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, QuerySet, When, Window
from django.db.models.functions import Coalesce, Substr
from django.utils.http import urlencode

from quantriet.documents.models import Document
from quantriet.documents.queries.labels import label_of
from quantriet.documents.queries.reach import visible_to
from quantriet.documents.rules.facts import SEARCHED_TEXT, search_words
from quantriet.documents.rules.snippets import Piece, highlighted, snippet
from quantriet.kernel.text import fold, sort_key
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
BEST = "best"
PAGE = 25


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shall show."""

    words: str = ""
    kind: str = ""
    state: str = ""
    order: str = ""  # the best match first where words are searched, else the newest
    page: int = 1
    issuer: str = ""
    year: int | None = None
    unit: int | None = None

    @property
    def sorting(self) -> str:
        """The order in which the list stands."""
        return self.order or (BEST if self.words else "newest")

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter holds that stands in the fold."""
        return bool(self.issuer or self.year or self.unit)

    @property
    def query(self) -> str:
        """The filters as a link carries them, without state and page."""
        names = {"q": self.words, "kind": self.kind, "order": self.order, "issuer": self.issuer}
        return urlencode(names | {"year": self.year or "", "unit": self.unit or ""})


def state_of(document: Document) -> str:
    """Where the document stands: under review, registered, or known only by reference."""
    if document.is_stub:
        return STUB
    return REGISTERED if document.registered_at else REVIEW


def light(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Without the texts, which may be long."""
    return documents.defer("text", "search_text", "text_vector")


def holding(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """The documents that hold all the words, each perhaps only begun."""
    parts = search_words(words).split()
    if not parts:
        return documents
    return documents.filter(text_vector=_asked(parts, "&"))


def _asked(parts: list[str], sign: str) -> SearchQuery:
    return SearchQuery(f" {sign} ".join(f"{part}:*" for part in parts), search_type="raw", config="simple")


def _best_first(words: str) -> tuple[Any, ...]:
    """Who is named so before who only speaks of it, then whose name holds more of the words, then the newest.

    Only names are weighed: they are short and stand ready, the texts would all have to be read.
    """
    parts = search_words(words).split()
    named = (SearchRank(F("name_vector"), _asked(parts, "|")).desc(),) if parts else ()
    return (*_named_first(words), *named, *_ORDERS["newest"])


def _named_first(words: str) -> tuple[Case, ...]:
    """The whole name with its own number, then all words in the name, then the own number alone, then the text only."""
    parts = search_words(words).split()
    if not parts:
        return ()
    own, whole = Q(number__in=[part for part in parts if part[0].isdecimal()]), Q(name_vector=_asked(parts, "&"))
    return (Case(When(own & whole, then=0), When(whole, then=1), When(own, then=2), default=3),)


def registry(visible: QuerySet[Document], wanted: Wanted) -> Page[Document]:
    """One page of the list."""
    found = holding(visible, wanted.words).filter(_narrowed(visible, wanted))
    order = _best_first(wanted.words) if wanted.sorting == BEST else _ORDERS.get(wanted.sorting, _ORDERS["newest"])
    numbers, total = _numbers(found.order_by(*order), wanted.page)
    pages: Paginator[Any] = Paginator(numbers, PAGE)
    pages.count = total
    number = min(wanted.page, pages.num_pages)
    if number < wanted.page:  # a link to a page that is no more
        numbers, _total = _numbers(found.order_by(*order), number)
    rows = light(Document.objects.all()).in_bulk(numbers)
    return Page([rows[pk] for pk in numbers], number, pages)


def _numbers(found: QuerySet[Document], page: int) -> tuple[list[int], int]:
    """The numbers of one page and of how many in all: asked together, what was searched is searched once."""
    begin = PAGE * (page - 1)
    rows = list(found.values_list("pk", Window(Count("*")))[begin : begin + PAGE])
    return [pk for pk, _ in rows], rows[0][1] if rows else found.count()


def _narrowed(visible: QuerySet[Document], wanted: Wanted) -> Q:
    """The filters that are set."""
    asked = Q(kind=wanted.kind) if wanted.kind else Q()
    if wanted.state in _IN_STATE:
        asked &= _IN_STATE[wanted.state]
    if wanted.issuer:
        issuers = visible.exclude(issuer="").order_by().values_list("issuer", flat=True).distinct()
        asked &= Q(issuer__in=[issuer for issuer in issuers if fold(wanted.issuer) in fold(issuer)])
    if wanted.year:
        asked &= Q(issued_on__year=wanted.year) | Q(year=wanted.year)
    if wanted.unit:
        asked &= Q(owner_unit_id=wanted.unit)
    return asked


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    document: Document
    label: str
    state: str
    owner: str
    title: list[Piece]  # the label with the hits
    hit: list[Piece]  # where the words stand: in the subject, or in the text


def listing(visible: QuerySet[Document], wanted: Wanted, on: date) -> dict[str, Any]:
    """The page of the list with its counts: how many documents each state holds, and which kinds occur."""
    found = registry(visible, wanted)
    documents = list(found.object_list)
    held, totals = _held_and_totals(visible)
    owners = org.names(held, on)
    texts = _texts(documents) if wanted.words else {}
    parts = search_words(wanted.words).split()
    rows = [_row(d, owners.get(d.owner_unit_id or 0, ""), parts, texts.get(d.pk, "")) for d in documents]
    units = sorted(owners.items(), key=lambda unit: sort_key(unit[1]))
    return {"rows": rows, "page": found, "totals": totals, "all": sum(totals.values()), "units": units}


def _held_and_totals(visible: QuerySet[Document]) -> tuple[set[int], dict[str, int]]:
    """Which units hold documents, and how many documents each state holds: one look at the registry gives both."""
    counts = {state: Count("pk", filter=where) for state, where in _IN_STATE.items()}
    rows: Any = list(visible.order_by().values("owner_unit_id").annotate(**counts))
    held = {row["owner_unit_id"] for row in rows if row["owner_unit_id"]}
    return held, {state: sum(row[state] for row in rows) for state in STATES}


def _row(document: Document, owner: str, parts: list[str], text: str) -> Row:
    label = label_of(document)
    in_subject = highlighted(document.subject[:300], parts) if document.number and parts else []
    in_text = snippet(text, parts)
    hit = in_subject if _held(in_subject) >= _held(in_text) else in_text
    return Row(document, label, state_of(document), owner, highlighted(label, parts), hit)


def _held(pieces: list[Piece]) -> int:
    """How many different words stand there."""
    return len({piece.text.casefold() for piece in pieces if piece.is_hit})


def _texts(documents: list[Document]) -> dict[int, str]:
    """What is searched of the texts of one page."""
    rows = Document.objects.filter(pk__in=[d.pk for d in documents])
    return dict(rows.values_list("pk", Substr("text", 1, SEARCHED_TEXT)))


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
    unregistered = Case(When(registered_at=None, then=1), default=0)
    rows = found.order_by(*_named_first(words), unregistered, *_best_first(words)[1:])
    return [Hit(d.pk, label_of(d), d.issuer, d.issued_on, state_of(d)) for d in rows[:limit]]
