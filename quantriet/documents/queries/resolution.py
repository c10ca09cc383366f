"""Which documents of the registry a reference may mean."""

from datetime import date

from django.db.models import Q

from quantriet.documents.models import Document, Finding
from quantriet.documents.queries.registry import light
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.findings import Category
from quantriet.documents.rules.resolution import Candidate, Match, compare, facts_of_mention, is_nameless, weigh

Known = dict[int, Document]


def known_like(wanted: list[DocumentFacts]) -> Known:
    """Registered documents and stubs of the same kinds and numbers, in one query."""
    same = Q(pk__in=[])
    for facts in set(wanted):
        bare = facts.number.lstrip("0")
        if bare:
            same |= Q(kind=facts.kind, number__in=[bare, bare.zfill(2), facts.number])
        elif facts.plenum or facts.term:
            same |= Q(kind=facts.kind, number="", plenum=facts.plenum)
    rows = light(Document.objects.filter(same).filter(Q(is_stub=True) | Q(registered_at__isnull=False)))
    return {document.pk: document for document in rows}


def candidates(wanted: DocumentFacts, source: Document, known: Known) -> list[Candidate]:
    """The documents that a reference in `source` may mean; a document does not refer to itself."""
    if is_nameless(wanted):
        return _shared_in(source, wanted)
    others = {pk: document for pk, document in known.items() if pk != source.pk}
    return weigh(wanted, others, until=day_of(source))


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
        for known in known_like([facts]).values()
        if known.is_stub and known.pk != document.pk and compare(known, document) is Match.SAME
    ]


def _shared_in(source: Document, wanted: DocumentFacts) -> list[Candidate]:
    """What has neither number nor plenum is only the same within one text: “the action programme of the committee”."""
    linked = Finding.objects.filter(document=source, category=Category.MENTION, target__is_stub=True)
    rows = linked.filter(target__kind=wanted.kind, target__number="").select_related("target").order_by("pk")
    found = next((f.target_id for f in rows if facts_of_mention(f.facts) == wanted), None)
    return [Candidate(found, Match.SAME)] if found else []
