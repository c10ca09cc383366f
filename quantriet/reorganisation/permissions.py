"""Which reorganisations an account may see, draft and decide; hidden and absent look alike."""

from datetime import date

from django.db.models import QuerySet

from quantriet.documents.models import StoredFile
from quantriet.kernel.errors import NotAllowed, NotFound
from quantriet.org.queries import Acting
from quantriet.reorganisation.models import Reorganisation


def visible(acting: Acting | None, on: date) -> QuerySet[Reorganisation]:
    """Those of one's own unit and of units below it, the latest day first."""
    if acting is None:
        return Reorganisation.objects.none()
    found = Reorganisation.objects.filter(unit_id__in=acting.branch_units(on))
    people = ("drafted_by", "submitted_by", "approved_by", "undone_by")
    return found.select_related(*people).defer("journal").order_by("-effective_on", "-pk")


def to_see(acting: Acting | None, pk: int, on: date) -> Reorganisation:
    """One of them."""
    found = visible(acting, on).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def to_edit(acting: Acting | None, pk: int, on: date) -> Reorganisation:
    """One that one's own unit drafts."""
    found = to_see(acting, pk, on)
    if acting is None or found.unit_id != acting.unit_id:
        raise NotFound
    return found


def to_decide(acting: Acting | None, pk: int, on: date) -> Reorganisation:
    """One of one's own unit, for the head to decide on."""
    found = to_edit(acting, pk, on)
    if acting is None or not acting.is_head:
        raise NotAllowed
    return found


def file_to_see(acting: Acting | None, pk: int, on: date) -> tuple[Reorganisation, StoredFile]:
    """The decision as a file."""
    found = to_see(acting, pk, on)
    if found.file is None:
        raise NotFound
    return found, found.file
