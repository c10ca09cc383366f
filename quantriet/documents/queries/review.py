"""What was read in a document, as a person reviews it: one card for each thing, however often it is said."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from quantriet.documents.models import Document, Finding
from quantriet.documents.queries.addressees import Meant, tree_of
from quantriet.documents.queries.resolution import day_of, known_to, means_itself
from quantriet.documents.queries.sets import members_by_set
from quantriet.documents.rules.addressees import addressees_of
from quantriet.documents.rules.facts import DocumentFacts
from quantriet.documents.rules.findings import CERTAIN, CONFIRMED, Category, Status
from quantriet.documents.rules.resolution import (
    Ground,
    Match,
    compare,
    facts_of_mention,
    grounds_of,
    is_nameless,
    means_set,
)

WINDOW = 50  # cards of one category on one page
_TOGETHER = (Category.MENTION, Category.DATE)  # said five times alike, it is decided once


def stamp(finding: Finding) -> str:
    """What tells whether somebody decided the finding since one looked."""
    return f"{finding.status}@{finding.decided_at.isoformat() if finding.decided_at else ''}"


def certain(document: Document) -> list[Finding]:
    """What is certain and still wants a decision."""
    rows = Finding.objects.filter(document=document, status=Status.PROPOSED, confidence__gte=CERTAIN)
    return _of_one(document, rows.order_by("start"))


def alike(finding: Finding) -> list[Finding]:
    """The finding and the places of the same document that say the same and were decided the same."""
    if finding.category not in _TOGETHER:
        return [finding]
    rows = Finding.objects.filter(document_id=finding.document_id, category=finding.category, status=finding.status)
    cards = gathered(_of_one(finding.document, rows.order_by("start")))
    return next(card.places for card in cards if any(place.pk == finding.pk for place in card.places))


def _of_one(document: Document, rows: QuerySet[Finding]) -> list[Finding]:
    """The findings, all of the same document object: its text may be long and is not fetched for each."""
    found = list(rows)
    for finding in found:
        finding.document = document
    return found


@dataclass(frozen=True, slots=True)
class Option:
    """A document that a reference may mean, and why."""

    document: Document
    grounds: tuple[Ground, ...]
    is_likely: bool


@dataclass
class Card:
    """One thing to decide: the first place that says it, and all its places."""

    finding: Finding
    places: list[Finding]
    options: list[Option] = field(default_factory=list)  # documents that a reference may mean
    grounds: tuple[Ground, ...] = ()  # why it leads where it leads
    members: list[Document] = field(default_factory=list)  # of the set that is meant
    meant: Meant | None = None  # the units a duty is meant for
    means_itself: bool = False
    is_hidden: bool = False  # the document it leads to is not the reader's to see

    @property
    def pk(self) -> int:
        return self.finding.pk

    @property
    def stamp(self) -> str:
        return stamp(self.finding)

    @property
    def facts(self) -> dict[str, Any]:
        return self.finding.facts

    @property
    def is_open(self) -> bool:
        return self.finding.status == Status.PROPOSED

    @property
    def is_confirmed(self) -> bool:
        return self.finding.status in CONFIRMED

    @property
    def is_certain(self) -> bool:
        return min(place.confidence for place in self.places) >= CERTAIN

    @property
    def must_choose(self) -> bool:
        """Whether a confirmed reference leads nowhere yet because several documents may be meant."""
        return self.is_confirmed and bool(self.options) and self.finding.target_id is None


@dataclass(frozen=True, slots=True)
class Window:
    """The cards of one category that one page shows, with a card of the page before and of the page after."""

    cards: list[Card]
    total: int
    previous: int | None
    following: int | None
    begin: int

    @property
    def end(self) -> int:
        return self.begin + len(self.cards) - 1


@dataclass
class Review:
    """All cards of a document with their counts; every count is the number of cards one sees under its name."""

    cards: list[Card]

    def of(self, category: str) -> list[Card]:
        """The cards of one category, in the order of the text."""
        return [card for card in self.cards if card.finding.category == category]

    def window(self, category: str, at: int | None) -> Window:
        """The cards of a category that one page shows: those around the finding `at`, else the first."""
        cards = self.of(category)
        place = next((i for i, card in enumerate(cards) if any(p.pk == at for p in card.places)), 0) if at else 0
        begin = place - place % WINDOW
        return Window(
            cards=cards[begin : begin + WINDOW],
            total=len(cards),
            previous=cards[begin - WINDOW].pk if begin else None,
            following=cards[begin + WINDOW].pk if begin + WINDOW < len(cards) else None,
            begin=begin + 1,
        )

    @property
    def total(self) -> int:
        return len(self.cards)

    @property
    def open(self) -> int:
        return sum(card.is_open for card in self.cards)

    @property
    def certain(self) -> int:
        return sum(card.is_open and card.is_certain for card in self.cards)

    @property
    def has_duty(self) -> bool:
        """Whether a cascade can be issued: at least one duty is confirmed."""
        return any(card.is_confirmed for card in self.of(Category.DUTY))

    def card_of(self, pk: int) -> Card | None:
        """The card on which a finding stands."""
        return next((card for card in self.cards if any(place.pk == pk for place in card.places)), None)


def review_of(document: Document, visible: QuerySet[Document], on: date) -> Review:
    """Everything read in the document, ready to be decided by somebody who sees `visible`."""
    rows = Finding.objects.filter(document=document).select_related("target", "decided_by")
    cards = gathered(rows.order_by("start", "-end", "pk"))
    _add_options(document, [c for c in cards if c.finding.category == Category.MENTION], visible)
    _add_units(document, [c for c in cards if c.finding.category == Category.DUTY], on)
    return Review(cards)


def _add_units(document: Document, cards: list[Card], on: date) -> None:
    """Tell for each duty which units of the tree it is meant for, as the tree was on the document's day."""
    if cards:
        tree = tree_of(document.owner_unit_id, day_of(document) or on)
        for card in cards:
            card.meant = tree.meant(addressees_of(card.facts, card.finding.correction))


def gathered(rows: Iterable[Finding]) -> list[Card]:
    """One card for each thing said; a place joins the first card that says the same."""
    cards: list[Card] = []
    near: dict[object, list[Card]] = {}
    for row in rows:
        others = near.setdefault(_nearness(row), [])
        card = next((card for card in others if _says_the_same(card.finding, row)), None)
        if card is None:
            card = Card(row, [])
            cards.append(card)
            others.append(card)
        card.places.append(row)
    return cards


def _nearness(row: Finding) -> object:
    """What two places must share to be compared at all."""
    if row.category not in _TOGETHER:
        return row.pk
    facts = row.facts
    return (row.category, row.status, row.target_id, facts.get("type"), facts.get("number"), facts.get("iso_start"))


def _says_the_same(one: Finding, other: Finding) -> bool:
    if one.category != Category.MENTION:
        return one.facts == other.facts
    facts, others = facts_of_mention(one.facts), facts_of_mention(other.facts)
    return facts == others or compare(facts, others) is Match.SAME


def _add_options(document: Document, cards: list[Card], visible: QuerySet[Document]) -> None:
    """Give each reference the documents it may mean, so far as the reader may know of them."""
    wanted = {card.pk: facts_of_mention(card.facts) for card in cards if card.finding.status != Status.REJECTED}
    known = known_to(document, [facts for facts in wanted.values() if not is_nameless(facts)])
    asked = known.by_pk.keys() | {card.finding.target_id for card in cards if card.finding.target_id}
    seen = set(visible.filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    _add_members(cards, wanted, visible)
    for card in cards:
        target = card.finding.target
        card.is_hidden = target is not None and target.pk not in seen
        facts = wanted.get(card.pk)
        if facts is None or is_nameless(facts):
            continue
        card.means_itself = means_itself(facts, document)
        if target is not None:
            card.grounds = grounds_of(facts, target, until=day_of(document)) if not target.is_stub else ()
        elif not card.means_itself:
            found = known.candidates(facts)
            options = [Option(known.by_pk[c.pk], c.grounds, c.match is Match.SAME) for c in found]
            card.options = [option for option in options if option.document.pk in seen or option.document.is_stub]


def _add_members(cards: list[Card], wanted: dict[int, DocumentFacts], visible: QuerySet[Document]) -> None:
    """Give each reference to the documents of a plenum those that are known."""
    sets = {pk: facts for pk, facts in wanted.items() if means_set(facts)}
    members = members_by_set({(facts.plenum, facts.term) for facts in sets.values()}, visible)
    for card in cards:
        facts = sets.get(card.pk)
        if facts is not None:
            among = members.get((facts.plenum, facts.term), [])
            card.members = [m for m in among if facts.kind in (m.kind, "other")]
