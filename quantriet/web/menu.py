"""The menu of the side bar: only pages that exist."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu; the namespaces are those of the pages that belong to it."""

    label: str | Promise
    icon: str
    url_name: str
    also: tuple[str, ...] = ()

    @property
    def namespaces(self) -> set[str]:
        return {self.url_name.partition(":")[0], *self.also}


ANSWERS = ("conference", "study", "programme")  # where a unit records how it meets an obligation
ITEMS = (
    MenuItem(label=_("Desk"), icon="home", url_name="desk:home"),
    MenuItem(label=_("Documents"), icon="file-text", url_name="documents:document-list"),
    MenuItem(label=_("Cascades"), icon="hierarchy-2", url_name="cascade:cascade-list", also=ANSWERS),
    MenuItem(label=_("Organisation"), icon="building-community", url_name="org:unit-tree", also=("reorganisation",)),
    MenuItem(label=_("Audit log"), icon="history", url_name="audit:entry-list"),
)


@dataclass(frozen=True)
class MenuLine:
    """A menu item with its address, for one request."""

    label: str | Promise
    icon: str
    url: str
    is_current: bool


def menu(request: HttpRequest) -> list[MenuLine]:
    """The lines that lead somewhere, the present one marked."""
    match = request.resolver_match
    here = match.namespace if match else ""
    return [
        MenuLine(label=item.label, icon=item.icon, url=url, is_current=here in item.namespaces)
        for item in ITEMS
        if (url := _address(item.url_name))
    ]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
