"""To whom a cascade is addressed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """Two ways down."""

    DIRECT = "direct", _("Direct subordinates; each passes it on with its own plan")
    SUBTREE = "subtree", _("Every unit of the whole branch at once")
