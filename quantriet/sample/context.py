"""Gives templates the band and the cast of the sample world, where one is loaded."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from quantriet.sample import queries
from quantriet.sample.models import SampleClock


def sample(request: HttpRequest) -> dict[str, Any]:
    """`sample_band` and `sample_cast`; nothing at all in a real system."""
    played = queries.sample_clock()
    if played is None:
        return {}
    return {"sample_band": _band(request, played), "sample_cast": SimpleLazyObject(lambda: _cast(played))}


def _band(request: HttpRequest, played: SampleClock) -> dict[str, Any]:
    is_ours = getattr(getattr(request, "user", None), "is_sample", False)
    return {
        "text": _("Real places, invented people and papers."),
        "today": played.today,
        "start": played.start,
        "before": played.today - timedelta(days=1),
        "after": played.today + timedelta(days=1),
        "clock_template": "sample/_clock.html" if is_ours else "",
        "move_url": reverse("sample:move-clock"),
    }


def _cast(played: SampleClock) -> list[dict[str, str]]:
    return [
        {
            "username": member.username,
            "full_name": member.full_name,
            "role_label": member.role_label,
            "unit_name": member.unit_name,
            "initials": "".join(word[0] for word in member.full_name.split()[:2]).upper(),
            "sign_in_url": reverse("sample:sign-in", args=[member.username]),
        }
        for member in queries.cast(played.today)
    ]
