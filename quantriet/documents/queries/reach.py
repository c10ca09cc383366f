"""Which documents reach whom: by owner, by cascades, and by the references of those."""

from datetime import date
from typing import Any, cast

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from quantriet.documents.models import Document, Finding, Reference
from quantriet.documents.rules.findings import CONFIRMED
from quantriet.org import queries as org
from quantriet.org.models import UnitVersion
from quantriet.org.queries import Acting
from quantriet.org.rules import depth


def visible_to(acting: Acting | None, on: date) -> QuerySet[Document]:
    """What one's branch owns or was given by a cascade, and the stubs to which that refers."""
    if acting is None:
        return Document.objects.none()
    # Asked of each owner, by an index: there are fewer documents than units in the branch of a country.
    branch = org.subtree(acting.path, on).order_by().filter(unit_id=OuterRef("owner_unit_id"))
    cascades = reached(acting)
    resting = Document.cascades.through.objects.filter(cascade__in=cascades)
    plans = _related("planned_cascades")._default_manager.filter(pk__in=cascades, plan__isnull=False)
    held = Q(Exists(branch)) | Q(pk__in=resting.values("document_id")) | Q(pk__in=plans.values("plan_id"))
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


def reached(acting: Acting) -> list[int]:
    """The numbers of the cascades that gave something to a unit of the branch.

    Asked beforehand, once: within the question about documents the branch would be read for each time they are named.
    """
    issued = _related("cascades")._default_manager.filter(issued_at__isnull=False)
    owed = cast(type[Model], _related("cascades")._meta.get_field("obligations").related_model)
    given = owed._default_manager.filter(
        root_cascade_id=Coalesce(OuterRef("root_id"), OuterRef("pk")), cascade_id=OuterRef("pk")
    )
    within = Exists(given.filter(path__startswith=acting.path))
    if depth(acting.path) > 1:
        return list(issued.filter(within).values_list("pk", flat=True))
    # The whole tree is not read: most of what was issued was given below the issuing unit, and the first found will do.
    place = UnitVersion.objects.filter(unit_id=OuterRef("issuing_unit_id")).order_by("-valid_during").values("path")[:1]
    below = given.filter(path__gte=OuterRef("place"), path__lt=Concat(OuterRef("place"), Value("~"))).values("pk")[:1]
    placed = issued.annotate(place=Subquery(place)).annotate(below=Subquery(below)).values_list("pk", "place", "below")
    near = {pk: found is not None and place.startswith(acting.path) for pk, place, found in placed}
    left = [pk for pk, is_near in near.items() if not is_near]
    further = issued.filter(within, pk__in=left).values_list("pk", flat=True) if left else ()
    return [*(pk for pk, is_near in near.items() if is_near), *further]
