"""Ready scenes of the registry, played through the actions."""

from datetime import date
from typing import Any

from quantriet.documents import actions
from quantriet.documents.actions import DocumentFacts
from quantriet.documents.models import Document, Finding
from quantriet.documents.queries.review import stamp
from quantriet.documents.rules.findings import Category, Status
from tests.documents.texts import PLAN
from tests.world import Member, World


def taken_in(world: World, member: Member, text: str = PLAN, **over: Any) -> Document:
    """A text the member's unit has given to its registry."""
    return actions.take_in(actor=member.actor, unit_id=member.unit.pk, text=text, **over, at=world.noon)


def registered(world: World, member: Member, facts: DocumentFacts, text: str = "") -> Document:
    """A document in the registry of the member's unit."""
    document = taken_in(world, member, text or f"{facts.kind} {facts.number} {facts.suffix} {facts.issued_on}")
    return entered(world, member, document, facts)


def entered(world: World, member: Member, document: Document, facts: DocumentFacts) -> Document:
    """The document after it has been entered into the registry."""
    actions.register(actor=member.actor, document=document, facts=facts, version=document.version, at=world.noon)
    document.refresh_from_db()
    return document


def mention(document: Document, text: str) -> Finding:
    """The first reference that reads so."""
    return found(document, Category.MENTION, text)


def found(document: Document, category: str, text: str) -> Finding:
    """The first finding of a category that reads so."""
    return document.findings.filter(category=category, text__contains=text).order_by("start")[0]


def accept(world: World, member: Member, finding: Finding) -> Finding:
    """The finding after the member has accepted it."""
    return decide(world, member, finding, Status.ACCEPTED)


def decide(world: World, member: Member, finding: Finding, status: str) -> Finding:
    """The finding after the member's decision."""
    actions.decide(actor=member.actor, finding=finding, status=status, seen=stamp(finding), at=world.noon)
    finding.refresh_from_db()
    return finding


POLITBURO_45 = DocumentFacts("resolution", "45", "NQ/TW", "Bộ Chính trị", date(2019, 1, 24), "về thành phố Cảng")
PLAN_91 = DocumentFacts("plan", "91", "KH/TU", "Thành ủy Cảng", date(2019, 7, 5), "về học tập nghị quyết")
