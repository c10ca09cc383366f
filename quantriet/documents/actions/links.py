"""Links between documents: a confirmed reference leads to a document or to a stub; a registered document fills stubs.

Not acts of their own: every function here is a part of an act that writes the audit line.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from quantriet.documents.models import Document, Finding, Reference
from quantriet.documents.queries.resolution import Known, known_to, means_itself, stubs_of
from quantriet.documents.rules.facts import DocumentFacts, columns_of
from quantriet.documents.rules.findings import CONFIRMED, Category, Relation
from quantriet.documents.rules.relations import relation_of
from quantriet.documents.rules.resolution import chosen, facts_of_mention

_FILLED = ("suffix", "year", "issuer", "issued_on", "term", "plenum")


def link(mentions: list[Finding], at: datetime) -> None:
    """Lead confirmed references to their documents: a known one, else a stub; where several may be meant, to none."""
    if not mentions:
        return
    source = mentions[0].document
    wanted = {mention.pk: facts_of_mention(mention.facts) for mention in mentions}
    known = known_to(source, wanted.values())
    before = {mention.target_id for mention in mentions}
    for mention in mentions:
        facts = wanted[mention.pk]
        mention.target = None if means_itself(facts, source) else _target(facts, known, at)
    Finding.objects.bulk_update(mentions, ["target"], batch_size=200)
    _drop_orphans(before - {mention.target_id for mention in mentions} - {None})
    renew_references(source)


def _target(facts: DocumentFacts, known: Known, at: datetime) -> Document | None:
    """The document that is surely meant, or a new stub where none may be meant; None: a person must choose."""
    found = known.candidates(facts)
    pk = chosen(found)
    if pk is not None:
        return _filled(known.by_pk[pk], facts)
    if found:
        return None
    stub = _stub(facts, at)
    known.add(stub, facts)
    return stub


def unlink(mentions: list[Finding]) -> None:
    """References that were rejected or reopened lead nowhere."""
    if not mentions:
        return
    left = {m.target_id for m in mentions if m.target_id}
    Finding.objects.filter(pk__in=[m.pk for m in mentions]).update(target=None)
    renew_references(mentions[0].document)
    _drop_orphans(left)


def relink(source: Document, mention: Finding, target: Document | None, at: datetime) -> None:
    """Lead one reference to the document a person chose, or to a new stub."""
    old = mention.target_id
    mention.target = target or _stub(facts_of_mention(mention.facts), at)
    mention.save(update_fields=["target"])
    renew_references(source)
    _drop_orphans({old} - {mention.target_id, None})


def renew_references(source: Document) -> None:
    """Let the references of a registered document be those of its confirmed mentions; a unit's own entries stay."""
    if source.registered_at is None:
        return
    mentions = Finding.objects.filter(document=source, category=Category.MENTION)
    told = mentions.filter(target__isnull=False, status__in=CONFIRMED).values_list("target_id", "start")
    wanted: dict[int, set[str]] = {}
    for target_id, start in told:
        relation = relation_of(source.text, start, is_report=source.kind == "report")
        wanted.setdefault(target_id, set()).add(relation)
    for relations in wanted.values():
        if len(relations) > 1:
            relations.discard(Relation.REFERS_TO)  # something more was said elsewhere
    # Only a text tells references: a plan that a unit entered without one keeps those it was entered with.
    if mentions.exists():
        keep = Q(pk__in=[])
        for target_id, relations in wanted.items():
            keep |= Q(target_id=target_id, relation__in=relations)
        Reference.objects.filter(source=source).exclude(keep).delete()
    Reference.objects.bulk_create(
        (Reference(source=source, target_id=pk, relation=r) for pk, relations in wanted.items() for r in relations),
        ignore_conflicts=True,
    )


def fill_stubs(document: Document) -> list[int]:
    """Put a newly registered document in the place of the stubs that stood for it; gives their numbers."""
    stubs = stubs_of(document)
    pks = [stub.pk for stub in stubs]
    for stub in stubs:
        Finding.objects.filter(target=stub).exclude(document=document).update(target=document)
        Finding.objects.filter(target=stub).update(target=None)
        sources = Reference.objects.filter(target=stub).exclude(source=document).values_list("source_id", "relation")
        Reference.objects.bulk_create(
            (Reference(source_id=pk, target=document, relation=relation) for pk, relation in sources),
            ignore_conflicts=True,
        )
        Reference.objects.filter(target=stub).delete()
        document.cascades.add(*stub.cascades.all())  # type: ignore[attr-defined]
        stub.delete()
    return pks


def _stub(facts: DocumentFacts, at: datetime) -> Document:
    return Document.objects.create(**columns_of(facts), is_stub=True, created_at=at)


def _filled(document: Document, facts: DocumentFacts) -> Document:
    """A stub learns what this reference says and the earlier ones did not."""
    news = [name for name in _FILLED if not getattr(document, name) and getattr(facts, name)]
    if document.is_stub and news:
        known = {name: getattr(document, name) for name in ("kind", "number", "subject", *_FILLED)}
        merged = DocumentFacts(**known | {name: getattr(facts, name) for name in news})
        for name, value in columns_of(merged).items():
            setattr(document, name, value)
        document.save(update_fields=[*news, "search_text"])
    return document


def _drop_orphans(pks: Iterable[int]) -> None:
    """Stubs to which nothing leads any more are not kept."""
    Document.objects.filter(
        pk__in=list(pks),
        is_stub=True,
        mentioned_by__isnull=True,
        referred_by__isnull=True,
        cascades__isnull=True,
        planned_cascades__isnull=True,
    ).delete()
