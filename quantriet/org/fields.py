"""The form field for units: in the forms of all rooms above."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from quantriet.kernel.text import nfc
from quantriet.org import permissions, queries
from quantriet.org.queries import Acting, search
from quantriet.web.fields import PickInput

if TYPE_CHECKING:
    from quantriet.org.models import UnitVersion

NAMED = 8  # units of one name that a message tells apart


class UnitsField(forms.CharField):
    """Units of one's own branch by code or name, with a list to choose from while one types; as codes.

    `many`: several with semicolons between. `strict`: what no unit is called is refused, not handed on as it is.
    `day`: the name of the field of the same form that holds the day on which the units are looked for.
    """

    def __init__(self, *, many: bool = False, strict: bool = True, day: str = "", **kwargs: Any) -> None:
        help_text = _("By name or code; several with a semicolon between.") if many else _("By name or code.")
        kwargs.setdefault("help_text", help_text)
        kwargs.setdefault("max_length", 20_000 if many else 400)
        widget = PickInput(address=reverse_lazy("org:unit-offers"), many=many, day=day, name=_("Units to choose from"))
        super().__init__(widget=widget, **kwargs)
        self.many, self.strict = many, strict
        self.acting: Acting | None = None
        self.on: date | None = None

    def within(self, acting: Acting, on: date) -> None:
        """Whose branch is meant, as at which day; needed before anything is cleaned."""
        self.acting, self.on = acting, on
        self.widget.attrs["data-pick"] = f"{reverse_lazy('org:unit-offers')}?on={on:%d/%m/%Y}"

    def clean(self, value: Any) -> Any:
        """The code, or the tuple of codes; a name that several units bear is told with all of them."""
        text = nfc(super().clean(value))
        words = [word.strip() for word in re.split(r"[;\n]" if self.many else r"\n", text) if word.strip()]
        if self.acting is None or self.on is None:
            raise RuntimeError("A field for units must be told whose branch is meant: within(acting, on).")
        called = search.units_called(set(words), self.on, permissions.branch(self.acting, self.on))
        wrong = [self._unclear(word, called[word]) for word in words if len(called[word]) > 1]
        if self.strict:
            wrong += [_("No unit of your branch is called “%(word)s”.") % {"word": w} for w in words if not called[w]]
        if wrong:
            raise forms.ValidationError([str(message) for message in wrong])
        codes = tuple(dict.fromkeys(called[word][0].unit.code if called[word] else word for word in words))
        return codes if self.many else "".join(codes[:1])

    def _unclear(self, word: str, units: "Sequence[UnitVersion]") -> str:
        above = queries.names({unit.parent_id for unit in units[:NAMED] if unit.parent_id}, self.on or date.min)
        which = [f"{unit.unit.code} ({above.get(unit.parent_id or 0, '')})" for unit in units[:NAMED]]
        message = ngettext(
            "“%(word)s” is what %(number)s unit is called. Choose one from the list, or write its code: %(which)s",
            "“%(word)s” is what %(number)s units are called. Choose one from the list, or write its code: %(which)s",
            len(units),
        )
        more = gettext(" and others") if len(units) > NAMED else ""
        return message % {"word": word, "number": len(units), "which": "; ".join(which) + more}


def written(codes: Sequence[str], acting: Acting, on: date) -> dict[str, str]:
    """How units of given codes are written into such a field; a code that no unit has stays as it is."""
    called = search.units_called(set(codes), on, permissions.branch(acting, on))
    return {code: search.label_of(units[0]) if units else code for code, units in called.items()}
