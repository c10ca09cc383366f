"""The line of a document: what it rests on, what rests on it, and the cascades issued from it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from quantriet.documents.models import Document, Finding, Reference
from quantriet.documents.queries.labels import label_of
from quantriet.documents.queries.reach import cascades_of
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.findings import CONFIRMED, Category, Relation
from quantriet.documents.rules.relations import relation_of
from quantriet.org import queries as org
from quantriet.org.queries import Acting

SHOWN = 8  # documents named one by one below; the rest is counted
_PLANS = ("plan", "action_programme")
_STRENGTH = [
    Relation.REFERS_TO,
    Relation.REPORTS_ON,
    Relation.BASED_ON,
    Relation.IMPLEMENTS,
    Relation.AMENDS,
    Relation.REPLACES,
]


@dataclass
class Node:
    """One document in the line; without `pk` there is nothing for the reader to open."""

    pk: int | None
    label: str
    note: str
    relation: str  # how the lower document stands to the upper one
    is_stub: bool
    rests_on: list["Node"] = field(default_factory=list)


@dataclass
class Lineage:
    """Everything the line shows."""

    above: list[Node]
    below: list[Node]
    below_count: int
    implementing_units: int  # units with a plan or programme that implements the document
    cascades: list[Any]

    @property
    def more_below(self) -> int:
        return self.below_count - len(self.below)

    @property
    def is_empty(self) -> bool:
        return not (self.above or self.below or self.cascades)


def lineage_of(document: Document, visible: QuerySet[Document], acting: Acting, on: date) -> Lineage:
    """The line of the document, as somebody sees it who sees `visible`."""
    targets = _targets(document)
    rows = Reference.objects.filter(source_id__in=targets).select_related("target").order_by("target_id")
    upper = list(rows.defer("target__text", "target__search_text", "target__text_vector"))
    asked = targets.keys() | {reference.target_id for reference in upper}
    seen = set(visible.filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    above = {pk: _node(target, relation, seen) for pk, (target, relation) in targets.items()}
    for reference in upper:
        if reference.source_id in seen:
            above[reference.source_id].rests_on.append(_node(reference.target, reference.relation, seen))
    lower = Reference.objects.filter(target=document, source__in=visible)
    below = _below(lower, on)
    return Lineage(
        above=list(above.values()),
        below=below[:SHOWN],
        below_count=lower.values("source").distinct().count() if below else 0,
        implementing_units=_implementing_units(lower) if below else 0,
        cascades=cascades_of(document, acting, on),
    )


def _targets(document: Document) -> dict[int, tuple[Document, str]]:
    """What the document rests on; before it is registered, what its confirmed references say."""
    found: list[tuple[Document, str]] = [
        (r.target, r.relation) for r in document.references.select_related("target").order_by("pk")
    ]
    if document.registered_at is None:
        mentions = Finding.objects.filter(
            document=document, category=Category.MENTION, status__in=CONFIRMED, target__isnull=False
        )
        is_report = document.kind == "report"
        found += [
            (m.target, relation_of(document.text, m.start, is_report=is_report))
            for m in mentions.select_related("target").order_by("start")
            if m.target is not None
        ]
    targets: dict[int, tuple[Document, str]] = {}
    for target, relation in found:
        old = targets.get(target.pk)
        if old is None or _STRENGTH.index(Relation(relation)) > _STRENGTH.index(Relation(old[1])):
            targets[target.pk] = (target, relation)
    return targets


def _below(lower: QuerySet[Reference], on: date) -> list[Node]:
    rows = (
        lower.select_related("source")
        .defer("source__text", "source__search_text", "source__text_vector")
        .order_by("-source_id")
    )
    sources = {row.source_id: row for row in rows[: SHOWN * 2]}
    names = org.names({row.source.owner_unit_id for row in sources.values() if row.source.owner_unit_id}, on)
    return [
        Node(pk, label_of(row.source), names.get(row.source.owner_unit_id or 0, ""), row.relation, row.source.is_stub)
        for pk, row in sources.items()
    ]


def _implementing_units(lower: QuerySet[Reference]) -> int:
    plans = lower.filter(relation=Relation.IMPLEMENTS, source__kind__in=_PLANS, source__owner_unit__isnull=False)
    return plans.values("source__owner_unit").distinct().count()


def _node(target: Document, relation: str, seen: set[int]) -> Node:
    """A document of the line; of one that the reader may not see only the number is said, as the text says it."""
    if target.pk in seen:
        return Node(target.pk, label_of(target), target.issuer, relation, target.is_stub)
    said = DocumentFacts(target.kind, target.number, plenum=target.plenum, term=target.term)
    return Node(None, label_of(said), "", relation, target.is_stub)
