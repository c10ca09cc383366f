"""What has been built on a reorganisation since it came into force, so that it can no longer be undone."""

from django.utils.translation import gettext as _

from quantriet.cascade.models import Cascade, Move, Obligation
from quantriet.conference.models import Conference
from quantriet.documents.models import Document
from quantriet.reorganisation.models import Reorganisation


def built_upon(found: Reorganisation) -> str:
    """In words, the first thing that rests on it; empty when nothing does."""
    founded = found.journal["founded"]
    inherited = [int(number) for number in found.journal["obligations"]]
    moved = Move.objects.filter(obligation_id__in=inherited, at__gt=found.applied_at).order_by("at").first()
    if moved is not None:
        title = Obligation.objects.select_related("requirement").get(pk=moved.obligation_id).requirement.title
        return _("the obligation “%(title)s” has gone on since") % {"title": title}
    given = Obligation.objects.filter(origin_unit_id__in=founded).select_related("requirement").first()
    if given is not None:
        return _("the new unit was given “%(title)s”") % {"title": given.requirement.title}
    for model, field, words in (
        (Cascade, "issuing_unit_id", _("the new unit has drafted or issued “%(thing)s”")),
        (Conference, "unit_id", _("the new unit has held a conference: %(thing)s")),
        (Document, "owner_unit_id", _("the new unit holds a document: %(thing)s")),
    ):
        thing = model._default_manager.filter(**{f"{field}__in": founded}).first()
        if thing is not None:
            return words % {"thing": thing}
    return ""
