"""The pages one has kept, and how an address is kept: as the name of a page and its words."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from quantriet.cascade.models import SavedView

KEPT_PAGES = {
    "cascade:cascade-page", "cascade:cascade-rows", "cascade:cascade-matrix", "cascade:cascade-late",
    "cascade:cascade-compare", "cascade:overview", "cascade:overview-matrix",
}  # fmt: skip
_NUMBER = "cascade"  # the word under which the number in a page's address is kept


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept page and where it leads."""

    view: SavedView
    address: str


def page_and_query(address: str) -> tuple[str, str]:
    """What is kept of an address; no page when it is not one of those that can be kept."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return "", ""
    if parts.netloc or found.view_name not in KEPT_PAGES:
        return "", ""
    words = QueryDict(parts.query).dict()
    for passing in ("page", "file"):
        words.pop(passing, None)
    return found.view_name, urlencode(words | {_NUMBER: found.kwargs["pk"]} if found.kwargs else words)


def address_of(view: SavedView) -> str:
    """Where a kept page leads; to the list of cascades when the page is no more."""
    words = QueryDict(view.query).dict()
    number = words.pop(_NUMBER, None)
    try:
        path = reverse(view.page, args=[int(str(number))] if number else [])
    except (NoReverseMatch, ValueError):
        return reverse("cascade:cascade-list")
    return f"{path}?{urlencode(words)}" if words else path


def saved_views(user_id: int) -> list[Kept]:
    """One's own kept pages by name."""
    return [Kept(view, address_of(view)) for view in SavedView.objects.filter(user_id=user_id).order_by("name", "pk")]
