"""What one may ask of the tree."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quantriet.web.fields import DayField


class AsAtForm(forms.Form):
    """The day of which the tree is shown."""

    on = DayField(label=_("As at"), required=False)


class TreeForm(AsAtForm):
    """Words of a name, and the day."""

    q = forms.CharField(
        label=_("Find a unit"), required=False, max_length=200,
        widget=forms.SearchInput(attrs={"placeholder": _("Name, with or without diacritics"), "autocomplete": "off"}),
    )  # fmt: skip
