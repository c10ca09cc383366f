"""The words of sending many files at once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileState(TextChoices):
    """What became of one file of a batch."""

    WAITING = "waiting", _("Being processed")
    READ = "read", _("Taken in")
    DUPLICATE = "duplicate", _("Already in the registry")
    REFUSED = "refused", _("Refused")
    DROPPED = "dropped", _("Left out")
