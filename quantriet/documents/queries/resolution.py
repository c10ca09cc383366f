"""Which documents of the registry a reference may mean."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from quantriet.documents.models import Document, Finding
from quantriet.documents.queries.registry import light
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.findings import Category
from quantriet.documents.rules.resolution import Candidate, Match, compare, facts_of_mention, is_nameless, weigh

_Symbol = tuple[str, str]


@dataclass
class Known:
    """The registered documents and stubs that references of one text may mean."""

    source: Document
    by_symbol: dict[_Symbol, dict[int, Document]] = field(default_factory=dict)
    nameless: list[tuple[DocumentFacts, Document]] = field(default_factory=list)
    by_pk: dict[int, Document] = field(default_factory=dict)

    def add(self, document: Document, facts: DocumentFacts | None = None) -> None:
        """Know one more; `facts` for one that has no name of its own."""
        self.by_pk[document.pk] = document
        if facts is not None and is_nameless(facts):
            self.nameless.append((facts, document))
        else:
            self.by_symbol.setdefault(_symbol(document.kind, document.number), {})[document.pk] = document

    def candidates(self, wanted: DocumentFacts) -> list[Candidate]:
        """The documents that a reference may mean; a document does not refer to itself.

        What has neither number nor plenum is the same only within one text: “the committee's action programme”.
        """
        if is_nameless(wanted):
            return [Candidate(document.pk, Match.SAME) for facts, document in self.nameless if facts == wanted][:1]
        others = self.by_symbol.get(_symbol(wanted.kind, wanted.number), {})
        return weigh(wanted, {pk: d for pk, d in others.items() if pk != self.source.pk}, until=day_of(self.source))


def known_to(source: Document, wanted: Iterable[DocumentFacts]) -> Known:
    """What the registry knows of the documents that references in `source` describe."""
    known = Known(source)
    for document in _alike(set(wanted)):
        known.add(document)
    linked = Finding.objects.filter(
        document=source, category=Category.MENTION, target__is_stub=True, target__number="", target__plenum=""
    )
    if any(is_nameless(facts) for facts in wanted):
        for mention in linked.select_related("target").order_by("pk"):
            if mention.target is not None:
                known.add(mention.target, facts_of_mention(mention.facts))
    return known


def means_itself(wanted: DocumentFacts, source: Document) -> bool:
    """Whether the reference is the document's own symbol."""
    return bool(wanted.number) and compare(wanted, source) is Match.SAME


def day_of(document: Document) -> date | None:
    """The day by which everything the document refers to had been issued."""
    return document.issued_on or document.published_on


def stubs_of(document: Document) -> list[Document]:
    """The stubs that stand for this document."""
    facts = DocumentFacts(document.kind, document.number, plenum=document.plenum, term=document.term)
    return [
        known
        for known in _alike({facts})
        if known.is_stub and known.pk != document.pk and compare(known, document) is Match.SAME
    ]


def _alike(wanted: set[DocumentFacts]) -> list[Document]:
    """Registered documents and stubs of these kinds with one of these numbers, or of these plenums: one query."""
    kinds = {facts.kind for facts in wanted if not is_nameless(facts)}
    if not kinds:
        return []
    bare = {facts.number.lstrip("0") for facts in wanted if facts.number}
    numbers = bare | {number.zfill(2) for number in bare} | {facts.number for facts in wanted if facts.number}
    plenums = {facts.plenum for facts in wanted if not facts.number}
    same = Q(number__in=numbers) | (Q(number="", plenum__in=plenums) & ~Q(plenum="", term=""))
    known = Q(is_stub=True) | Q(registered_at__isnull=False)
    return list(light(Document.objects.filter(same & known, kind__in=kinds)))


def _symbol(kind: str, number: str) -> _Symbol:
    return kind, number.lstrip("0").casefold()
