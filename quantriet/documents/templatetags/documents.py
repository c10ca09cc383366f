"""How findings are shown: {% load documents %} gives the text with its marks and the words of a card."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from quantriet.documents.forms import FORMS
from quantriet.documents.queries.addressees import Meant
from quantriet.documents.queries.labels import kind_name, label_of
from quantriet.documents.queries.review import Card, Review, Window
from quantriet.documents.queries.scans import doubts_of
from quantriet.documents.rules.findings import Category, DutyType, Relation
from quantriet.documents.rules.layers import Open, Span, Words, layered
from quantriet.documents.rules.numbering import Doubt
from quantriet.documents.rules.resolution import Ground, facts_of_mention
from quantriet.org.rules import level_label
from quantriet.web import formats

if TYPE_CHECKING:
    from quantriet.documents.models import Document

register = template.Library()
register.filter("kind_name", kind_name)
register.filter("document_label", label_of)

_END = SafeString("</mark>")
_DOUBTFUL = SafeString('<mark class="mark-doubtful">')
_MARKS: dict[str, str] = {
    Category.MENTION: "mark-reference",
    Category.DATE: "mark-date",
    Category.PERSON: "mark-person",
    Category.DUTY: "mark-duty",
}


@register.simple_tag
def window(review: Review, category: str, at: int | None) -> Window:
    """The cards of a category that this page shows."""
    return review.window(category, at)


@register.simple_tag
def reading_text(document: "Document", review: Review, at: int | None = None) -> SafeString:
    """The text with a mark around every finding; each leads to its card, without a script too."""
    cards = {place.pk: card for card in review.cards for place in card.places}
    spans = [Span(place.pk, place.start, place.end) for card in review.cards for place in card.places]
    spans += [Span(-1 - doubt.start, doubt.start, doubt.end) for doubt in doubts_of(document)]
    here = {card.pk for category in Category.values for card in review.window(category, at).cards}
    return format_html_join("", "{}", ((piece,) for piece in _pieces(document.text, spans, cards, here)))


def _pieces(text: str, spans: list[Span], cards: dict[int, Card], here: set[int]) -> Iterator[SafeString]:
    for part in layered(text, spans):
        if isinstance(part, Open):
            yield _mark(part, cards[part.pk]) if part.pk >= 0 else _DOUBTFUL
        elif isinstance(part, Words):
            yield _words(part, cards, here)
        else:
            yield _END


def _mark(part: Open, card: Card) -> SafeString:
    place = format_html(' id="place-{}"', part.pk) if part.is_first else ""
    style = _MARKS[card.finding.category]
    return format_html(
        '<mark class="{}" data-finding="{}" data-status="{}"{}>', style, card.pk, card.finding.status, place
    )


def _words(part: Words, cards: dict[int, Card], here: set[int]) -> SafeString:
    if part.pk is None:
        return format_html("{}", part.text)
    if part.pk < 0:  # a doubtful word of a scan, which has its number from its place
        return format_html('<a href="#word-{}" tabindex="-1">{}</a>', -1 - part.pk, part.text)
    pk = cards[part.pk].pk
    page = "" if pk in here else f"?at={pk}"
    return format_html('<a href="{}#finding-{}" tabindex="-1">{}</a>', page, pk, part.text)


@register.filter
def card_title(card: Card) -> str:
    """What a card is about, in one line."""
    facts = card.facts
    match card.finding.category:
        case Category.MENTION:
            return label_of(facts_of_mention(facts))
        case Category.DATE:
            return period(facts.get("iso_start"), facts.get("iso_end"))
        case Category.PERSON:
            return str(facts["name"])
        case _:
            return str(facts["what"])


@register.filter
def iso_day(written: str | None) -> str:
    """A day in ISO form as official papers write it."""
    return formats.day(date.fromisoformat(written)) if written else ""


def period(start: str | None, end: str | None) -> str:
    """One day, or the first and the last; said when the text does not tell the year."""
    if not start:
        return gettext("Day without a year")
    return iso_day(start) if start == end or not end else f"{iso_day(start)} – {iso_day(end)}"


@register.filter
def duty_type(code: str) -> str:
    """The kind of a task in words."""
    return str(DutyType(code).label) if code in DutyType.values else code


_AGREES = {
    Ground.SYMBOL: gettext_noop("symbol"),
    Ground.NUMBER: gettext_noop("number"),
    Ground.ISSUER: gettext_noop("issuer"),
    Ground.DAY: gettext_noop("day of issue"),
    Ground.YEAR: gettext_noop("year"),
    Ground.PLENUM: gettext_noop("plenum"),
    Ground.TERM: gettext_noop("term"),
}
_DOUBTS = {
    Ground.LATEST: gettext_noop("the latest issued before this text"),
    Ground.OTHER_ISSUER: gettext_noop("but another issuer"),
    Ground.OLD: gettext_noop("but issued more than five years before this text, and numbers begin anew each term"),
}


@register.filter
def grounds_in_words(grounds: tuple[Ground, ...]) -> str:
    """Why a document is thought to be meant: “khớp số ký hiệu, cơ quan và ngày ban hành”."""
    agrees = [gettext(_AGREES[ground]) for ground in grounds if ground in _AGREES]
    agreement = [gettext("matches by %(grounds)s") % {"grounds": ", ".join(agrees)}] if agrees else []
    return "; ".join(agreement + [gettext(_DOUBTS[ground]) for ground in grounds if ground in _DOUBTS])


_MEANT = {
    "direct": gettext_noop("every unit directly below %(unit)s (%(number)s)"),
    "everyone": gettext_noop("every unit below %(unit)s, at all levels (%(number)s)"),
    "level": gettext_noop("%(level)s below %(unit)s (%(number)s)"),
}


@register.filter
def meant_in_words(meant: Meant) -> str:
    """Which units a duty is meant for: “mọi đơn vị trực thuộc Thành ủy Cảng (19)”."""
    level = level_label(meant.level) if meant.level else ""
    facts = {"unit": meant.unit, "number": formats.count(meant.number), "level": level}
    message = _MEANT["level" if meant.level and meant.reach == "direct" else meant.reach]
    return gettext(message) % facts  # noqa: INT001 - the msgids stand above


@register.filter
def doubt_in_words(doubt: Doubt) -> str:
    """What looks wrong, in a sentence."""
    said = {name: _said(name, value) for name, value in doubt.facts.items()}
    return gettext(doubt.message) % said  # noqa: INT001 - the msgids stand in rules/numbering.py


def _said(name: str, value: object) -> str:
    if isinstance(value, date):
        return formats.day(value)
    return kind_name(str(value)) if name == "kind" else str(value or formats.NOTHING)


@register.filter
def relation_name(code: str) -> str:
    """How one document stands to another, in words."""
    return str(Relation(code).label)


@register.filter
def read_otherwise(card: Card) -> list[tuple[str, str]]:
    """For a corrected finding: which fields were read otherwise, and how."""
    labels = {name: field.label or name for name, field in FORMS[card.finding.category].base_fields.items()}
    data = card.finding.data
    return [(str(labels.get(key, key)), _written(key, data.get(key))) for key in card.finding.correction or {}]


def _written(key: str, value: Any) -> str:
    if value in (None, "", []):
        return formats.NOTHING
    if key == "type":
        return duty_type(value) if value in DutyType.values and value != "other" else kind_name(value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(value)
    return iso_day(value) if key in ("date", "due", "iso_start", "iso_end") else str(value)
