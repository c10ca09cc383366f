"""What one may ask of the journal."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from quantriet.audit.rules import FAMILIES
from quantriet.web.fields import DayField


class JournalForm(forms.Form):
    """A family of acts, and a range of days."""

    family = forms.ChoiceField(label=_("Acts"), required=False, choices=[("", _("All acts")), *FAMILIES.items()])
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def query(self) -> str:
        """What was asked, as the links to further pages carry it."""
        return urlencode({name: self[name].value() for name in self.fields if self[name].value()})


class TurningForm(forms.Form):
    """Next to which line a page stands; a word that means nothing was not said."""

    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    after = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)

    def said(self, name: str) -> Any:
        """The number of a line."""
        self.is_valid()
        return self.cleaned_data.get(name)
