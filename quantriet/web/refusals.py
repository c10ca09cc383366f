"""What a refusal says to the reader, in the reader's language."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from quantriet.kernel.errors import Refusal
from quantriet.web import formats


def refusal_text(refusal: Refusal) -> str:
    """The sentence of a refusal with its facts in place."""
    return gettext(refusal.message) % {name: _written(fact) for name, fact in refusal.facts.items()}


def _written(fact: Any) -> Any:
    if isinstance(fact, datetime):
        return formats.instant(fact)
    if isinstance(fact, date):
        return formats.day(fact)
    return fact
