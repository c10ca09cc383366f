"""Links between documents: a confirmed reference leads to a document or to a stub; a registered document fills stubs.

Not acts of their own: they are parts of acts that write the audit line.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from quantriet.documents.actions.sets import columns_with_set
from quantriet.documents.models import Document, Finding, Reference
from quantriet.documents.queries.resolution import Known, known_to, means_itself, stubs_of
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.findings import CONFIRMED, Category, Relation
from quantriet.documents.rules.proposal import REPORT
from quantriet.documents.rules.relations import relation_of
from quantriet.documents.rules.resolution import chosen, facts_of_mention

_FILLED = ("suffix", "year", "issuer", "issued_on", "term", "plenum")


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one document, as they become at an instant."""

    source: Document
    at: datetime

    def lead(self, mentions: list[Finding]) -> None:
        """Lead confirmed references to their documents; where several may be meant, to none."""
        wanted = {mention.pk: facts_of_mention(mention.facts) for mention in mentions}
        known = known_to(self.source, wanted.values())
        before = {mention.target_id for mention in mentions}
        for mention in mentions:
            facts = wanted[mention.pk]
            mention.target = None if means_itself(facts, self.source) else self._target(facts, known)
        self._save(mentions, before)

    def lead_to(self, mentions: list[Finding], target: Document | None) -> None:
        """Lead references to the document a person chose, or to one new stub."""
        before = {mention.target_id for mention in mentions}
        target = target or self._stub(facts_of_mention(mentions[0].facts))
        for mention in mentions:
            mention.target = target
        self._save(mentions, before)

    def cut(self, mentions: list[Finding]) -> None:
        """References that were rejected or reopened lead nowhere."""
        before = {mention.target_id for mention in mentions}
        for mention in mentions:
            mention.target = None
        self._save(mentions, before)

    def renew_references(self) -> None:
        """Let the references of a registered document be those of its confirmed mentions.

        Only a text tells references: a plan that a unit entered without one keeps those it was entered with.
        """
        mentions = Finding.objects.filter(document=self.source, category=Category.MENTION)
        if self.source.registered_at is None or not mentions.exists():
            return
        wanted = self._told(mentions)
        pairs = Q(pk__in=[])
        for pk, relations in wanted.items():
            pairs |= Q(target_id=pk, relation__in=relations)
        Reference.objects.filter(source=self.source, by_hand=False).exclude(pairs).delete()
        rows = [Reference(source=self.source, target_id=pk, relation=r) for pk, found in wanted.items() for r in found]
        Reference.objects.bulk_create(rows, ignore_conflicts=True)

    def fill_stubs(self) -> list[int]:
        """Put the registered document in the place of the stubs that stood for it; gives their numbers.

        What an older text referred to under the same symbol is another document: that stub stays, for those texts.
        """
        stubs, older = stubs_of(self.source), self._older_texts()
        pks = [stub.pk for stub in stubs]
        for stub in stubs:
            mentions = Finding.objects.filter(target=stub)
            mentions.filter(document=self.source).update(target=None)
            referring = Reference.objects.filter(target=stub).exclude(source=self.source)
            mentions.exclude(document__in=older).update(target=self.source)
            moved = [
                Reference(source_id=r.source_id, target=self.source, relation=r.relation, by_hand=r.by_hand)
                for r in referring.exclude(source__in=older)
            ]
            Reference.objects.bulk_create(moved, ignore_conflicts=True)
            Reference.objects.filter(target=stub).exclude(source__in=older).delete()
            if not (mentions.exists() or Reference.objects.filter(target=stub).exists()):
                self.source.cascades.add(*stub.cascades.all())
                stub.delete()
        return pks

    def _older_texts(self) -> QuerySet[Document]:
        """The texts of a known day before the document was issued: they cannot refer to it."""
        if self.source.issued_on is None:
            return Document.objects.none()
        written = Document.objects.annotate(day=Coalesce("issued_on", "published_on"))
        return written.filter(day__lt=self.source.issued_on).only("pk")

    def _told(self, mentions: QuerySet[Finding]) -> dict[int, set[str]]:
        """The relations to each document that the confirmed mentions tell."""
        is_report = self.source.kind == REPORT
        told: dict[int, set[str]] = {}
        confirmed = mentions.filter(target__isnull=False, status__in=CONFIRMED)
        for target_id, start in confirmed.values_list("target_id", "start"):
            relation = relation_of(self.source.text, start, is_report=is_report)
            told.setdefault(target_id, set()).add(relation)
        for relations in told.values():
            if len(relations) > 1:
                relations.discard(Relation.REFERS_TO)  # something more was said elsewhere
        return told

    def _target(self, facts: DocumentFacts, known: Known) -> Document | None:
        """The document that is surely meant, or a new stub where none may be meant; None: a person must choose."""
        found = known.candidates(facts)
        pk = chosen(found)
        if pk is not None:
            return _filled(known.by_pk[pk], facts)
        if found:
            return None
        stub = self._stub(facts)
        known.add(stub, facts)
        return stub

    def _stub(self, facts: DocumentFacts) -> Document:
        return Document.objects.create(**columns_with_set(facts), is_stub=True, created_at=self.at)

    def _save(self, mentions: list[Finding], before: set[int | None]) -> None:
        """Write the targets; the references follow, and stubs to which nothing leads any more are not kept."""
        Finding.objects.bulk_update(mentions, ["target"], batch_size=200)
        self.renew_references()
        now = {mention.target_id for mention in mentions}
        left = [pk for pk in before - now if pk is not None]
        Document.objects.filter(
            pk__in=left,
            is_stub=True,
            mentioned_by__isnull=True,
            referred_by__isnull=True,
            cascades__isnull=True,
            planned_cascades__isnull=True,
        ).delete()


def _filled(document: Document, facts: DocumentFacts) -> Document:
    """A stub learns what this reference says and the earlier ones did not."""
    news = [name for name in _FILLED if not getattr(document, name) and getattr(facts, name)]
    if document.is_stub and news:
        known = {name: getattr(document, name) for name in ("kind", "number", "subject", *_FILLED)}
        merged = DocumentFacts(**known | {name: getattr(facts, name) for name in news})
        for name, value in columns_with_set(merged).items():
            setattr(document, name, value)
        document.save(update_fields=[*news, "search_text", "search_name", "document_set"])
    return document
