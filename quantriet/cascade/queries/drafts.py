"""What a draft page needs besides the draft itself."""

from datetime import date

from quantriet.cascade.models import Cascade, Requirement
from quantriet.documents.models import Document
from quantriet.documents.queries import label_of
from quantriet.org import queries as org

PLANS = 100  # offered to choose from, the latest first


def own_plans(unit_id: int) -> list[tuple[int, str]]:
    """The plans in the unit's registry, as choices."""
    found = Document.objects.filter(owner_unit_id=unit_id, kind="plan", registered_at__isnull=False, is_stub=False)
    return [
        (d.pk, label_of(d)) for d in found.defer("text", "search_text", "text_vector").order_by("-created_at")[:PLANS]
    ]


def own_plan(unit_id: int, pk: int) -> Document | None:
    """One of them."""
    return Document.objects.filter(owner_unit_id=unit_id, kind="plan", pk=pk).first()


def documents_of(cascade: Cascade) -> list[tuple[int, str]]:
    """The documents a cascade rests on, by number and printed name."""
    found = cascade.documents.defer("text", "search_text", "text_vector").order_by("pk")
    return [(d.pk, label_of(d)) for d in found]


def issuer_of(cascade: Cascade, on: date) -> str:
    """The name of the issuing unit."""
    return org.names({cascade.issuing_unit_id}, on)[cascade.issuing_unit_id]


def cascade_by_id(pk: int) -> Cascade:
    """One cascade, for a job."""
    return Cascade.objects.get(pk=pk)


def requirement_by_id(pk: int) -> Requirement:
    """One requirement, for a job."""
    return Requirement.objects.get(pk=pk)
