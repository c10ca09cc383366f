"""{% load scans %}: what the pages of files and scans show beside the document itself."""

from typing import TYPE_CHECKING

from django import template

from quantriet.documents.errors import REFUSED_FILES
from quantriet.documents.queries.files import original_of
from quantriet.documents.queries.scans import Doubt, doubts_of
from quantriet.documents.rules.ocr import PACKAGES
from quantriet.jobs import progress
from quantriet.web.refusals import refusal_text

if TYPE_CHECKING:
    from quantriet.documents.models import BatchFile, Document, StoredFile
    from quantriet.jobs.models import Progress

register = template.Library()
_TONES = {"waiting": "blue", "read": "green", "duplicate": "amber", "refused": "red"}


@register.simple_tag
def original(document: "Document") -> "StoredFile | None":
    """Size and hash of the original file."""
    return original_of(document)


@register.simple_tag
def doubts(document: "Document") -> list[Doubt]:
    """The words of a scan that want a look."""
    return doubts_of(document)


@register.simple_tag
def scan_pages(document: "Document") -> int:
    """How many pages were recognised."""
    return document.scan_pages.count()


@register.simple_tag
def recognition_progress(document: "Document") -> "Progress | None":
    """How far the recognition is."""
    return progress.of(f"document:{document.pk}")


@register.simple_tag
def recogniser_packages() -> str:
    """What must be installed so that scans can be recognised."""
    return PACKAGES


@register.filter
def state_tone(state: str) -> str:
    """The tone of a file's state."""
    return _TONES.get(state, "grey")


@register.filter
def refusal_of(file: "BatchFile") -> str:
    """Why a file was refused, in the reader's language."""
    return refusal_text(REFUSED_FILES[file.reason](**file.facts))
