"""Which documents reach whom: by owner, by cascades, and by the references of those."""

from datetime import date
from typing import Any, cast

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from quantriet.documents.models import Document, Finding, Reference
from quantriet.documents.rules.findings import CONFIRMED
from quantriet.org import queries as org
from quantriet.org.queries import Acting


def visible_to(acting: Acting | None, on: date) -> QuerySet[Document]:
    """What one's branch owns or was given by a cascade, and the stubs to which that refers."""
    if acting is None:
        return Document.objects.none()
    # Asked of each owner, by an index: there are fewer documents than units in the branch of a country.
    branch = org.subtree(acting.path, on).order_by().filter(unit_id=OuterRef("owner_unit_id"))
    held = Q(Exists(branch)) | Q(pk__in=_given_to(acting)) | Q(pk__in=_plans_given_to(acting))
    mine = Document.objects.filter(held).values("pk")
    referred = Q(pk__in=Reference.objects.filter(source__in=mine).values("target_id"))
    mentioned = Q(pk__in=Finding.objects.filter(document__in=mine, status__in=CONFIRMED).values("target_id"))
    return Document.objects.filter(held | Q(referred | mentioned, is_stub=True))


def branch_of(acting: Acting, on: date) -> QuerySet[Any, Any]:
    """The numbers of the units of one's own branch, as a subquery."""
    return org.subtree(acting.path, on).order_by().values("unit_id")


def cascades_of(document: Document, acting: Acting, on: date) -> list[Model]:
    """The cascades that rest on the document and that one's branch issued or was given, the latest first."""
    branch = branch_of(acting, on)
    mine = Q(unit_in_charge_id=acting.unit_id)
    issued = Q(issued_at__isnull=False) & (Q(issuing_unit_id__in=branch) | Q(obligations__unit_id__in=branch))
    found = _related("cascades")._default_manager.filter(mine | issued, documents=document)
    return list(found.distinct().order_by("-created_at", "-pk")[:20])


def _related(name: str) -> type[Model]:
    # The cascade stands above this room and is not imported: its relation to documents is asked by name.
    return cast(type[Model], Document._meta.get_field(name).related_model)


def _reached(relation: str, acting: Acting) -> QuerySet[Model]:
    """The cascades that gave something to a unit of the branch, each asked by an index."""
    cascades = _related(relation)
    owed = cast(type[Model], cascades._meta.get_field("obligations").related_model)
    given = owed._default_manager.filter(
        root_cascade_id=Coalesce(OuterRef("root_id"), OuterRef("pk")), cascade_id=OuterRef("pk"),
        path__startswith=acting.path,
    )  # fmt: skip
    return cascades._default_manager.filter(Exists(given))


def _given_to(acting: Acting) -> QuerySet[Any, Any]:
    """The numbers of documents on which a cascade rests that gave something to a unit of the branch."""
    reached = _reached("cascades", acting)
    return Document.cascades.through.objects.filter(cascade__in=reached).values("document_id")


def _plans_given_to(acting: Acting) -> QuerySet[Any, Any]:
    """The numbers of the plans by which something was given to a unit of the branch."""
    return _reached("planned_cascades", acting).filter(plan__isnull=False).values("plan_id")
