"""Form fields that several apps need."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayField(forms.DateField):
    """A day typed as dd/mm/yyyy, whatever the browser's own language writes."""

    default_error_messages = {"invalid": _("Write the day as dd/mm/yyyy, for example 31/07/2019.")}

    def __init__(self, **kwargs: Any) -> None:
        shape = {"placeholder": _("dd/mm/yyyy"), "inputmode": "numeric", "autocomplete": "off", "class": "day-input"}
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=shape))
        kwargs.setdefault("input_formats", ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"])
        super().__init__(**kwargs)
