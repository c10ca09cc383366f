"""The words of the kit: {% load kit %} gives filters for days and figures, and the components as tags."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quantriet.web import formats
from quantriet.web import menu as side_menu
from quantriet.web.fields import PickInput
from quantriet.web.refusals import refusal_text

register = template.Library()
for write in (formats.day, formats.short_day, formats.instant, formats.long_day, formats.count, formats.percent):
    register.filter(write.__name__, write)
register.filter("refusal_text", refusal_text)

Words = str | Promise
ICONS = Path(__file__).resolve().parent.parent / "static" / "build" / "icons"
SOON = 7  # days before a due day that make it urgent


# --- small things ----------------------------------------------------------------------------------------------------
@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """The drawing of an icon; the words beside it are its meaning, so it is hidden from screen readers."""
    try:
        drawing = (ICONS / f"{name}.svg").read_text()
    except FileNotFoundError:
        raise FileNotFoundError(f'The icon "{name}" is not built: run `make client`.') from None
    inside = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
    return mark_safe(  # noqa: S308 - our own file
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true" focusable="false">{"".join(inside.split(chr(10)))}</svg>'
    )


@register.filter
def initial(name: str) -> str:
    """The letter that stands for a person: of the given name, which Vietnamese puts last."""
    return name.split()[-1][0].upper() if name.strip() else "?"


@dataclass(frozen=True)
class Tone:
    """What a colour means, said by a drawing too."""

    name: str
    icon: str


TONES = {
    tone.name: tone
    for tone in (
        Tone(name="green", icon="circle-check"),
        Tone(name="blue", icon="clock"),
        Tone(name="amber", icon="alert-circle"),
        Tone(name="orange", icon="corner-up-left"),
        Tone(name="red", icon="alert-triangle"),
        Tone(name="violet", icon="user-star"),
        Tone(name="grey", icon="minus"),
    )
}


@register.inclusion_tag("web/components/pill.html")
def pill(label: Words, tone: str = "grey", icon: str = "", title: Words = "", href: str = "") -> dict[str, Any]:
    """A short word on a coloured ground."""
    return {"label": label, "tone": tone, "icon": icon or TONES[tone].icon, "title": title, "href": href}


@register.inclusion_tag("web/components/pill.html")
def status(code: str, label: Words, tone: str = "grey") -> dict[str, Any]:
    """The state of an obligation or a cascade."""
    return {"code": code, "label": label, "tone": tone, "icon": TONES[tone].icon}


@register.inclusion_tag("web/components/pill.html")
def due_pill(due_on: date | None, today: date, done: bool = False) -> dict[str, Any]:
    """How long there is left, or how late it is."""
    label, tone, drawing = _due_words(due_on, today, done)
    title = _("Due on %(day)s") % {"day": formats.day(due_on)} if due_on else ""
    return {"label": label, "tone": tone, "icon": drawing, "title": title}


def _due_words(due_on: date | None, today: date, done: bool) -> tuple[Words, str, str]:
    if done:
        return _("done"), "green", "circle-check"
    if due_on is None:
        return _("no due date"), "grey", "minus"
    left = (due_on - today).days
    if left < 0:
        words = ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": formats.count(-left)}
        return words, "red", "alert-triangle"
    if left == 0:
        return _("today"), "amber", "alert-circle"
    words = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": formats.count(left)}
    return (words, "amber", "alert-circle") if left <= SOON else (words, "blue", "clock")


# --- figures ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class BarPart:
    """One colour of a stacked bar."""

    name: str
    label: str
    tone: str
    value: int
    url: str

    @property
    def words(self) -> str:
        return f"{formats.count(self.value)} {self.label}"


BAR_PARTS: tuple[tuple[str, Words, str], ...] = (
    ("approved", _("done"), "green"),
    ("submitted", _("waiting for approval"), "blue"),
    ("open", _("in work"), "amber"),
    ("returned", _("returned"), "orange"),
    ("late", _("late"), "red"),
)


@register.simple_tag
def bar(counts: Any, links: Mapping[str, str] | None = None, caption: bool = False) -> SafeString:
    """A stacked bar of counts (total, approved, submitted, open, returned, late); `links` by the same names.

    Written here and not in a template, its words escaped one by one: a page may have a hundred of them.
    """
    values = [(name, str(label), tone, getattr(counts, name, 0) or 0) for name, label, tone in BAR_PARTS]
    parts = [
        BarPart(name, label, tone, value, (links or {}).get(name, "")) for name, label, tone, value in values if value
    ]
    total = counts.total
    rest = max(total - sum(part.value for part in parts), 0)
    said = ", ".join([part.words for part in parts]) or formats.NOTHING
    words = escape(_("%(total)s in all: %(parts)s") % {"total": formats.count(total), "parts": said})
    role = "group" if any(part.url for part in parts) else "img"
    drawn = "".join([_bar_part(part) for part in parts])
    left = f'<span class="bar-rest" style="flex: {rest} 0 0"></span>' if rest else ""
    whole = f'<div class="bar" role="{role}" aria-label="{words}" title="{words}">{drawn}{left}</div>'
    if caption:
        whole += f'<div class="bar-caption">{"".join([_bar_words(part) for part in parts])}</div>'
    return mark_safe(whole)  # noqa: S308 - every word of it is escaped


def _bar_part(part: BarPart) -> str:
    start = f'class="bar-part bar-{part.name} tone-{part.tone}" style="flex: {part.value} 0 0"'
    if not part.url:
        return f"<span {start}></span>"
    words = escape(part.words)
    return f'<a {start} href="{escape(part.url)}" title="{words}" aria-label="{words}"></a>'


def _bar_words(part: BarPart) -> str:
    dot = f'<span class="bar-dot bar-{part.name} tone-{part.tone}"></span>'
    words = f"{dot}<b>{formats.count(part.value)}</b> {escape(part.label)}"
    return f'<a href="{escape(part.url)}">{words}</a>' if part.url else f"<span>{words}</span>"


@register.inclusion_tag("web/components/progress.html")
def progress(done: int, total: int, label: Words = "", tone: str = "green") -> dict[str, Any]:
    """A share with its denominator: 5.812 / 6.240 and the percentage."""
    width = min(100 * done / total, 100) if total else 0
    return {"done": done, "total": total, "label": label, "tone": tone, "width": f"{width:.2f}"}


@register.inclusion_tag("web/components/counter.html")
def counter(
    label: Words, value: Any, href: str = "", tone: str = "", hint: Words = "", part: Words = ""
) -> dict[str, Any]:
    """A figure that opens exactly the rows it counts."""
    shown = formats.count(value) if isinstance(value, int) else value
    return {"label": label, "value": shown, "href": href, "tone": tone, "hint": hint, "part": part}


@register.inclusion_tag("web/components/pager.html", takes_context=True)
def pager(
    context: template.Context, page: Page[Any], key: str = "page", path: str = "", label: Words = ""
) -> dict[str, Any]:
    """The way to the page before and after, everything else in the address kept; nothing where one page is all."""
    request = context["request"]

    def at(number: int) -> str:
        words = request.GET.copy()
        words[key] = str(number)
        return f"{path or request.path}?{words.urlencode()}"

    previous = at(page.previous_page_number()) if page.has_previous() else ""
    following = at(page.next_page_number()) if page.has_next() else ""
    return {"page": page, "previous": previous, "next": following, "label": label}


# --- frames around what a page writes --------------------------------------------------------------------------------
def _block(template_name: str, content: SafeString, **facts: Any) -> SafeString:
    inside = mark_safe(content.strip())  # noqa: S308 - rendered by the template engine, which has escaped it
    return render_to_string(template_name, {"content": inside, **facts})


@register.simple_block_tag
def card(content: SafeString, title: Words = "", note: Words = "", id: str = "", body: bool = True) -> SafeString:
    """A card with a title; body=False for a table or rows that reach its edges."""
    return _block("web/components/card.html", content, title=title, note=note, id=id, body=body)


@register.simple_block_tag
def page_header(content: SafeString, title: Words, sub: Words = "") -> SafeString:
    """The head of a page; between the tags stand its actions."""
    return _block("web/components/page_header.html", content, title=title, sub=sub)


@register.simple_block_tag
def alert(
    content: SafeString, tone: str = "blue", title: Words = "", icon: str = "", closable: bool = False
) -> SafeString:
    """A message in the page."""
    return _block(
        "web/components/alert.html", content, tone=tone, title=title, icon=icon or TONES[tone].icon, closable=closable
    )


@register.simple_block_tag
def empty(content: SafeString, title: Words, icon: str = "inbox", text: Words = "") -> SafeString:
    """What stands where nothing is yet; between the tags the button that begins."""
    return _block("web/components/empty.html", content, title=title, icon=icon, text=text)


@register.inclusion_tag("web/components/breadcrumb.html")
def breadcrumb(*pairs: Words) -> dict[str, Any]:
    """The way here: label, address, label, address, …, and the label of the present page."""
    return {"steps": zip(pairs[:-1:2], pairs[1::2], strict=True), "here": pairs[-1]}


# --- forms -----------------------------------------------------------------------------------------------------------
@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, label: Words = "", help: Words = "") -> dict[str, Any]:
    """A form field with label, help and error, tied together for screen readers."""
    widget = bound.field.widget
    many = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    tick = isinstance(widget, forms.CheckboxInput)
    if many:
        style = ""
    elif tick:
        style = "form-check-input"
    else:
        style = "form-select" if isinstance(widget, forms.Select) else "form-control"
    css = f"{style} {widget.attrs.get('class', '')}".strip()
    return {
        "field": bound,
        "control": bound.as_widget(attrs={"class": css}),
        "label": label or bound.label,
        "help": help or bound.help_text,
        "shape": "choices" if many else "tick" if tick else "pick" if isinstance(widget, PickInput) else "plain",
        "offers_name": getattr(widget, "name", ""),
    }


@register.inclusion_tag("web/components/form_fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """What concerns the whole form, then all its fields."""
    return {"form": form}


@register.inclusion_tag("web/components/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """What is wrong with the form as a whole, and links to the fields that are wrong."""
    return {"form": form, "wrong": [bound for bound in form if bound.errors and not bound.is_hidden]}


@register.inclusion_tag("web/components/drop.html")
def drop(bound: BoundField, hint: Words = "") -> dict[str, Any]:
    """A place to drop a file on, or to choose it."""
    return {"field": bound, "control": bound.as_widget(), "hint": hint or bound.help_text}


# --- the frame of the page -------------------------------------------------------------------------------------------
@register.inclusion_tag("web/_menu.html", takes_context=True)
def menu(context: dict[str, Any]) -> dict[str, Any]:
    """The lines of the side bar."""
    request: HttpRequest = context["request"]
    return {"lines": side_menu.menu(request)}


@register.inclusion_tag("web/components/live_state.html")
def live_state() -> dict[str, Any]:
    """Whether the page is connected to the stream of changes."""
    return {}


@register.filter
def tone_of(level: str) -> str:
    """The tone of a message's level tag."""
    return {"success": "green", "warning": "amber", "error": "red"}.get(level, "blue")
