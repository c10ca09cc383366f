"""What one may ask of the tree."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from quantriet.web.fields import DayField


class AsAtForm(forms.Form):
    """The day of which the tree is shown."""

    on = DayField(label=_("As at"), required=False)

    def shows(self, on: date) -> None:
        """Let the field say the day that is shown, where none was asked for."""
        if not self.data.get("on"):
            self.data = {name: self.data.get(name) for name in self.fields} | {"on": f"{on:%d/%m/%Y}"}


class TreeForm(AsAtForm):
    """Words of a name, and the day."""

    q = forms.CharField(
        label=_("Find a unit"), required=False, max_length=200,
        widget=forms.SearchInput(attrs={"placeholder": _("Name, with or without diacritics"), "autocomplete": "off"}),
    )  # fmt: skip
