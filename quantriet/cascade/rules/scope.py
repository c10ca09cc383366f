"""To whom a cascade is addressed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """Whom a cascade addresses; its rule names the levels and kinds."""

    DIRECT = "direct", _("Direct subordinates; each passes it on with its own plan")
    SUBTREE = "subtree", _("Every unit of the whole branch at once")
    RULE = "rule", _("Units of the branch by level or kind")
    HAND = "hand", _("Units of the branch picked by hand")
