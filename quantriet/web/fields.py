"""Form fields that several apps need."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)  # a day before or after is a slip of the hand


class DayField(forms.DateField):
    """A day typed as dd/mm/yyyy, whatever the browser's own language writes."""

    default_error_messages = {
        "invalid": _("Write the day as dd/mm/yyyy, for example 31/07/2019."),
        "year": _("The year lies between 1900 and 2200; correct what was typed."),
    }

    def __init__(self, **kwargs: Any) -> None:
        shape = {"placeholder": _("dd/mm/yyyy"), "inputmode": "numeric", "autocomplete": "off", "class": "day-input"}
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=shape))
        kwargs.setdefault("input_formats", ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"])
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day, if people of our time can mean it."""
        found = super().to_python(value)
        if found is not None and not FIRST <= found <= LAST:
            raise forms.ValidationError(self.error_messages["year"], code="year")
        return found


class PickInput(forms.TextInput):
    """A field that offers what an address knows under the words typed; without scripts a plain one.

    The address gets the words as `q`, and as `on` what stands in the field named by `day`.
    """

    def __init__(
        self, *, address: str | Promise, name: str | Promise, many: bool = False, day: str = ""
    ) -> None:
        attrs: dict[str, Any] = {"data-pick": address, "autocomplete": "off", "spellcheck": "false"}
        if many:
            attrs["data-pick-many"] = True
        if day:
            attrs["data-pick-on"] = day
        super().__init__(attrs=attrs)
        self.name = name  # of the list
