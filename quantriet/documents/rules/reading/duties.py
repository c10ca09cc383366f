"""Duties: who must do what by when, and whether the head must act in person. Right rather than many."""

from __future__ import annotations

from .model import DateMention, Duty
from .normal import Normal


def duties_in(normal: Normal, dates: list[DateMention]) -> list[Duty]:
    """Every duty of a text, in order."""
    return []
